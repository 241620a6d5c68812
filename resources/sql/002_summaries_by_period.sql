-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2: summaries of days, months and years, merged by the program and not by the server; and
-- readings without an index, because each one asked for every row of a load. Runs as version 1 did.

-- reading keeps neither key nor index: a chunk is loaded once for the journal's sake, a row is stored
-- in half a microsecond, and even BRIN costs a quarter of that. What needs an index makes it when it
-- is first asked for (database/ReadingIndexes.h).
DROP INDEX faultline.reading_occurred_at, faultline.reading_chunk_id;

DROP VIEW faultline.error_records_by_day, faultline.failure_events_by_day;
DROP TABLE faultline.chunk_summary, faultline.daily_summary, faultline.failure_day;

-- summaries_stale says that all summaries must be made anew from the readings.
ALTER TABLE faultline.summary_state ADD summaries_stale boolean NOT NULL DEFAULT false;
UPDATE faultline.summary_state
SET summaries_stale = EXISTS (SELECT FROM faultline.reading), events_stale = false;

-- What a chunk adds to the summaries, written with the chunk, which no other worker waits for. It is
-- settled, and gone, at the end of the load. Cells and events are packed as loading/SummaryFormat.h
-- says, because only the program that settles them reads them: as arrays they would cost the server
-- as much as the readings do. A row holds some of either, few enough to stay in its page: TOAST would
-- take three times as long.
CREATE TABLE faultline.chunk_summary (
    load_id     integer NOT NULL,
    chunk_id    integer NOT NULL,
    map_version integer NOT NULL,           -- of the sensor map that events were told by
    start       date NOT NULL,              -- of cells the month's first day, of events the first
    cells       bytea NOT NULL,
    events      bytea NOT NULL
);
ALTER TABLE faultline.chunk_summary ALTER cells SET STORAGE PLAIN, ALTER events SET STORAGE PLAIN;
CREATE INDEX chunk_summary_start ON faultline.chunk_summary (start, load_id);

-- What adds up: how many readings, when, and which measurements, by sensor and severity, for days,
-- months and years. A period is put together from as few of them as will do.
CREATE TABLE faultline.yearly_summary (
    year              date NOT NULL,        -- its first day, in UTC
    sensor_id         integer NOT NULL,
    severity          smallint NOT NULL,
    readings          bigint NOT NULL,
    first_at          timestamptz NOT NULL,
    last_at           timestamptz NOT NULL,
    temperature_count bigint NOT NULL,
    temperature_min   double precision,
    temperature_max   double precision,
    temperature_sum   double precision NOT NULL,
    vibration_count   bigint NOT NULL,
    vibration_min     double precision,
    vibration_max     double precision,
    vibration_sum     double precision NOT NULL
);
CREATE INDEX yearly_summary_year ON faultline.yearly_summary (year);

CREATE TABLE faultline.monthly_summary (LIKE faultline.yearly_summary);
ALTER TABLE faultline.monthly_summary RENAME year TO month;       -- its first day, in UTC
CREATE INDEX monthly_summary_month ON faultline.monthly_summary (month);

-- The days are needed at the ends of a period only, and may be as many as the readings: so a row
-- holds many sensors, in arrays. They are by load, so that a load can be taken back. Rows add up: a
-- sensor may stand in several rows of a day. A minimum or maximum of no measurement is NaN.
CREATE TABLE faultline.daily_summary (
    load_id           integer NOT NULL,
    day               date NOT NULL,        -- in UTC
    sensor_id         integer[] NOT NULL,
    severity          smallint[] NOT NULL,
    readings          bigint[] NOT NULL,
    first_at          timestamptz[] NOT NULL,
    last_at           timestamptz[] NOT NULL,
    temperature_count bigint[] NOT NULL,
    temperature_min   double precision[] NOT NULL,
    temperature_max   double precision[] NOT NULL,
    temperature_sum   double precision[] NOT NULL,
    vibration_count   bigint[] NOT NULL,
    vibration_min     double precision[] NOT NULL,
    vibration_max     double precision[] NOT NULL,
    vibration_sum     double precision[] NOT NULL
);
CREATE INDEX daily_summary_day ON faultline.daily_summary (day);

-- What doesn't add up: the failure events of an equipment on a day, each instant once, in order.
-- Days do add up to months and years.
CREATE TABLE faultline.failure_day (
    equipment_id integer NOT NULL,
    day          date NOT NULL,             -- in UTC
    events       integer NOT NULL,
    event_at     timestamptz[] NOT NULL,
    PRIMARY KEY (day, equipment_id),
    CHECK (events = cardinality(event_at))
);
CREATE TABLE faultline.failure_month (
    equipment_id integer NOT NULL,
    month        date NOT NULL,             -- its first day
    events       bigint NOT NULL,
    PRIMARY KEY (month, equipment_id)
);
CREATE TABLE faultline.failure_year (
    equipment_id integer NOT NULL,
    year         date NOT NULL,             -- its first day
    events       bigint NOT NULL,
    PRIMARY KEY (year, equipment_id)
);

-- Compressing costs more time than the bytes are worth, and nobody asks how often an element occurs.
DO $$
DECLARE
    c record;
