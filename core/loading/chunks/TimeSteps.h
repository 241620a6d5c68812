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
        m_lastAt = kNothingYet;
        m_chunk += quint64{1} << 32U;
    }
    /// A reading of the chunk, in the order of lines; `line` is its line in the chunk.
    void add(qint64 occurredAt, qint32 sensorKey, qint64 line)
    {
        const quint64 sensor = m_chunk | static_cast<quint32>(sensorKey);
        Slot& slot = m_slots[static_cast<quint32>(sensorKey) % kSlots];
        // Most lines repeat the time before them.
        if (occurredAt != m_lastAt) {
            ++m_steps.changes;
            if (occurredAt < m_lastAt - TimeSteps::kDay) [[unlikely]]
                note(occurredAt, sensor, line, slot);
            m_lastAt = occurredAt;
        }
        slot = {occurredAt, sensor};
    }
    /// What was found since beginChunk(), of this many readings.
    TimeSteps take(qint64 readings)
    {
        m_steps.readings = readings;
        m_steps.endsAt = readings > 0 ? m_lastAt : 0;
        return m_steps;
    }

private:
    struct Slot
    {
        qint64 lastAt = 0;
        quint64 sensor = 0; ///< With the chunk, so that those of others are none.
    };

    void note(qint64 occurredAt, quint64 sensor, qint64 line, const Slot& slot)
    {
        if (m_lastAt == kNothingYet) {
            m_steps.changes = 0;
            m_steps.beginsAt = occurredAt;
            m_steps.beginLine = line;
            return;
        }
        if (slot.sensor != sensor || occurredAt >= slot.lastAt - TimeSteps::kDay)
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
    quint64 m_chunk = 0;           ///< Its number, above the bits of a key.
    qint64 m_lastAt = kNothingYet; ///< Of the reading before.
    TimeSteps m_steps;
};

} // namespace faultline
