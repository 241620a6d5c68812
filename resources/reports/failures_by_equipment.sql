-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Failures by equipment
-- section: Failures
-- order: 20
-- explanation: Failure events and error records of each piece of equipment, and its rank by each.
--   Equipment with many sensors writes many records for one failure, so the two ranks may differ.
--   Equipment without a failure is listed with 0.
-- file: failures_by_equipment.csv
-- needs: failures
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column failure_events: Failure events | integer sum
-- column error_records: Error records | integer sum
-- column rank_by_events: Rank by events | integer
-- column rank_by_records: Rank by records | integer
-- column equipment_id: Id | text
-- chart: pareto | category code | value failure_events, error_records
-- opens: sensors | plant plant | equipment code

WITH records AS (
    SELECT equipment_key, error_records
    FROM faultline.error_records_by_equipment(:from::date, :to::date)
), counted AS (
    SELECT k.equipment_key, k.equipment_id, k.plant, k.code, k.group_name,
           coalesce(r.error_records, 0) AS error_records,
           coalesce(v.failure_events, 0) AS failure_events
    FROM faultline.known_equipment k
    LEFT JOIN records r ON r.equipment_key = k.equipment_key
    LEFT JOIN faultline.failure_counts(:from::date, :to::date, :burst_minutes::integer) v
        ON v.equipment_key = k.equipment_key
    WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
      AND (:equipment::text IS NULL OR k.code = :equipment::text)
      AND (:plants::text[] IS NULL OR k.plant = ANY (:plants::text[]))
)
SELECT plant, code, group_name, failure_events, error_records,
       rank() OVER (ORDER BY failure_events DESC) AS rank_by_events,
       rank() OVER (ORDER BY error_records DESC) AS rank_by_records, equipment_id
FROM counted
ORDER BY failure_events DESC, error_records DESC, faultline.id_order(equipment_id), plant
