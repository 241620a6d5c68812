-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Downtime and availability
-- section: Reliability
-- order: 79
-- explanation: How long equipment was down, by the ends and durations in failure lists. MTTR is the
--   mean time to restoration of the failures whose end is known. Operational availability is the share
--   of the observed time in which it wasn't down, planned or not; inherent availability is MTBF /
--   (MTBF + MTTR), as if there was no planned work. Outages of one piece of equipment that overlap
--   count once. All intervals are 95 %.
-- file: downtime.csv
-- computed: downtime
-- needs: outages
-- choice by: For | equipment=Each piece of equipment, group=Each group, plant=Each plant, all=All together
-- column plant: Plant | text several
-- column fleet: Fleet | words
-- column group_name: Group | text
-- column equipment: Pieces | integer sum
-- column failures: Failures | integer sum
-- column restored: With known downtime | integer sum
-- column note: Note | words
-- column downtime_hours: Downtime, h | decimal 2 sum
-- column unplanned_hours: Unplanned, h | decimal 2 sum
-- column planned_hours: Planned, h | decimal 2 sum
-- column availability_percent: Operational availability, % | decimal 3
-- column inherent_percent: Inherent availability, % | decimal 3
-- column mttr_hours: MTTR, h | decimal 2
-- column mttr_lower: MTTR from, h | decimal 2
-- column mttr_upper: MTTR to, h | decimal 2
-- column median_hours: Median, h | decimal 2
-- column nine_of_ten_hours: 90 % within, h | decimal 2
-- column mtbf_hours: MTBF, h | decimal 2
-- column observed_hours: Observed, h | decimal 2 sum
-- column code: Equipment | text
-- chart: pareto | category fleet | value downtime_hours, unplanned_hours, planned_hours
-- opens: failure_list | plant plant | equipment code

SELECT s.*
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[]) s
JOIN faultline.plant p ON p.name = s.plant
WHERE (:group_name::text IS NULL OR s.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR s.code = :equipment::text)
  -- Of other plants, nothing is known about downtime.
  AND EXISTS (SELECT FROM faultline.failure_detail d
              WHERE d.plant_id = p.plant_id
                AND (d.ended_at IS NOT NULL OR d.duration_seconds IS NOT NULL))
