-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Failures by group
-- section: Failures
-- order: 30
-- explanation: Average error records and failure events in each group, per failed piece of
--   equipment and per piece of equipment in the group. With a burst window, equipment whose failure
--   began before the period has records but no failure; it counts in the average of records. The
--   group with the fewest records per failed piece of equipment comes first.
-- file: failures_by_group.csv
-- needs: failures
-- column plant: Plant | text several
-- column group_name: Group | text
-- column equipment: Equipment | integer sum
-- column equipment_that_failed: Failed equipment | integer sum
-- column error_records: Error records | integer sum
-- column avg_records_per_failed_equipment: Records per failed equipment | decimal 2
-- column avg_records_per_equipment: Records per equipment | decimal 2
-- column avg_events_per_failed_equipment: Events per failed equipment | decimal 2
-- column avg_events_per_equipment: Events per equipment | decimal 2
-- chart: pareto | category group_name | value error_records, avg_events_per_equipment
-- opens: failures_by_equipment | plant plant | group group_name

WITH records AS (
    SELECT equipment_key, error_records
    FROM faultline.error_records_by_equipment(:from::date, :to::date)
), grouped AS (
    SELECT k.plant, k.group_name,
           count(*) AS equipment,
           count(*) FILTER (WHERE v.failure_events > 0) AS failed,
           count(*) FILTER (WHERE r.error_records > 0) AS with_records,
           coalesce(sum(r.error_records), 0) AS error_records,
           coalesce(sum(v.failure_events), 0) AS failure_events
    FROM faultline.known_equipment k
    LEFT JOIN records r ON r.equipment_key = k.equipment_key
    LEFT JOIN faultline.failure_counts(:from::date, :to::date, :burst_minutes::integer) v
        ON v.equipment_key = k.equipment_key
    WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
      AND (:equipment::text IS NULL OR k.code = :equipment::text)
      AND (:plants::text[] IS NULL OR k.plant = ANY (:plants::text[]))
    GROUP BY k.plant, k.group_name
)
SELECT plant, group_name, equipment, failed AS equipment_that_failed, error_records,
       error_records / nullif(with_records, 0) AS avg_records_per_failed_equipment,
       error_records / equipment AS avg_records_per_equipment,
       failure_events / nullif(failed, 0) AS avg_events_per_failed_equipment,
       failure_events / equipment AS avg_events_per_equipment
FROM grouped
ORDER BY avg_records_per_failed_equipment NULLS LAST, group_name, plant
