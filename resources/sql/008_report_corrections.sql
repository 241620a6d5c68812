-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 8: equipment is told apart by its code alone, a group without a name is none, and what was
-- observed has the right ends; a failure has its last event. Runs as version 1 did.

-- Every equipment that a report can name: those of the list, and those that only the map names,
-- whose code is their number. Each has a code of its own: one that several have is followed by the
-- number, PUMP (#2), and so is a code that looks as if it were. Whatever names equipment takes the
-- name from here, so that filters, charts and exports agree.
-- DISTINCT ON takes no row away. It tells the planner that there is one for each equipment, so that a
-- query that asks for no name doesn't look for any.
CREATE OR REPLACE VIEW faultline.known_equipment AS
SELECT DISTINCT ON (k.equipment_id)
       k.equipment_id,
       CASE WHEN count(*) OVER (PARTITION BY k.code COLLATE "C") > 1
                 -- LIKE spares nearly all the regular expression.
                 OR (k.code LIKE '%)' AND k.code ~ ' \(#[0-9]+\)$')
            THEN k.code || ' (#' || k.equipment_id || ')'
            ELSE k.code END AS code,
       k.group_name
FROM (SELECT equipment_id, code, nullif(group_name, '') AS group_name
      FROM faultline.equipment
      UNION ALL
      SELECT DISTINCT m.equipment_id, '#' || m.equipment_id, NULL::text
      FROM faultline.equipment_sensor m
      WHERE NOT EXISTS (
          SELECT FROM faultline.equipment e WHERE e.equipment_id = m.equipment_id)) AS k;

-- What names equipment -----------------------------------------------------------------------------
-- As before but for the names.

CREATE OR REPLACE FUNCTION faultline.error_records(period_from date, period_to date)
    RETURNS TABLE (
        sensor_id integer, equipment_id integer, code text, group_name text, error_records numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.sensor_id, m.equipment_id, k.code, k.group_name, r.readings
    FROM faultline.readings_by_sensor(period_from, period_to) r
    LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = r.sensor_id
    LEFT JOIN faultline.known_equipment k ON k.equipment_id = m.equipment_id
    -- A value that is known before anything is added up, and so is looked for in the summaries.
    WHERE r.severity = (SELECT code FROM faultline.severity WHERE name = 'ERROR')
$$;

CREATE OR REPLACE FUNCTION faultline.failure_events(period_from date, period_to date)
    RETURNS TABLE (equipment_id integer, code text, group_name text, failure_events numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH period AS (
        SELECT * FROM faultline.period_parts(period_from, period_to)
    ), counted AS (
        SELECT equipment_id, sum(events) AS events
        FROM (
            SELECT y.equipment_id, y.events
            FROM faultline.failure_year y, period p
            WHERE y.year >= p.first_year AND y.year < p.past_year
            UNION ALL
            SELECT m.equipment_id, m.events
            FROM faultline.failure_month m, period p
            WHERE (m.month >= p.first_month AND m.month < least(p.first_year, p.past_month))
               OR (m.month >= greatest(p.past_year, p.first_month) AND m.month < p.past_month)
            UNION ALL
            SELECT d.equipment_id, d.events
            FROM faultline.failure_day d, period p
            WHERE (d.day >= p.first_day AND d.day < least(p.first_month, p.past_day))
               OR (d.day >= greatest(p.past_month, p.first_day) AND d.day < p.past_day)
        ) AS parts
        GROUP BY equipment_id
    )
    SELECT c.equipment_id, k.code, k.group_name, c.events
    FROM counted c
    LEFT JOIN faultline.known_equipment k ON k.equipment_id = c.equipment_id
$$;

CREATE OR REPLACE FUNCTION faultline.failure_counts(
    period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (equipment_id integer, code text, group_name text, failure_events numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT equipment_id, code, group_name, failure_events
    FROM faultline.failure_events(period_from, period_to)
    WHERE coalesce(burst_minutes, 0) = 0
    UNION ALL
    SELECT c.equipment_id, k.code, k.group_name, c.failures
    FROM (SELECT f.equipment_id, count(*)::numeric AS failures
          FROM faultline.failures(period_from, period_to, burst_minutes) f
          WHERE coalesce(burst_minutes, 0) > 0
          GROUP BY f.equipment_id) AS c
    LEFT JOIN faultline.known_equipment k ON k.equipment_id = c.equipment_id
$$;

CREATE OR REPLACE VIEW faultline.error_records_by_day AS
SELECT d.day, x.sensor_id, m.equipment_id, k.code, k.group_name, x.readings AS error_records
FROM faultline.daily_summary d
CROSS JOIN LATERAL unnest(d.sensor_id, d.severity, d.readings)
    AS x (sensor_id, severity, readings)
JOIN faultline.severity s ON s.code = x.severity AND s.name = 'ERROR'
LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = x.sensor_id
LEFT JOIN faultline.known_equipment k ON k.equipment_id = m.equipment_id;

CREATE OR REPLACE VIEW faultline.failure_events_by_day AS
SELECT f.day, f.equipment_id, k.code, k.group_name, f.events AS failure_events
FROM faultline.failure_day f
LEFT JOIN faultline.known_equipment k ON k.equipment_id = f.equipment_id;

CREATE OR REPLACE VIEW faultline.named_readings AS
SELECT r.occurred_at, s.name AS severity, r.sensor_id, m.equipment_id, k.code, k.group_name,
       r.temperature, r.vibration, r.extra
FROM faultline.reading r
JOIN faultline.severity s ON s.code = r.severity
LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = r.sensor_id
LEFT JOIN faultline.known_equipment k ON k.equipment_id = m.equipment_id;

CREATE OR REPLACE VIEW faultline.failure_event_times AS
SELECT x.occurred_at, f.equipment_id, k.code, k.group_name
FROM faultline.failure_day f
CROSS JOIN LATERAL unnest(f.event_at) AS x (occurred_at)
LEFT JOIN faultline.known_equipment k ON k.equipment_id = f.equipment_id;

CREATE OR REPLACE VIEW faultline.readings_by_month AS
SELECT y.month, y.sensor_id, s.name AS severity, m.equipment_id, k.code, k.group_name,
       y.readings, y.first_at, y.last_at,
       y.temperature_count, y.temperature_min, y.temperature_max,
       y.temperature_sum / nullif(y.temperature_count, 0) AS temperature_mean,
       y.vibration_count, y.vibration_min, y.vibration_max,
       y.vibration_sum / nullif(y.vibration_count, 0) AS vibration_mean
FROM faultline.monthly_summary y
JOIN faultline.severity s ON s.code = y.severity
LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = y.sensor_id
LEFT JOIN faultline.known_equipment k ON k.equipment_id = m.equipment_id;

CREATE OR REPLACE VIEW faultline.sensors AS
SELECT m.sensor_id, m.equipment_id, k.code, k.group_name
FROM faultline.equipment_sensor m
LEFT JOIN faultline.known_equipment k ON k.equipment_id = m.equipment_id;

-- Failures ------------------------------------------------------------------------------------------

-- Events of a period that begin a failure, with a burst window, each with the event of its equipment
-- before it. See failures().
CREATE FUNCTION faultline.failure_starts(period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (equipment_id integer, event_at timestamptz, before timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT e.equipment_id, e.event_at, e.before
    FROM (
        -- Days are in order inside, so that only days need sorting, and not events.
        SELECT d.equipment_id, unnest(d.event_at) AS event_at,
               unnest(array_prepend(d.before, trim_array(d.event_at, 1))) AS before
        FROM (SELECT f.equipment_id, f.event_at,
                     lag(f.event_at[f.events]) OVER (
                         PARTITION BY f.equipment_id ORDER BY f.day) AS before
              FROM faultline.failure_day f
              -- With the days before it, in which a failure may have begun.
              WHERE coalesce(burst_minutes, 0) > 0
                AND f.day >= coalesce(period_from, '-infinity') - (burst_minutes / 1440 + 1)
                AND f.day <= coalesce(period_to, 'infinity')) AS d) AS e
    WHERE (e.before IS NULL OR e.event_at - e.before > make_interval(mins => burst_minutes))
      AND e.event_at >= coalesce(period_from::timestamp AT TIME ZONE 'UTC', '-infinity')
$$;

CREATE OR REPLACE FUNCTION faultline.failures(
    period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (equipment_id integer, failed_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d.equipment_id, unnest(d.event_at)
    FROM faultline.failure_day d
    WHERE coalesce(burst_minutes, 0) = 0
      AND d.day >= coalesce(period_from, '-infinity') AND d.day <= coalesce(period_to, 'infinity')
    UNION ALL
    SELECT s.equipment_id, s.event_at
    FROM faultline.failure_starts(period_from, period_to, burst_minutes) s
$$;

-- The same with the failure of the equipment before it, as far as that one is in the period, and with
-- the last event of each, which is the one before the next failure begins.
DROP FUNCTION faultline.failure_intervals(date, date, integer);
CREATE FUNCTION faultline.failure_intervals(
    period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (
        equipment_id integer, failed_at timestamptz, previous_at timestamptz,
        last_event_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d.equipment_id, unnest(d.event_at),
           unnest(array_prepend(d.before, trim_array(d.event_at, 1))), unnest(d.event_at)
    FROM (SELECT f.equipment_id, f.event_at,
                 lag(f.event_at[f.events]) OVER (
                     PARTITION BY f.equipment_id ORDER BY f.day) AS before
          FROM faultline.failure_day f
          WHERE coalesce(burst_minutes, 0) = 0
            AND f.day >= coalesce(period_from, '-infinity')
            AND f.day <= coalesce(period_to, 'infinity')) AS d
    UNION ALL
    SELECT s.equipment_id, s.event_at, lag(s.event_at) OVER of_equipment,
           coalesce(lead(s.before) OVER of_equipment, l.event_at)
    FROM faultline.failure_starts(period_from, period_to, burst_minutes) s
    JOIN (SELECT f.equipment_id, max(f.event_at[f.events]) AS event_at
          FROM faultline.failure_day f
          WHERE coalesce(burst_minutes, 0) > 0 AND f.day <= coalesce(period_to, 'infinity')
          GROUP BY f.equipment_id) AS l ON l.equipment_id = s.equipment_id
    WINDOW of_equipment AS (PARTITION BY s.equipment_id ORDER BY s.event_at)
$$;

-- What was observed --------------------------------------------------------------------------------

-- A period is observed from its start to its end, as far as there are readings around it: nothing is
-- known of an equipment before the first reading of all and after the last. A period that ends where
-- the first reading is comes before it.
CREATE OR REPLACE FUNCTION faultline.observed(period_from date, period_to date)
    RETURNS TABLE (started_at timestamptz, ended_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT greatest(first_at, period_from::timestamp AT TIME ZONE 'UTC'),
           least(last_at, (period_to + 1)::timestamp AT TIME ZONE 'UTC')
    FROM (SELECT min(first_at) AS first_at, max(last_at) AS last_at
          FROM faultline.yearly_summary) AS every
    WHERE first_at < coalesce((period_to + 1)::timestamp AT TIME ZONE 'UTC', 'infinity')
      AND last_at >= coalesce(period_from::timestamp AT TIME ZONE 'UTC', '-infinity')
$$;

-- The days, weeks or months that were observed of a period, with how many days of each. One in whose
-- first instant the last reading is was observed for no time, and may have a failure.
CREATE OR REPLACE FUNCTION faultline.observed_steps(step text, period_from date, period_to date)
    RETURNS TABLE (starts_on date, ends_on date, observed_days double precision)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT s::date, (s + ('1 ' || step)::interval)::date - 1,
           date_part('epoch', least(o.ended_at AT TIME ZONE 'UTC', s + ('1 ' || step)::interval)
                              - greatest(o.started_at AT TIME ZONE 'UTC', s)) / 86400
    FROM faultline.observed(period_from, period_to) o,
         generate_series(date_trunc(step, o.started_at AT TIME ZONE 'UTC'),
                         o.ended_at AT TIME ZONE 'UTC', ('1 ' || step)::interval) AS s
    -- A period ends where the next one begins.
    WHERE s::date <= coalesce(period_to, 'infinity')
$$;

-- The days of a period on which there is any reading.
CREATE FUNCTION faultline.reading_days(period_from date, period_to date)
    RETURNS TABLE (day date)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT DISTINCT day
    FROM faultline.daily_records
    WHERE day >= coalesce(period_from, '-infinity') AND day <= coalesce(period_to, 'infinity')
$$;

-- How well a period was observed: on how many of its observed days there is a reading, the longest
-- stretch of days without one, and whether long stretches, each more than a tenth of the observed
-- days, make up more than half of them. One line with a wrong clock does that, and then rates and
-- trends are about time of which nothing is known.
CREATE FUNCTION faultline.observation(period_from date, period_to date)
    RETURNS TABLE (
        started_at timestamptz, ended_at timestamptz, observed_days integer, reading_days bigint,
        longest_from date, longest_to date, longest_days integer, is_mostly_unread boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH observed AS (
        SELECT o.started_at, o.ended_at, (o.started_at AT TIME ZONE 'UTC')::date AS first_day,
               least((o.ended_at AT TIME ZONE 'UTC')::date, period_to) AS last_day
        FROM faultline.observed(period_from, period_to) o
    ), days AS (
        SELECT day FROM faultline.reading_days(period_from, period_to)
    ), stretches AS (
        SELECT lag(day) OVER (ORDER BY day) + 1 AS first_day, day - 1 AS last_day,
               day - lag(day) OVER (ORDER BY day) - 1 AS days
        FROM (SELECT day FROM days
              UNION ALL SELECT first_day - 1 FROM observed
              UNION ALL SELECT last_day + 1 FROM observed) AS edges
    ), longest AS (
        SELECT * FROM stretches WHERE days > 0 ORDER BY days DESC, first_day LIMIT 1
    )
    SELECT o.started_at, o.ended_at, o.last_day - o.first_day + 1, (SELECT count(*) FROM days),
           l.first_day, l.last_day, l.days,
           (SELECT coalesce(sum(s.days), 0) * 2 > o.last_day - o.first_day + 1
            FROM stretches s WHERE s.days * 10 > o.last_day - o.first_day + 1)
    FROM observed o
    LEFT JOIN longest l ON true
$$;

COMMENT ON FUNCTION faultline.chi_square_limit(bigint, boolean) IS
    'Correct to twelve digits up to 100 pairs, beyond to seven: the series has a relative error of'
    ' 2e-8 at 101 pairs, and less with more.';
