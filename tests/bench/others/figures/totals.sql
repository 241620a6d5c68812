-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT metric, value
FROM (SELECT 1 AS row_order, 'error_records' AS metric,
             (SELECT coalesce(sum(error_records), 0) FROM sensor_records) AS value
      UNION ALL
      SELECT 2, 'failure_events',
             (SELECT coalesce(sum(failure_events), 0) FROM equipment_figures)
      UNION ALL
      SELECT 3, 'equipment_that_failed',
             (SELECT count(*) FROM equipment_figures WHERE failure_events > 0)) AS figures
ORDER BY row_order
