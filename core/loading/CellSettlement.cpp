// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/CellSettlement.h"

#include "database/BinaryCursor.h"
#include "loading/SummaryFormat.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <span>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(CellSettlement)
};

// Rows that are fetched at once, each of a page at most.
constexpr qint64 kRowsAtOnce = 256;
// Cells in one row of daily_summary.
constexpr std::size_t kMostInRow = 4096;
constexpr std::size_t kCopyBytes = 1024 * 1024;

constexpr auto kCells = "SELECT month, cells FROM faultline.chunk_summary"
                        " WHERE chunk_id = ANY ($1::integer[]) AND cells <> '' ORDER BY month";

constexpr auto kCopyDays =
    "COPY faultline.daily_summary (load_id, day, sensor_id, severity, readings, first_at, last_at,"
    " temperature_count, temperature_min, temperature_max, temperature_sum,"
    " vibration_count, vibration_min, vibration_max, vibration_sum) FROM STDIN (FORMAT binary)";
constexpr auto kCopyMonths =
    "COPY faultline.monthly_summary (load_id, month, sensor_id, severity, readings, first_at,"
    " last_at, temperature_count, temperature_min, temperature_max, temperature_sum,"
    " vibration_count, vibration_min, vibration_max, vibration_sum) FROM STDIN (FORMAT binary)";
constexpr auto kCopyYears =
    "COPY faultline.yearly_summary (load_id, year, sensor_id, severity, readings, first_at,"
    " last_at, temperature_count, temperature_min, temperature_max, temperature_sum,"
    " vibration_count, vibration_min, vibration_max, vibration_sum) FROM STDIN (FORMAT binary)";
constexpr qint16 kColumns = 15;

void mergeInto(SummaryCells& cells, qint32 start, const SummaryCell& cell)
{
    cells.at(start, cell.sensorId, cell.severity).merge(cell);
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

// A row of daily_summary; the cells are of one day.
void addDayRow(CopyBuffer& rows, LoadId load, std::span<const SummaryCell> cells)
{
    using enum ElementType;
    rows.beginRow(kColumns);
    rows.addInt32(toInt(load));
    rows.addInt32(cells.front().start);
    rows.addArray<qint32>(Int4, cells, [](const SummaryCell& c) { return c.sensorId; });
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
    if (const auto read = readAll(chunkIds); !read)
        return read;
    if (const auto written = endMonth(true); !written)
        return written;
    return copyAll();
}

Result<void> CellSettlement::readAll(const QString& chunkIds)
{
    auto cursor = BinaryCursor::open(m_connection, "cells", kCells, Parameters().add(chunkIds));
    if (!cursor)
        return cursor.error();
    for (;;) {
        const auto rows = cursor->fetch(kRowsAtOnce);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (const auto added = add(rows->binary<qint32>(row, 0), rows->text(row, 1)); !added)
                return added;
        }
        if (rows->rowCount() < kRowsAtOnce)
            return cursor->close();
    }
}

Result<void> CellSettlement::add(qint32 month, std::string_view packed)
{
    if (!m_month.contains(month)) {
        if (const auto written = endMonth(!m_year.contains(month)); !written)
            return written;
        m_month = monthOf(month);
        m_year = yearOf(month);
    }
    m_unpacked.clear();
    if (!unpackCells(packed, m_unpacked)) {
        return UserMessage::error(Text::tr("The summaries of this load can't be read"))
            .because(Text::tr("Another version of the program made them, or they are damaged."))
            .toMend(Text::tr("Rebuild the summaries."))
            .withCode(QStringLiteral("summary-format"));
    }
    for (const SummaryCell& cell : m_unpacked)
        mergeInto(m_days, cell.start, cell);
    return m_days.size() > m_limits.cells ? writeDays() : Result<void>();
}

Result<void> CellSettlement::writeDays()
{
    m_days.sort();
    addDayRows();
    for (const SummaryCell& cell : m_days.cells())
        mergeInto(m_months, m_month.begin, cell);
    m_days.clear();
    if (const auto copied = copyIfLarge(kCopyDays, m_dayRows, kCopyBytes); !copied)
        return copied;
    return m_months.size() > m_limits.cells ? writeMonths() : Result<void>();
}

Result<void> CellSettlement::writeMonths()
{
    addPeriodRows(m_months, m_monthRows);
    for (const SummaryCell& cell : m_months.cells())
        mergeInto(m_years, m_year.begin, cell);
    m_months.clear();
    if (const auto copied = copyIfLarge(kCopyMonths, m_monthRows, kCopyBytes); !copied)
        return copied;
    return m_years.size() > m_limits.cells ? writeYears() : Result<void>();
}

Result<void> CellSettlement::writeYears()
{
    addPeriodRows(m_years, m_yearRows);
    m_years.clear();
    return copyIfLarge(kCopyYears, m_yearRows, kCopyBytes);
}

// Writes all that is of the month, and of the year if that is over too.
Result<void> CellSettlement::endMonth(bool endsYear)
{
    if (const auto written = writeDays(); !written)
        return written;
    if (const auto written = writeMonths(); !written)
        return written;
    return endsYear ? writeYears() : Result<void>();
}

void CellSettlement::addDayRows()
{
    const std::span<const SummaryCell> cells(m_days.cells());
    std::size_t first = 0;
    for (std::size_t i = 1; i <= cells.size(); ++i) {
        const bool ends =
            i == cells.size() || cells[i].start != cells[first].start || i - first == kMostInRow;
        if (!ends)
            continue;
        addDayRow(m_dayRows, m_load, cells.subspan(first, i - first));
        first = i;
    }
}

void CellSettlement::addPeriodRows(const SummaryCells& cells, CopyBuffer& rows) const
{
    for (const SummaryCell& cell : cells.cells()) {
        rows.beginRow(kColumns);
        rows.addInt32(toInt(m_load));
        rows.addInt32(cell.start);
        rows.addInt32(cell.sensorId);
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
    const auto copied = m_connection.copyIn(copySql, rows.finish(), rows.rowCount(), CancelToken());
    rows.clear();
    return copied;
}

Result<void> CellSettlement::copyAll()
{
    if (const auto copied = copyIfLarge(kCopyDays, m_dayRows, 0); !copied)
        return copied;
    if (const auto copied = copyIfLarge(kCopyMonths, m_monthRows, 0); !copied)
        return copied;
    return copyIfLarge(kCopyYears, m_yearRows, 0);
}

} // namespace faultline
