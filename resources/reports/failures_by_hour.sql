-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Hour and weekday
-- section: Over time
-- order: 64
-- explanation: Failure events by hour of the day and day of the week, in the time zone of their
--   plant. An hour without a failure is listed with 0.
-- file: failures_by_hour.csv
-- column weekday: Weekday | text
-- column hour: Hour | text
-- column failure_events: Failure events | integer sum
-- chart: heatmap | category hour | row weekday | value failure_events

-- An array is computed before anything is read, so that only the chosen equipment is read.
WITH chosen AS (
    SELECT equipment_key
    FROM faultline.known_equipment
    WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:equipment::text IS NULL OR code = :equipment::text)
      AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
), failed AS (
    SELECT date_part('isodow', f.day)::integer AS weekday,
           date_part('hour', f.failed_at AT TIME ZONE p.time_zone)::integer AS hour,
           count(*) AS failure_events
    FROM faultline.failures(:from::date, :to::date, :burst_minutes::integer) f
    JOIN faultline.plant p ON p.plant_id = f.plant_id
    WHERE (:group_name::text IS NULL AND :equipment::text IS NULL AND :plants::text[] IS NULL)
       OR f.equipment_key = ANY (ARRAY(SELECT equipment_key FROM chosen))
    GROUP BY 1, 2
)
SELECT w.name AS weekday, to_char(h.hour, 'FM00') AS hour,
       coalesce(f.failure_events, 0) AS failure_events
FROM (VALUES (1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'),
             (6, 'Saturday'), (7, 'Sunday')) AS w (weekday, name)
CROSS JOIN generate_series(0, 23) AS h (hour)
LEFT JOIN failed f ON f.weekday = w.weekday AND f.hour = h.hour
ORDER BY w.weekday, h.hour
