// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"

#include <QString>
#include <QtGlobal>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace faultline {

/// The sensors of a chunk, as ranges of keys. There are few ranges: keys are given in the order in
/// which sensors appear. When there are many, the smallest gaps between them are closed, so it may
/// have more sensors than the chunk, but never fewer.
class SensorRanges
{
public:
    static constexpr std::size_t kMax = 64;

    struct Range
    {
        qint32 first = 0;
        qint32 last = 0;
    };

    SensorRanges() = default;
    explicit SensorRanges(std::vector<qint32> keys);
    /// From the text of an int4multirange.
    static SensorRanges fromText(std::string_view text);
    QString toText() const;

    bool meets(const SensorRanges& other) const { return meets(other.m_ranges); }
    bool meets(std::span<const Range> other) const;
    const std::vector<Range>& ranges() const { return m_ranges; }
    bool isEmpty() const { return m_ranges.empty(); }

private:
    std::vector<Range> m_ranges; ///< In order, not touching.
};

/// The times and sensors of a chunk's readings, loaded or skipped. Two chunks can only have equal
/// readings if their extents meet. Times are microseconds since 2000, as stored.
struct ChunkExtent
{
    qint64 firstAt = std::numeric_limits<qint64>::max();
    qint64 lastAt = std::numeric_limits<qint64>::min();
    SensorRanges sensors;

    /// Without readings.
    bool isEmpty() const { return firstAt > lastAt; }
    bool meets(const ChunkExtent& other) const
    {
        return firstAt <= other.lastAt && other.firstAt <= lastAt && sensors.meets(other.sensors);
    }
};

/// Collects the extent of a chunk. Its memory is reused.
class ExtentCollector
{
public:
    void add(qint64 occurredAt, qint32 sensorKey) { add(occurredAt, occurredAt, sensorKey); }
    void add(qint64 firstAt, qint64 lastAt, qint32 sensorKey)
    {
        m_firstAt = std::min(m_firstAt, firstAt);
        m_lastAt = std::max(m_lastAt, lastAt);
        makeRoom(sensorKey, sensorKey);
        addSensor(sensorKey);
    }
    /// Readings, which have an `occurredAt` and a `sensorKey`.
    template<typename Readings>
    void addAll(const Readings& readings)
    {
        qint64 firstAt = m_firstAt;
        qint64 lastAt = m_lastAt;
        qint32 leastKey = 0;
        qint32 largestKey = 0;
        for (const auto& reading : readings) {
            firstAt = std::min(firstAt, reading.occurredAt);
            lastAt = std::max(lastAt, reading.occurredAt);
            leastKey = std::min(leastKey, reading.sensorKey);
            largestKey = std::max(largestKey, reading.sensorKey);
        }
        m_firstAt = firstAt;
        m_lastAt = lastAt;
        makeRoom(leastKey, largestKey);
        for (const auto& reading : readings)
            addSensor(reading.sensorKey);
    }
    /// The extent of what was added since the last call.
    ChunkExtent take();

private:
    void makeRoom(qint32 leastKey, qint32 largestKey)
    {
        growTo(m_isSeen, largestKey);
        growTo(m_isItselfSeen, -leastKey);
    }
    static void growTo(std::vector<char>& seen, qint32 largest)
    {
        const std::size_t size = static_cast<std::size_t>(std::max(largest, 0)) + 1;
        if (size > seen.size())
            seen.resize(std::max(size, seen.size() * 2));
    }
    char& isSeen(qint32 key)
    {
        return isEquipmentItself(key) ? m_isItselfSeen[static_cast<std::size_t>(-key)]
                                      : m_isSeen[static_cast<std::size_t>(key)];
    }
    void sortSensors();
    void addSensor(qint32 key)
    {
        char& seen = isSeen(key);
        if (seen != 0)
            return;
        seen = 1;
        m_sensors.push_back(key);
    }

    qint64 m_firstAt = ChunkExtent().firstAt;
    qint64 m_lastAt = ChunkExtent().lastAt;
    std::vector<char> m_isSeen;       ///< By sensor key.
    std::vector<char> m_isItselfSeen; ///< By equipment key: of equipment that is a sensor.
    std::vector<qint32> m_sensors;
};

} // namespace faultline
