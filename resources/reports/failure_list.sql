-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Failure lists
-- section: Failures
-- order: 50
-- explanation: What failure lists and work orders say about each failure, and about planned work,
--   newest first: how it failed, why, when it ended and how long it lasted. The duration is the
--   list's own, or else the time until the end. Rows of which a list says only when and where are
--   among the failure events.
-- file: failure_list.csv
-- with-all: no
-- needs: failure-lists
-- choice rows: Rows | all=All, failures=Failures, planned=Planned work
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column occurred_at: Time | timestamp
-- column failure_mode: Failure mode | text
-- column cause: Cause | text
-- column ended_at: End | timestamp
-- column hours: Duration in hours | decimal 2 sum
-- column planned: Planned | words
-- opens: readings | plant plant | equipment code | instant occurred_at

SELECT l.plant, l.code, l.group_name, l.occurred_at, l.failure_mode, l.cause, l.ended_at,
       date_part('epoch', l.duration) / 3600 AS hours,
       CASE WHEN l.planned THEN 'yes' WHEN NOT l.planned THEN 'no' END AS planned
FROM faultline.failure_list l
JOIN faultline.plant p ON p.name = l.plant
WHERE (:from::date IS NULL OR (l.occurred_at AT TIME ZONE p.time_zone)::date >= :from::date)
  AND (:to::date IS NULL OR (l.occurred_at AT TIME ZONE p.time_zone)::date <= :to::date)
  AND (:plants::text[] IS NULL OR l.plant = ANY (:plants::text[]))
  AND (:group_name::text IS NULL OR l.group_name = :group_name::text)
  AND (:equipment::text IS NULL OR l.code = :equipment::text)
  AND (:sensor::text IS NULL OR l.sensor_id = :sensor::text)
  AND (:cause::text IS NULL OR coalesce(l.cause, 'no cause given') = :cause::text)
  AND (:failure_mode::text IS NULL
       OR coalesce(l.failure_mode, 'no failure mode given') = :failure_mode::text)
  AND CASE :rows::text
          WHEN 'planned' THEN l.planned
          WHEN 'failures' THEN NOT coalesce(l.planned, false)
                               AND l.severity = ANY (p.failure_severities || 'FAILURE'::text)
          ELSE true END
ORDER BY l.occurred_at DESC, faultline.id_order(l.equipment_id), l.plant, l.failure_mode, l.cause,
         l.ended_at, l.duration, l.planned, l.sensor_id
