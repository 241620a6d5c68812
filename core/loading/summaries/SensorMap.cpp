// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/SensorMap.h"

#include <algorithm>

namespace faultline {

namespace {

// Smaller keys are looked up by index: at most 4 MB.
constexpr qint32 kDenseKeys = 1'000'000;

} // namespace

void SensorMap::add(qint32 sensorKey, qint32 equipmentKey, qint64 from, qint64 to)
{
    const bool isAlways = from == kAlways && to == kForever;
    const auto index = static_cast<std::size_t>(sensorKey);
    if (sensorKey < kDenseKeys) {
        if (index >= m_dense.size())
            m_dense.resize(std::max(index + 1, m_dense.size() * 2), kNone);
        m_dense[index] = isAlways ? equipmentKey : kMoves;
        if (isAlways)
            return;
    }
    m_periods[sensorKey].push_back({equipmentKey, from, to});
}

qint32 SensorMap::equipmentAt(qint32 sensorKey, qint64 occurredAt) const
{
    const auto periods = m_periods.constFind(sensorKey);
    if (periods == m_periods.cend())
        return kNone;
    const auto found = std::find_if(periods->begin(), periods->end(), [&](const Period& period) {
        return occurredAt >= period.from && occurredAt < period.to;
    });
    return found == periods->end() ? kNone : found->equipmentKey;
}

} // namespace faultline