BEGIN
    FOR c IN SELECT attrelid::regclass AS name, attname FROM pg_attribute
             WHERE attrelid IN ('faultline.daily_summary'::regclass,
                                'faultline.failure_day'::regclass)
               AND attnum > 0 AND attndims > 0
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER %I SET STORAGE EXTERNAL, ALTER %I SET STATISTICS 0',
                       c.name, c.attname, c.attname);
    END LOOP;
END $$;

-- Functions and views -----------------------------------------------------------------------------

-- The first day of the year or month that a date is in, and of the one that begins on it or next.
CREATE FUNCTION faultline.start_of(unit text, at date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT date_trunc(unit, at::timestamp)::date
$$;
CREATE FUNCTION faultline.next_start_of(unit text, at date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT date_trunc(unit, at::timestamp - interval '1 day'
        + CASE unit WHEN 'month' THEN interval '1 month' ELSE interval '1 year' END)::date
$$;

-- Readings of a period by sensor and severity, one row each. The period is from the start of one
-- day to the end of another; null stands for no limit. Whole years of it come from the years, whole
-- months outside of these from the months, and the rest from the days.
CREATE FUNCTION faultline.readings_by_sensor(period_from date, period_to date)
    RETURNS TABLE (sensor_id integer, severity smallint, readings numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH days AS (
        SELECT coalesce(period_from, '-infinity') AS first,
               coalesce(period_to + 1, 'infinity') AS past
    ), period AS (
        SELECT first AS first_day, past AS past_day,
               faultline.next_start_of('month', first) AS first_month,
               faultline.start_of('month', past) AS past_month,
               faultline.next_start_of('year', first) AS first_year,
               faultline.start_of('year', past) AS past_year
        FROM days
    )
    SELECT sensor_id, severity, sum(readings)
    FROM (
        SELECT y.sensor_id, y.severity, y.readings
        FROM faultline.yearly_summary y, period p
        WHERE y.year >= p.first_year AND y.year < p.past_year
        UNION ALL
        SELECT m.sensor_id, m.severity, m.readings
        FROM faultline.monthly_summary m, period p
        WHERE (m.month >= p.first_month AND m.month < least(p.first_year, p.past_month))
           OR (m.month >= greatest(p.past_year, p.first_month) AND m.month < p.past_month)
        UNION ALL
        -- In step, as the arrays of a row are of one length; in FROM it would take twice as long.
        SELECT unnest(d.sensor_id), unnest(d.severity), unnest(d.readings)
        FROM faultline.daily_summary d, period p
        WHERE (d.day >= p.first_day AND d.day < least(p.first_month, p.past_day))
           OR (d.day >= greatest(p.past_month, p.first_day) AND d.day < p.past_day)
    ) AS parts
    GROUP BY sensor_id, severity
$$;

-- Error records of a period by sensor, with the equipment where it is known. One row a sensor: the
-- joins are on primary keys and never multiply records.
CREATE FUNCTION faultline.error_records(period_from date, period_to date)
    RETURNS TABLE (
        sensor_id integer, equipment_id integer, code text, group_name text, error_records numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.sensor_id, m.equipment_id, coalesce(e.code, '#' || m.equipment_id), e.group_name,
           r.readings
    FROM faultline.readings_by_sensor(period_from, period_to) r
    LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = r.sensor_id
    LEFT JOIN faultline.equipment e ON e.equipment_id = m.equipment_id
    -- A value that is known before anything is added up, and so is looked for in the summaries.
    WHERE r.severity = (SELECT code FROM faultline.severity WHERE name = 'ERROR')
$$;

-- Failure events of a period by equipment, one row each, for equipment that has any.
CREATE FUNCTION faultline.failure_events(period_from date, period_to date)
    RETURNS TABLE (equipment_id integer, code text, group_name text, failure_events numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH days AS (
        SELECT coalesce(period_from, '-infinity') AS first,
               coalesce(period_to + 1, 'infinity') AS past
    ), period AS (
        SELECT first AS first_day, past AS past_day,
               faultline.next_start_of('month', first) AS first_month,
               faultline.start_of('month', past) AS past_month,
               faultline.next_start_of('year', first) AS first_year,
               faultline.start_of('year', past) AS past_year
        FROM days
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
    SELECT c.equipment_id, coalesce(e.code, '#' || c.equipment_id), e.group_name, c.events
    FROM counted c
    LEFT JOIN faultline.equipment e ON e.equipment_id = c.equipment_id
$$;

-- The same day by day, for trends and for tools of others.
CREATE VIEW faultline.error_records_by_day AS
SELECT d.day, x.sensor_id, m.equipment_id, coalesce(e.code, '#' || m.equipment_id) AS code,
       e.group_name, x.readings AS error_records
FROM faultline.daily_summary d
CROSS JOIN LATERAL unnest(d.sensor_id, d.severity, d.readings)
    AS x (sensor_id, severity, readings)
JOIN faultline.severity s ON s.code = x.severity AND s.name = 'ERROR'
LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = x.sensor_id
LEFT JOIN faultline.equipment e ON e.equipment_id = m.equipment_id;

CREATE VIEW faultline.failure_events_by_day AS
SELECT f.day, f.equipment_id, coalesce(e.code, '#' || f.equipment_id) AS code,
       e.group_name, f.events AS failure_events
FROM faultline.failure_day f
LEFT JOIN faultline.equipment e ON e.equipment_id = f.equipment_id;
