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

/// Undoes loads, checks the ledger and makes summaries anew, one of them at a time and aside. Each
/// ends in exactly one signal; what is cancelled changes nothing. Belongs to the window's thread.
class LedgerController : public QObject
{
    Q_OBJECT

public:
    explicit LedgerController(DatabaseController& database, QObject* parent = nullptr);
    ~LedgerController() override;

    bool isBusy() const { return m_cancel.has_value(); }
    /// The load that is being undone, or 0.
    int undoingLoad() const { return isBusy() ? m_load : 0; }
    bool isChecking() const { return isBusy() && m_load == 0; }

    /// Nothing happens while something runs, or without a database.
    void undo(int loadId);
    void verify();
    /// What a check found wrong with the summaries is right after it.
    void rebuildSummaries();
    void cancel();

Q_SIGNALS:
    void busyChanged();
    void undone(int loadId, const UndoneLoad& load);
    void verified(const LedgerVerification& found);
    void summariesRebuilt(qint64 readings);
    /// `loadId` is 0 if it was no undoing; a cancel has the code kCancelledCode.
    void failed(int loadId, const UserMessage& error);

private:
    template<typename T, typename Work, typename Done>
    void run(int loadId, const Work& work, const Done& done);

    DatabaseController& m_database;
    std::optional<CancelToken> m_cancel; ///< Of what runs.
    int m_load = 0;
};

} // namespace faultline
