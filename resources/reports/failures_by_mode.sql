-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Failures by failure mode
-- section: Failures
-- order: 52
-- explanation: How equipment failed, by the failure modes in failure lists, the most frequent first.
--   Failures are the rows of failure lists that aren't planned work. The downtime adds up the
--   durations in the lists, or else the times until the end; rows without either add nothing to it.
-- file: failures_by_mode.csv
-- needs: failure-lists
-- column plant: Plant | text several
-- column failure_mode: Failure mode | text
-- column failures: Failures | integer sum
-- column share_percent: Share, % | decimal 1
-- column cumulative_percent: Cumulative share, % | decimal 1
-- column downtime_hours: Downtime, h | decimal 2 sum
-- column downtime_percent: Share of downtime, % | decimal 1
-- column mean_hours: Mean, h | decimal 2
-- column without_end: Without an end | integer sum
-- chart: pareto | category failure_mode | value failures, downtime_hours
-- opens: failure_list | plant plant | mode failure_mode | set rows=failures

WITH listed AS (
    SELECT l.plant, coalesce(l.failure_mode, 'no failure mode given') AS failure_mode,
           date_part('epoch', l.duration) / 3600 AS hours
    FROM faultline.failure_list l
    JOIN faultline.plant p ON p.name = l.plant
    WHERE NOT coalesce(l.planned, false)
      AND l.severity = ANY (p.failure_severities || 'FAILURE'::text)
      AND (:from::date IS NULL OR (l.occurred_at AT TIME ZONE p.time_zone)::date >= :from::date)
      AND (:to::date IS NULL OR (l.occurred_at AT TIME ZONE p.time_zone)::date <= :to::date)
      AND (:plants::text[] IS NULL OR l.plant = ANY (:plants::text[]))
      AND (:group_name::text IS NULL OR l.group_name = :group_name::text)
      AND (:equipment::text IS NULL OR l.code = :equipment::text)
), counted AS (
    SELECT plant, failure_mode, count(*) AS failures, count(hours) AS known, sum(hours) AS hours
    FROM listed
    GROUP BY plant, failure_mode
)
SELECT plant, failure_mode, failures,
       100.0 * failures / sum(failures) OVER of_plant AS share_percent,
       100.0 * sum(failures) OVER so_far / sum(failures) OVER of_plant AS cumulative_percent,
       hours AS downtime_hours,
       100 * hours / nullif(sum(hours) OVER of_plant, 0) AS downtime_percent,
       hours / nullif(known, 0) AS mean_hours, failures - known AS without_end
FROM counted
WINDOW of_plant AS (PARTITION BY plant),
       so_far AS (PARTITION BY plant ORDER BY failures DESC, failure_mode)
ORDER BY failures DESC, failure_mode, plant
