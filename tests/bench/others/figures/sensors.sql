-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT e.code, e.group_name, m.sensor_id, coalesce(r.error_records, 0) AS error_records,
       rank() OVER (PARTITION BY m.equipment_id ORDER BY coalesce(r.error_records, 0) DESC)
           AS rank_in_equipment,
       rank() OVER (PARTITION BY e.group_name ORDER BY coalesce(r.error_records, 0) DESC)
           AS rank_in_group
FROM sensor_map AS m
JOIN equipment AS e ON e.equipment_id = m.equipment_id
LEFT JOIN sensor_records AS r ON r.sensor_id = m.sensor_id
ORDER BY error_records DESC, m.sensor_id
