-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Hour and weekday
-- section: Over time
-- order: 64
-- explanation: Failure events by hour of the day and day of the week, in the time zone of their
--   plant: on how many days the hour was observed, and the failures in it for each of these days.
--   There is no rate if the hour was observed less than once. An hour without a failure is listed
--   with 0.
-- file: failures_by_hour.csv
-- needs: failures
-- column weekday: Weekday | weekday
-- column hour: Hour | text
-- column events_per_day: Events per day | decimal 3
-- column failure_events: Failure events | integer sum
-- column observed_days: Observed days | decimal 1
-- chart: heatmap | category hour | row weekday | value events_per_day, failure_events

SELECT 1 + h.hour / 24 AS weekday, to_char(h.hour % 24, 'FM00') AS hour,
       coalesce(f.failure_events, 0) / faultline.rate_days(o.observed_days) AS events_per_day,
       coalesce(f.failure_events, 0) AS failure_events, o.observed_days
FROM generate_series(0, 167) AS h (hour)
LEFT JOIN faultline.observed_hours(:from::date, :to::date, :plants::text[]) o
    ON o.hour_of_week = h.hour
LEFT JOIN faultline.failures_by_hour(
    :from::date, :to::date, :burst_minutes::integer, :group_name::text, :equipment::text,
    :plants::text[]) f ON f.hour_of_week = h.hour
ORDER BY h.hour
