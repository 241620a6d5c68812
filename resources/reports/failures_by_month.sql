-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Equipment by month
-- section: Over time
-- order: 62
-- explanation: Failure events and error records of each piece of equipment in each month in
--   which its plant was observed, for each observed day and in all. So months of different length,
--   and those that weren't observed in full, are comparable; the latter are marked. There is no rate
--   if less than a day was observed. Equipment without error records isn't listed; a month without a
--   failure is listed with 0.
-- file: failures_by_month.csv
-- needs: failures
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column month: Month | text
-- column events_per_day: Events per day | decimal 3
-- column failure_events: Failure events | integer sum
-- column records_per_day: Records per day | decimal 2
-- column error_records: Error records | integer sum
-- column observed_days: Observed days | decimal 1
-- column complete: Complete | words
-- column first_day: First day | text
-- column last_day: Last day | text
-- chart: heatmap | category month | row code | value events_per_day, failure_events, records_per_day,
--   error_records | complete complete
-- opens: sensors | plant plant | equipment code | from first_day | to last_day

WITH events AS (
    SELECT starts_on, equipment_key, failure_events
    FROM faultline.failures_by_step('month', :from::date, :to::date, :burst_minutes::integer)
), records AS (
    SELECT starts_on, equipment_key, records AS error_records
    FROM faultline.records_by_step('month', :from::date, :to::date, NULL)
), failing AS (
    SELECT k.equipment_key, k.plant, k.code, k.group_name
    FROM faultline.known_equipment k
    WHERE EXISTS (SELECT FROM records r WHERE r.equipment_key = k.equipment_key)
      AND (:group_name::text IS NULL OR k.group_name = :group_name::text)
      AND (:equipment::text IS NULL OR k.code = :equipment::text)
      AND (:plants::text[] IS NULL OR k.plant = ANY (:plants::text[]))
), steps AS MATERIALIZED (
    -- Once for each plant, not for each piece of equipment.
    SELECT p.plant, s.starts_on, s.ends_on, s.observed_days, s.is_complete,
           faultline.rate_days(s.observed_days) AS rated
    FROM (SELECT DISTINCT plant FROM failing) AS p
    CROSS JOIN LATERAL faultline.observed_steps(
        'month', :from::date, :to::date, ARRAY[p.plant]) s
)
SELECT f.plant, f.code, f.group_name, to_char(s.starts_on, 'YYYY-MM') AS month,
       coalesce(v.failure_events, 0) / s.rated AS events_per_day,
       coalesce(v.failure_events, 0) AS failure_events,
       coalesce(r.error_records, 0) / s.rated AS records_per_day,
       coalesce(r.error_records, 0) AS error_records, s.observed_days,
       CASE WHEN s.is_complete THEN 'yes' ELSE 'no' END AS complete, s.starts_on AS first_day,
       s.ends_on AS last_day
FROM failing f
JOIN steps s ON s.plant = f.plant
LEFT JOIN events v ON v.starts_on = s.starts_on AND v.equipment_key = f.equipment_key
LEFT JOIN records r ON r.starts_on = s.starts_on AND r.equipment_key = f.equipment_key
ORDER BY f.code, f.plant, s.starts_on
