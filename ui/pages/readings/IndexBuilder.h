// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "reports/readings/ReadingIndexing.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>

namespace faultline {

/// Creates indexes on the readings in the background, one job at a time. A job ends in exactly one
/// way; a job that was replaced or stopped ends without a signal. Belongs to the window's thread.
class IndexBuilder : public QObject
{
    Q_OBJECT

public:
    explicit IndexBuilder(QObject* parent = nullptr);
    ~IndexBuilder() override;

    void start(const ConnectionSettings& settings, const QList<ReadingIndex>& indexes);
    void stop();
    bool isBusy() const { return m_cancel.has_value(); }

Q_SIGNALS:
    void progressed(double share);
    void finished(const Result<void>& made);

private:
    std::optional<CancelToken> m_cancel; ///< Of the running job.
    std::shared_ptr<std::atomic<double>> m_share;
    QTimer m_pollTimer;
    quint64 m_generation = 0;
};

} // namespace faultline
