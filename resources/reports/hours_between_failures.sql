-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Failure intervals
-- section: Reliability
-- order: 72
-- explanation: How often the time between one failure and the next of the same equipment falls into
--   each class. The first failure of each piece of equipment in the period has no previous one and
--   isn't counted. Empty classes between the shortest and the longest are listed too.
-- file: hours_between_failures.csv
-- column since: From | text
-- column from_hours: From, h | decimal 3
-- column to_hours: Below, h | decimal 3
-- column intervals: Intervals | integer sum
-- column share_percent: Share, % | decimal 1
-- chart: histogram | category since | value intervals, share_percent

-- An array is computed before anything is read, so that only the chosen equipment is read.
WITH chosen AS (
    SELECT equipment_id
    FROM faultline.known_equipment
    WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:equipment::text IS NULL OR code = :equipment::text)
), classes AS (
    SELECT since, seconds AS from_seconds, lead(seconds) OVER (ORDER BY seconds) AS to_seconds
    FROM (VALUES ('0', 0), ('1 min', 60), ('5 min', 300), ('15 min', 900), ('30 min', 1800),
                 ('1 h', 3600), ('2 h', 7200), ('4 h', 14400), ('8 h', 28800), ('16 h', 57600),
                 ('1 d', 86400), ('2 d', 172800), ('4 d', 345600), ('8 d', 691200),
                 ('16 d', 1382400), ('32 d', 2764800), ('64 d', 5529600), ('128 d', 11059200),
                 ('1 y', 31536000)) AS c (since, seconds)
), failed AS (
    SELECT date_part('epoch', f.failed_at - f.previous_at) AS seconds
    FROM faultline.failure_intervals(:from::date, :to::date, :burst_minutes::integer) f
    WHERE (:group_name::text IS NULL AND :equipment::text IS NULL)
       OR f.equipment_key = ANY (ARRAY(SELECT equipment_id FROM chosen))
), counted AS (
    SELECT width_bucket(seconds, (SELECT array_agg(from_seconds::float8 ORDER BY from_seconds)
                                  FROM classes)) AS class_index,
           count(*) AS intervals
    FROM failed
    WHERE seconds IS NOT NULL
    GROUP BY 1
), numbered AS (
    SELECT c.*, row_number() OVER (ORDER BY c.from_seconds) AS class_index FROM classes c
)
SELECT p.since, p.from_seconds / 3600.0 AS from_hours, p.to_seconds / 3600.0 AS to_hours,
       coalesce(c.intervals, 0) AS intervals,
       100 * coalesce(c.intervals, 0) / sum(c.intervals) OVER () AS share_percent
FROM numbered p
LEFT JOIN counted c ON c.class_index = p.class_index
WHERE p.class_index BETWEEN (SELECT min(class_index) FROM counted)
                        AND (SELECT max(class_index) FROM counted)
ORDER BY p.class_index
