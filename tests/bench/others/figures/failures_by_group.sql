-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT group_name, equipment, failed AS equipment_that_failed, error_records,
       hundredths(error_records, failed) AS avg_records_per_failed_equipment,
       hundredths(error_records, equipment) AS avg_records_per_equipment,
       hundredths(failure_events, failed) AS avg_events_per_failed_equipment,
       hundredths(failure_events, equipment) AS avg_events_per_equipment
FROM (SELECT group_name, count(*) AS equipment,
             count(*) FILTER (WHERE failure_events > 0) AS failed,
             sum(error_records) AS error_records, sum(failure_events) AS failure_events
      FROM equipment_figures
      GROUP BY group_name) AS groups
ORDER BY CAST(error_records AS float8) / nullif(failed, 0) NULLS LAST, group_name
