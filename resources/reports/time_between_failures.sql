-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Time between failures
-- section: Reliability
-- order: 70
-- explanation: For each piece of equipment: its failures, the hours between one and the next, and
--   the mean time between failures (MTBF). The MTBF is the observed hours in the period, from the
--   first reading in the database to the last one, divided by the failures. Its 95 % interval
--   assumes a constant rate and is two-sided. Without a failure there is only a lower limit,
--   one-sided at 97.5 %. If less than a day was observed, there is no MTBF. The trend is Laplace's
--   test; it needs four failures and a day. A trend figure of 1.96 or more means that failures come
--   closer together (getting worse); -1.96 or less, further apart (getting better). “Too few
--   readings” means that most of the observed time has none, for example after a line with a wrong
--   clock. Then there is no trend, and the MTBF says little; Overview shows when readings are
--   missing.
-- file: time_between_failures.csv
-- column code: Equipment | text
-- column group_name: Group | text
-- column failure_events: Failures | integer sum
-- column trend: Trend | text
-- column laplace: Trend figure | decimal 2
-- column mtbf_hours: MTBF, h | decimal 2
-- column mtbf_lower: MTBF from, h | decimal 2
-- column mtbf_upper: MTBF to, h | decimal 2
-- column first_failure_at: First failure | timestamp
-- column last_failure_at: Last failure | timestamp
-- column mean_hours: Mean, h | decimal 2
-- column shortest_hours: Shortest, h | decimal 2
-- column lower_quartile_hours: Lower quartile, h | decimal 2
-- column median_hours: Median, h | decimal 2
-- column upper_quartile_hours: Upper quartile, h | decimal 2
-- column longest_hours: Longest, h | decimal 2
-- column observed_hours: Observed, h | decimal 1
-- column observed_from: Observed from | timestamp
-- column observed_to: Observed to | timestamp
-- chart: box | category code | value shortest_hours, lower_quartile_hours, median_hours, upper_quartile_hours, longest_hours
-- opens: failure_events | equipment code

-- An array is computed before anything is read, so that only the chosen equipment is read.
WITH chosen AS (
    SELECT equipment_id
    FROM faultline.known_equipment
    WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:equipment::text IS NULL OR code = :equipment::text)
), failed AS (
    SELECT equipment_key, failed_at,
           date_part('epoch', failed_at - previous_at) / 3600 AS hours_since
    FROM faultline.failure_intervals(:from::date, :to::date, :burst_minutes::integer)
    WHERE (:group_name::text IS NULL AND :equipment::text IS NULL)
       OR equipment_key = ANY (ARRAY(SELECT equipment_id FROM chosen))
), measured AS (
    SELECT f.equipment_key, count(*) AS failures,
           min(f.failed_at) AS first_at, max(f.failed_at) AS last_at,
           avg(f.hours_since) AS mean,
           percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY f.hours_since)
               AS quartile,
           min(f.hours_since) AS shortest, max(f.hours_since) AS longest,
           avg(date_part('epoch', f.failed_at - o.started_at)) / 3600 AS mean_age
    FROM failed f
    CROSS JOIN faultline.observed(:from::date, :to::date) o
    GROUP BY f.equipment_key
), listed AS (
    SELECT k.equipment_id, k.code, k.group_name, m.first_at, m.last_at, m.mean, m.quartile,
           m.shortest, m.longest, m.mean_age, coalesce(m.failures, 0) AS failures,
           o.started_at, o.ended_at, o.is_mostly_unread,
           date_part('epoch', o.ended_at - o.started_at) / 3600 AS observed
    FROM faultline.known_equipment k
    LEFT JOIN measured m ON m.equipment_key = k.equipment_id
    LEFT JOIN faultline.observation(:from::date, :to::date) o ON true
    WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
      AND (:equipment::text IS NULL OR k.code = :equipment::text)
), judged AS (
    SELECT *, CASE WHEN failures >= 4
                   THEN faultline.laplace(failures, mean_age, observed) END AS laplace,
           CASE WHEN faultline.rate_days(observed / 24) > 0 THEN observed END AS rated
    FROM listed
)
SELECT code, group_name, failures AS failure_events,
       CASE WHEN laplace IS NULL THEN 'too few failures'
            WHEN is_mostly_unread THEN 'too few readings'
            WHEN rated IS NULL THEN 'too short a time'
            WHEN laplace >= 1.96 THEN 'getting worse'
            WHEN laplace <= -1.96 THEN 'getting better'
            ELSE 'stable' END AS trend,
       laplace,
       rated / nullif(failures, 0) AS mtbf_hours,
       2 * rated / faultline.chi_square_limit(failures + 1, true) AS mtbf_lower,
       2 * rated / faultline.chi_square_limit(failures, false) AS mtbf_upper,
       first_at AS first_failure_at, last_at AS last_failure_at,
       mean AS mean_hours, shortest AS shortest_hours, quartile[1] AS lower_quartile_hours,
       quartile[2] AS median_hours, quartile[3] AS upper_quartile_hours, longest AS longest_hours,
       observed AS observed_hours, started_at AS observed_from, ended_at AS observed_to
FROM judged
ORDER BY failures DESC, code, equipment_id
