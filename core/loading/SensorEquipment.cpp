// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/SensorEquipment.h"

namespace faultline {

namespace {

// Ids below it are looked up by index: 4 MB at most.
constexpr qint64 kDenseIds = 1'000'000;

} // namespace

Result<SensorEquipment> SensorEquipment::fetch(Connection& connection)
{
    // One statement, so that version and map belong together.
    const auto rows = connection.execute(
        "SELECT s.map_version, m.sensor_id, m.equipment_id"
        " FROM faultline.summary_state s LEFT JOIN faultline.equipment_sensor m ON true"
        " ORDER BY m.sensor_id");
    if (!rows)
        return rows.error();
    SensorEquipment map;
    for (int row = 0; row < rows->rowCount(); ++row) {
        map.m_version = static_cast<qint32>(rows->integer(row, 0));
        if (rows->isNull(row, 1))
            continue;
        const qint64 sensor = rows->integer(row, 1);
        const auto equipment = static_cast<qint32>(rows->integer(row, 2));
        if (sensor < kDenseIds) {
            map.m_dense.resize(static_cast<std::size_t>(sensor) + 1, kNone);
            map.m_dense.back() = equipment;
        } else {
            map.m_sparse.insert(static_cast<qint32>(sensor), equipment);
        }
    }
    return map;
}

} // namespace faultline
