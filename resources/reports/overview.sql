-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Overview
-- section: Failures
-- order: 5
-- explanation: The main figures: what was observed, how much failed, and whether it is getting
--   worse. Each row says what its figure counts.
-- file: overview.csv
-- column figure: Figure | words
-- column value: Value | figures
-- column counts: What it counts | words
-- opens: failures_by_equipment

WITH chosen_plants AS (
    SELECT plant_id
    FROM faultline.plant
    WHERE (:plants::text[] IS NULL OR name = ANY (:plants::text[]))
), observed AS (
    SELECT o.*, date_part('epoch', ended_at - started_at) / 86400 AS days,
           faultline.zone_of(:plants::text[]) AS zone
    FROM faultline.observation(:from::date, :to::date, :plants::text[]) o
), records AS (
    SELECT coalesce(sum(r.error_records), 0) AS all_records,
           coalesce(sum(r.error_records) FILTER (WHERE e.equipment_key IS NULL), 0) AS without
    FROM faultline.error_records_by_equipment(:from::date, :to::date) r
    LEFT JOIN faultline.equipment e
        ON e.equipment_key = r.equipment_key AND e.code IS NOT NULL
    WHERE (:group_name::text IS NULL OR r.group_name = :group_name::text)
      AND (:equipment::text IS NULL OR r.code = :equipment::text)
      AND (:plants::text[] IS NULL OR r.plant = ANY (:plants::text[]))
), failed AS (
    SELECT code || CASE WHEN (SELECT count(*) FROM chosen_plants) > 1
                        THEN ' · ' || plant ELSE '' END AS name, failure_events,
           row_number() OVER (ORDER BY failure_events DESC, code, plant) AS rank
    FROM faultline.failure_counts(:from::date, :to::date, :burst_minutes::integer)
    WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:equipment::text IS NULL OR code = :equipment::text)
      AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
), events AS (
    SELECT coalesce(sum(failure_events), 0) AS failure_events, count(*) AS equipment
    FROM failed
), equipment AS (
    SELECT count(*) AS known
    FROM faultline.known_equipment
    WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
      AND (:equipment::text IS NULL OR code = :equipment::text)
      AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[]))
), months AS (
    SELECT s.starts_on, s.observed_days, coalesce(sum(f.failure_events), 0) AS failure_events
    FROM faultline.observed_steps('month', :from::date, :to::date, :plants::text[]) s
    LEFT JOIN (
        SELECT f.starts_on, f.failure_events
        FROM faultline.failures_by_step(
            'month', :from::date, :to::date, :burst_minutes::integer) f
        LEFT JOIN faultline.known_equipment k ON k.equipment_key = f.equipment_key
        WHERE (:group_name::text IS NULL OR k.group_name = :group_name::text)
          AND (:equipment::text IS NULL OR k.code = :equipment::text)
          AND (:plants::text[] IS NULL OR k.plant = ANY (:plants::text[]))) AS f
        ON f.starts_on = s.starts_on
    GROUP BY s.starts_on, s.observed_days
), rates AS (
    -- Only the first and the last month can have been observed for less than a day.
    SELECT starts_on, per_day, lag(per_day) OVER (ORDER BY starts_on) AS before,
           row_number() OVER (ORDER BY starts_on DESC) AS newest
    FROM (SELECT starts_on,
                 failure_events / faultline.rate_days(observed_days)::numeric AS per_day
          FROM months) AS rated
    WHERE per_day IS NOT NULL
), loads AS (
    SELECT count(DISTINCT c.load_id) AS loads
    FROM faultline.load_chunk c
    JOIN faultline.source_file f ON f.file_id = c.file_id
    WHERE c.loaded > 0 AND f.plant_id IN (SELECT plant_id FROM chosen_plants)
)
SELECT figure, value, counts
FROM (
    SELECT 0 AS row_order, 'attention' AS figure, 'mostly-unread' AS value,
           concat_ws(':', 'counts-mostly-unread', longest_from, longest_to) AS counts
    FROM observed
    WHERE is_mostly_unread
    UNION ALL
    SELECT 0.5, 'excluded_time', string_agg(DISTINCT reason, '; ' ORDER BY reason),
           'counts-excluded-time'
    FROM faultline.excluded_time
    WHERE plant_id IN (SELECT plant_id FROM chosen_plants)
    HAVING count(*) > 0
    UNION ALL
    SELECT 1, 'error_records', all_records::text, 'counts-error-records:' || (
               SELECT string_agg(s.name, ', ' ORDER BY s.name)
               FROM (SELECT unnest(p.failure_severities) AS name
                     FROM faultline.plant p
                     WHERE p.plant_id IN (SELECT plant_id FROM chosen_plants)
                     UNION
                     SELECT v.name FROM faultline.severity v
                     WHERE v.name = 'FAILURE') AS s)
    FROM records
    UNION ALL
    SELECT 2, 'failure_events', failure_events::text, 'counts-failure-events'
    FROM events
    UNION ALL
    SELECT 3, 'equipment_that_failed', concat_ws(':', 'of', events.equipment, equipment.known),
           'counts-failed-equipment'
    FROM events, equipment
    UNION ALL
    SELECT 4, 'observed_from', to_char(started_at AT TIME ZONE zone, 'YYYY-MM-DD HH24:MI:SS'),
           'counts-observed-from:' || zone
    FROM observed
    UNION ALL
    SELECT 5, 'observed_to', to_char(ended_at AT TIME ZONE zone, 'YYYY-MM-DD HH24:MI:SS'),
           'counts-observed-to:' || zone
    FROM observed
    UNION ALL
    SELECT 6, 'reading_days', concat_ws(':', 'of', reading_days, observed_days),
           'counts-reading-days'
    FROM observed
    UNION ALL
    SELECT 7, 'longest_gap', 'days:' || longest_days,
           concat_ws(':', 'counts-longest-gap', longest_from, longest_to, zone)
    FROM observed
    WHERE longest_days > 0
    UNION ALL
    SELECT 8, 'events_per_day',
           round(events.failure_events / faultline.rate_days(observed.days)::numeric, 2)::text,
           'counts-events-per-day'
    FROM events, observed
    UNION ALL
    SELECT 9, 'change',
           CASE WHEN per_day < before THEN 'percent-less:' ELSE 'percent-more:' END
               || round(abs(100 * (per_day / before - 1)), 1),
           'counts-change:' || to_char(starts_on, 'YYYY-MM')
    FROM rates
    WHERE newest = 1 AND before > 0
    UNION ALL
    SELECT 10, 'without_equipment',
           'percent:' || round(100 * without / nullif(all_records, 0), 2),
           'counts-without-equipment'
    FROM records
    UNION ALL
    SELECT 11, 'loads', loads::text, 'counts-loads'
    FROM loads
    UNION ALL
    SELECT 11 + rank, 'most_failures:' || rank, concat_ws(':', 'count-of', failure_events, name),
           'counts-most-failures'
    FROM failed
    WHERE rank <= 5
) AS figures
ORDER BY row_order
