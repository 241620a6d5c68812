-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Average number of failures
-- section: Replaced process
-- order: 130
-- explanation: Error records per failed piece of equipment in each group, rounded to a whole
--   number, ascending. As in the process that Faultline replaces, equipment without a failure
--   doesn't count. “Failures by group” shows the averages with and without such equipment.
-- file: Average_amount_of_failures.csv
-- needs: failures
-- column Plant: Plant | text several
-- column Group_name: Group | text
-- column Average: Average | integer

WITH records AS (
    SELECT equipment_key, plant, group_name, error_records
    FROM faultline.error_records_by_equipment(:from::date, :to::date)
    WHERE equipment_key IS NOT NULL
      AND (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
)
SELECT plant AS "Plant", group_name AS "Group_name", round(avg(error_records)) AS "Average"
FROM records
GROUP BY plant, group_name
ORDER BY avg(error_records), group_name, plant
