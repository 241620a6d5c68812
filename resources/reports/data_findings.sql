-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Findings in the data
-- section: Findings
-- order: 85
-- explanation: What needs a look: sensors and equipment that the lists and the readings
--   don't agree about, ids that are written in more than one way, and days that have too many or
--   too few readings to be right. Nothing was lost by it, but figures may lack something.
-- file: data_findings.csv
-- column plant: Plant | text several
-- column finding: Finding | words
-- column sensor_id: Sensor | text
-- column code: Equipment | text
-- column first_day: From | text
-- column last_day: To | text
-- column readings: Readings | integer
-- column detail: Detail | words
-- opens: readings | plant plant | sensor sensor_id

SELECT p.name AS plant, f.finding, f.sensor_id, k.code, f.first_day::text, f.last_day::text, f.readings, f.detail
FROM faultline.data_findings(
    CASE WHEN :plants::text[] IS NOT NULL
         THEN ARRAY(SELECT plant_id FROM faultline.plant WHERE name = ANY (:plants::text[]))
    END) f
JOIN faultline.plant p ON p.plant_id = f.plant_id
LEFT JOIN faultline.known_equipment k ON k.equipment_key = f.equipment_key
WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR k.code = :equipment::text)
  AND (:from::date IS NULL OR f.last_day IS NULL OR f.last_day >= :from::date)
  AND (:to::date IS NULL OR f.first_day IS NULL OR f.first_day <= :to::date)
ORDER BY array_position(ARRAY['future-readings', 'sensor-without-equipment',
             'equipment-not-listed', 'equipment-listed-twice', 'sensor-mapped-twice',
             'sensor-on-several', 'map-contradicted', 'similar-ids', 'times-out-of-order',
             'days-without-readings', 'sensor-without-readings', 'equipment-without-sensors',
             'equipment-without-group', 'in-service-date'], f.finding),
         p.name, f.first_day, faultline.id_order(f.sensor_id), k.code, f.detail
