// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "reports/custom/CustomQuery.h"
#include "session/ReaderCredentials.h"

#include <QObject>

#include <optional>

namespace faultline {

/// Runs the user's own queries in the background, one at a time. A run ends in exactly one way; a
/// run that was replaced or dropped ends without a signal. Belongs to the window's thread.
class QueryJob : public QObject
{
    Q_OBJECT

public:
    explicit QueryJob(QObject* parent = nullptr);
    ~QueryJob() override;

    struct Failure
    {
        UserMessage message;
        std::optional<int> position; ///< Of the error in the text, in characters.
    };

    void start(
        const ReaderCredentials::Finder& finder, const QString& sql,
        const CustomQueryLimits& limits);
    /// Cancels the run; failed() follows with kCancelledCode.
    void cancel();
    /// Cancels the run without a signal.
    void drop();
    bool isBusy() const { return m_cancel.has_value(); }

Q_SIGNALS:
    void busyChanged(bool busy);
    void succeeded(const CustomQueryResult& result);
    void failed(const QueryJob::Failure& failure);

private:
    std::optional<CancelToken> m_cancel; ///< Of the current run.
    quint64 m_generation = 0;
};

} // namespace faultline
