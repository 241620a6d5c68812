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

-- No primary key and no index that the load would have to keep: a chunk is loaded once because the
-- journal says so. BRIN costs nearly nothing and serves questions about a stretch of time.
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
CREATE INDEX reading_occurred_at ON faultline.reading USING brin (occurred_at);
CREATE INDEX reading_chunk_id ON faultline.reading USING brin (chunk_id);

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

-- What a chunk adds to the summaries, as arrays: one row written with the chunk, which no other
-- worker waits for. It is settled, and gone, at the end of the load.
CREATE TABLE faultline.chunk_summary (
    chunk_id          integer PRIMARY KEY,
    map_version       integer NOT NULL,     -- of the sensor map that events were told by
    -- One element for each day, sensor and severity in the chunk.
    day               date[] NOT NULL,
    sensor_id         integer[] NOT NULL,
    severity          smallint[] NOT NULL,
    readings          integer[] NOT NULL,
    first_at          timestamptz[] NOT NULL,
    last_at           timestamptz[] NOT NULL,
    temperature_count integer[] NOT NULL,
    temperature_min   double precision[] NOT NULL,
    temperature_max   double precision[] NOT NULL,
    temperature_sum   double precision[] NOT NULL,
    vibration_count   integer[] NOT NULL,
    vibration_min     double precision[] NOT NULL,
    vibration_max     double precision[] NOT NULL,
    vibration_sum     double precision[] NOT NULL,
    -- One element for each equipment and instant with an error record in the chunk.
    event_equipment   integer[] NOT NULL,
    event_at          timestamptz[] NOT NULL
);
-- Written once and read once: not worth compressing.
ALTER TABLE faultline.chunk_summary
    ALTER day SET STORAGE EXTERNAL, ALTER sensor_id SET STORAGE EXTERNAL,
    ALTER severity SET STORAGE EXTERNAL, ALTER readings SET STORAGE EXTERNAL,
    ALTER first_at SET STORAGE EXTERNAL, ALTER last_at SET STORAGE EXTERNAL,
    ALTER temperature_count SET STORAGE EXTERNAL, ALTER temperature_min SET STORAGE EXTERNAL,
    ALTER temperature_max SET STORAGE EXTERNAL, ALTER temperature_sum SET STORAGE EXTERNAL,
    ALTER vibration_count SET STORAGE EXTERNAL, ALTER vibration_min SET STORAGE EXTERNAL,
    ALTER vibration_max SET STORAGE EXTERNAL, ALTER vibration_sum SET STORAGE EXTERNAL,
    ALTER event_equipment SET STORAGE EXTERNAL, ALTER event_at SET STORAGE EXTERNAL;

-- What adds up. By load, so that a load can be taken back.
CREATE TABLE faultline.daily_summary (
    load_id           integer NOT NULL,     -- no foreign key: a look-up for every row is dear
    day               date NOT NULL,        -- in UTC
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
    vibration_sum     double precision NOT NULL,
    PRIMARY KEY (load_id, day, sensor_id, severity)
);

-- What doesn't add up: the failure events of an equipment on a day, each instant once, in order.
CREATE TABLE faultline.failure_day (
    equipment_id integer NOT NULL,
    day          date NOT NULL,             -- in UTC
    events       integer NOT NULL,
    event_at     timestamptz[] NOT NULL,
    PRIMARY KEY (equipment_id, day),
    CHECK (events = cardinality(event_at))
);

-- One row. map_version grows with every change of equipment_sensor; events_stale says that
-- failure_day must be made anew from the readings, because a change concerned sensors with readings.
CREATE TABLE faultline.summary_state (
    only_row     boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    map_version  integer NOT NULL DEFAULT 1,
    events_stale boolean NOT NULL DEFAULT false
);
INSERT INTO faultline.summary_state DEFAULT VALUES;

-- Views -------------------------------------------------------------------------------------------

-- Error records by day and sensor, with the equipment where it is known. One row of daily_summary
-- is one row here: the joins are on primary keys and never multiply records.
CREATE VIEW faultline.error_records_by_day AS
SELECT d.day, d.sensor_id, m.equipment_id, coalesce(e.code, '#' || m.equipment_id) AS code,
       e.group_name, d.readings AS error_records
FROM faultline.daily_summary d
JOIN faultline.severity s ON s.code = d.severity AND s.name = 'ERROR'
LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = d.sensor_id
LEFT JOIN faultline.equipment e ON e.equipment_id = m.equipment_id;

CREATE VIEW faultline.failure_events_by_day AS
SELECT f.day, f.equipment_id, coalesce(e.code, '#' || f.equipment_id) AS code,
       e.group_name, f.events AS failure_events
FROM faultline.failure_day f
LEFT JOIN faultline.equipment e ON e.equipment_id = f.equipment_id;

-- Every equipment that a report can name: those of the list, and those that only the map names,
-- whose code is their number.
CREATE VIEW faultline.known_equipment AS
SELECT equipment_id, code, group_name FROM faultline.equipment
UNION ALL
SELECT DISTINCT m.equipment_id, '#' || m.equipment_id, NULL::text
FROM faultline.equipment_sensor m
WHERE NOT EXISTS (
    SELECT FROM faultline.equipment e WHERE e.equipment_id = m.equipment_id);

-- The shapes of the process that Faultline replaces, for old queries and BI tools.
CREATE VIEW faultline.logs AS
SELECT r.occurred_at AS "timestamp", s.name AS status, r.sensor_id, r.temperature, r.vibration
FROM faultline.reading r
JOIN faultline.severity s ON s.code = r.severity;

CREATE VIEW faultline.equipment_sensors AS
SELECT equipment_id, sensor_id FROM faultline.equipment_sensor;
