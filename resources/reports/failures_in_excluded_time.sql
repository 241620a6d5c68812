-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Failures in excluded time
-- section: Reliability
-- order: 79
-- explanation: The failures that the reliability models leave out, newest first, because they are in
--   excluded time, such as a shutdown or planned maintenance. Excluded time is entered in “Excluded
--   time…” in the menu, or with “faultline-cli exclude”.
-- file: failures_in_excluded_time.csv
-- with-all: no
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column failed_at: Time | timestamp
-- column reason: Reason | text
-- opens: readings | plant plant | equipment code | instant failed_at

WITH observed AS (
    SELECT started_at, ended_at
    FROM faultline.observed(:from::date, :to::date, :plants::text[])
), windows AS MATERIALIZED (
    -- All windows of an entry are one value, in which an instant is found by bisection.
    SELECT w.plant_id, w.group_name, w.equipment_key, x.reason,
           range_agg(tstzrange(w.started_at, w.ended_at)) AS excluded
    FROM observed o
    CROSS JOIN LATERAL faultline.excluded_windows(
        o.started_at, o.ended_at + interval '1 second', :plants::text[]) w
    JOIN faultline.excluded_time x ON x.excluded_id = w.excluded_id
    GROUP BY x.excluded_id, w.plant_id, w.group_name, w.equipment_key, x.reason
)
SELECT k.plant, k.code, k.group_name, f.failed_at,
       string_agg(DISTINCT w.reason, '; ' ORDER BY w.reason) AS reason
FROM windows w
JOIN faultline.known_equipment k ON k.plant_id = w.plant_id
    AND (w.group_name IS NULL OR w.group_name = k.group_name)
    AND (w.equipment_key IS NULL OR w.equipment_key = k.equipment_key)
JOIN faultline.failures(:from::date, :to::date, :burst_minutes::integer) f
    ON f.equipment_key = k.equipment_key AND f.failed_at <@ w.excluded
WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR k.code = :equipment::text)
GROUP BY k.equipment_key, k.equipment_id, k.plant, k.code, k.group_name, f.failed_at
ORDER BY f.failed_at DESC, faultline.id_order(k.equipment_id), k.plant
