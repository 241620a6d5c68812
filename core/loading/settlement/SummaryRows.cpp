// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/SummaryRows.h"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <vector>

namespace faultline {

namespace {

constexpr auto kCopySensors =
    "COPY faultline.sensor_summary (unit, start, severity, plant_id, equipment_key, sensor_key,"
    " sensor_records,"
    " temperature_count, temperature_min, temperature_max, temperature_sum,"
    " vibration_count, vibration_min, vibration_max, vibration_sum) FROM STDIN (FORMAT binary)";
constexpr auto kCopyEquipment =
    "COPY faultline.equipment_summary (unit, start, severity, plant_id, records, first_at,"
    " last_at, equipment_key, equipment_records,"
    " temperature_count, temperature_min, temperature_max, temperature_sum,"
    " vibration_count, vibration_min, vibration_max, vibration_sum) FROM STDIN (FORMAT binary)";
constexpr qint16 kSensorColumns = 15;
constexpr qint16 kEquipmentColumns = 17;
constexpr int kMeasurementColumns = 8;
constexpr std::size_t kCopyBytes = 1024 * 1024;

// The most that fit in a row of a page: 8 KiB less the headers of page, row and arrays.
constexpr std::size_t kMeasuredInRow = 112;
constexpr std::size_t kCountsInRow = 640;
constexpr std::size_t kCountsOfOneInRow = 960; // on one piece of equipment
constexpr std::size_t kReadingsInRow = 960;
constexpr std::size_t kReadingsOfOneInRow = 1900;
constexpr std::size_t kEquipmentInRow = 98;
// A piece of equipment with this many sensors gets rows of its own, which name it once.
constexpr std::size_t kManySensors = 96;

constexpr qint64 kMaxInt4 = std::numeric_limits<qint32>::max();

template<typename Cell>
constexpr bool kIsMeasured = std::is_same_v<Cell, SummaryCell>;

// Takes the first cells that are alike off the others.
template<typename Cell, typename IsAlike>
std::span<const Cell> takeAlike(std::span<const Cell>& cells, const IsAlike& isAlike)
{
    const Cell& first = cells.front();
    const auto past = std::find_if(
        cells.begin(), cells.end(), [&](const Cell& cell) { return !isAlike(first, cell); });
    const auto alike = cells.first(static_cast<std::size_t>(past - cells.begin()));
    cells = cells.subspan(alike.size());
    return alike;
}

template<typename Cell>
bool isOfOneStart(const Cell& a, const Cell& b)
{
    return a.start == b.start && a.severity == b.severity;
}

MeasurementSummary takeCount(MeasurementSummary& from)
{
    MeasurementSummary part = from;
    part.count = std::min(from.count, kMaxInt4);
    part.sum = 0;
    from.count -= part.count;
    return part;
}

// A cell that has more readings than an element of the arrays can say becomes several.
std::vector<SummaryCell> partsOf(std::span<const SummaryCell> cells)
{
    std::vector<SummaryCell> parts;
    for (SummaryCell cell : cells) {
        while (cell.readings > kMaxInt4) {
            SummaryCell part = cell;
            part.readings = kMaxInt4;
            part.temperature = takeCount(cell.temperature);
            part.vibration = takeCount(cell.vibration);
            cell.readings -= kMaxInt4;
            parts.push_back(part);
        }
        parts.push_back(cell);
    }
    return parts;
}

bool isTooMany(const SummaryCell& cell)
{
    return cell.readings > kMaxInt4;
}

// Columns of one measurement. The minimum or maximum of no value is NaN.
template<typename Count>
void addMeasurement(
    CopyBuffer& rows, ElementType countType, std::span<const SummaryCell> cells,
    MeasurementSummary SummaryCell::*measurement)
{
    using enum ElementType;
    const auto orNone = [measurement](const SummaryCell& cell, double value) {
        return (cell.*measurement).count > 0 ? value : kNoMeasurement;
    };
    rows.addArray<Count>(
        countType, cells, [&](const SummaryCell& c) { return (c.*measurement).count; });
    rows.addArray<double>(
        Float8, cells, [&](const SummaryCell& c) { return orNone(c, (c.*measurement).min); });
    rows.addArray<double>(
        Float8, cells, [&](const SummaryCell& c) { return orNone(c, (c.*measurement).max); });
    rows.addArray<double>(
        Float8, cells, [&](const SummaryCell& c) { return (c.*measurement).sum; });
}

} // namespace

std::string_view summaryUnitWord(SummaryUnit unit)
{
    switch (unit) {
    case SummaryUnit::Day:
        return "day";
    case SummaryUnit::Month:
        return "month";
    case SummaryUnit::Year:
        break;
    }
    return "year";
}

Result<void> SummaryRows::addSensors(SummaryUnit unit, std::span<const SummaryCell> cells)
{
    std::vector<SummaryCell> parts;
    if (std::any_of(cells.begin(), cells.end(), isTooMany)) {
        parts = partsOf(cells);
        cells = parts;
    }
    return addAll(unit, cells);
}

Result<void> SummaryRows::addSensors(std::span<const SensorCount> counts)
{
    return addAll(SummaryUnit::Day, counts);
}

template<typename Cell>
Result<void> SummaryRows::addAll(SummaryUnit unit, std::span<const Cell> cells)
{
    while (!cells.empty()) {
        addOfOneStart(unit, takeAlike(cells, isOfOneStart<Cell>));
        if (m_sensorRows.byteCount() < kCopyBytes)
            continue;
        if (const auto copied = copy(kCopySensors, m_sensorRows); !copied)
            return copied;
    }
    return {};
}

// All cells have one start and severity.
template<typename Cell>
void SummaryRows::addOfOneStart(SummaryUnit unit, std::span<const Cell> cells)
{
    const auto isOnSame = [](const Cell& a, const Cell& b) {
        return a.equipmentKey == b.equipmentKey;
    };
    std::span<const Cell> mixed = cells.first(0);
    while (!cells.empty()) {
        const auto alike = takeAlike(cells, isOnSame);
        if (alike.size() < kManySensors) {
            mixed =
                std::span(mixed.empty() ? alike.data() : mixed.data(), mixed.size() + alike.size());
            continue;
        }
        addSensorRows(unit, mixed, false);
        mixed = {};
        addSensorRows(unit, alike, true);
    }
    addSensorRows(unit, mixed, false);
}

template<typename Cell>
void SummaryRows::addSensorRows(SummaryUnit unit, std::span<const Cell> cells, bool isOneEquipment)
{
    RowForm form{isOneEquipment, false};
    std::size_t most = isOneEquipment ? kCountsOfOneInRow : kCountsInRow;
    if constexpr (kIsMeasured<Cell>) {
        most = kMeasuredInRow;
    } else {
        // A sensor with a count takes twice as much space as one without.
        qint64 readings = 0;
        for (const SensorCount& cell : cells)
            readings += cell.readings;
        if (readings <= 2 * static_cast<qint64>(cells.size())) {
            form.isOneReading = true;
            most = isOneEquipment ? kReadingsOfOneInRow : kReadingsInRow;
            m_readings.clear();
            for (const SensorCount& cell : cells) {
                SensorCount reading = cell;
                reading.readings = 1;
                m_readings.insert(
                    m_readings.end(), static_cast<std::size_t>(cell.readings), reading);
            }
            cells = m_readings;
        }
    }
    while (!cells.empty()) {
        const std::size_t count = std::min(cells.size(), most);
        addSensorRow(unit, cells.first(count), form);
        cells = cells.subspan(count);
    }
}

template<typename Cell>
void SummaryRows::addSensorRow(SummaryUnit unit, std::span<const Cell> cells, RowForm form)
{
    using enum ElementType;
    const Cell& first = cells.front();
    CopyBuffer& rows = m_sensorRows;
    rows.beginRow(kSensorColumns);
    rows.addBytes(summaryUnitWord(unit));
    rows.addInt32(first.start);
    rows.addInt16(first.severity);
    rows.addInt16(toInt(m_plant));
    const auto one = cells.first(1);
    rows.addArray<qint32>(
        Int4, form.isOneEquipment ? one : cells, [](const Cell& c) { return c.equipmentKey; });
    rows.addArray<qint32>(Int4, cells, [](const Cell& c) { return c.sensorKey; });
    rows.addArray<qint32>(
        Int4, form.isOneReading ? one : cells, [](const Cell& c) { return c.readings; });
    if constexpr (kIsMeasured<Cell>) {
        addMeasurement<qint32>(rows, Int4, cells, &SummaryCell::temperature);
        addMeasurement<qint32>(rows, Int4, cells, &SummaryCell::vibration);
    } else {
        for (int i = 0; i < kMeasurementColumns; ++i)
            rows.addNull();
    }
}

Result<void> SummaryRows::addEquipment(SummaryUnit unit, std::span<const SummaryCell> cells)
{
    while (!cells.empty()) {
        auto alike = takeAlike(cells, isOfOneStart<SummaryCell>);
        while (!alike.empty()) {
            const std::size_t count = std::min(alike.size(), kEquipmentInRow);
            addEquipmentRow(unit, alike.first(count));
            alike = alike.subspan(count);
        }
        if (m_equipmentRows.byteCount() < kCopyBytes)
            continue;
        if (const auto copied = copy(kCopyEquipment, m_equipmentRows); !copied)
            return copied;
    }
    return {};
}

void SummaryRows::addEquipmentRow(SummaryUnit unit, std::span<const SummaryCell> cells)
{
    using enum ElementType;
    qint64 readings = 0;
    qint64 firstAt = cells.front().firstAt;
    qint64 lastAt = cells.front().lastAt;
    for (const SummaryCell& cell : cells) {
        readings += cell.readings;
        firstAt = std::min(firstAt, cell.firstAt);
        lastAt = std::max(lastAt, cell.lastAt);
    }
    CopyBuffer& rows = m_equipmentRows;
    rows.beginRow(kEquipmentColumns);
    rows.addBytes(summaryUnitWord(unit));
    rows.addInt32(cells.front().start);
    rows.addInt16(cells.front().severity);
    rows.addInt16(toInt(m_plant));
    rows.addInt64(readings);
    rows.addInt64(firstAt);
    rows.addInt64(lastAt);
    rows.addArray<qint32>(Int4, cells, [](const SummaryCell& c) { return c.equipmentKey; });
    rows.addArray<qint64>(Int8, cells, [](const SummaryCell& c) { return c.readings; });
    addMeasurement<qint64>(rows, Int8, cells, &SummaryCell::temperature);
    addMeasurement<qint64>(rows, Int8, cells, &SummaryCell::vibration);
}

Result<void> SummaryRows::finish()
{
    if (const auto copied = copy(kCopySensors, m_sensorRows); !copied)
        return copied;
    if (const auto copied = copy(kCopyEquipment, m_equipmentRows); !copied)
        return copied;
    return m_copies.wait();
}

Result<void> SummaryRows::copy(const char* copySql, CopyBuffer& rows)
{
    if (rows.rowCount() == 0)
        return {};
    m_rowCount += rows.rowCount();
    return m_copies.send(copySql, rows);
}

} // namespace faultline
