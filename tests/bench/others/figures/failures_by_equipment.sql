-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT equipment_id, code, group_name, error_records, failure_events,
       rank() OVER (ORDER BY error_records DESC) AS rank_by_records,
       rank() OVER (ORDER BY failure_events DESC) AS rank_by_events
FROM equipment_figures
ORDER BY error_records DESC, failure_events DESC, equipment_id
