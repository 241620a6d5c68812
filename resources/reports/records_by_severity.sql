-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Records by severity
-- section: Failures
-- order: 45
-- explanation: Readings of each piece of equipment by severity, and their share of all its
--   readings. Equipment without a reading isn't listed. Readings of a plant without equipment
--   are listed without a name.
-- file: records_by_severity.csv
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column severity: Severity | text
-- column records: Records | integer sum
-- column share_percent: Share of its readings, % | decimal 2
-- opens: readings | plant plant | equipment code | severity severity

WITH records AS (
    SELECT p.name AS plant, r.equipment_key, r.severity, r.readings AS records
    FROM faultline.readings_by_equipment(:from::date, :to::date) r
    JOIN faultline.plant p ON p.plant_id = r.plant_id
    WHERE (:plants::text[] IS NULL OR p.name = ANY (:plants::text[]))
), shared AS (
    SELECT plant, equipment_key, severity, records,
           100 * records / sum(records) OVER (PARTITION BY plant, equipment_key) AS share_percent
    FROM records
)
SELECT r.plant, k.code, k.group_name, s.name AS severity,
       r.records, r.share_percent
FROM shared r
JOIN faultline.severity s ON s.code = r.severity
LEFT JOIN faultline.known_equipment k ON k.equipment_key = r.equipment_key
WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR k.code = :equipment::text)
  AND (:severity::text IS NULL OR s.name = :severity::text)
ORDER BY k.code NULLS LAST, r.plant, r.records DESC, s.name
