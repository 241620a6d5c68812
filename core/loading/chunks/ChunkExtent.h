// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>

#include <limits>
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

    bool meets(const SensorRanges& other) const;
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

} // namespace faultline
