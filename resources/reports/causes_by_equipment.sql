-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Causes by equipment
-- section: Failures
-- order: 53
-- explanation: How often each piece of equipment failed from each cause, and how long it was down, by
--   failure lists. Equipment and causes with most failures come first. Planned work isn't counted.
-- file: causes_by_equipment.csv
-- needs: failure-lists
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column cause: Cause | text
-- column failures: Failures | integer sum
-- column downtime_hours: Downtime, h | decimal 2 sum
-- chart: heatmap | category cause | row code | value failures, downtime_hours
-- opens: failure_list | plant plant | equipment code | cause cause | set rows=failures

WITH listed AS (
    SELECT l.plant, l.code, l.group_name, coalesce(l.cause, 'no cause given') AS cause,
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
    SELECT plant, code, group_name, cause, count(*) AS failures, sum(hours) AS downtime_hours
    FROM listed
    GROUP BY plant, code, group_name, cause
)
SELECT plant, code, group_name, cause, failures, downtime_hours
FROM counted
ORDER BY sum(failures) OVER (PARTITION BY plant, code) DESC, code, plant,
         sum(failures) OVER (PARTITION BY cause) DESC, cause
