// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/SqlSession.h"
#include "loading/LoadReceipt.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace faultline {

/// A load as the ledger tells it.
struct LedgerEntry
{
    qint32 loadId = 0;
    QString folder;
    /// "running", "succeeded", "cancelled", "failed", or "interrupted": its program died.
    QString state;
    QDateTime startedAt;
    QDateTime endedAt; ///< Invalid while it runs, or when its program died.
    QString programVersion;
    QList<FileReceipt> files;
    QList<UserMessage> findings;

    QJsonObject toJson() const;
};

/// The loads of a database, newest first, at most `limit`.
Result<QList<LedgerEntry>> fetchLedger(SqlSession& session, int limit);

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
