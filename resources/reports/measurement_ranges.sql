-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Measurements
-- section: Measurements
-- order: 80
-- explanation: Smallest, mean and largest temperature and vibration in the records of each piece of
--   equipment or each sensor, and how many records lack them. The records are those of failures
--   (severity ERROR, unless the plant has others), unless you choose a severity. Units are those of the log.
-- file: measurement_ranges.csv
-- needs: measurements
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
), parts AS (
    SELECT plant_id, equipment_key, sensor_key, severity, readings,
           temperature_count, temperature_min, temperature_max, temperature_sum,
           vibration_count, vibration_min, vibration_max, vibration_sum
    FROM faultline.measurement_parts(:from::date, :to::date)
    WHERE :each::text = 'sensor'
      -- Values that are known before anything is added up, so the summaries are searched for them.
      AND severity = ANY (ARRAY(SELECT severity FROM counted))
    UNION ALL
    SELECT plant_id, equipment_key, NULL, severity, readings::bigint,
           temperature_count::bigint, temperature_min, temperature_max, temperature_sum,
           vibration_count::bigint, vibration_min, vibration_max, vibration_sum
    FROM faultline.measurements_by_equipment(:from::date, :to::date)
    WHERE :each::text <> 'sensor'
      AND severity = ANY (ARRAY(SELECT severity FROM counted))
), summed AS (
    -- Added up by keys, before names are found, which are longer.
    SELECT plant_id, equipment_key, sensor_key,
           sum(readings) AS records,
           sum(readings - temperature_count) AS temperature_missing,
           min(temperature_min) AS temperature_min,
           sum(temperature_sum) / nullif(sum(temperature_count), 0)::float8 AS temperature_mean,
           max(temperature_max) AS temperature_max,
           sum(readings - vibration_count) AS vibration_missing,
           min(vibration_min) AS vibration_min,
           sum(vibration_sum) / nullif(sum(vibration_count), 0)::float8 AS vibration_mean,
           max(vibration_max) AS vibration_max
    FROM parts
    -- Not a join, for which all parts would be sorted.
    WHERE ((plant_id, severity) IN (SELECT plant_id, severity FROM counted)) IS TRUE
    GROUP BY plant_id, equipment_key, sensor_key
)
SELECT p.name AS plant, k.code, n.sensor_id, s.records,
       s.temperature_missing, s.temperature_min, s.temperature_mean, s.temperature_max,
       s.vibration_missing, s.vibration_min, s.vibration_mean, s.vibration_max
FROM summed s
JOIN faultline.plant p ON p.plant_id = s.plant_id
LEFT JOIN faultline.sensor n ON n.sensor_key = s.sensor_key
LEFT JOIN faultline.known_equipment k ON k.equipment_key = s.equipment_key
WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR k.code = :equipment::text)
  AND (:plants::text[] IS NULL OR p.name = ANY (:plants::text[]))
ORDER BY k.code NULLS LAST, p.name, faultline.id_order(n.sensor_id)
