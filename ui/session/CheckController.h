// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "loading/FindingLines.h"
#include "loading/LoadJob.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace faultline {

class LoadController;

/// The check of the data folder before a load: what a load would say, found out in the background
/// without a database. The user may change choices meanwhile; then the check says so, because it
/// was made with the former ones.
class CheckController : public QObject
{
    Q_OBJECT

public:
    explicit CheckController(LoadController& loads, QObject* parent = nullptr);
    ~CheckController() override;

    bool canStart() const;
    bool isRunning() const { return m_job.has_value(); }
    const LoadProgress& progress() const { return m_progress; }
    /// Of the last check of this folder; none while another one runs, and after a load has begun.
    const std::optional<LoadReceipt>& receipt() const { return m_receipt; }
    /// It found nothing but a question, which must be answered before a load.
    bool isQuestion() const;
    /// Choices have changed since it began.
    bool isOutdated() const { return m_isOutdated; }

    void start();
    void cancel();

    /// Finds lines that a finding of the receipt is about, in the background; only the newest
    /// request is answered.
    void findLines(
        const FindingRows& rows, qsizetype most,
        std::function<void(const Result<FindingLines>&)> done);
    void stopFinding();

Q_SIGNALS:
    void changed(); ///< Something other than progress() changed.
    void progressChanged();

private:
    void poll();
    void finish(LoadReceipt receipt);
    void forget();
    void noteChoices();

    LoadController& m_loads;
    std::shared_ptr<const DataFolder> m_folder; ///< As it was checked.
    LoadOptions m_options;
    std::optional<LoadJob> m_job;
    LoadProgress m_progress;
    std::optional<LoadReceipt> m_receipt;
    bool m_isOutdated = false;
    quint64 m_generation = 0;
    QTimer m_timer;
    CancelToken m_finding;
    quint64 m_asked = 0;
};

} // namespace faultline
