// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "reports/custom/ReaderSession.h"
#include "session/BackgroundTask.h"
#include "session/QueryRunner.h"
#include "session/ReaderCredentials.h"

#include <QObject>

#include <functional>

namespace faultline {

/// Queries the figures of reports; only the newest query counts. Built-in reports run on the query
/// thread. The user's own reports may take long, so they run as the read-only role on a background
/// thread. Belongs to the window's thread.
class ReportLane : public QObject
{
    Q_OBJECT

public:
    explicit ReportLane(QueryRunner& queries, QObject* parent = nullptr)
        : QObject(parent)
        , m_lane(queries)
    {}
    ~ReportLane() override { forget(); }

    /// Without a `reader`, the report is built in.
    template<typename T>
    void
    ask(const ReaderCredentials::Finder& reader, std::function<Result<T>(SqlSession&)> work,
        std::function<void(const Result<T>&)> done)
    {
        forget();
        if (!reader) {
            m_lane.ask<T>(std::move(work), std::move(done));
            return;
        }
        m_readerRun = CancelToken();
        runInBackground(
            this,
            [reader, work = std::move(work), cancel = m_readerRun]() -> Result<T> {
                const auto settings = reader();
                if (!settings)
                    return settings.error();
                return runAsReader<T>(*settings, cancel, ReaderSession::kTimeLimit, work);
            },
            [done = std::move(done), cancel = m_readerRun](const Result<T>& answer) {
                if (!cancel.isCancelled())
                    done(answer);
            });
    }

    void forget()
    {
        m_lane.forget();
        m_readerRun.cancel();
    }

private:
    QueryLane m_lane;
    CancelToken m_readerRun; ///< Of the newest query as the reader role.
};

} // namespace faultline
