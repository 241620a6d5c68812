// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/CellSettlement.h"

#include "database/connection/BinaryCursor.h"
#include "loading/summaries/SummaryFormat.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace faultline {

namespace {

// Rows fetched at once, each of at most a page.
constexpr qint64 kRowsAtOnce = 256;
// Cells in one row of daily_summary.
constexpr std::size_t kMaxRowCells = 4096;
constexpr std::size_t kCopyBytes = 1024 * 1024;

constexpr auto kCells =
    "SELECT load_id, start, cells FROM faultline.chunk_summary"
    " WHERE chunk_id = ANY ($1::integer[]) AND cells <> '' ORDER BY start, load_id";

constexpr auto kCopyDays =
    "COPY faultline.daily_summary (load_id, day, sensor_key, severity, readings, first_at, last_at,"
    " temperature_count, temperature_min, temperature_max, temperature_sum,"
    " vibration_count, vibration_min, vibration_max, vibration_sum) FROM STDIN (FORMAT binary)";
constexpr auto kCopyMonths =
    "COPY faultline.monthly_summary (month, sensor_key, severity, readings, first_at,"
    " last_at, temperature_count, temperature_min, temperature_max, temperature_sum,"
    " vibration_count, vibration_min, vibration_max, vibration_sum) FROM STDIN (FORMAT binary)";
constexpr auto kCopyYears =
    "COPY faultline.yearly_summary (year, sensor_key, severity, readings, first_at,"
    " last_at, temperature_count, temperature_min, temperature_max, temperature_sum,"
    " vibration_count, vibration_min, vibration_max, vibration_sum) FROM STDIN (FORMAT binary)";
constexpr qint16 kDayColumns = 15;
constexpr qint16 kPeriodColumns = 14;

// Merges all rows of a sensor and severity in a month or year into one: {table} and {start} name
// the table and its first column. $1: first days of months.
constexpr auto kMerge = R"sql(
WITH gone AS (
    DELETE FROM faultline.{table} WHERE {start} = ANY (
        SELECT faultline.start_of('{start}', date '2000-01-01' + d) FROM unnest($1::integer[]) d)
    RETURNING *
)
INSERT INTO faultline.{table}
SELECT {start}, sensor_key, severity, sum(readings), min(first_at), max(last_at),
       sum(temperature_count), min(temperature_min), max(temperature_max), sum(temperature_sum),
       sum(vibration_count), min(vibration_min), max(vibration_max), sum(vibration_sum)
FROM gone
GROUP BY {start}, sensor_key, severity)sql";
constexpr auto kHasRows = "SELECT EXISTS (SELECT FROM faultline.yearly_summary)";

void mergeInto(SummaryCells& cells, qint32 start, const SummaryCell& cell)
{
    cells.at(start, cell.sensorKey, cell.severity).merge(cell);
}

void addMeasurement(CopyBuffer& rows, const MeasurementSummary& measurement)
{
    rows.addInt64(measurement.count);
    if (measurement.count > 0) {
        rows.addDouble(measurement.min);
        rows.addDouble(measurement.max);
    } else {
        rows.addNull();
        rows.addNull();
    }
    rows.addDouble(measurement.sum);
}

void addMeasurements(
    CopyBuffer& rows, std::span<const SummaryCell> cells,
    MeasurementSummary SummaryCell::*measurement)
{
    using enum ElementType;
    const auto orNone = [measurement](const SummaryCell& cell, double value) {
        return (cell.*measurement).count > 0 ? value : kNoMeasurement;
    };
    rows.addArray<qint64>(
        Int8, cells, [&](const SummaryCell& c) { return (c.*measurement).count; });
    rows.addArray<double>(
        Float8, cells, [&](const SummaryCell& c) { return orNone(c, (c.*measurement).min); });
    rows.addArray<double>(
        Float8, cells, [&](const SummaryCell& c) { return orNone(c, (c.*measurement).max); });
    rows.addArray<double>(
        Float8, cells, [&](const SummaryCell& c) { return (c.*measurement).sum; });
}

// A row of daily_summary; all cells are of one day.
void addDayRow(CopyBuffer& rows, LoadId load, std::span<const SummaryCell> cells)
{
    using enum ElementType;
    rows.beginRow(kDayColumns);
    rows.addInt32(toInt(load));
    rows.addInt32(cells.front().start);
    rows.addArray<qint32>(Int4, cells, [](const SummaryCell& c) { return c.sensorKey; });
    rows.addArray<qint16>(Int2, cells, [](const SummaryCell& c) { return c.severity; });
    rows.addArray<qint64>(Int8, cells, [](const SummaryCell& c) { return c.readings; });
    rows.addArray<qint64>(TimestampTz, cells, [](const SummaryCell& c) { return c.firstAt; });
    rows.addArray<qint64>(TimestampTz, cells, [](const SummaryCell& c) { return c.lastAt; });
    addMeasurements(rows, cells, &SummaryCell::temperature);
    addMeasurements(rows, cells, &SummaryCell::vibration);
}

} // namespace

Result<void> CellSettlement::run(const QString& chunkIds)
{
    const auto hadRows = m_connection.execute(kHasRows);
    if (!hadRows)
        return hadRows.error();
    auto map = SensorMap::fetch(m_connection);
    if (!map)
        return map.error();
    m_records.emplace(std::move(map).value());
    if (const auto read = readAll(chunkIds); !read)
        return read;
    for (const auto step :
         {&CellSettlement::writeMonth, &CellSettlement::writeYear, &CellSettlement::copyAll}) {
        if (const auto done = (this->*step)(); !done)
            return done;
    }
    return hadRows->boolean(0, 0) ? merge() : Result<void>();
}

