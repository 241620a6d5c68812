// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/NamedSensors.h"

#include <algorithm>
#include <tuple>

namespace faultline {

bool NamedSensors::Sensor::isOnEquipment() const
{
    return std::any_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.isUsed; });
}

void NamedSensors::add(const QByteArray& sensorId, const Pair& pair)
{
    std::vector<Pair>& pairs = m_sensors[sensorId].pairs;
    const auto found = std::find_if(pairs.begin(), pairs.end(), [&pair](const Pair& each) {
        return each.equipmentId == pair.equipmentId;
    });
    if (found == pairs.end()) {
        pairs.push_back(pair);
        ++m_size;
        return;
    }
    found->readings += pair.readings;
    found->firstAt = std::min(found->firstAt, pair.firstAt);
    found->lastAt = std::max(found->lastAt, pair.lastAt);
}

void NamedSensors::judge()
{
    for (Sensor& sensor : m_sensors) {
        std::sort(sensor.pairs.begin(), sensor.pairs.end(), [](const Pair& a, const Pair& b) {
            return std::tie(a.firstAt, a.lastAt) < std::tie(b.firstAt, b.lastAt);
        });
        qint64 all = 0;
        const Pair* before = nullptr;
        for (const Pair& pair : sensor.pairs) {
            sensor.isMixed = sensor.isMixed || (before && pair.firstAt <= before->lastAt);
            all += pair.readings;
            before = &pair;
        }
        for (Pair& pair : sensor.pairs)
            pair.isUsed = !sensor.isMixed || pair.readings * 100 >= all * 99;
    }
}

} // namespace faultline
