-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Plants
-- section: Failures
-- order: 15
-- explanation: Failure events of each plant, in all and for each observed day, and its equipment.
--   The observed time runs from the plant's first reading to its last one. The MTBF is the mean
--   time between failures of a piece of equipment: the observed hours, times the pieces of
--   equipment, divided by the failures. There is no rate if less than a day was observed.
--   Excluded time counts here like any other.
-- file: plants.csv
-- column plant: Plant | text
-- column failure_events: Failure events | integer sum
-- column equipment: Equipment | integer sum
-- column equipment_that_failed: Failed equipment | integer sum
-- column observed_days: Observed days | decimal 1
-- column events_per_day: Events per day | decimal 2
-- column mtbf_hours: MTBF, h | decimal 2
-- chart: pareto | category plant | value failure_events, events_per_day
-- opens: failures_by_equipment | plant plant

WITH chosen AS (
    SELECT k.equipment_key, k.plant_id
    FROM faultline.known_equipment k
    WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
      AND (:equipment::text IS NULL OR k.code = :equipment::text)
), counted AS (
    SELECT c.plant_id, count(*) AS equipment, count(f.failure_events) AS failed,
           coalesce(sum(f.failure_events), 0) AS failure_events
    FROM chosen c
    LEFT JOIN faultline.failure_counts(:from::date, :to::date, :burst_minutes::integer) f
        ON f.equipment_key = c.equipment_key
    GROUP BY c.plant_id
), observed AS (
    SELECT p.plant_id, p.name, date_part('epoch', o.ended_at - o.started_at) / 86400 AS days
    FROM faultline.plant p
    LEFT JOIN LATERAL faultline.observed(:from::date, :to::date, ARRAY[p.name]) o ON true
    WHERE (:plants::text[] IS NULL OR p.name = ANY (:plants::text[]))
), rated AS (
    SELECT o.name, o.days, faultline.rate_days(o.days) AS rated,
           coalesce(c.failure_events, 0) AS failure_events,
           coalesce(c.equipment, 0) AS equipment, coalesce(c.failed, 0) AS failed
    FROM observed o
    LEFT JOIN counted c ON c.plant_id = o.plant_id
)
SELECT name AS plant, failure_events, equipment, failed AS equipment_that_failed,
       days AS observed_days, failure_events::float8 / rated AS events_per_day,
       rated * 24 * equipment / nullif(failure_events, 0)::float8 AS mtbf_hours
FROM rated
ORDER BY failure_events DESC, name