Result<void> CellSettlement::readAll(const QString& chunkIds)
{
    auto cursor = BinaryCursor::open(m_connection, "cells", kCells, Parameters().add(chunkIds));
    if (!cursor)
        return cursor.error();
    for (;;) {
        if (m_cancel.isCancelled())
            return UserMessage::cancelled();
        const auto rows = cursor->fetch(kRowsAtOnce);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row) {
            const auto load = static_cast<LoadId>(rows->binary<qint32>(row, 0));
            const auto added = add(load, rows->binary<qint32>(row, 1), rows->text(row, 2));
            if (!added)
                return added;
        }
        if (rows->rowCount() < kRowsAtOnce)
            return cursor->close();
    }
}

Result<void> CellSettlement::add(LoadId load, qint32 month, std::string_view packed)
{
    if (!m_month.contains(month)) {
        if (const auto written = writeMonth(); !written)
            return written;
        if (!m_year.contains(month)) {
            if (const auto written = writeYear(); !written)
                return written;
        }
        m_month = monthOf(month);
        m_year = yearOf(month);
    } else if (load != m_load) {
        if (const auto written = writeDays(); !written)
            return written;
    }
    m_load = load;
    m_unpacked.clear();
    if (!unpackCells(packed, m_unpacked))
        return unreadableSummaries();
    m_cellCount += static_cast<qint64>(m_unpacked.size());
    for (const SummaryCell& cell : m_unpacked)
        mergeInto(m_days, cell.start, cell);
    return m_days.size() > m_limits.cells ? writeDays() : Result<void>();
}

// Writes the days of m_load.
Result<void> CellSettlement::writeDays()
{
    m_days.sort();
    addDayRows();
    for (const SummaryCell& cell : m_days.cells())
        mergeInto(m_months, m_month.begin, cell);
    m_days.clear();
    if (const auto copied = copyIfLarge(DailyRecords::kCopySql, m_recordRows, kCopyBytes); !copied)
        return copied;
    return copyIfLarge(kCopyDays, m_dayRows, kCopyBytes);
}

Result<void> CellSettlement::writeMonth()
{
    if (const auto written = writeDays(); !written)
        return written;
    if (m_months.size() == 0)
        return {};
    m_touchedMonths.push_back(m_month.begin);
    addPeriodRows(m_months, m_monthRows);
    for (const SummaryCell& cell : m_months.cells())
        mergeInto(m_years, m_year.begin, cell);
    m_months.clear();
    return copyIfLarge(kCopyMonths, m_monthRows, kCopyBytes);
}

Result<void> CellSettlement::writeYear()
{
    addPeriodRows(m_years, m_yearRows);
    m_years.clear();
    return copyIfLarge(kCopyYears, m_yearRows, kCopyBytes);
}

void CellSettlement::addDayRows()
{
    const std::span<const SummaryCell> cells(m_days.cells());
    std::size_t first = 0;
    for (std::size_t i = 1; i <= cells.size(); ++i) {
        if (i < cells.size() && cells[i].start == cells[first].start)
            continue;
        const auto day = cells.subspan(first, i - first);
        m_records->addRows(m_recordRows, m_load, day);
        for (std::size_t from = 0; from < day.size(); from += kMaxRowCells) {
            const auto part = day.subspan(from, std::min(kMaxRowCells, day.size() - from));
            addDayRow(m_dayRows, m_load, part);
        }
        first = i;
    }
}

void CellSettlement::addPeriodRows(const SummaryCells& cells, CopyBuffer& rows) const
{
    for (const SummaryCell& cell : cells.cells()) {
        rows.beginRow(kPeriodColumns);
        rows.addInt32(cell.start);
        rows.addInt32(cell.sensorKey);
        rows.addInt16(cell.severity);
        rows.addInt64(cell.readings);
        rows.addInt64(cell.firstAt);
        rows.addInt64(cell.lastAt);
        addMeasurement(rows, cell.temperature);
        addMeasurement(rows, cell.vibration);
    }
}

Result<void>
CellSettlement::copyIfLarge(const QByteArray& copySql, CopyBuffer& rows, std::size_t limit)
{
    if (rows.rowCount() == 0 || rows.byteCount() < limit)
        return {};
    const auto copied = m_connection.copyIn(copySql, rows.finish(), rows.rowCount());
    rows.clear();
    return copied;
}

// Keeps months and years at the same number of rows after many small loads as after one large load.
Result<void> CellSettlement::merge()
{
    for (const auto& [table, start] :
         {std::pair("monthly_summary", "month"), std::pair("yearly_summary", "year")}) {
        const QByteArray sql =
            QByteArray(kMerge).replace("{table}", table).replace("{start}", start);
        const auto merged = m_connection.execute(sql, Parameters().add(m_touchedMonths));
        if (!merged)
            return merged.error();
    }
    return {};
}

Result<void> CellSettlement::copyAll()
{
    if (const auto copied = copyIfLarge(kCopyDays, m_dayRows, 0); !copied)
        return copied;
    if (const auto copied = copyIfLarge(DailyRecords::kCopySql, m_recordRows, 0); !copied)
        return copied;
    if (const auto copied = copyIfLarge(kCopyMonths, m_monthRows, 0); !copied)
        return copied;
    return copyIfLarge(kCopyYears, m_yearRows, 0);
}

} // namespace faultline
