// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/ReadingSummarizer.h"

#include "database/connection/BinaryCursor.h"
#include "loading/summaries/SeverityCodes.h"

#include <algorithm>

namespace faultline {

namespace {

// Readings fetched at once, and readings that are added to the summary together.
constexpr qint64 kRowsAtOnce = 20'000;
constexpr qint64 kRowsGathered = 100'000;

// $2 is the plant.
constexpr auto kReadings = "SELECT occurred_at, sensor_key, severity, coalesce(temperature, 'NaN'),"
                           " coalesce(vibration, 'NaN') FROM faultline.reading"
                           " WHERE plant_id = $2 AND ";
constexpr auto kOfChunks = "faultline.chunk_of(reading_id) = ANY ($1::integer[])";
// In the scan's own snapshot: a chunk that commits meanwhile is in both or in neither.
constexpr auto kSettled =
    "faultline.chunk_of(reading_id) NOT IN (SELECT chunk_id FROM faultline.unsettled_chunk"
    " WHERE chunk_id <> ALL ($1::integer[]))";
constexpr auto kOfMonths =
    "faultline.chunk_of(reading_id) NOT IN (SELECT chunk_id FROM faultline.unsettled_chunk)"
    " AND faultline.start_of('month', (occurred_at AT TIME ZONE"
    "   (SELECT time_zone FROM faultline.plant WHERE plant_id = $2))::date)"
    "  IN (SELECT date '2000-01-01' + d FROM unnest($1::integer[]) d)";

} // namespace

Result<void> ReadingSummarizer::addChunks(const std::vector<qint32>& chunks)
{
    std::vector<ChunkId> ids;
    ids.reserve(chunks.size());
    for (const qint32 chunk : chunks)
        ids.push_back(static_cast<ChunkId>(chunk));
    return scan(kOfChunks, ofPlant(chunks), ids);
}

Result<void> ReadingSummarizer::addSettled(const std::vector<qint32>& due)
{
    return scan(kSettled, ofPlant(due), {});
}

Result<void> ReadingSummarizer::addMonths(const std::vector<qint32>& months)
{
    return scan(kOfMonths, ofPlant(months), {});
}

Parameters ReadingSummarizer::ofPlant(const std::vector<qint32>& values) const
{
    return Parameters().add(values).add(qint64{toInt(m_pending.rules().plant())});
}

Result<void> ReadingSummarizer::scan(
    const QByteArray& condition, const Parameters& parameters, const std::vector<ChunkId>& chunks)
{
    const SummaryRules& rules = m_pending.rules();
    const auto severities = SeverityCodes::fetch(m_connection);
    if (!severities)
        return severities.error();
    const std::vector<qint16> failures =
        severities->codesOf([&rules](std::string_view name) { return rules.isFailure(name); });
    auto cursor = BinaryCursor::open(m_connection, "readings", kReadings + condition, parameters);
    if (!cursor)
        return cursor.error();
    ChunkSummary summary;
    summary.useZone(rules.zone());
    for (;;) {
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        const auto rows = cursor->fetch(kRowsAtOnce);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row) {
            Reading reading;
            reading.occurredAt = rows->binary<qint64>(row, 0);
            reading.sensorKey = rows->binary<qint32>(row, 1);
            const auto severity = rows->binary<qint16>(row, 2);
            reading.temperature = rows->binary<double>(row, 3);
            reading.vibration = rows->binary<double>(row, 4);
            summary.add(
                reading, severity, rules.map().equipmentOf(reading.sensorKey, reading.occurredAt),
                std::find(failures.begin(), failures.end(), severity) != failures.end());
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
