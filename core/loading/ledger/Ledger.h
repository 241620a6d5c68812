// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "loading/receipt/LoadReceipt.h"
#include "readings/PlantClocks.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// A load in the ledger.
struct LedgerEntry
{
    qint32 loadId = 0;
    QString folder;
    enum class State {
        Running,
        Succeeded,
        Cancelled,
        Failed,
        Interrupted, ///< Its program was closed, died, or lost the database for good.
        Undone,      ///< Whatever its state was before.
    };
    State state = State::Running;
    /// How it ended; if its program died, Failed with a message that says so. Meaningless while it
    /// is running.
    LoadReceipt::Outcome outcome = LoadReceipt::Outcome::Failed;
    std::optional<UserMessage> failure; ///< Why it failed, if known.
    QDateTime startedAt;
    QDateTime endedAt;  ///< Invalid while it runs, or if its program died.
    QDateTime undoneAt; ///< Valid if it was undone.
    QString programVersion;
    QList<PlantChoice> plants; ///< None if the plant was removed.
    QList<FileReceipt> files;  ///< From the journal if there is no receipt.
    QList<UserMessage> findings;

    /// The names of its plants, each once.
    QStringList plantNames() const;
    /// The counts that its receipt balances: of all files.
    RecordCounts records() const;
    /// The receipt as the load gave it.
    LoadReceipt receipt() const;
    QJsonObject toJson() const;
};

/// "succeeded", "undone", …: as in --json.
QString ledgerStateWord(LedgerEntry::State state);
/// For people.
QString ledgerStateText(LedgerEntry::State state);

/// The loads of a database, newest first, up to `limit`. With names of plants, only loads of any of
/// these.
Result<QList<LedgerEntry>>
fetchLedger(SqlSession& session, int limit, const QStringList& plants = {});
/// One load, or nothing if there is none with this id.
Result<std::optional<LedgerEntry>> fetchLedgerEntry(SqlSession& session, LoadId load);

/// The newest load to resume: its program was closed or died, or the database failed; nothing was
/// loaded from its folder since, and it wasn't undone.
Result<std::optional<LedgerEntry>> interruptedLoad(SqlSession& session);

/// What a database holds. Times are invalid while there are no readings.
struct DataSummary
{
    QStringList plants; ///< Their names, in order.
    PlantClocks clocks; ///< Of these plants.
    qint64 readings = 0;
    qint64 rejectedLines = 0;
    QDateTime firstAt;
    QDateTime lastAt;
};
Result<DataSummary> fetchDataSummary(SqlSession& session);

} // namespace faultline
