-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Hour and weekday
-- section: Over time
-- order: 64
-- explanation: Failure events by hour of the day and day of the week, in the time zone of their
--   plant. An hour without a failure is listed with 0.
-- file: failures_by_hour.csv
-- needs: failures
-- column weekday: Weekday | text
-- column hour: Hour | text
-- column failure_events: Failure events | integer sum
-- chart: heatmap | category hour | row weekday | value failure_events

SELECT w.name AS weekday, to_char(h.hour, 'FM00') AS hour,
       coalesce(f.failure_events, 0) AS failure_events
FROM (VALUES (0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'),
             (5, 'Saturday'), (6, 'Sunday')) AS w (weekday, name)
CROSS JOIN generate_series(0, 23) AS h (hour)
LEFT JOIN faultline.failures_by_hour(
    :from::date, :to::date, :burst_minutes::integer, :group_name::text, :equipment::text,
    :plants::text[]) f ON f.hour_of_week = w.weekday * 24 + h.hour
ORDER BY w.weekday, h.hour
