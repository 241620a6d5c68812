// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/ReadingSummarizer.h"

#include "database/connection/BinaryCursor.h"
#include "loading/summaries/SeverityCodes.h"

namespace faultline {

namespace {

// Readings fetched at once, and readings that are added to the summary together.
constexpr qint64 kRowsAtOnce = 20'000;
constexpr qint64 kRowsGathered = 100'000;

constexpr auto kReadings = "SELECT occurred_at, sensor_id, severity, coalesce(temperature, 'NaN'),"
                           " coalesce(vibration, 'NaN') FROM faultline.reading WHERE ";
constexpr auto kOfChunks = "chunk_id = ANY ($1::integer[])";
// In the scan's own snapshot: a chunk that commits meanwhile is in both or in neither.
constexpr auto kSettled = "chunk_id NOT IN (SELECT chunk_id FROM faultline.unsettled_chunk"
                          " WHERE chunk_id <> ALL ($1::integer[]))";
// Sessions use UTC, so these are UTC months.
constexpr auto kOfMonths = "chunk_id NOT IN (SELECT chunk_id FROM faultline.unsettled_chunk)"
                           " AND faultline.start_of('month', occurred_at::date) IN ("
                           "  SELECT date '2000-01-01' + d FROM unnest($1::integer[]) d)";

} // namespace

Result<void> ReadingSummarizer::addChunks(const std::vector<qint32>& chunks)
{
    std::vector<ChunkId> ids;
    for (const qint32 chunk : chunks)
        ids.push_back(static_cast<ChunkId>(chunk));
    return scan(kOfChunks, Parameters().add(chunks), ids);
}

Result<void> ReadingSummarizer::addSettled(const std::vector<qint32>& due)
{
    return scan(kSettled, Parameters().add(due), {});
}

Result<void> ReadingSummarizer::addMonths(const std::vector<qint32>& months)
{
    return scan(kOfMonths, Parameters().add(months), {});
}

Result<void> ReadingSummarizer::scan(
    const QByteArray& condition, const Parameters& parameters, const std::vector<ChunkId>& chunks)
{
    const auto severities = SeverityCodes::fetch(m_connection);
    if (!severities)
        return severities.error();
    auto cursor = BinaryCursor::open(m_connection, "readings", kReadings + condition, parameters);
    if (!cursor)
        return cursor.error();
    ChunkSummary summary;
    for (;;) {
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        const auto rows = cursor->fetch(kRowsAtOnce);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row) {
            Reading reading;
            reading.occurredAt = rows->binary<qint64>(row, 0);
            reading.sensorId = rows->binary<qint32>(row, 1);
            const auto severity = rows->binary<qint16>(row, 2);
            reading.temperature = rows->binary<double>(row, 3);
            reading.vibration = rows->binary<double>(row, 4);
            summary.add(
                reading, severity, m_pending.map().equipmentOf(reading.sensorId),
                severities->isFailure(severity));
        }
        m_readings += rows->rowCount();
        const bool ended = rows->rowCount() < kRowsAtOnce;
        if (ended || m_readings % kRowsGathered == 0) {
            m_pending.add(summary, ended ? chunks : std::vector<ChunkId>());
            summary.clear();
        }
        if (ended)
            return cursor->close();
    }
}

} // namespace faultline
