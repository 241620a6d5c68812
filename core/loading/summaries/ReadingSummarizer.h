// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/BinaryCursor.h"
#include "database/connection/Connection.h"
#include "loading/summaries/ChunkSummary.h"
#include "loading/summaries/SensorMap.h"

#include <QHash>
#include <QString>

#include <map>
#include <vector>

namespace faultline {

/// Scans the readings in the database and writes what they add to the summaries into chunk_summary,
/// as if they had just been loaded. Runs in the caller's transaction; used once.
class ReadingSummarizer
{
public:
    ReadingSummarizer(Connection& connection, qint32 mapVersion, CancelToken cancel)
        : m_connection(connection)
        , m_mapVersion(mapVersion)
        , m_cancel(std::move(cancel))
    {}

    /// Only the failure events, of all days or of these; or everything. All under kNoChunk.
    Result<void> summarizeEvents();
    Result<void> summarizeEvents(const std::vector<qint32>& days);
    Result<void> summarizeAll();
    static constexpr ChunkId kNoChunk{0};

    qint64 readingCount() const { return m_readings; }

private:
    Result<void> scan(const QByteArray& query, const Parameters& parameters, bool withCells);
    void add(const QueryResult& rows, int row, bool withCells);
    Result<void> write();

    Connection& m_connection;
    qint32 m_mapVersion;
    CancelToken m_cancel;
    SensorMap m_sensorMap;
    QHash<qint32, qint32> m_loadOfChunk;
    std::map<qint32, ChunkSummary> m_summaries; ///< By load, since the last write().
    qint64 m_readings = 0;
};

} // namespace faultline
