// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/UndoLoad.h"

#include <QObject>

#include <optional>

namespace faultline {

class DatabaseController;

/// Undoes loads, checks the ledger and rebuilds summaries in the background, one job at a time.
/// Each job ends in exactly one signal; a cancelled job changes nothing. Belongs to the window's
/// thread.
class LedgerController : public QObject
{
    Q_OBJECT

public:
    explicit LedgerController(DatabaseController& database, QObject* parent = nullptr);
    ~LedgerController() override;

    bool isBusy() const { return m_cancel.has_value(); }
    /// The load being undone, or 0.
    int undoingLoad() const { return isBusy() ? m_load : 0; }
    bool isChecking() const { return isBusy() && m_load == 0; }

    /// These do nothing while a job runs, or without a database.
    void undo(int loadId);
    void verify();
    /// Fixes whatever a check found wrong in the summaries.
    void rebuildSummaries();
    void cancel();

Q_SIGNALS:
    void busyChanged();
    void undone(int loadId, const UndoneLoad& load);
    void verified(const LedgerVerification& found);
    void summariesRebuilt(qint64 readings);
    /// `loadId` is 0 unless an undo failed; a cancelled job has the code kCancelledCode.
    void failed(int loadId, const UserMessage& error);

private:
    template<typename T, typename Work, typename Done>
    void run(int loadId, const Work& work, const Done& done);

    DatabaseController& m_database;
    std::optional<CancelToken> m_cancel; ///< Of the running job.
    int m_load = 0;
};

} // namespace faultline
