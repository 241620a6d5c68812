// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/NamedEquipment.h"

#include <algorithm>
#include <tuple>

namespace faultline {

namespace {

constexpr unsigned kNumberBits = 32;

} // namespace

void NamedEquipmentCollector::add(qint32 sensorKey, std::string_view equipment, qint64 occurredAt)
{
    // Rows of one piece of equipment often follow each other.
    if (equipment != m_lastEquipment || m_numbers.empty()) {
        m_lastEquipment = equipment;
        m_lastNumber = m_numbers.emplace(m_lastEquipment, static_cast<quint32>(m_numbers.size()))
                           .first->second;
    }
    const quint64 pair = (quint64{static_cast<quint32>(sensorKey)} << kNumberBits) | m_lastNumber;
    const auto [found, isNew] = m_pairs.try_emplace(pair);
    NamedEquipment& named = found->second;
    if (isNew)
        named = {sensorKey, 0, 0, occurredAt, occurredAt};
    ++named.readings;
    named.firstAt = std::min(named.firstAt, occurredAt);
    named.lastAt = std::max(named.lastAt, occurredAt);
}

Result<std::vector<NamedEquipment>>
NamedEquipmentCollector::take(EquipmentKeys& keys, Connection* connection)
{
    std::vector<NamedEquipment> all;
    if (m_pairs.empty())
        return all;
    for (const auto& [id, number] : m_numbers) {
        if (keys.keyOf(id) == EquipmentKeys::kUnknown)
            keys.note(id);
    }
    if (const auto registered = keys.registerNoted(connection); !registered)
        return registered.error();
    std::vector<qint32> keyOfNumber(m_numbers.size());
    for (const auto& [id, number] : m_numbers)
        keyOfNumber[number] = keys.keyOf(id);
    all.reserve(m_pairs.size());
    for (auto& [pair, named] : m_pairs) {
        named.equipmentKey = keyOfNumber[static_cast<quint32>(pair)];
        if (named.equipmentKey != EquipmentKeys::kUnknown)
            all.push_back(named);
    }
    std::sort(all.begin(), all.end(), [](const NamedEquipment& a, const NamedEquipment& b) {
        return std::tie(a.sensorKey, a.equipmentKey) < std::tie(b.sensorKey, b.equipmentKey);
    });
    clear();
    return all;
}

void NamedEquipmentCollector::clear()
{
    m_pairs.clear();
    m_numbers.clear();
    m_lastEquipment.clear();
}

} // namespace faultline
