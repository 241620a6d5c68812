-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT count(*) AS "Total equipment failures" FROM equipment_figures WHERE failure_events > 0
