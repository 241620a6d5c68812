-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Sensors
-- section: Failures
-- order: 40
-- explanation: Error records of each sensor, with its rank among the sensors of its equipment and
--   of its group in the plant. Sensors that the sensor map doesn't list have no rank. A sensor that
--   was moved has a row for each piece of equipment.
-- file: sensors.csv
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column sensor_id: Sensor | text
-- column error_records: Error records | integer sum
-- column rank_in_equipment: Rank in equipment | integer
-- column rank_in_group: Rank in group | integer
-- chart: pareto | category sensor_id | value error_records
-- opens: failure_events | plant plant | equipment code | sensor sensor_id

WITH records AS (
    SELECT sensor_key, equipment_key, error_records
    FROM faultline.error_records(:from::date, :to::date)
), counted AS (
    SELECT coalesce(m.sensor_key, r.sensor_key) AS sensor_key,
           coalesce(m.equipment_key, r.equipment_key) AS equipment_key, k.code, k.group_name,
           coalesce(r.error_records, 0) AS error_records
    FROM (SELECT DISTINCT sensor_key, equipment_key FROM faultline.equipment_sensor
          WHERE sensor_key > 0) m
    FULL JOIN records r ON r.sensor_key = m.sensor_key AND r.equipment_key = m.equipment_key
    LEFT JOIN faultline.known_equipment k
        ON k.equipment_key = coalesce(m.equipment_key, r.equipment_key)
), ranked AS (
    SELECT n.plant, code, group_name, sensor_id, error_records,
           CASE WHEN equipment_key IS NOT NULL THEN
               rank() OVER (PARTITION BY equipment_key ORDER BY error_records DESC)
           END AS rank_in_equipment,
           CASE WHEN group_name IS NOT NULL THEN
               rank() OVER (PARTITION BY n.plant_id, group_name ORDER BY error_records DESC)
           END AS rank_in_group
    FROM counted
    JOIN faultline.known_sensor n ON n.sensor_key = counted.sensor_key
)
SELECT plant, code, group_name, sensor_id, error_records, rank_in_equipment, rank_in_group
FROM ranked
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:equipment::text IS NULL OR code = :equipment::text)
  AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
ORDER BY error_records DESC, faultline.id_order(sensor_id), plant
