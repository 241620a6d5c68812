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
        "SELECT s.map_version, m.sensor_key, m.equipment_key, m.plant_id"
        " FROM faultline.summary_state s LEFT JOIN (SELECT sensor_key, equipment_key, plant_id"
        "  FROM faultline.equipment_sensor JOIN faultline.sensor USING (sensor_key)) m ON true");
    if (!rows)
        return rows.error();
    // After the version: if they change in between, the version is too old, and what was assigned
    // with it is rebuilt.
    const auto failures =
        connection.execute("SELECT plant_id, code FROM faultline.failure_severity");
    if (!failures)
        return failures.error();
    SensorMap map;
    for (int row = 0; row < rows->rowCount(); ++row) {
        map.m_version = static_cast<qint32>(rows->integer(row, 0));
        if (rows->isNull(row, 1))
            continue;
        map.insert(
            static_cast<qint32>(rows->integer(row, 1)), static_cast<qint32>(rows->integer(row, 2)),
            static_cast<qint16>(rows->integer(row, 3)));
    }
    for (int row = 0; row < failures->rowCount(); ++row) {
        map.addFailure(
            static_cast<qint16>(failures->integer(row, 0)),
            static_cast<qint16>(failures->integer(row, 1)));
    }
    return map;
}

SensorMap SensorMap::fromMap(qint32 version, const QHash<qint32, qint32>& equipmentOfSensor)
{
    SensorMap map;
    map.m_version = version;
    for (auto it = equipmentOfSensor.cbegin(); it != equipmentOfSensor.cend(); ++it)
        map.insert(it.key(), it.value(), 0);
    map.addFailure(0, kErrorCode);
    return map;
}

void SensorMap::insert(qint32 sensorKey, qint32 equipmentKey, qint16 plant)
{
    if (sensorKey >= kDenseIds) {
        m_sparse.insert(sensorKey, equipmentKey);
        m_sparsePlants.insert(sensorKey, plant);
        return;
    }
    const auto index = static_cast<std::size_t>(sensorKey);
    if (index >= m_dense.size())
        m_dense.resize(index + 1, kNone);
    m_plants.resize(m_dense.size());
    m_dense[index] = equipmentKey;
    m_plants[index] = plant;
}

void SensorMap::addFailure(qint16 plant, qint16 severityCode)
{
    const auto index = static_cast<std::size_t>(plant);
    if (index >= m_failures.size())
        m_failures.resize(index + 1);
    m_failures[index].push_back(severityCode);
}

} // namespace faultline
