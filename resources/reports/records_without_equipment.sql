-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Records without equipment
-- section: Findings
-- order: 90
-- explanation: Error records that belong to no equipment in the equipment list. Either the sensor
--   map doesn't list their sensor, or it names equipment that the list lacks (shown by its number,
--   such as #7). Such records have no group, so a group filter hides all of them.
-- file: records_without_equipment.csv
-- column plant: Plant | text several
-- column sensor_id: Sensor | text
-- column code: Equipment | text
-- column error_records: Error records | integer sum
-- opens: readings | plant plant | sensor sensor_id

SELECT r.plant, n.sensor_id, r.code, sum(r.error_records) AS error_records
FROM faultline.error_records(:from::date, :to::date) r
JOIN faultline.known_sensor n ON n.sensor_key = r.sensor_key
LEFT JOIN faultline.equipment e ON e.equipment_key = r.equipment_key AND e.code IS NOT NULL
WHERE e.equipment_key IS NULL
  AND (:group_name::text IS NULL OR r.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR r.code = :equipment::text)
  AND (:plants::text[] IS NULL OR r.plant = ANY (:plants::text[]))
GROUP BY r.plant, n.sensor_key, n.sensor_id, r.code
ORDER BY error_records DESC, faultline.id_order(n.sensor_id), r.plant
