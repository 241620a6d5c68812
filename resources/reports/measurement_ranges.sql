-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Measurements
-- section: Measurements
-- order: 80
-- explanation: Smallest, mean and largest temperature and vibration in the records of each piece of
--   equipment or each sensor, and how many records lack them. The records are those of failures
--   (severity ERROR, unless the plant has others), unless you choose a severity. Units are those of the log.
-- file: measurement_ranges.csv
-- choice each: For each | equipment=Equipment, sensor=Sensor
-- column plant: Plant | text several
-- column code: Equipment | text
-- column sensor_id: Sensor | text
-- column records: Records | integer sum
-- column temperature_missing: Without temperature | integer sum
-- column temperature_min: Temperature min | decimal 2
-- column temperature_mean: Temperature mean | decimal 2
-- column temperature_max: Temperature max | decimal 2
-- column vibration_missing: Without vibration | integer sum
-- column vibration_min: Vibration min | decimal 2
-- column vibration_mean: Vibration mean | decimal 2
-- column vibration_max: Vibration max | decimal 2
-- opens: measurement_quartiles | plant plant | equipment code | sensor sensor_id

WITH counted AS (
    SELECT plant_id, severity FROM faultline.counted_severities(:severity::text)
), measured AS (
    SELECT plant_id, equipment_key, sensor_key, severity, readings,
           temperature_count, temperature_min, temperature_max, temperature_sum,
           vibration_count, vibration_min, vibration_max, vibration_sum
    FROM faultline.measurements_by_sensor(:from::date, :to::date)
    WHERE :each::text = 'sensor'
      -- Values that are known before anything is added up, so the summaries are searched for them.
      AND severity = ANY (ARRAY(SELECT severity FROM counted))
    UNION ALL
    SELECT plant_id, equipment_key, NULL, severity, readings,
           temperature_count, temperature_min, temperature_max, temperature_sum,
           vibration_count, vibration_min, vibration_max, vibration_sum
    FROM faultline.measurements_by_equipment(:from::date, :to::date)
    WHERE :each::text <> 'sensor'
      AND severity = ANY (ARRAY(SELECT severity FROM counted))
)
SELECT p.name AS plant, k.code,
       n.sensor_id,
       sum(s.readings) AS records,
       sum(s.readings - s.temperature_count) AS temperature_missing,
       min(s.temperature_min) AS temperature_min,
       sum(s.temperature_sum) / nullif(sum(s.temperature_count), 0)::float8 AS temperature_mean,
       max(s.temperature_max) AS temperature_max,
       sum(s.readings - s.vibration_count) AS vibration_missing,
       min(s.vibration_min) AS vibration_min,
       sum(s.vibration_sum) / nullif(sum(s.vibration_count), 0)::float8 AS vibration_mean,
       max(s.vibration_max) AS vibration_max
FROM measured s
JOIN counted c ON c.plant_id = s.plant_id AND c.severity = s.severity
JOIN faultline.plant p ON p.plant_id = s.plant_id
LEFT JOIN faultline.sensor n ON n.sensor_key = s.sensor_key
LEFT JOIN faultline.known_equipment k ON k.equipment_key = s.equipment_key
WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR k.code = :equipment::text)
  AND (:plants::text[] IS NULL OR p.name = ANY (:plants::text[]))
GROUP BY p.name, s.equipment_key, k.code, n.sensor_key, n.sensor_id
ORDER BY k.code NULLS LAST, p.name, faultline.id_order(n.sensor_id)
