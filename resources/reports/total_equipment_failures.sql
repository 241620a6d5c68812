-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Total equipment failures
-- section: Replaced process
-- order: 110
-- explanation: How many pieces of equipment failed at least once. The process that Faultline
--   replaces called this figure “Total equipment failures”. It counts equipment, not failures or
--   records.
-- file: Total_equipment_failures.csv
-- column Total equipment failures: Total equipment failures | integer

SELECT count(*) AS "Total equipment failures"
FROM faultline.failure_counts(:from::date, :to::date, :burst_minutes::integer)
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
