// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "reports/query/DataState.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace faultline {

/// Counts of records, as in the receipt. Invariant: in = loaded + rejected + blank + skipped.
struct DataCounts
{
    qint64 in = 0;
    qint64 loaded = 0;
    qint64 rejected = 0;
    qint64 blank = 0;
    qint64 skipped = 0;

    bool balanced() const { return in == loaded + rejected + blank + skipped; }
};

/// A file that a load read, even if all its records were already loaded.
struct DataFile
{
    QString path;     ///< As it was loaded; relative to the load's folder if it was inside.
    QString role;     ///< "readings", "sensor_map", "equipment_list".
    qint64 bytes = 0; ///< Its length at the time.
    DataCounts records;
    QString contentHash; ///< XXH3-128 of the complete file, in hex; empty if it wasn't read
                         ///< completely.
};

/// A load whose records are in the database.
struct DataLoad
{
    qint32 loadId = 0;
    QString folder;
    QString state; ///< "succeeded", "cancelled", "failed", "running".
    QDateTime startedAt;
    QDateTime endedAt; ///< Invalid while it runs, or if its program died.
    QString programVersion;
    DataCounts records;
    QList<DataFile> files;
};

/// The receipt of all data behind the figures: the loads that stored something and weren't undone,
/// according to the ledger. It names at most kMaxFiles files, those with new records first.
struct DataReceipt
{
    static constexpr int kMaxFiles = 500;

    QList<DataLoad> loads; ///< By ID.
    qint64 unnamedFiles = 0;
    DataState state; ///< Whether that is everything.

    DataCounts total() const;
    /// "1–3, 7"
    QString loadIdsText() const;
    QJsonObject toJson() const;
};

Result<DataReceipt> fetchDataReceipt(SqlSession& session);

} // namespace faultline
