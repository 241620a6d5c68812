-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema of Faultline, version 1. Runs in one transaction, with search_path = pg_catalog, faultline.
-- {hstore} is replaced with the quoted name of the schema in which the extension lives.

-- What equipment there is -------------------------------------------------------------------------

CREATE TABLE faultline.equipment (
    equipment_id integer PRIMARY KEY,
    code         text NOT NULL,
    group_name   text,
    attributes   {hstore}.hstore            -- keys of the equipment list that Faultline doesn't know
);

CREATE TABLE faultline.equipment_sensor (
    sensor_id    integer PRIMARY KEY,
    -- No foreign key: a map may come before the list, or name equipment that the list lacks. Both
    -- are findings of the load, and no reason to lose the line.
    equipment_id integer NOT NULL
);

CREATE TABLE faultline.severity (
    code smallint PRIMARY KEY,
    name text NOT NULL UNIQUE
);
-- Spaced, so that a name seen later can stand between. Others are added as they are seen.
INSERT INTO faultline.severity (code, name) VALUES
    (10, 'DEBUG'), (20, 'INFO'), (30, 'WARNING'), (40, 'ERROR'), (50, 'CRITICAL');
CREATE SEQUENCE faultline.severity_code_seq AS smallint START 100 OWNED BY faultline.severity.code;

-- Readings ----------------------------------------------------------------------------------------

-- No primary key, because a chunk is loaded once for the journal's sake, and no index: a row is
-- stored in half a microsecond, and even a BRIN index, asked for every row, costs a quarter of that.
-- What needs an index makes it when it is first asked for.
-- Columns are ordered by width, so that no byte is spent on alignment.
CREATE TABLE faultline.reading (
    occurred_at timestamptz NOT NULL,
    temperature double precision,
    vibration   double precision,
    sensor_id   integer NOT NULL,
    chunk_id    integer NOT NULL,
    severity    smallint NOT NULL,
    extra       {hstore}.hstore             -- measurements other than temperature and vibration
);

-- Ledger ------------------------------------------------------------------------------------------

CREATE TABLE faultline.load_run (
    load_id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    folder          text NOT NULL,
    started_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at        timestamptz,
    state           text NOT NULL DEFAULT 'running'
                    CHECK (state IN ('running', 'succeeded', 'cancelled', 'failed')),
    program_version text NOT NULL,
    settings        jsonb NOT NULL,         -- chunk rows, workers: what the load ran with
    findings        jsonb NOT NULL DEFAULT '[]'
);

