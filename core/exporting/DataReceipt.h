// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/SqlSession.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace faultline {

/// Records as the journal counts them. Invariant: in = loaded + rejected + blank + skipped.
struct DataCounts
{
    qint64 in = 0;
    qint64 loaded = 0;
    qint64 rejected = 0;
    qint64 blank = 0;
    qint64 skipped = 0;

    bool balanced() const { return in == loaded + rejected + blank + skipped; }
};

/// A file, or the part of it, that a load stored.
struct DataFile
{
    QString path; ///< Below the folder of its load where it is there, else absolute.
    QString role; ///< "readings", "sensor_map", "equipment_list".
    qint64 bytes = 0;
    DataCounts records;
    QString contentHash; ///< XXH3-128 of the whole file, in hex; empty when no load read all of it.
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

/// The receipt of all that figures are computed from: the loads that were not taken back, as the
/// journal tells of them. Of very many files only the first kMostFiles are named.
struct DataReceipt
{
    static constexpr int kMostFiles = 500;

    QList<DataLoad> loads; ///< By their ids.
    qint64 unnamedFiles = 0;

    DataCounts total() const;
    /// "1–3, 7"
    QString loadIdsText() const;
    QJsonObject toJson() const;
};

Result<DataReceipt> fetchDataReceipt(SqlSession& session);

} // namespace faultline
