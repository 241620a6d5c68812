-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Spread of measurements
-- section: Measurements
-- order: 82
-- explanation: Smallest and largest value, quartiles, median and mean of a measurement, for each
--   piece of equipment or each sensor. The records are those of failures (severity ERROR, unless
--   the plant has others), unless you choose a severity. A value is out of range if it lies outside
--   the quartiles by more than 1.5 times the distance between them (Tukey). Quartiles can't be
--   computed from summaries, so this report reads every reading. With millions of readings, it
--   takes seconds.
-- file: measurement_quartiles.csv
-- with-all: no
-- needs: measurements
-- choice measurement: Measurement | temperature=Temperature, vibration=Vibration
-- choice each: For each | equipment=Equipment, sensor=Sensor
-- column plant: Plant | text several
-- column code: Equipment | text
-- column sensor_id: Sensor | text
-- column records: Records with a value | integer sum
-- column minimum: Smallest | decimal 2
-- column lower_quartile: Lower quartile | decimal 2
-- column median: Median | decimal 2
-- column upper_quartile: Upper quartile | decimal 2
-- column maximum: Largest | decimal 2
-- column mean: Mean | decimal 2
-- column out_of_range: Out of range | integer sum
-- column out_of_range_percent: Out of range, % | decimal 2
-- chart: box | category code | value minimum, lower_quartile, median, upper_quartile, maximum
-- opens: failure_events | plant plant | equipment code | sensor sensor_id

WITH measured AS (
    -- The sensor or equipment of a row; readings of a plant without equipment share one key.
    SELECT CASE :each::text WHEN 'sensor' THEN r.sensor_key
                            ELSE coalesce(m.equipment_key, -r.plant_id) END AS group_key,
           m.equipment_key, r.sensor_key,
           CASE :measurement::text WHEN 'vibration' THEN r.vibration ELSE r.temperature END AS value
    FROM faultline.reading r
    JOIN faultline.plant p ON p.plant_id = r.plant_id
    JOIN faultline.counted_severities(:severity::text) c
        ON c.plant_id = r.plant_id AND c.severity = r.severity
    LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = r.sensor_key
        AND m.valid_from <= r.occurred_at AND m.valid_to > r.occurred_at
    LEFT JOIN faultline.known_equipment k ON k.equipment_key = m.equipment_key
    WHERE (:from::date IS NULL
           OR r.occurred_at >= faultline.start_of_day(:from::date, p.time_zone))
      AND (:to::date IS NULL
           OR r.occurred_at < faultline.start_of_day(:to::date + 1, p.time_zone))
      -- Days of any zone are within these, which an index can find.
      AND (:from::date IS NULL OR r.occurred_at >= faultline.start_of_day(:from::date - 1, 'UTC'))
      AND (:to::date IS NULL OR r.occurred_at < faultline.start_of_day(:to::date + 2, 'UTC'))
      AND (:group_name::text IS NULL OR k.group_name = :group_name::text)
      AND (:equipment::text IS NULL OR k.code = :equipment::text)
      AND (:plants::text[] IS NULL OR p.name = ANY (:plants::text[]))
      AND (:sensor::text IS NULL OR r.sensor_key = ANY (ARRAY(
               SELECT sensor_key FROM faultline.sensor WHERE sensor_id = :sensor::text)))
), spread AS (
    SELECT group_key, min(equipment_key) AS equipment_key, min(sensor_key) AS sensor_key,
           count(value) AS records, min(value) AS minimum, max(value) AS maximum,
           avg(value) AS mean,
           percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY value) AS quartile
    FROM measured
    WHERE value IS NOT NULL
    GROUP BY group_key
), outside AS (
    SELECT m.group_key, count(*) AS records
    FROM measured m
    JOIN spread s ON s.group_key = m.group_key
    WHERE m.value < s.quartile[1] - 1.5 * (s.quartile[3] - s.quartile[1])
       OR m.value > s.quartile[3] + 1.5 * (s.quartile[3] - s.quartile[1])
    GROUP BY m.group_key
)
SELECT n.plant, k.code,
       CASE :each::text WHEN 'sensor' THEN n.sensor_id END AS sensor_id,
       s.records, s.minimum, s.quartile[1] AS lower_quartile, s.quartile[2] AS median,
       s.quartile[3] AS upper_quartile, s.maximum, s.mean,
       coalesce(o.records, 0) AS out_of_range,
       100.0 * coalesce(o.records, 0) / s.records AS out_of_range_percent
FROM spread s
LEFT JOIN outside o ON o.group_key = s.group_key
LEFT JOIN faultline.known_equipment k ON k.equipment_key = s.equipment_key
JOIN faultline.known_sensor n ON n.sensor_key = s.sensor_key
ORDER BY k.code NULLS LAST, n.plant, faultline.id_order(n.sensor_id)
