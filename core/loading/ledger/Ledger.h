// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "loading/receipt/LoadReceipt.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// A load as the ledger tells it.
struct LedgerEntry
{
    qint32 loadId = 0;
    QString folder;
    enum class State {
        Running,
        Succeeded,
        Cancelled,
        Failed,
        Interrupted, ///< Its program was closed or died, or lost the database for good.
        Undone,      ///< Whatever it was before.
    };
    State state = State::Running;
    /// How it ended: Failed with a message that says so when its program died. Only of a load that
    /// still runs it means nothing.
    LoadReceipt::Outcome outcome = LoadReceipt::Outcome::Failed;
    std::optional<UserMessage> failure; ///< Why it failed, where that is known.
    QDateTime startedAt;
    QDateTime endedAt;  ///< Invalid while it runs, or when its program died.
    QDateTime undoneAt; ///< Valid when it was taken back.
    QString programVersion;
    QList<FileReceipt> files; ///< Without a receipt: what the journal says.
    QList<UserMessage> findings;

    /// As its receipt balances them: of the log; of a load that had lists only, of those.
    RecordCounts records() const;
    /// The receipt as the load gave it.
    LoadReceipt receipt() const;
    QJsonObject toJson() const;
};

/// "succeeded", "undone", …: what --json says.
QString ledgerStateWord(LedgerEntry::State state);
/// For people.
QString ledgerStateText(LedgerEntry::State state);

/// The loads of a database, newest first, at most `limit`.
Result<QList<LedgerEntry>> fetchLedger(SqlSession& session, int limit);
/// One load, or nothing when there is none with this id.
Result<std::optional<LedgerEntry>> fetchLedgerEntry(SqlSession& session, LoadId load);

/// The newest load that was to go on and didn't: its program was closed or died, or the database
/// failed, nothing was loaded from its folder after it, and it wasn't undone.
Result<std::optional<LedgerEntry>> interruptedLoad(SqlSession& session);

/// What a database holds, for the status bar. Times are invalid while there are no readings.
struct DataSummary
{
    qint64 readings = 0;
    qint64 rejectedLines = 0;
    QDateTime firstAt;
    QDateTime lastAt;
};
Result<DataSummary> fetchDataSummary(SqlSession& session);

} // namespace faultline
