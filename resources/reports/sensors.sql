-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Sensors
-- section: Failures
-- order: 40
-- explanation: Error records of each sensor, with its rank among the sensors of its equipment and
--   of its group. Sensors that the sensor map doesn't list have no rank.
-- file: sensors.csv
-- column code: Equipment | text
-- column group_name: Group | text
-- column sensor_id: Sensor | integer
-- column error_records: Error records | integer sum
-- column rank_in_equipment: Rank in equipment | integer
-- column rank_in_group: Rank in group | integer
-- chart: pareto | category sensor_id | value error_records
-- opens: failure_events | equipment code | sensor sensor_id

WITH records AS (
    SELECT sensor_key, sum(error_records) AS error_records
    FROM faultline.error_records(:from::date, :to::date)
    GROUP BY sensor_key
), counted AS (
    SELECT coalesce(m.sensor_id, r.sensor_key) AS sensor_id,
           m.equipment_id, k.code, k.group_name,
           coalesce(r.error_records, 0) AS error_records
    FROM faultline.equipment_sensor m
    FULL JOIN records r ON r.sensor_key = m.sensor_id
    LEFT JOIN faultline.known_equipment k ON k.equipment_id = m.equipment_id
), ranked AS (
    SELECT code, group_name, sensor_id, error_records,
           CASE WHEN equipment_id IS NOT NULL THEN
               rank() OVER (PARTITION BY equipment_id ORDER BY error_records DESC)
           END AS rank_in_equipment,
           CASE WHEN group_name IS NOT NULL THEN
               rank() OVER (PARTITION BY group_name ORDER BY error_records DESC)
           END AS rank_in_group
    FROM counted
)
SELECT code, group_name, sensor_id, error_records, rank_in_equipment, rank_in_group
FROM ranked
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:equipment::text IS NULL OR code = :equipment::text)
ORDER BY error_records DESC, sensor_id
