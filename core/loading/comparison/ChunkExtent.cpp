// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/comparison/ChunkExtent.h"

#include "database/connection/ArrayText.h"

#include <QByteArray>

#include <algorithm>
#include <functional>
#include <utility>

namespace faultline {

SensorRanges::SensorRanges(std::vector<qint32> keys)
{
    if (!std::is_sorted(keys.begin(), keys.end()))
        std::sort(keys.begin(), keys.end());
    for (const qint32 key : keys) {
        if (m_ranges.empty() || key > m_ranges.back().last + 1)
            m_ranges.push_back({key, key});
        else
            m_ranges.back().last = key;
    }
    if (m_ranges.size() <= kMax)
        return;
    // Closes all gaps but the largest. Of gaps of the same width, either all or none are closed.
    std::vector<qint32> gaps;
    for (std::size_t i = 1; i < m_ranges.size(); ++i)
        gaps.push_back(m_ranges[i].first - m_ranges[i - 1].last);
    std::nth_element(gaps.begin(), gaps.begin() + (kMax - 1), gaps.end(), std::greater<>());
    const qint32 smallest = gaps[kMax - 1];
    std::vector<Range> fewer;
    for (const Range& range : m_ranges) {
        if (fewer.empty() || range.first - fewer.back().last > smallest)
            fewer.push_back(range);
        else
            fewer.back().last = range.last;
    }
    m_ranges = std::move(fewer);
}

SensorRanges SensorRanges::fromText(std::string_view text)
{
    SensorRanges sensors;
    const QByteArray numbers(text.data(), static_cast<qsizetype>(text.size()));
    // {[1,5),[7,8)}
    for (qsizetype at = numbers.indexOf('['); at >= 0; at = numbers.indexOf('[', at)) {
        const qsizetype comma = numbers.indexOf(',', at);
        const qsizetype end = numbers.indexOf(')', comma);
        sensors.m_ranges.push_back(
            {numbers.mid(at + 1, comma - at - 1).toInt(),
             numbers.mid(comma + 1, end - comma - 1).toInt() - 1});
        at = end;
    }
    return sensors;
}

QString SensorRanges::toText() const
{
    return arrayText(m_ranges, [](const Range& range) {
        return QStringLiteral("[%1,%2]").arg(range.first).arg(range.last);
    });
}

bool SensorRanges::meets(std::span<const Range> other) const
{
    auto a = m_ranges.begin();
    auto b = other.begin();
    while (a != m_ranges.end() && b != other.end()) {
        if (a->last < b->first)
            ++a;
        else if (b->last < a->first)
            ++b;
        else
            return true;
    }
    return false;
}

// If there are many, looking at all keys is faster than sorting these.
void ExtentCollector::sortSensors()
{
    constexpr std::ptrdiff_t kKeysForASensor = 8;
    const auto [least, most] = std::minmax_element(m_sensors.begin(), m_sensors.end());
    if (least == m_sensors.end() || isEquipmentItself(*least)
        || *most - *least > std::ssize(m_sensors) * kKeysForASensor)
        return;
    auto sorted = m_sensors.begin();
    for (qint32 key = *least, last = *most; key <= last; ++key) {
        if (m_isSeen[static_cast<std::size_t>(key)] != 0)
            *sorted++ = key;
    }
}

ChunkExtent ExtentCollector::take()
{
    sortSensors();
    for (const qint32 sensor : m_sensors)
        isSeen(sensor) = 0;
    ChunkExtent extent{
        std::exchange(m_firstAt, ChunkExtent().firstAt),
        std::exchange(m_lastAt, ChunkExtent().lastAt), SensorRanges(m_sensors)};
    m_sensors.clear();
    return extent;
}

} // namespace faultline
