// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "reports/custom/CustomQuery.h"
#include "session/ReaderCredentials.h"

#include <QObject>

#include <optional>

namespace faultline {

/// Runs a person's own queries aside, one at a time. A run ends in exactly one way; one that was
/// overtaken by the next, or dropped, ends in silence. Belongs to the window's thread.
class QueryJob : public QObject
{
    Q_OBJECT

public:
    explicit QueryJob(QObject* parent = nullptr);
    ~QueryJob() override;

    struct Failure
    {
        UserMessage message;
        std::optional<int> position; ///< Where in the text, in characters.
    };

    void start(
        const ReaderCredentials::Finder& finder, const QString& sql,
        const CustomQueryLimits& limits);
    /// Ends it; failed() follows, with a message that says so.
    void cancel();
    /// Ends it in silence.
    void drop();
    bool isBusy() const { return m_cancel.has_value(); }

Q_SIGNALS:
    void busyChanged(bool busy);
    void succeeded(const CustomQueryResult& result);
    void failed(const QueryJob::Failure& failure);

private:
    std::optional<CancelToken> m_cancel; ///< Of the run.
    quint64 m_generation = 0;
};

} // namespace faultline
