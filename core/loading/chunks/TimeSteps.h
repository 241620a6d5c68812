// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cstddef>
#include <limits>
#include <vector>

namespace faultline {

/// Where the loaded readings of a chunk go back in time, in the order of their file. A step back is
/// a reading more than a day before the reading on the line before it, and also more than a day
/// before the last one of its own sensor: a log may have one sensor after the other. Times are
/// microseconds since 2000.
struct TimeSteps
{
    static constexpr qint64 kDay = qint64{86'400} * 1'000'000;

    qint64 readings = 0; ///< None: the times below mean nothing.
    qint64 beginsAt = 0; ///< Time and line of the first reading. Lines are in the chunk, from 0.
    qint64 beginLine = 0;
    qint64 endsAt = 0;  ///< Time of the last reading.
    qint64 changes = 0; ///< Readings with another time than the one before.
    qint64 back = 0;    ///< Steps back.
    qint64 stepAt = 0;  ///< Of the first one: the time after it, its line, and by how much.
    qint64 stepLine = 0;
    qint64 stepBy = 0;
};

/// Finds the steps of a chunk. Remembers the last time of each sensor, of many at least: of two
/// that share a slot, the one that was read last. So a step may be missed, but none is invented.
class TimeStepDetector
{
public:
    void beginChunk()
    {
        m_steps = {};
        m_earliest = kNothingYet;
        ++m_chunk;
    }
    /// A reading of the chunk, in the order of lines; `line` is its line in the chunk.
    void add(qint64 occurredAt, qint32 sensorKey, qint64 line)
    {
        Slot& slot = m_slots[static_cast<std::size_t>(sensorKey) % kSlots];
        if (occurredAt < m_earliest) [[unlikely]]
            note(occurredAt, sensorKey, line, slot);
        m_steps.changes += occurredAt != m_earliest + TimeSteps::kDay ? 1 : 0;
        m_earliest = occurredAt - TimeSteps::kDay;
        slot = {occurredAt, sensorKey, m_chunk};
    }
    /// What was found since beginChunk(), of this many readings.
    TimeSteps take(qint64 readings)
    {
        m_steps.readings = readings;
        m_steps.endsAt = readings > 0 ? m_earliest + TimeSteps::kDay : 0;
        return m_steps;
    }

private:
    struct Slot
    {
        qint64 lastAt = 0;
        qint32 sensorKey = 0;
        quint32 chunk = 0;
    };

    void note(qint64 occurredAt, qint32 sensorKey, qint64 line, const Slot& slot)
    {
        if (m_earliest == kNothingYet) {
            m_steps.beginsAt = occurredAt;
            m_steps.beginLine = line;
            m_earliest = occurredAt - TimeSteps::kDay;
            return;
        }
        const bool isSensors = slot.chunk == m_chunk && slot.sensorKey == sensorKey;
        if (!isSensors || occurredAt >= slot.lastAt - TimeSteps::kDay)
            return;
        if (m_steps.back++ > 0)
            return;
        m_steps.stepAt = occurredAt;
        m_steps.stepLine = line;
        m_steps.stepBy = slot.lastAt - occurredAt;
    }

    static constexpr std::size_t kSlots = 16'384; // 256 KiB
    static constexpr qint64 kNothingYet = std::numeric_limits<qint64>::max();

    std::vector<Slot> m_slots = std::vector<Slot>(kSlots);
    quint32 m_chunk = 0;
    qint64 m_earliest = kNothingYet; ///< Anything before this is a step back.
    TimeSteps m_steps;
};

} // namespace faultline
