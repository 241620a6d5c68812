// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// The statements for one kind of list. `incoming` is a temporary table with the file's rows.
/// Parameters are the plant and the chunk.
struct ListStatements
{
    const char* createIncoming;
    const char* copyIncoming;
    /// Counts ids that occur more than once with different values.
    const char* countConflicts;
    /// Register ids that are new, in one order, so that programs don't wait in a circle.
    const char* registerEquipment;
    const char* registerSensors; ///< Null: there are none.
    const char* store;
};

inline constexpr ListStatements kEquipmentStatements{
    "CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS"
    " SELECT e.position, ''::text COLLATE \"C\" AS equipment_id, e.code, e.group_name,"
    "  e.attributes"
    " FROM faultline.equipment_entry e WITH NO DATA",
    "COPY pg_temp.incoming (position, equipment_id, code, group_name, attributes)"
    " FROM STDIN (FORMAT binary)",
    "SELECT count(*) FROM (SELECT equipment_id FROM pg_temp.incoming GROUP BY equipment_id"
    " HAVING count(DISTINCT (code, group_name, attributes::text)) > 1) x",
    "INSERT INTO faultline.equipment (plant_id, equipment_id)"
    " SELECT $1, equipment_id FROM pg_temp.incoming GROUP BY equipment_id ORDER BY equipment_id"
    " ON CONFLICT (plant_id, equipment_id) DO NOTHING",
    nullptr,
    "INSERT INTO faultline.equipment_entry"
    " (chunk_id, position, equipment_key, code, group_name, attributes)"
    " SELECT $2, i.position, e.equipment_key, i.code, i.group_name, i.attributes"
    " FROM pg_temp.incoming i"
    " JOIN faultline.equipment e ON e.plant_id = $1 AND e.equipment_id = i.equipment_id"};

inline constexpr ListStatements kSensorMapStatements{
    "CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS"
    " SELECT e.position, ''::text COLLATE \"C\" AS sensor_id,"
    "  ''::text COLLATE \"C\" AS equipment_id, e.valid_from, e.valid_to"
    " FROM faultline.sensor_entry e WITH NO DATA",
    "COPY pg_temp.incoming (position, sensor_id, equipment_id, valid_from, valid_to)"
    " FROM STDIN (FORMAT binary)",
    // From different times on, the equipment may differ.
    "SELECT count(DISTINCT sensor_id) FROM (SELECT sensor_id FROM pg_temp.incoming"
    " GROUP BY sensor_id, valid_from HAVING count(DISTINCT equipment_id) > 1) x",
    "INSERT INTO faultline.equipment (plant_id, equipment_id)"
    " SELECT $1, equipment_id FROM pg_temp.incoming GROUP BY equipment_id ORDER BY equipment_id"
    " ON CONFLICT (plant_id, equipment_id) DO NOTHING",
    "INSERT INTO faultline.sensor (plant_id, sensor_id)"
    " SELECT $1, sensor_id FROM pg_temp.incoming GROUP BY sensor_id ORDER BY sensor_id"
    " ON CONFLICT (plant_id, sensor_id, is_equipment) DO NOTHING",
    "INSERT INTO faultline.sensor_entry"
    " (chunk_id, position, sensor_key, equipment_key, valid_from, valid_to)"
    " SELECT $2, i.position, n.sensor_key, e.equipment_key, i.valid_from, i.valid_to"
    " FROM pg_temp.incoming i"
    " JOIN faultline.sensor n"
    "  ON n.plant_id = $1 AND n.sensor_id = i.sensor_id AND NOT n.is_equipment"
    " JOIN faultline.equipment e ON e.plant_id = $1 AND e.equipment_id = i.equipment_id"};

} // namespace faultline
