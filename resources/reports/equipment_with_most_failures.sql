-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Most failures
-- section: Replaced process
-- order: 120
-- explanation: The equipment with the most error records, and how many it has. The process that
--   Faultline replaces called error records “failures”. Ties are listed together.
-- file: Equipment_code_with_most_failures.csv
-- needs: failures
-- column Plant: Plant | text several
-- column Equipment code with most failures: Equipment code with most failures | text
-- column Total of failures: Total of failures | integer

WITH records AS (
    SELECT equipment_key, plant, code, error_records
    FROM faultline.error_records_by_equipment(:from::date, :to::date)
    WHERE equipment_key IS NOT NULL
      AND (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
)
SELECT plant AS "Plant", code AS "Equipment code with most failures",
       error_records AS "Total of failures"
FROM records
WHERE error_records = (SELECT max(error_records) FROM records)
ORDER BY code, plant
