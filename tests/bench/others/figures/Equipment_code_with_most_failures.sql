-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT code AS "Equipment code with most failures", error_records AS "Total of failures"
FROM equipment_figures
WHERE error_records > 0 AND error_records = (SELECT max(error_records) FROM equipment_figures)
ORDER BY code, equipment_id
