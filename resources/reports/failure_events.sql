-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Failure events
-- section: Reliability
-- order: 74
-- explanation: Every failure, at its start, newest first, with the hours since the previous failure
--   of the same equipment. A failure event is all error records of a piece of equipment at one
--   instant. With a burst window, events that follow each other within it are one failure, up to
--   the last event in the period. If you choose a sensor, only failures with an error record of
--   that sensor are listed; this searches the readings.
-- file: failure_events.csv
-- with-all: no
-- streamed: failure_events
-- needs: failures
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column failed_at: Time | timestamp
-- column last_event_at: Last event | timestamp
-- column hours_since: Hours since previous failure | decimal 2
-- opens: readings | plant plant | equipment code | instant failed_at | until last_event_at

-- An array is computed before anything is read, so that only the chosen equipment is read.
WITH chosen AS (
    SELECT equipment_key
    FROM faultline.known_equipment
    WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:equipment::text IS NULL OR code = :equipment::text)
      AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
), failed AS (
    SELECT equipment_key, failed_at, last_event_at,
           date_part('epoch', failed_at - previous_at) / 3600 AS hours_since
    FROM faultline.failure_intervals(:from::date, :to::date, :burst_minutes::integer)
    WHERE (:group_name::text IS NULL AND :equipment::text IS NULL AND :plants::text[] IS NULL)
       OR equipment_key = ANY (ARRAY(SELECT equipment_key FROM chosen))
), of_sensor AS (
    SELECT DISTINCT m.equipment_key, r.occurred_at
    FROM faultline.reading r
    JOIN faultline.failure_severity s ON s.plant_id = r.plant_id AND s.severity = r.severity
    JOIN faultline.equipment_sensor m ON m.sensor_key = r.sensor_key
        AND m.valid_from <= r.occurred_at AND m.valid_to > r.occurred_at
    WHERE r.sensor_key = ANY (ARRAY(
              SELECT sensor_key FROM faultline.sensor WHERE sensor_id = :sensor::text))
)
SELECT k.plant, k.code, k.group_name, f.failed_at, f.last_event_at, f.hours_since
FROM failed f
LEFT JOIN faultline.known_equipment k ON k.equipment_key = f.equipment_key
WHERE :sensor::text IS NULL
   OR EXISTS (SELECT FROM of_sensor o
              WHERE o.equipment_key = f.equipment_key
                AND o.occurred_at BETWEEN f.failed_at AND f.last_event_at)
ORDER BY f.failed_at DESC, faultline.id_order(k.equipment_id), k.plant
