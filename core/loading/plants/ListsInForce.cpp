// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/ListsInForce.h"

#include <vector>

namespace faultline {

namespace {

constexpr auto kHasChanged = "SELECT FROM faultline.plant WHERE plant_id = $1 AND lists_changed";
constexpr auto kClaim = "UPDATE faultline.plant SET lists_changed = false"
                        " WHERE plant_id = $1 AND lists_changed RETURNING plant_id";

// Attributes are compared as text, which has a fixed order, because hstore's operators may be in a
// schema that isn't on the search path.
constexpr auto kApplyEquipment =
    "WITH due AS (SELECT e.equipment_key, f.code, f.group_name, f.attributes,"
    "   faultline.in_service(f.attributes) AS in_service"
    "  FROM faultline.equipment e"
    "  LEFT JOIN faultline.equipment_in_force($1) f ON f.equipment_key = e.equipment_key"
    "  WHERE e.plant_id = $1),"
    " before AS (SELECT equipment_key, code FROM faultline.equipment"
    "  WHERE plant_id = $1 AND code IS NOT NULL),"
    " changed AS (UPDATE faultline.equipment e SET code = due.code, group_name = due.group_name,"
    "   attributes = due.attributes, in_service = due.in_service"
    "  FROM due WHERE due.equipment_key = e.equipment_key"
    "   AND (e.code, e.group_name, e.attributes::text)"
    "    IS DISTINCT FROM (due.code, due.group_name, due.attributes::text)"
    "  RETURNING e.equipment_key)"
    " SELECT count(*), count(c.equipment_key)"
    " FROM before LEFT JOIN changed c ON c.equipment_key = before.equipment_key";

// The plant's row of the summaries' state is locked first: a running settlement holds it, and this
// transaction's snapshot must not be older than its end.
constexpr auto kLockState = "SELECT FROM faultline.summary_state WHERE plant_id = $1 FOR UPDATE";

constexpr auto kCountMap = "SELECT count(DISTINCT m.sensor_key) FROM faultline.equipment_sensor m"
                           " JOIN faultline.sensor n ON n.sensor_key = m.sensor_key"
                           " WHERE n.plant_id = $1 AND NOT n.is_equipment";
// Sensors whose periods or equipment differ from the lists, and how many of them were mapped.
constexpr auto kChangedSensors =
    "WITH before AS (SELECT m.sensor_key, m.equipment_key, m.valid_from, m.valid_to"
    "  FROM faultline.equipment_sensor m"
    "  JOIN faultline.sensor n ON n.sensor_key = m.sensor_key WHERE n.plant_id = $1),"
    " due AS (SELECT * FROM faultline.sensors_in_force($1))"
    " SELECT sensor_key, bool_or(was_mapped) FROM ("
    "  SELECT coalesce(b.sensor_key, d.sensor_key) AS sensor_key,"
    "   b.sensor_key IS NOT NULL AS was_mapped"
    "  FROM before b FULL JOIN due d ON d.sensor_key = b.sensor_key"
    "   AND d.equipment_key = b.equipment_key AND d.valid_from = b.valid_from"
    "   AND d.valid_to = b.valid_to"
    "  WHERE b.sensor_key IS NULL OR d.sensor_key IS NULL) x GROUP BY sensor_key";
// $2: the changed sensors.
constexpr auto kDeleteChanged =
    "DELETE FROM faultline.equipment_sensor WHERE sensor_key = ANY ($2::integer[])"
    " AND sensor_key IN (SELECT sensor_key FROM faultline.sensor WHERE plant_id = $1)";
constexpr auto kInsertChanged =
    "INSERT INTO faultline.equipment_sensor (sensor_key, equipment_key, valid_from, valid_to)"
    " SELECT sensor_key, equipment_key, valid_from, valid_to"
    " FROM faultline.sensors_in_force($1) WHERE sensor_key = ANY ($2::integer[])";
// A change to a sensor with readings makes the summaries stale; one without readings doesn't.
constexpr auto kNoteChange =
    "UPDATE faultline.summary_state SET version = version + 1, is_stale = is_stale OR EXISTS ("
    "  SELECT FROM (SELECT unnest(sensor_key) AS sensor_key FROM faultline.sensor_summary"
    "   WHERE plant_id = $1 AND unit = 'year') s"
    "  WHERE s.sensor_key = ANY ($2::integer[]))"
    " WHERE plant_id = $1";

// Nothing is new if each sensor was always on the equipment that the rows name. Where a sensor has
// periods, or none, all that tables say has to be looked at. $2: the chunks.
constexpr auto kNoteNewlyNamed =
    "UPDATE faultline.plant SET lists_changed = true WHERE plant_id = $1"
    " AND EXISTS (SELECT FROM faultline.named_equipment u WHERE u.chunk_id = ANY ($2::integer[])"
    "  AND u.plant_id = $1 AND NOT EXISTS (SELECT FROM faultline.equipment_sensor m"
    "   WHERE m.sensor_key = u.sensor_key AND m.equipment_key = u.equipment_key"
    "    AND m.valid_from = '-infinity' AND m.valid_to = 'infinity'))";

Result<void> applyMap(Connection& connection, const Parameters& plantOnly, ListChanges& changes)
{
    const auto known = connection.execute(kCountMap, plantOnly);
    if (!known)
        return known.error();
    changes.knownSensors = known->integer(0, 0);
    const auto changed = connection.execute(kChangedSensors, plantOnly);
    if (!changed)
        return changed.error();
    if (changed->rowCount() == 0)
        return {};
    std::vector<qint32>& sensors = changes.sensors;
    for (int row = 0; row < changed->rowCount(); ++row) {
        sensors.push_back(static_cast<qint32>(changed->integer(row, 0)));
        changes.changedSensors += changed->boolean(row, 1) ? 1 : 0;
    }
    const Parameters ofSensors = Parameters(plantOnly).add(sensors);
    for (const char* const statement : {kDeleteChanged, kInsertChanged, kNoteChange}) {
        if (const auto done = connection.execute(statement, ofSensors); !done)
            return done.error();
    }
    return {};
}

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
    if (const auto locked = connection.execute(kLockState, plantOnly); !locked)
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
    if (const auto mapped = applyMap(connection, plantOnly, changes); !mapped)
        return mapped.error();
    return changes;
}

Result<ListChanges>
applyNamedEquipment(Connection& connection, PlantId plant, const std::vector<qint32>& chunks)
{
    const auto noted =
        connection.execute(kNoteNewlyNamed, Parameters().add(qint64{toInt(plant)}).add(chunks));
    if (!noted)
        return noted.error();
    return noted->affectedRows() > 0 ? applyLists(connection, plant) : ListChanges();
}

} // namespace faultline
