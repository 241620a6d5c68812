// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Reading.h"

#include <QtGlobal>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

namespace faultline {

/// Count, extremes and sum of the values of one measurement.
struct MeasurementSummary
{
    qint64 count = 0;
    double min = std::numeric_limits<double>::infinity();
    double max = -std::numeric_limits<double>::infinity();
    double sum = 0;

    /// `value` is a number, never kNoMeasurement.
    void add(double value)
    {
        ++count;
        min = std::min(min, value);
        max = std::max(max, value);
        sum += value;
    }
    void merge(const MeasurementSummary& other)
    {
        count += other.count;
        min = std::min(min, other.min);
        max = std::max(max, other.max);
        sum += other.sum;
    }
};

/// Instead of a sensor.
inline constexpr qint32 kAllSensors = 0;

/// The sums of the readings of one severity in one period: of a sensor while it was on a piece of
/// equipment, or of all sensors on that equipment.
struct SummaryCell
{
    qint32 start = 0;        ///< First day of a day, month or year; see Calendar.h.
    qint32 sensorKey = 0;    ///< kAllSensors for all sensors of the equipment.
    qint32 equipmentKey = 0; ///< SensorMap::kNone for sensors without equipment.
    qint16 severity = 0;
    qint64 readings = 0;
    qint64 firstAt = std::numeric_limits<qint64>::max(); ///< Like Reading::occurredAt.
    qint64 lastAt = std::numeric_limits<qint64>::min();
    MeasurementSummary temperature;
    MeasurementSummary vibration;

    void add(const Reading& reading)
    {
        addTime(reading);
        if (reading.temperature == reading.temperature)
            temperature.add(reading.temperature);
        if (reading.vibration == reading.vibration)
            vibration.add(reading.vibration);
    }
    void addTime(const Reading& reading)
    {
        ++readings;
        firstAt = std::min(firstAt, reading.occurredAt);
        lastAt = std::max(lastAt, reading.occurredAt);
    }
    void merge(const SummaryCell& other)
    {
        readings += other.readings;
        firstAt = std::min(firstAt, other.firstAt);
        lastAt = std::max(lastAt, other.lastAt);
        temperature.merge(other.temperature);
        vibration.merge(other.vibration);
    }
};

/// Cells by start, severity, equipment and sensor. For the inner loop of parsing: open addressing,
/// no allocation per cell, memory kept when cleared.
class SummaryCells
{
public:
    SummaryCells() { m_slots.assign(kFirstSlots, kFree); }

    void clear();
    /// Makes room for this many cells without moving them. Unused memory costs nothing.
    void reserve(std::size_t count) { m_cells.reserve(count); }
    std::size_t size() const { return m_cells.size(); }
    const std::vector<SummaryCell>& cells() const { return m_cells; }
    /// Sorts the cells by start, severity, equipment and sensor; nothing may be added until
    /// clear() or removeFirst().
    void sort();
    /// Removes the first cells; the others keep their order.
    void removeFirst(std::size_t count);

    /// The cell, created if it is new. The reference is valid until the next call.
    SummaryCell& at(qint32 start, qint32 sensorKey, qint32 equipmentKey, qint16 severity)
    {
        const quint64 key = keyOf(start, sensorKey, equipmentKey, severity);
        std::size_t slot = slotOf(key);
        for (;; slot = (slot + 1) & (m_slots.size() - 1)) {
            const quint32 index = m_slots[slot];
            if (index == kFree)
                return added(slot, key, start, sensorKey, equipmentKey, severity);
            if (m_keys[index] == key && m_cells[index].sensorKey == sensorKey
                && m_cells[index].equipmentKey == equipmentKey
                && m_cells[index].severity == severity)
                return m_cells[index];
        }
    }

private:
    static constexpr quint32 kFree = ~quint32{0};
    static constexpr std::size_t kFirstSlots = 1024; // a power of two, like all its sizes

    // 22 bits of the day since year 0, 31 of the sensor, and 11 of the severity. That distinguishes
    // nearly all cells of sensors: a sensor is seldom on two pieces of equipment, and severities
    // seldom have the same low bits. Cells of all sensors differ by their equipment.
    static quint64 keyOf(qint32 start, qint32 sensorKey, qint32 equipmentKey, qint16 severity)
    {
        constexpr qint32 kDaysBefore2000 = 731'000;
        constexpr unsigned kSeverityBits = 11;
        constexpr unsigned kSensorBits = 31;
        return (static_cast<quint64>(start + kDaysBefore2000) << (kSensorBits + kSeverityBits))
               | (quint64{
                      static_cast<quint32>(sensorKey == kAllSensors ? equipmentKey + 1 : sensorKey)
                      & ((1U << kSensorBits) - 1)}
                  << kSeverityBits)
               | (static_cast<quint64>(severity) & ((1U << kSeverityBits) - 1));
    }
    std::size_t slotOf(quint64 key) const
    {
        // Fibonacci hashing: the high bits of the product depend on all bits of the key.
        return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15U) >> 32U) & (m_slots.size() - 1);
    }
    SummaryCell& added(
        std::size_t slot, quint64 key, qint32 start, qint32 sensorKey, qint32 equipmentKey,
        qint16 severity);
    void grow();
    void fillSlots();

    std::vector<quint32> m_slots; ///< Indexes into the two below.
    std::vector<quint64> m_keys;
    std::vector<SummaryCell> m_cells;
};

} // namespace faultline
