-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Availability by month
-- section: Reliability
-- order: 80
-- explanation: The downtime of all equipment together in each observed month, by the ends and
--   durations in failure lists, and the operational availability: the share of the observed time of
--   all equipment in which it wasn't down. An outage counts in each month in the part that lies in
--   it; a failure, and its time to restoration, in the month in which it began.
-- file: availability_by_month.csv
-- computed: monthly_availability
-- needs: outages
-- column month: Month | text
-- column failures: Failures | integer sum
-- column without_end: Without an end | integer sum
-- column downtime_hours: Downtime, h | decimal 2 sum
-- column unplanned_hours: Unplanned, h | decimal 2 sum
-- column planned_hours: Planned, h | decimal 2 sum
-- column availability_percent: Operational availability, % | decimal 3
-- column mttr_hours: MTTR, h | decimal 2
-- column observed_hours: Observed, h | decimal 2 sum
-- column first_day: First day | text
-- column last_day: Last day | text
-- chart: trend | category month | value downtime_hours, unplanned_hours, planned_hours, availability_percent, mttr_hours, failures
-- opens: failure_list | from first_day | to last_day

SELECT s.*
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[]) s
JOIN faultline.plant p ON p.name = s.plant
WHERE (:group_name::text IS NULL OR s.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR s.code = :equipment::text)
  -- Of other plants, nothing is known about downtime.
  AND EXISTS (SELECT FROM faultline.failure_detail d
              WHERE d.plant_id = p.plant_id
                AND (d.ended_at IS NOT NULL OR d.duration_seconds IS NOT NULL))
