-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 5: what the reports of failures over time, of times between failures and of measurements
-- are made of. Runs as version 1 did. All days, weeks, months and hours are in UTC.

-- What was observed of a period: from its start to its end, as far as there are readings around it.
-- Nothing is known of an equipment before the first reading of all and after the last.
CREATE FUNCTION faultline.observed(period_from date, period_to date)
    RETURNS TABLE (started_at timestamptz, ended_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT s.started_at, s.ended_at
    FROM (SELECT greatest(first_at, period_from::timestamp AT TIME ZONE 'UTC') AS started_at,
                 least(last_at, (period_to + 1)::timestamp AT TIME ZONE 'UTC') AS ended_at
          FROM (SELECT min(first_at) AS first_at, max(last_at) AS last_at
                FROM faultline.yearly_summary) AS every
          WHERE first_at IS NOT NULL) AS s
    WHERE s.started_at <= s.ended_at
$$;

-- What a period is put together from: whole years, whole months outside of these, and the days left
-- at its ends. Each part begins on its first day and ends before its past one.
CREATE FUNCTION faultline.period_parts(period_from date, period_to date)
    RETURNS TABLE (
        first_day date, past_day date, first_month date, past_month date,
        first_year date, past_year date)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT first, past,
           faultline.next_start_of('month', first), faultline.start_of('month', past),
           faultline.next_start_of('year', first), faultline.start_of('year', past)
    FROM (SELECT coalesce(period_from, '-infinity') AS first,
                 coalesce(period_to + 1, 'infinity') AS past) AS days
$$;

-- The failures of a period, each by its beginning. Without burst_minutes each failure event is one;
-- with it, events of an equipment of which each follows the one before within so many minutes are
-- one together. A failure that began before the period isn't in it, however long it goes on.
CREATE FUNCTION faultline.failures(period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (equipment_id integer, failed_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d.equipment_id, unnest(d.event_at)
    FROM faultline.failure_day d
    WHERE coalesce(burst_minutes, 0) = 0
      AND d.day >= coalesce(period_from, '-infinity') AND d.day <= coalesce(period_to, 'infinity')
    UNION ALL
    SELECT e.equipment_id, e.event_at
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

-- The same with the failure of the equipment before it, as far as that one is in the period.
CREATE FUNCTION faultline.failure_intervals(
    period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (
        equipment_id integer, failed_at timestamptz, previous_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d.equipment_id, unnest(d.event_at),
           unnest(array_prepend(d.before, trim_array(d.event_at, 1)))
    FROM (SELECT f.equipment_id, f.event_at,
                 lag(f.event_at[f.events]) OVER (
                     PARTITION BY f.equipment_id ORDER BY f.day) AS before
          FROM faultline.failure_day f
          WHERE coalesce(burst_minutes, 0) = 0
            AND f.day >= coalesce(period_from, '-infinity')
            AND f.day <= coalesce(period_to, 'infinity')) AS d
    UNION ALL
    SELECT f.equipment_id, f.failed_at,
           lag(f.failed_at) OVER (PARTITION BY f.equipment_id ORDER BY f.failed_at)
    FROM faultline.failures(period_from, period_to, burst_minutes) f
    WHERE coalesce(burst_minutes, 0) > 0
$$;

-- How many of them each equipment has that has any; without a burst window from the years, months
-- and days that make up the period.
CREATE FUNCTION faultline.failure_counts(period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (equipment_id integer, code text, group_name text, failure_events numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT equipment_id, code, group_name, failure_events
    FROM faultline.failure_events(period_from, period_to)
    WHERE coalesce(burst_minutes, 0) = 0
    UNION ALL
    SELECT c.equipment_id, coalesce(e.code, '#' || c.equipment_id), e.group_name, c.failures
    FROM (SELECT f.equipment_id, count(*)::numeric AS failures
          FROM faultline.failures(period_from, period_to, burst_minutes) f
          WHERE coalesce(burst_minutes, 0) > 0
          GROUP BY f.equipment_id) AS c
    LEFT JOIN faultline.equipment e ON e.equipment_id = c.equipment_id
$$;

-- The same by 'day', 'week' (from Monday) or 'month', named by its first day.
CREATE FUNCTION faultline.failures_by_step(
    step text, period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (starts_on date, equipment_id integer, failure_events numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH period AS (
        -- Only months are made of months.
        SELECT first_day, past_day, past_month,
               CASE step WHEN 'month' THEN first_month ELSE 'infinity' END AS first_month
        FROM faultline.period_parts(period_from, period_to)
    )
    SELECT starts_on, equipment_id, sum(events)
    FROM (
        SELECT m.month AS starts_on, m.equipment_id, m.events
        FROM faultline.failure_month m, period p
        WHERE coalesce(burst_minutes, 0) = 0
          AND m.month >= p.first_month AND m.month < p.past_month
        UNION ALL
        SELECT faultline.start_of(step, d.day), d.equipment_id, d.events
        FROM faultline.failure_day d, period p
        WHERE coalesce(burst_minutes, 0) = 0
          AND ((d.day >= p.first_day AND d.day < least(p.first_month, p.past_day))
               OR (d.day >= greatest(p.past_month, p.first_month) AND d.day < p.past_day))
        UNION ALL
        SELECT faultline.start_of(step, (f.failed_at AT TIME ZONE 'UTC')::date), f.equipment_id, 1
        FROM faultline.failures(period_from, period_to, burst_minutes) f
        WHERE coalesce(burst_minutes, 0) > 0
    ) AS parts
    GROUP BY starts_on, equipment_id
$$;

-- Records of one severity, ERROR when none is named, by step and equipment; without equipment are
-- those of sensors that the map doesn't know.
CREATE FUNCTION faultline.records_by_step(
    step text, period_from date, period_to date, severity_name text)
    RETURNS TABLE (starts_on date, equipment_id integer, records numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH period AS (
        -- Only months are made of months.
        SELECT first_day, past_day, past_month,
               CASE step WHEN 'month' THEN first_month ELSE 'infinity' END AS first_month
        FROM faultline.period_parts(period_from, period_to)
    )
    SELECT parts.starts_on, m.equipment_id, sum(parts.records)
    FROM (
        SELECT m.month AS starts_on, m.sensor_id, m.readings AS records
        FROM faultline.monthly_summary m, period p
        WHERE m.month >= p.first_month AND m.month < p.past_month
          AND m.severity = (SELECT code FROM faultline.severity
                            WHERE name = coalesce(severity_name, 'ERROR'))
        UNION ALL
        SELECT x.starts_on, x.sensor_id, x.readings
        FROM (SELECT faultline.start_of(step, d.day) AS starts_on, unnest(d.sensor_id) AS sensor_id,
                     unnest(d.severity) AS severity, unnest(d.readings) AS readings
              FROM faultline.daily_summary d, period p
              WHERE (d.day >= p.first_day AND d.day < least(p.first_month, p.past_day))
                 OR (d.day >= greatest(p.past_month, p.first_month) AND d.day < p.past_day)) AS x
        WHERE x.severity = (SELECT code FROM faultline.severity
                            WHERE name = coalesce(severity_name, 'ERROR'))
    ) AS parts
    LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = parts.sensor_id
    GROUP BY parts.starts_on, m.equipment_id
$$;

-- The days, weeks or months that were observed of a period, with how many days of each.
CREATE FUNCTION faultline.observed_steps(step text, period_from date, period_to date)
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
    WHERE s < o.ended_at AT TIME ZONE 'UTC' OR o.started_at = o.ended_at
$$;

-- Measurements of a period by sensor and severity.
CREATE FUNCTION faultline.measurements_by_sensor(period_from date, period_to date)
    RETURNS TABLE (
        sensor_id integer, severity smallint, readings numeric,
        temperature_count numeric, temperature_min double precision,
        temperature_max double precision, temperature_sum double precision,
        vibration_count numeric, vibration_min double precision,
        vibration_max double precision, vibration_sum double precision)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH period AS (SELECT * FROM faultline.period_parts(period_from, period_to))
    SELECT sensor_id, severity, sum(readings),
           sum(temperature_count), min(temperature_min), max(temperature_max), sum(temperature_sum),
           sum(vibration_count), min(vibration_min), max(vibration_max), sum(vibration_sum)
    FROM (
        SELECT y.sensor_id, y.severity, y.readings,
               y.temperature_count, y.temperature_min, y.temperature_max, y.temperature_sum,
               y.vibration_count, y.vibration_min, y.vibration_max, y.vibration_sum
        FROM faultline.yearly_summary y, period p
        WHERE y.year >= p.first_year AND y.year < p.past_year
        UNION ALL
        SELECT m.sensor_id, m.severity, m.readings,
               m.temperature_count, m.temperature_min, m.temperature_max, m.temperature_sum,
               m.vibration_count, m.vibration_min, m.vibration_max, m.vibration_sum
        FROM faultline.monthly_summary m, period p
        WHERE (m.month >= p.first_month AND m.month < least(p.first_year, p.past_month))
           OR (m.month >= greatest(p.past_year, p.first_month) AND m.month < p.past_month)
        UNION ALL
        SELECT sensor_id, severity, readings,
               temperature_count, nullif(temperature_min, 'NaN'), nullif(temperature_max, 'NaN'),
               temperature_sum,
               vibration_count, nullif(vibration_min, 'NaN'), nullif(vibration_max, 'NaN'),
               vibration_sum
        FROM (SELECT unnest(d.sensor_id) AS sensor_id, unnest(d.severity) AS severity,
                     unnest(d.readings) AS readings,
                     unnest(d.temperature_count) AS temperature_count,
                     unnest(d.temperature_min) AS temperature_min,
                     unnest(d.temperature_max) AS temperature_max,
                     unnest(d.temperature_sum) AS temperature_sum,
                     unnest(d.vibration_count) AS vibration_count,
                     unnest(d.vibration_min) AS vibration_min,
                     unnest(d.vibration_max) AS vibration_max,
                     unnest(d.vibration_sum) AS vibration_sum
              FROM faultline.daily_summary d, period p
              WHERE (d.day >= p.first_day AND d.day < least(p.first_month, p.past_day))
                 OR (d.day >= greatest(p.past_month, p.first_day) AND d.day < p.past_day)) AS ends
    ) AS parts
    GROUP BY sensor_id, severity
$$;

-- The value that a chi-square variable with an even number of degrees of freedom, 2 × pairs, stays
-- below with a probability of 97.5 % (is_upper) or 2.5 %. Up to 100 pairs from the sum of Poisson
-- terms that its distribution is (Abramowitz and Stegun 26.4.21), beyond from the series of Goldberg
-- and Levine, Ann. Math. Statist. 17 (1946) 216. Correct to nine digits.
CREATE FUNCTION faultline.chi_square_limit(pairs bigint, is_upper boolean) RETURNS double precision
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    n    double precision := 2.0 * pairs;
    z    double precision := CASE WHEN is_upper THEN 1 ELSE -1 END * 1.959963984540054;
    tail double precision := CASE WHEN is_upper THEN 0.025 ELSE 0.975 END;
    half double precision;
    term double precision;
    beyond double precision;
    step double precision;
BEGIN
    IF pairs < 1 THEN
        RETURN NULL;
    ELSIF pairs > 100 THEN
        RETURN n + sqrt(2 * n) * z + (z ^ 2 - 1) * 2 / 3
            + sqrt(2 / n) * (z ^ 3 - 7 * z) / 18
            - (3 * z ^ 4 + 7 * z ^ 2 - 16) * 2 / (405 * n)
            + sqrt(2 / n) * (9 * z ^ 5 + 256 * z ^ 3 - 433 * z) / (9720 * n);
    END IF;
    -- From the approximation of Wilson and Hilferty on by Newton's method.
    half := n * (1 - 2 / (9 * n) + z * sqrt(2 / (9 * n))) ^ 3 / 2;
    FOR turn IN 1 .. 50 LOOP
        term := exp(-half);
        beyond := term;
        FOR k IN 1 .. pairs - 1 LOOP
            term := term * half / k;
            beyond := beyond + term;
        END LOOP;
        step := (beyond - tail) / term;
        half := half + step;
        EXIT WHEN abs(step) <= half * 1e-12;
    END LOOP;
    RETURN 2 * half;
END $$;

-- Laplace's test for a trend in the failures of an observation that ended at a set time: near 0
-- while they come evenly; from about 2 on they come closer and closer, from -2 down further and
-- further apart. See docs/reports.md.
CREATE FUNCTION faultline.laplace(
    failures bigint, mean_age double precision, observed double precision)
    RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT (mean_age - observed / 2) / nullif(observed * sqrt(1 / (12.0::float8 * failures)), 0)
$$;
