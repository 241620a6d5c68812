-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Measurements
-- section: Measurements
-- order: 80
-- explanation: Smallest, mean and largest temperature and vibration in the records of each piece of
--   equipment or each sensor, and how many records lack them. The records are those with severity
--   ERROR, that is, at a failure, unless you choose another severity. Units are those of the log.
-- file: measurement_ranges.csv
-- choice each: For each | equipment=Equipment, sensor=Sensor
-- column code: Equipment | text
-- column sensor_id: Sensor | integer
-- column records: Records | integer sum
-- column temperature_missing: Without temperature | integer sum
-- column temperature_min: Temperature min | decimal 2
-- column temperature_mean: Temperature mean | decimal 2
-- column temperature_max: Temperature max | decimal 2
-- column vibration_missing: Without vibration | integer sum
-- column vibration_min: Vibration min | decimal 2
-- column vibration_mean: Vibration mean | decimal 2
-- column vibration_max: Vibration max | decimal 2
-- opens: measurement_quartiles | equipment code | sensor sensor_id

SELECT k.code,
       s.sensor_key AS sensor_id,
       sum(s.readings) AS records,
       sum(s.readings - s.temperature_count) AS temperature_missing,
       min(s.temperature_min) AS temperature_min,
       sum(s.temperature_sum) / nullif(sum(s.temperature_count), 0)::float8 AS temperature_mean,
       max(s.temperature_max) AS temperature_max,
       sum(s.readings - s.vibration_count) AS vibration_missing,
       min(s.vibration_min) AS vibration_min,
       sum(s.vibration_sum) / nullif(sum(s.vibration_count), 0)::float8 AS vibration_mean,
       max(s.vibration_max) AS vibration_max
FROM (
    SELECT equipment_key, sensor_key, severity, readings,
           temperature_count, temperature_min, temperature_max, temperature_sum,
           vibration_count, vibration_min, vibration_max, vibration_sum
    FROM faultline.measurements_by_sensor(:from::date, :to::date)
    WHERE :each::text = 'sensor'
    UNION ALL
    SELECT equipment_key, NULL, severity, readings,
           temperature_count, temperature_min, temperature_max, temperature_sum,
           vibration_count, vibration_min, vibration_max, vibration_sum
    FROM faultline.measurements_by_equipment(:from::date, :to::date)
    WHERE :each::text <> 'sensor') AS s
LEFT JOIN faultline.known_equipment k ON k.equipment_id = s.equipment_key
WHERE s.severity = (SELECT code FROM faultline.severity
                    WHERE name = coalesce(:severity::text, 'ERROR'))
  AND (:group_name::text IS NULL OR k.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR k.code = :equipment::text)
GROUP BY s.equipment_key, k.code, s.sensor_key
ORDER BY k.code NULLS LAST, s.equipment_key, s.sensor_key
