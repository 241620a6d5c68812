-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Records without equipment
-- section: Findings
-- order: 90
-- explanation: Error records that belong to no equipment in the equipment list. Either the sensor
--   map doesn't list their sensor, or it names equipment that the list lacks (shown by its number,
--   such as #7). Such records have no group, so a group filter hides all of them.
-- file: records_without_equipment.csv
-- column sensor_id: Sensor | integer
-- column code: Equipment | text
-- column error_records: Error records | integer sum
-- opens: readings | sensor sensor_id

SELECT r.sensor_key AS sensor_id, r.code, sum(r.error_records) AS error_records
FROM faultline.error_records(:from::date, :to::date) r
LEFT JOIN faultline.equipment e ON e.equipment_id = r.equipment_key
WHERE e.equipment_id IS NULL
  AND (:group_name::text IS NULL OR r.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR r.code = :equipment::text)
GROUP BY r.sensor_key, r.code
ORDER BY error_records DESC, r.sensor_key
