// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/EquipmentKeys.h"

#include <QtGlobal>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace faultline {

/// The equipment that rows of a chunk name beside a sensor, and when.
struct NamedEquipment
{
    qint32 sensorKey = 0;
    qint32 equipmentKey = 0;
    qint64 readings = 0;
    qint64 firstAt = 0; ///< Like Reading::occurredAt.
    qint64 lastAt = 0;
};

/// Collects it while a chunk is parsed. Its memory is bounded by the chunk's rows.
class NamedEquipmentCollector
{
public:
    void add(qint32 sensorKey, std::string_view equipment, qint64 occurredAt);
    /// What was collected, in order of keys, and begins again. Registers equipment that is new.
    Result<std::vector<NamedEquipment>> take(EquipmentKeys& keys, Connection* connection);
    void clear();

private:
    std::unordered_map<quint64, NamedEquipment> m_pairs; ///< By sensor and number of the equipment.
    std::unordered_map<std::string, quint32> m_numbers;  ///< Of equipment, from 0.
    std::string m_lastEquipment;
    quint32 m_lastNumber = 0;
};

} // namespace faultline
