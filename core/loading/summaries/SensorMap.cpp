// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/SensorMap.h"

namespace faultline {

namespace {

// Smaller ids are looked up by index: at most 4 MB.
constexpr qint32 kDenseIds = 1'000'000;

} // namespace

Result<SensorMap> SensorMap::fetch(Connection& connection)
{
    // One statement, so that version and map match.
    const auto rows = connection.execute(
        "SELECT s.map_version, m.sensor_key, m.equipment_key"
        " FROM faultline.summary_state s LEFT JOIN faultline.equipment_sensor m ON true");
    if (!rows)
        return rows.error();
    SensorMap map;
    for (int row = 0; row < rows->rowCount(); ++row) {
        map.m_version = static_cast<qint32>(rows->integer(row, 0));
        if (rows->isNull(row, 1))
            continue;
        map.insert(
            static_cast<qint32>(rows->integer(row, 1)), static_cast<qint32>(rows->integer(row, 2)));
    }
    return map;
}

SensorMap SensorMap::fromMap(qint32 version, const QHash<qint32, qint32>& equipmentOfSensor)
{
    SensorMap map;
    map.m_version = version;
    for (auto it = equipmentOfSensor.cbegin(); it != equipmentOfSensor.cend(); ++it)
        map.insert(it.key(), it.value());
    return map;
}

void SensorMap::insert(qint32 sensorKey, qint32 equipmentKey)
{
    if (sensorKey >= kDenseIds) {
        m_sparse.insert(sensorKey, equipmentKey);
        return;
    }
    const auto index = static_cast<std::size_t>(sensorKey);
    if (index >= m_dense.size())
        m_dense.resize(index + 1, kNone);
    m_dense[index] = equipmentKey;
}

} // namespace faultline