-- A source file, known by its content: the same content under another name is the same file, and a
-- file whose committed part has changed is another one (the next generation of its path).
CREATE TABLE faultline.source_file (
    file_id    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY
               CHECK (file_id < 8388608),   -- see load_chunk_once
    path       text NOT NULL,               -- where it was last seen
    role       text NOT NULL CHECK (role IN ('readings', 'sensor_map', 'equipment_list')),
    generation integer NOT NULL DEFAULT 1,
    head_bytes integer NOT NULL,            -- so many bytes from the start …
    head_hash  bytea NOT NULL,              -- … have this XXH3-128
    first_seen timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX source_file_head ON faultline.source_file (head_hash);
CREATE INDEX source_file_path ON faultline.source_file (path);

CREATE SEQUENCE faultline.chunk_id_seq AS integer;

-- The journal: one row for each stretch of bytes that was loaded, in the transaction that loaded
-- it. load_chunk_once lets no byte of a file stand in two rows, whatever the chunk sizes of the
-- programs that load it: a second attempt waits for the first, and then inserts nothing.
-- File and offset share one bigint (23 and 40 bits: 8 million files of up to 1 TB), because an
-- exclusion over two columns would need the extension btree_gist.
CREATE TABLE faultline.load_chunk (
    chunk_id     integer PRIMARY KEY,
    load_id      integer NOT NULL REFERENCES faultline.load_run,
    file_id      integer NOT NULL REFERENCES faultline.source_file,
    first_byte   bigint NOT NULL CHECK (first_byte >= 0),
    end_byte     bigint NOT NULL CHECK (end_byte <= 1::bigint << 40),
    first_line   bigint NOT NULL,           -- counted from 1
    lines        bigint NOT NULL,
    records      bigint NOT NULL,           -- lines, or objects of a list
    loaded       bigint NOT NULL,
    rejected     bigint NOT NULL,
    blank        bigint NOT NULL,
    content_hash bytea NOT NULL,            -- XXH3-128 of its bytes
    tail_hash    bytea NOT NULL,            -- XXH3-128 of its last 4 KiB at most
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (end_byte > first_byte),
    CHECK (records = loaded + rejected + blank),
    CONSTRAINT load_chunk_once EXCLUDE USING gist (
        int8range((file_id::bigint << 40) + first_byte, (file_id::bigint << 40) + end_byte) WITH &&)
);
CREATE INDEX load_chunk_file ON faultline.load_chunk (file_id, first_byte);
CREATE INDEX load_chunk_load ON faultline.load_chunk (load_id);

-- The receipt: what one load did with each file. Its counts are written when the load ends.
CREATE TABLE faultline.load_file (
    load_id      integer NOT NULL REFERENCES faultline.load_run,
    position     integer NOT NULL,          -- in the order of loading, from 1
    file_id      integer REFERENCES faultline.source_file,  -- null: nothing of it was loaded
    path         text NOT NULL,
    role         text NOT NULL,
    bytes        bigint NOT NULL,
    records_in   bigint NOT NULL,
    loaded       bigint NOT NULL,
    rejected     bigint NOT NULL,
    blank        bigint NOT NULL,
    skipped      bigint NOT NULL,
    state        text NOT NULL,
    message      text NOT NULL DEFAULT '',
    PRIMARY KEY (load_id, position)
);

CREATE TABLE faultline.rejected_line (
    chunk_id      integer NOT NULL,
    line_number   bigint NOT NULL,
    byte_offset   bigint NOT NULL,
    column_number integer NOT NULL,         -- in bytes, from 1: where parsing stopped
    line_bytes    bigint NOT NULL,          -- its whole length
    reason        text NOT NULL,            -- a word: docs/formats.md
    raw           bytea NOT NULL,           -- its first 8 KiB at most
    PRIMARY KEY (chunk_id, line_number, byte_offset)
);

-- Summaries ---------------------------------------------------------------------------------------

-- What a chunk adds to the summaries: rows for each month that it touches, written with the chunk,
-- which no other worker waits for. They are settled, and gone, at the end of the load. Cells and
-- events are packed as loading/SummaryFormat.h says, because only the program that settles them
-- reads them: as arrays they would cost the server as much as the readings do. A row holds some of
-- either, few enough to stay in its page: TOAST would take three times as long.
CREATE TABLE faultline.chunk_summary (
    chunk_id    integer NOT NULL,
    map_version integer NOT NULL,           -- of the sensor map that events were told by
    month       date NOT NULL,              -- its first day
    cells       bytea NOT NULL,
    events      bytea NOT NULL
);
ALTER TABLE faultline.chunk_summary ALTER cells SET STORAGE PLAIN, ALTER events SET STORAGE PLAIN;
CREATE INDEX chunk_summary_month ON faultline.chunk_summary (month);

-- What adds up: how many readings, when, and which measurements, by sensor and severity, for days,
-- months and years. A period is put together from as few of them as will do. By load, so that a
-- load can be taken back. Rows add up: one sensor may have several rows for the same time, when a
-- load was settled in parts.
CREATE TABLE faultline.yearly_summary (
    load_id           integer NOT NULL,
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

CREATE TABLE faultline.monthly_summary (LIKE faultline.yearly_summary);
ALTER TABLE faultline.monthly_summary RENAME year TO month;       -- its first day, in UTC
CREATE INDEX monthly_summary_month ON faultline.monthly_summary (month);

-- The days are needed at the ends of a period only, and may be as many as the readings: so a row
-- holds many sensors, in arrays. A minimum or maximum of no measurement is NaN.
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

-- One row. map_version grows with every change of equipment_sensor; events_stale says that
-- failure_day must be made anew from the readings, because a change concerned sensors with readings.
CREATE TABLE faultline.summary_state (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    map_version  integer NOT NULL DEFAULT 1,
    events_stale boolean NOT NULL DEFAULT false
);
INSERT INTO faultline.summary_state DEFAULT VALUES;

-- Views and functions -----------------------------------------------------------------------------

-- Every equipment that a report can name: those of the list, and those that only the map names,
-- whose code is their number.
CREATE VIEW faultline.known_equipment AS
SELECT equipment_id, code, group_name FROM faultline.equipment
UNION ALL
SELECT DISTINCT m.equipment_id, '#' || m.equipment_id, NULL::text
FROM faultline.equipment_sensor m
WHERE NOT EXISTS (
    SELECT FROM faultline.equipment e WHERE e.equipment_id = m.equipment_id);

-- The first day of the year or month that a date is in, and of the one that begins on it or next.
CREATE FUNCTION faultline.start_of(unit text, at date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN date_trunc(unit, at::timestamp)::date;
CREATE FUNCTION faultline.next_start_of(unit text, at date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN date_trunc(
        unit, at::timestamp + ('1 ' || unit)::interval - interval '1 day')::date;

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
        SELECT x.sensor_id, x.severity, x.readings
        FROM period p, faultline.daily_summary d
        CROSS JOIN LATERAL unnest(d.sensor_id, d.severity, d.readings)
            AS x (sensor_id, severity, readings)
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
    JOIN faultline.severity s ON s.code = r.severity AND s.name = 'ERROR'
    LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = r.sensor_id
    LEFT JOIN faultline.equipment e ON e.equipment_id = m.equipment_id
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

-- The shapes of the process that Faultline replaces, for old queries and BI tools.
CREATE VIEW faultline.logs AS
SELECT r.occurred_at AS "timestamp", s.name AS status, r.sensor_id, r.temperature, r.vibration
FROM faultline.reading r
JOIN faultline.severity s ON s.code = r.severity;

CREATE VIEW faultline.equipment_sensors AS
SELECT equipment_id, sensor_id FROM faultline.equipment_sensor;
