-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Totals
-- section: Failures
-- order: 10
-- explanation: Three meanings of “how many failures”: error records, failure events and failed
--   equipment. A failure event is all error records of one piece of equipment at one instant. Failed
--   equipment is equipment with at least one failure event.
-- file: totals.csv
-- column metric: Metric | words
-- column value: Value | integer
-- opens: failures_by_equipment

WITH records AS (
    SELECT coalesce(sum(error_records), 0) AS error_records
    FROM faultline.error_records_by_equipment(:from::date, :to::date)
    WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:equipment::text IS NULL OR code = :equipment::text)
      AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
), events AS (
    SELECT coalesce(sum(failure_events), 0) AS failure_events,
           count(*) AS equipment_that_failed
    FROM faultline.failure_counts(:from::date, :to::date, :burst_minutes::integer)
    WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:equipment::text IS NULL OR code = :equipment::text)
      AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
)
SELECT m.metric, m.value
FROM records, events, LATERAL (VALUES
    (1, 'error_records', records.error_records),
    (2, 'failure_events', events.failure_events),
    (3, 'equipment_that_failed', events.equipment_that_failed)) AS m (row_order, metric, value)
ORDER BY m.row_order
