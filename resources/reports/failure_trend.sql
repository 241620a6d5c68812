-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Failures over time
-- section: Over time
-- order: 60
-- explanation: Failure events and records in each observed month, week (from Monday) or day. The
--   observed time runs from the first reading in the database to the last one. Records are those
--   of failures (severity ERROR, unless the plant has others), unless you choose a severity; this
--   doesn't affect failure events. Days begin in the plant's time zone. The change compares the
--   failure events per observed day with the previous row, so months of different length and
--   incomplete months are comparable; the latter are marked. There is no rate if less than a day was
--   observed. Excluded time counts here like any other.
-- file: failure_trend.csv
-- needs: failures
-- choice step: By | month=Month, week=Week, day=Day
-- column step: Period | text
-- column failure_events: Failure events | integer sum
-- column events_per_day: Events per day | decimal 2
-- column change_percent: Change, % | decimal 1
-- column equipment_that_failed: Failed equipment | integer
-- column records: Records | integer sum
-- column observed_days: Observed days | decimal 1 sum
-- column complete: Complete | words
-- column first_day: First day | text
-- column last_day: Last day | text
-- chart: trend | category step | value events_per_day, failure_events, records | complete complete
-- opens: failures_by_equipment | from first_day | to last_day

-- An array is computed before anything is read, so that only the chosen equipment is read.
WITH chosen AS (
    SELECT equipment_key
    FROM faultline.known_equipment
    WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:equipment::text IS NULL OR code = :equipment::text)
      AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
), events AS (
    SELECT starts_on, failure_events, equipment_that_failed
    FROM faultline.all_failures_by_step(:step::text, :from::date, :to::date,
                                        :burst_minutes::integer, :plants::text[])
    WHERE :group_name::text IS NULL AND :equipment::text IS NULL
    UNION ALL
    SELECT f.starts_on, sum(f.failure_events), count(*)
    FROM faultline.failures_by_step(
        :step::text, :from::date, :to::date, :burst_minutes::integer) f
    WHERE (:group_name::text IS NOT NULL OR :equipment::text IS NOT NULL)
      AND f.equipment_key = ANY (ARRAY(SELECT equipment_key FROM chosen))
    GROUP BY f.starts_on
), records AS (
    SELECT starts_on, records
    FROM faultline.all_records_by_step(:step::text, :from::date, :to::date, :severity::text,
                                       :plants::text[])
    WHERE :group_name::text IS NULL AND :equipment::text IS NULL
    UNION ALL
    SELECT r.starts_on, sum(r.records)
    FROM faultline.records_by_step(:step::text, :from::date, :to::date, :severity::text) r
    WHERE (:group_name::text IS NOT NULL OR :equipment::text IS NOT NULL)
      AND r.equipment_key = ANY (ARRAY(SELECT equipment_key FROM chosen))
    GROUP BY r.starts_on
), counted AS (
    SELECT s.starts_on, s.ends_on, s.observed_days, s.is_complete,
           coalesce(r.records, 0) AS records,
           coalesce(v.failure_events, 0) AS failure_events,
           coalesce(v.equipment_that_failed, 0) AS equipment_that_failed,
           coalesce(v.failure_events, 0)::float8 / faultline.rate_days(s.observed_days)
               AS events_per_day
    FROM faultline.observed_steps(:step::text, :from::date, :to::date, :plants::text[]) s
    LEFT JOIN events v ON v.starts_on = s.starts_on
    LEFT JOIN records r ON r.starts_on = s.starts_on
)
SELECT CASE :step::text WHEN 'month' THEN to_char(starts_on, 'YYYY-MM')
                        WHEN 'week' THEN to_char(starts_on, 'IYYY-"W"IW')
                        ELSE to_char(starts_on, 'YYYY-MM-DD') END AS step,
       failure_events, events_per_day,
       100 * (events_per_day / nullif(lag(events_per_day) OVER (ORDER BY starts_on), 0) - 1)
           AS change_percent,
       equipment_that_failed, records, observed_days,
       CASE WHEN is_complete THEN 'yes' ELSE 'no' END AS complete, starts_on AS first_day,
       ends_on AS last_day
FROM counted
ORDER BY starts_on
