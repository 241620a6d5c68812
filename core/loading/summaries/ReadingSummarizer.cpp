// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/ReadingSummarizer.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReadingSummarizer)
};

// Readings fetched at once, and readings summarized before writing.
constexpr qint64 kRowsAtOnce = 20'000;
constexpr qint64 kRowsGathered = 100'000;

constexpr auto kAllReadings =
    "SELECT occurred_at, sensor_key, severity, faultline.chunk_of(reading_id),"
    " coalesce(temperature, 'NaN'), coalesce(vibration, 'NaN') FROM faultline.reading";
// Of any plant.
constexpr auto kErrorRecords = "SELECT occurred_at, sensor_key, severity FROM faultline.reading"
                               " WHERE severity IN (SELECT code FROM faultline.failure_severity)";
// Sessions use UTC, so these are UTC days.
constexpr auto kOfTheseDays =
    " AND occurred_at::date IN (SELECT date '2000-01-01' + d FROM unnest($1::integer[]) d)";

} // namespace

Result<void> ReadingSummarizer::summarizeEvents()
{
    return scan(kErrorRecords, {}, false);
}

Result<void> ReadingSummarizer::summarizeEvents(const std::vector<qint32>& days)
{
    return scan(QByteArray(kErrorRecords) + kOfTheseDays, Parameters().add(days), false);
}

Result<void> ReadingSummarizer::summarizeAll()
{
    const auto loads = m_connection.execute("SELECT chunk_id, load_id FROM faultline.load_chunk");
    if (!loads)
        return loads.error();
    for (int row = 0; row < loads->rowCount(); ++row) {
        m_loadOfChunk.insert(
            static_cast<qint32>(loads->integer(row, 0)),
            static_cast<qint32>(loads->integer(row, 1)));
    }
    return scan(kAllReadings, {}, true);
}

Result<void>
ReadingSummarizer::scan(const QByteArray& query, const Parameters& parameters, bool withCells)
{
    auto map = SensorMap::fetch(m_connection);
    if (!map)
        return map.error();
    m_sensorMap = *std::move(map);
    auto cursor = BinaryCursor::open(m_connection, "readings", query, parameters);
    if (!cursor)
        return cursor.error();
    for (;;) {
        if (m_cancel.isCancelled()) {
            return UserMessage::cancelled();
        }
        const auto rows = cursor->fetch(kRowsAtOnce);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row)
            add(*rows, row, withCells);
        m_readings += rows->rowCount();
        const bool ended = rows->rowCount() < kRowsAtOnce;
        if (ended || m_readings % kRowsGathered == 0) {
            if (const auto written = write(); !written)
                return written;
        }
        if (ended)
            return cursor->close();
    }
}

void ReadingSummarizer::add(const QueryResult& rows, int row, bool withCells)
{
    Reading reading;
    reading.occurredAt = rows.binary<qint64>(row, 0);
    reading.sensorKey = rows.binary<qint32>(row, 1);
    const auto severity = rows.binary<qint16>(row, 2);
    const qint32 load = withCells ? m_loadOfChunk.value(rows.binary<qint32>(row, 3)) : 0;
    ChunkSummary& summary = m_summaries[load];
    if (withCells) {
        reading.temperature = rows.binary<double>(row, 4);
        reading.vibration = rows.binary<double>(row, 5);
        summary.add(reading, severity);
    }
    if (!m_sensorMap.isFailure(reading.sensorKey, severity))
        return;
    const qint32 equipment = m_sensorMap.equipmentOf(reading.sensorKey);
    if (equipment != SensorMap::kNone)
        summary.addEvent(equipment, reading.occurredAt);
}

Result<void> ReadingSummarizer::write()
{
    CopyBuffer rows;
    for (auto& [load, summary] : m_summaries)
        summary.addRows(static_cast<LoadId>(load), kNoChunk, m_mapVersion, rows);
    // Frees their memory: there may be as many loads as days.
    m_summaries.clear();
    if (rows.rowCount() == 0)
        return {};
    return m_connection.copyIn(kCopyChunkSummaries, rows.finish(), rows.rowCount());
}

} // namespace faultline
