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

/// Records as the receipt counts them. Invariant: in = loaded + rejected + blank + skipped.
struct DataCounts
{
    qint64 in = 0;
    qint64 loaded = 0;
    qint64 rejected = 0;
    qint64 blank = 0;
    qint64 skipped = 0;

    bool balanced() const { return in == loaded + rejected + blank + skipped; }
};

/// A file that a load read, also one whose records were all known.
struct DataFile
{
    QString path;     ///< As it was loaded; below the folder of its load where it was there.
    QString role;     ///< "readings", "sensor_map", "equipment_list".
    qint64 bytes = 0; ///< Its length then.
    DataCounts records;
    QString contentHash; ///< XXH3-128 of the whole file, in hex; empty when not all was read.
};

/// A load whose records are in the database.
struct DataLoad
{
    qint32 loadId = 0;
    QString folder;
    QString state; ///< "succeeded", "cancelled", "failed", "running".
    QDateTime startedAt;
    QDateTime endedAt; ///< Invalid while it runs, or when its program died.
    QString programVersion;
    DataCounts records;
    QList<DataFile> files;
};

/// The receipt of all that figures are computed from: the loads that have stored something and were
/// not taken back, as the ledger tells of them. Of very many files only kMaxFiles are named, first
/// those with new records.
struct DataReceipt
{
    static constexpr int kMaxFiles = 500;

    QList<DataLoad> loads; ///< By their ids.
    qint64 unnamedFiles = 0;
    DataState state; ///< Whether that is all.

    DataCounts total() const;
    /// "1–3, 7"
    QString loadIdsText() const;
    QJsonObject toJson() const;
};

Result<DataReceipt> fetchDataReceipt(SqlSession& session);

} // namespace faultline
