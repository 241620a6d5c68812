-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Plants
-- section: Failures
-- order: 15
-- explanation: Failure events of each plant, in all and for each observed day, and its equipment.
--   The observed time runs from the plant's first reading to its last one. The MTBF is the mean
--   time between failures of a piece of equipment: the observed hours, times the pieces of
--   equipment, divided by the failures. There is no rate if less than a day was observed. The trend is
--   Laplace's test over all failures of the plant; “Time between failures” explains it.
-- file: plants.csv
-- column plant: Plant | text
-- column failure_events: Failure events | integer sum
-- column equipment: Equipment | integer sum
-- column equipment_that_failed: Failed equipment | integer sum
-- column observed_days: Observed days | decimal 1
-- column events_per_day: Events per day | decimal 2
-- column mtbf_hours: MTBF, h | decimal 2
-- column trend: Trend | text
-- column laplace: Trend figure | decimal 2
-- chart: pareto | category plant | value failure_events, events_per_day
-- opens: failures_by_equipment | plant plant

WITH chosen AS (
    SELECT k.equipment_key, k.plant_id
    FROM faultline.known_equipment k
    WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
      AND (:equipment::text IS NULL OR k.code = :equipment::text)
), counted AS (
    SELECT c.plant_id, count(*) AS equipment, count(f.failures) AS failed,
           coalesce(sum(f.failures), 0) AS failure_events,
           -- From 2000-01-01 00:00 UTC, which is this many seconds after 1970.
           sum(f.seconds) / nullif(sum(f.failures), 0) + 946684800 AS mean_time
    FROM chosen c
    LEFT JOIN faultline.failure_times(:from::date, :to::date, :burst_minutes::integer) f
        ON f.equipment_key = c.equipment_key
    GROUP BY c.plant_id
), observed AS (
    SELECT p.plant_id, p.name, o.started_at, o.is_mostly_unread,
           date_part('epoch', o.ended_at - o.started_at) / 86400 AS days
    FROM faultline.plant p
    LEFT JOIN LATERAL faultline.observation(:from::date, :to::date, ARRAY[p.name]) o ON true
    WHERE (:plants::text[] IS NULL OR p.name = ANY (:plants::text[]))
), judged AS (
    SELECT o.name, o.days, o.is_mostly_unread, faultline.rate_days(o.days) AS rated,
           coalesce(c.failure_events, 0) AS failure_events,
           coalesce(c.equipment, 0) AS equipment, coalesce(c.failed, 0) AS failed,
           CASE WHEN c.failure_events >= 4
                THEN faultline.laplace(
                    c.failure_events::bigint,
                    (c.mean_time - extract(epoch FROM o.started_at))::float8 / 86400, o.days)
           END AS laplace
    FROM observed o
    LEFT JOIN counted c ON c.plant_id = o.plant_id
)
SELECT name AS plant, failure_events, equipment, failed AS equipment_that_failed,
       days AS observed_days, failure_events::float8 / rated AS events_per_day,
       rated * 24 * equipment / nullif(failure_events, 0)::float8 AS mtbf_hours,
       faultline.trend_verdict(laplace, is_mostly_unread, days) AS trend, laplace
FROM judged
ORDER BY failure_events DESC, name
