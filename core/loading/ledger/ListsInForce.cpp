// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/ListsInForce.h"

namespace faultline {

namespace {

constexpr auto kHasChanged = "SELECT FROM faultline.plant WHERE plant_id = $1 AND lists_changed";
constexpr auto kClaim = "UPDATE faultline.plant SET lists_changed = false"
                        " WHERE plant_id = $1 AND lists_changed RETURNING plant_id";

// Attributes are compared as text, which has a fixed order, because hstore's operators may be in a
// schema that isn't on the search path.
constexpr auto kApplyEquipment =
    "WITH due AS (SELECT e.equipment_key, f.code, f.group_name, f.attributes"
    "  FROM faultline.equipment e"
    "  LEFT JOIN faultline.equipment_in_force($1) f ON f.equipment_key = e.equipment_key"
    "  WHERE e.plant_id = $1),"
    " before AS (SELECT equipment_key, code FROM faultline.equipment"
    "  WHERE plant_id = $1 AND code IS NOT NULL),"
    " changed AS (UPDATE faultline.equipment e SET code = due.code, group_name = due.group_name,"
    "   attributes = due.attributes"
    "  FROM due WHERE due.equipment_key = e.equipment_key"
    "   AND (e.code, e.group_name, e.attributes::text)"
    "    IS DISTINCT FROM (due.code, due.group_name, due.attributes::text)"
    "  RETURNING e.equipment_key)"
    " SELECT count(*), count(c.equipment_key)"
    " FROM before LEFT JOIN changed c ON c.equipment_key = before.equipment_key";

// The row of the summaries' state is locked first: a running settlement holds it, and this
// transaction's snapshot must not be older than its end.
constexpr auto kLockState = "SELECT FROM faultline.summary_state FOR UPDATE";

// A change to a sensor with readings makes failure events stale; one without readings doesn't.
constexpr auto kApplyMap =
    "WITH before AS (SELECT m.sensor_key, m.equipment_key FROM faultline.equipment_sensor m"
    "  JOIN faultline.sensor n ON n.sensor_key = m.sensor_key WHERE n.plant_id = $1),"
    " difference AS (SELECT coalesce(b.sensor_key, f.sensor_key) AS sensor_key, f.equipment_key,"
    "   b.sensor_key IS NOT NULL AS was_mapped"
    "  FROM before b FULL JOIN faultline.sensors_in_force($1) f ON f.sensor_key = b.sensor_key"
    "  WHERE b.equipment_key IS DISTINCT FROM f.equipment_key),"
    " removed AS (DELETE FROM faultline.equipment_sensor m USING difference d"
    "  WHERE d.sensor_key = m.sensor_key AND d.equipment_key IS NULL),"
    " stored AS (INSERT INTO faultline.equipment_sensor AS m (sensor_key, equipment_key)"
    "  SELECT sensor_key, equipment_key FROM difference WHERE equipment_key IS NOT NULL"
    "  ON CONFLICT (sensor_key) DO UPDATE SET equipment_key = excluded.equipment_key),"
    " state AS (UPDATE faultline.summary_state SET map_version = map_version + 1,"
    "  events_stale = events_stale OR EXISTS ("
    "   SELECT FROM difference d JOIN faultline.yearly_summary y ON y.sensor_key = d.sensor_key)"
    "  WHERE EXISTS (SELECT FROM difference))"
    " SELECT (SELECT count(*) FROM before), count(*) FILTER (WHERE was_mapped) FROM difference";

} // namespace

Result<ListChanges> applyLists(Connection& connection, PlantId plant)
{
    const auto plantOnly = Parameters().add(qint64{toInt(plant)});
    ListChanges changes;
    const auto changed = connection.execute(kHasChanged, plantOnly);
    if (!changed)
        return changed.error();
    if (changed->rowCount() == 0)
        return changes;
    if (const auto locked = connection.execute(kLockState); !locked)
        return locked.error();
    const auto claimed = connection.execute(kClaim, plantOnly);
    if (!claimed)
        return claimed.error();
    if (claimed->rowCount() == 0)
        return changes;
    const auto equipment = connection.execute(kApplyEquipment, plantOnly);
    if (!equipment)
        return equipment.error();
    changes.knownEquipment = equipment->integer(0, 0);
    changes.changedEquipment = equipment->integer(0, 1);
    const auto map = connection.execute(kApplyMap, plantOnly);
    if (!map)
        return map.error();
    changes.knownSensors = map->integer(0, 0);
    changes.changedSensors = map->integer(0, 1);
    return changes;
}

} // namespace faultline
