-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT group_name AS "Group_name", wholes(sum(error_records), count(*)) AS "Average"
FROM equipment_figures
WHERE failure_events > 0
GROUP BY group_name
ORDER BY CAST(sum(error_records) AS float8) / count(*), group_name
