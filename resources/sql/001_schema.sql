-- SPDX-License-Identifier: GPL-3.0-or-later
-- The schema of Faultline's database.
--
--   1. Versions          which migrations this schema has
--   2. Plants            plants, their equipment and sensors, the names in reports
--   3. Readings          what the sensors logged
--   4. Ledger            loads, source files, the journal, receipts
--   5. Rejected lines    lines that could not be loaded, and how many for each reason
--   6. Summaries         what reports read instead of the readings
--   7. Functions         a period, failures, trends, observation, statistics
--   8. Views             for other tools; docs/database.md describes them
--   9. Roles             none are created here
--
-- Runs in one transaction, with search_path = pg_catalog, faultline. {hstore} is replaced with the
-- quoted name of the schema that contains the extension. Days, weeks, months and hours are those of
-- the plant's time zone; instants are stored in UTC. A database stores the checksum of this text
-- (database/SchemaMigration.h), so any change here, even to a comment, makes a different schema.
-- Once a version is released, add a file instead.

-- 1. Versions -------------------------------------------------------------------------------------

CREATE TABLE faultline.schema_version (
    version         integer PRIMARY KEY,
    checksum        text NOT NULL,          -- SHA-256 of the migration's text
    program_version text NOT NULL,
    applied_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- 2. Plants ---------------------------------------------------------------------------------------

-- A vessel, site or unit. It names its equipment and sensors without regard to others, so what files
-- call them is unique within a plant only. Everything else refers to keys of our own.
CREATE TABLE faultline.plant (
    plant_id     smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL CHECK (name ~ '\S'),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Times that files write without a zone are in this one, and days begin in it. An unknown name
    -- is an error. Only changed while the plant has no readings: loading/plants/Plants.h.
    time_zone    text NOT NULL DEFAULT 'UTC'
                 CHECK (timezone(time_zone, timestamptz '2000-01-01 00:00:00+00') IS NOT NULL),
    -- Readings with one of these severities are failures of their equipment.
    failure_severities text[] NOT NULL DEFAULT '{ERROR}'
                 CHECK (cardinality(failure_severities) > 0
                        AND array_position(failure_severities, NULL) IS NULL),
    -- Lists were loaded or undone, and what is in force has to be derived again.
    lists_changed boolean NOT NULL DEFAULT false,
    -- Readings that another file has loaded are skipped; otherwise they are loaded again.
    skip_known    boolean NOT NULL DEFAULT true
);
-- People type names, and take two that differ only by case for one.
CREATE UNIQUE INDEX plant_name ON faultline.plant (lower(name));

-- The load whose turn it is to store readings of a plant, while it runs (loading/plants/PlantTurn.h).
-- Each chunk holds its row until it commits, so it isn't a column of the plant, whose settings
-- someone may change meanwhile.
CREATE TABLE faultline.plant_turn (
    plant_id smallint PRIMARY KEY REFERENCES faultline.plant,
    load_id  integer
);

-- Equipment that a list or a map names. A row stays for good, because other rows have its key;
-- equipment_entry says what is known about it.
CREATE TABLE faultline.equipment (
    equipment_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plant_id      smallint NOT NULL REFERENCES faultline.plant,
    equipment_id  text COLLATE "C" NOT NULL,    -- as files write it; whole numbers without zeros
    -- From the equipment list in force. Null: no list has it.
    code          text,
    group_name    text,
    attributes    {hstore}.hstore,          -- keys in the equipment list that Faultline doesn't use
    in_service    timestamp,                -- since when, by the plant's clocks; null: not listed
    UNIQUE (plant_id, equipment_id)
);

-- What an equipment list says about when equipment went into service: the text under the first of
-- these names, whatever their case, spaces and separators.
CREATE FUNCTION faultline.in_service_text(attributes {hstore}.hstore) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT btrim(a.value)
    FROM {hstore}.each(attributes) a
    JOIN unnest(ARRAY['inservice', 'inservicedate', 'inservicesince', 'dateinservice',
                      'commissioned', 'commissioning', 'commissioningdate', 'commissioneddate',
                      'commissionedon', 'startup', 'startupdate', 'installed', 'installedon',
                      'installationdate', 'installdate', 'dateinstalled'])
        WITH ORDINALITY AS n (name, rank)
        ON n.name = regexp_replace(lower(a.key), '[^a-z]+', '', 'g')
    WHERE a.value ~ '\S'
    ORDER BY n.rank LIMIT 1
$$;

-- The same as a time: 2015-03-01 or 2015-03-01 06:00. Null for anything else; data_findings() names
-- such equipment.
CREATE FUNCTION faultline.in_service(attributes {hstore}.hstore) RETURNS timestamp
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    shown text := faultline.in_service_text(attributes);
BEGIN
    IF shown ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?$' THEN
        RETURN replace(shown, 'T', ' ')::timestamp;
    END IF;
    RETURN NULL;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN NULL;
END $$;

-- Time that doesn't count for reliability, such as shutdowns and planned maintenance, as people entered
-- it: of a plant, of one of its groups, or of a piece of equipment. All times are those that the
-- plant's clocks show. excluded_windows() says which instants that is.
CREATE TABLE faultline.excluded_time (
    excluded_id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plant_id      smallint NOT NULL REFERENCES faultline.plant,
    group_name    text CHECK (group_name <> ''),
    equipment_key integer REFERENCES faultline.equipment,
    reason        text NOT NULL CHECK (reason ~ '\S'),
    repeats       text NOT NULL CHECK (repeats IN ('never', 'week', 'year')),
    -- Never: from when until before when.
    starts_at     timestamp,
    ends_at       timestamp CHECK (ends_at > starts_at),
    -- Every week: on which days (1 is Monday), from which time of day until before which other one;
    -- of the next day, unless that is later.
    weekdays      smallint[] CHECK (cardinality(weekdays) > 0
                                    AND weekdays <@ '{1,2,3,4,5,6,7}'::smallint[]),
    time_from     time,
    time_to       time,
    -- Every year: the first and the last day, as days of the year 2000. Before January, the last day
    -- may be one of the next year.
    year_from     date CHECK (year_from BETWEEN '2000-01-01' AND '2000-12-31'),
    year_to       date CHECK (year_to BETWEEN '2000-01-01' AND '2000-12-31'),
    -- What repeats: only what begins on these days and between them; null: no limit.
    since         date,
    until         date CHECK (until >= since),
    CHECK (group_name IS NULL OR equipment_key IS NULL),
    CHECK (num_nonnulls(starts_at, ends_at) = CASE repeats WHEN 'never' THEN 2 ELSE 0 END),
    CHECK (num_nonnulls(weekdays, time_from, time_to) = CASE repeats WHEN 'week' THEN 3 ELSE 0 END),
    CHECK (num_nonnulls(year_from, year_to) = CASE repeats WHEN 'year' THEN 2 ELSE 0 END),
    CHECK (repeats <> 'never' OR num_nonnulls(since, until) = 0)
);

-- Sensors that a map or a reading names. A row stays for good, because readings have its key.
--
-- Some files name no sensor but the equipment, as failure lists do. Their readings are of the
-- equipment itself, which is a sensor whose key is the equipment's, but negative: so whoever has
-- the key of a reading's sensor knows its equipment, also before it is on any map. Its sensor_id is
-- like '7 (equipment)'; a file may call a sensor that, and it is another one.
CREATE TABLE faultline.sensor (
    sensor_key    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    plant_id      smallint NOT NULL REFERENCES faultline.plant,
    sensor_id     text COLLATE "C" NOT NULL, -- as files write it; whole numbers without zeros
    equipment_key integer REFERENCES faultline.equipment, -- that it is; null for any other sensor
    is_equipment  boolean GENERATED ALWAYS AS (equipment_key IS NOT NULL) STORED,
    UNIQUE (plant_id, sensor_id, is_equipment),
    CHECK (CASE WHEN equipment_key IS NULL THEN sensor_key > 0
                ELSE sensor_key = -equipment_key END)
);

-- The sensor map in force: the equipment that each sensor belongs to, and when: from valid_from
-- until before valid_to. The periods of a sensor don't overlap. Equipment that is a sensor is on
-- itself, always; no map changes that.
CREATE TABLE faultline.equipment_sensor (
    sensor_key    integer NOT NULL REFERENCES faultline.sensor,
    equipment_key integer NOT NULL REFERENCES faultline.equipment,
    valid_from    timestamptz NOT NULL DEFAULT '-infinity',
    valid_to      timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (sensor_key, valid_from),
    CHECK (valid_from < valid_to)
);
CREATE INDEX equipment_sensor_equipment ON faultline.equipment_sensor (equipment_key);

-- Sorts ids: numbers by their value, then everything else by its text.
CREATE FUNCTION faultline.id_order(id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    -- A regular expression would take five times as long.
    SELECT CASE WHEN ltrim(id, '0123456789') = '' AND id <> ''
                THEN lpad(length(id)::text, 3, '0') || id ELSE '~' || id END COLLATE "C"
$$;

-- All equipment that a report can name: what the list has, and what only the map names, whose code
-- is its id (#7 if that is a number). Each code is unique in its plant: if several pieces of
-- equipment share one, the id follows, PUMP (#2). It also follows a code that already looks like
-- that. Whatever names equipment takes the name from here, so that filters, charts and exports
-- agree.
-- DISTINCT ON removes no row. It tells the planner that there is one row for each equipment_key, so
-- a query that uses no name skips the look-up.
CREATE VIEW faultline.known_equipment AS
SELECT DISTINCT ON (k.equipment_key)
       k.equipment_key, k.plant_id, p.name AS plant, k.equipment_id,
       CASE WHEN count(*) OVER (PARTITION BY k.plant_id, k.code COLLATE "C") > 1
                 -- LIKE avoids nearly all uses of the regular expression.
                 OR (k.code LIKE '%)' AND k.code ~ ' \(#[^()]+\)$')
            THEN k.code || ' (#' || k.equipment_id || ')'
            ELSE k.code END AS code,
       k.group_name, k.is_listed, k.in_service
FROM (SELECT e.equipment_key, e.plant_id, e.equipment_id,
             coalesce(e.code, CASE WHEN e.equipment_id ~ '^[0-9]+$' THEN '#' ELSE '' END
                              || e.equipment_id) AS code,
             nullif(e.group_name, '') AS group_name, e.code IS NOT NULL AS is_listed,
             e.in_service
      FROM faultline.equipment e
      WHERE e.code IS NOT NULL
         OR EXISTS (SELECT FROM faultline.equipment_sensor m
                    WHERE m.equipment_key = e.equipment_key)) AS k
JOIN faultline.plant p ON p.plant_id = k.plant_id;

-- All sensors, with their plant.
CREATE VIEW faultline.known_sensor AS
SELECT n.sensor_key, n.plant_id, p.name AS plant, n.sensor_id
FROM faultline.sensor n
JOIN faultline.plant p ON p.plant_id = n.plant_id;

-- 3. Readings -------------------------------------------------------------------------------------

CREATE TABLE faultline.severity (
    code smallint PRIMARY KEY,
    name text NOT NULL UNIQUE
);
-- Spaced, so that others fit in between. A load adds the names that it finds, from 100 on.
INSERT INTO faultline.severity (code, name) VALUES
    (10, 'DEBUG'), (20, 'INFO'), (30, 'WARNING'), (40, 'ERROR'), (50, 'CRITICAL');
CREATE SEQUENCE faultline.severity_code_seq AS smallint START 100 OWNED BY faultline.severity.code;

-- Readings with these severities are failures, for each plant. FAILURE, which failure lists have,
-- always is (readings/FailureDetail.h).
CREATE VIEW faultline.failure_severity AS
SELECT p.plant_id, s.code AS severity
FROM faultline.plant p
JOIN faultline.severity s ON s.name = ANY (p.failure_severities || 'FAILURE'::text);

-- No primary key and no index: each would slow down every load. The journal makes sure that a chunk
-- is loaded once; an index is created when it is first needed (database/ReadingIndexes.h). Columns
-- are ordered by width, so that no byte is lost to alignment: a row takes 64 bytes. Chunk and line
-- share a column, because with a ninth column the row would have a larger header. The plant is that
-- of the sensor.
CREATE TABLE faultline.reading (
    occurred_at timestamptz NOT NULL,
    temperature double precision,
    vibration   double precision,
    reading_id  bigint NOT NULL,            -- its address and its key: see the functions below
    sensor_key  integer NOT NULL,
    severity    smallint NOT NULL,
    plant_id    smallint NOT NULL,
    extra       {hstore}.hstore             -- measurements other than temperature and vibration
);

-- A reading's chunk, and its position within the chunk, from 0: its record there, times
-- load_chunk.slots, plus its number among the readings of that record. In a log, a record is a line:
-- load_chunk.first_line plus the position is the line in its file. base/Ids.h is the same in the
-- program.
CREATE FUNCTION faultline.reading_id(chunk_id integer, "position" bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT chunk_id::bigint << 32 | "position"
$$;
CREATE FUNCTION faultline.chunk_of(reading_id bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT (reading_id >> 32)::integer
$$;
CREATE FUNCTION faultline.position_of(reading_id bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT reading_id & 4294967295
$$;

-- What failure lists say about a failure apart from its time and equipment, in rows of their own,
-- because nearly no reading has it. A row goes with its reading, and repeats what reports need of it:
-- finding the readings by their id would take long.
CREATE TABLE faultline.failure_detail (
    reading_id       bigint PRIMARY KEY,
    occurred_at      timestamptz NOT NULL,
    ended_at         timestamptz CHECK (ended_at >= occurred_at),
    duration_seconds double precision CHECK (duration_seconds >= 0),  -- as the list says it
    sensor_key       integer NOT NULL,
    severity         smallint NOT NULL,
    plant_id         smallint NOT NULL,
    planned          boolean,               -- planned work, which isn't a failure
    failure_mode     text,
    cause            text
);

-- 4. Ledger ---------------------------------------------------------------------------------------

CREATE TABLE faultline.load_run (
    load_id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    folder          text NOT NULL,
    state           text NOT NULL DEFAULT 'running'
                    CHECK (state IN ('running', 'succeeded', 'cancelled', 'failed')),
    started_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at        timestamptz,
    undone_at       timestamptz,            -- the receipt of an undone load stays
    program_version text NOT NULL,
    settings        jsonb NOT NULL,         -- chunk rows, workers: the options of the load
    failure         jsonb,                  -- why it failed, as a message; null when it didn't
    findings        jsonb NOT NULL DEFAULT '[]'
);

-- Which plant a data folder, or each part of it, was loaded into, and why.
CREATE TABLE faultline.load_plant (
    load_id  integer NOT NULL REFERENCES faultline.load_run,
    plant_id smallint NOT NULL REFERENCES faultline.plant,
    folder   text NOT NULL,                 -- the data folder or a subfolder
    reason   text NOT NULL
             CHECK (reason IN ('chosen', 'folder', 'lists', 'first', 'subfolder')),
    compared integer NOT NULL DEFAULT 0,    -- list entries that the plant knew, …
    agreeing integer NOT NULL DEFAULT 0,    -- … and how many of them were the same there
    entries  integer NOT NULL DEFAULT 0,    -- of the lists, known or not
    is_new   boolean NOT NULL DEFAULT false, -- this load created the plant
    time_zone text NOT NULL DEFAULT 'UTC',  -- of the plant, when it was loaded
    skip_known boolean NOT NULL DEFAULT true, -- as the plant had it then
    PRIMARY KEY (load_id, folder)
);
CREATE INDEX load_plant_folder ON faultline.load_plant (folder);

-- A source file of a plant, identified by its content. The same content under another name is the
-- same file; a file whose loaded part has changed is another one, the next generation of its path.
CREATE TABLE faultline.source_file (
    file_id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY
                  CHECK (file_id < 8388608),    -- see load_chunk_once
    plant_id      smallint NOT NULL REFERENCES faultline.plant,
    -- Files that share lines are a family, whatever their names, and each line is loaded once for
    -- all of them. All files of a family have the same root_id; null: a file without relatives.
    root_id       integer REFERENCES faultline.source_file,
    path          text NOT NULL,            -- where it was last seen: 'file' or 'archive › member'
    encoding      text NOT NULL DEFAULT 'utf-8', -- how its text is written; positions are in UTF-8
    role          text NOT NULL CHECK (role IN ('readings', 'sensor_map', 'equipment_list')),
    generation    integer NOT NULL DEFAULT 1,
    -- Other content has replaced it. Chunks that both contain have moved to the new content's
    -- journal.
    superseded    boolean NOT NULL DEFAULT false,
    head_bytes    integer NOT NULL,         -- this many bytes from the start …
    head_hash     bytea NOT NULL,           -- … have this XXH3-128
    content_bytes bigint,                   -- when it was last loaded completely, this many bytes …
    content_hash  bytea,                    -- … had this XXH3-128
    modified_ms   bigint,                   -- its modification time then; a hint
    -- In which order its dates of numbers were read (sources/lines/TimeFormat.h); null: none needed
    -- an order.
    date_order    text CHECK (date_order IN ('day-first', 'month-first')),
    -- Of times without one, as chosen for it: 'Europe/Oslo', '+01:00'; null: the plant's.
    time_zone     text CHECK (time_zone <> ''),
    table_format  jsonb,                    -- of a table, or a list with chosen columns (docs/formats.md)
    -- How a log's lines are laid out (docs/formats.md): 'time tag severity'; null: as usual.
    log_layout    text CHECK (log_layout <> ''),
    -- Hashes of some of its readings (loading/ReadingSketch.h): files that share lines share some.
    sketch        bigint[] NOT NULL DEFAULT '{}',
    first_seen    timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX source_file_head ON faultline.source_file (head_hash);
CREATE INDEX source_file_path ON faultline.source_file (path);
CREATE INDEX source_file_root ON faultline.source_file (root_id) WHERE root_id IS NOT NULL;
CREATE INDEX source_file_zone ON faultline.source_file (root_id) WHERE time_zone IS NOT NULL;
CREATE INDEX source_file_sketch ON faultline.source_file USING gin (sketch);

-- What people chose about files of one structure, for all who load such files.
CREATE TABLE faultline.source_format (
    name       text PRIMARY KEY CHECK (name <> ''),
    structure  text NOT NULL CHECK (structure <> ''), -- what such files have in common
    choice     jsonb NOT NULL,                        -- docs/formats.md, "Kept choices"
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- A structure may have thousands of columns, more than an index takes.
CREATE UNIQUE INDEX source_format_structure ON faultline.source_format (md5(structure));

CREATE SEQUENCE faultline.chunk_id_seq AS integer;

-- The journal: one row for each range of bytes that was loaded, written in the transaction that
-- loaded it. load_chunk_once keeps any byte of a file from being in two rows, whatever chunk sizes
-- the loading programs use: a second attempt waits for the first, and then inserts nothing. File
-- and offset share one bigint (23 and 40 bits: 8 million files of up to 1 TB), because an exclusion
-- over two columns would need the extension btree_gist.
CREATE TABLE faultline.load_chunk (
    chunk_id          integer PRIMARY KEY,
    load_id           integer NOT NULL REFERENCES faultline.load_run,
    file_id           integer NOT NULL REFERENCES faultline.source_file,
    first_byte        bigint NOT NULL CHECK (first_byte >= 0),
    end_byte          bigint NOT NULL CHECK (end_byte <= 1::bigint << 40),
    first_line        bigint NOT NULL,      -- counted from 1
    lines             bigint NOT NULL,
    -- Of readings: how many a record can give, and how many positions its records have, all in all.
    slots             integer NOT NULL DEFAULT 1,
    positions         bigint NOT NULL DEFAULT 0,
    -- Lines, or entries of a list. A record that gives several readings counts once for each of
    -- them, with those that were rejected or blank.
    records           bigint NOT NULL,
    loaded            bigint NOT NULL,
    rejected          bigint NOT NULL,
    blank             bigint NOT NULL,
    skipped           bigint NOT NULL DEFAULT 0, -- other files have these readings
    dates_only        bigint NOT NULL DEFAULT 0, -- readings whose line has no time of day
    times_twice       bigint NOT NULL DEFAULT 0, -- readings of an hour that came twice
    repeated          bigint NOT NULL DEFAULT 0, -- exact copies of earlier readings of the chunk
    -- Names and words of its measurements (loading/receipt/MeasurementNotes.h); null: only
    -- temperatures and vibrations that are numbers.
    measurements      jsonb,
    -- Failures whose end or duration can't be true (loading/receipt/NoteCounts.h); null: none.
    failure_notes     jsonb,
    -- How many of its readings have each severity: {{code, readings}, …}.
    severities        bigint[] NOT NULL DEFAULT '{}',
    -- Which readings may be in it, loaded or skipped (loading/comparison/ChunkExtent.h); first_at is
    -- null if there are none.
    first_at          timestamptz,
    last_at           timestamptz,
    sensors           int4multirange NOT NULL DEFAULT '{}', -- keys; perhaps some more
    -- Where its readings go back in time (loading/chunks/TimeSteps.h), in the order of lines. Lines
    -- are in the chunk, from 0.
    begins_at         timestamptz,          -- time of the first reading, and its line
    begin_line        bigint,
    ends_at           timestamptz,          -- time of the last reading
    time_changes      bigint NOT NULL DEFAULT 0, -- readings with another time than the one before
    steps_back        bigint NOT NULL DEFAULT 0,
    step_at           timestamptz,          -- the first step: the time after it, its line, how far
    step_line         bigint,
    step_by           interval,
    -- Readings that it skipped were undone. The range will be loaded again; what it loaded stays.
    forgotten         boolean NOT NULL DEFAULT false,
    content_hash      bytea NOT NULL,       -- XXH3-128 of its bytes
    tail_hash         bytea NOT NULL,       -- XXH3-128 of at most its last 4 KiB
    -- Sums over the rows of the chunk in any order (loading/RowChecksum.h).
    readings_checksum bigint NOT NULL DEFAULT 0,
    rejected_checksum bigint NOT NULL DEFAULT 0,
    committed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (end_byte > first_byte),
    CONSTRAINT load_chunk_balanced CHECK (records = loaded + rejected + blank + skipped),
    CONSTRAINT load_chunk_once EXCLUDE USING gist (
        int8range((file_id::bigint << 40) + first_byte, (file_id::bigint << 40) + end_byte) WITH &&)
        WHERE (NOT forgotten)
);
CREATE INDEX load_chunk_file ON faultline.load_chunk (file_id, first_byte);
CREATE INDEX load_chunk_load ON faultline.load_chunk (load_id);

-- The receipt: what one load did with each file. Written when the load ends.
CREATE TABLE faultline.load_file (
    load_id      integer NOT NULL REFERENCES faultline.load_run,
    position     integer NOT NULL,          -- in the order of loading, from 1
    file_id      integer REFERENCES faultline.source_file,  -- null: none of it was loaded
    path         text NOT NULL,
    role         text NOT NULL,
    bytes        bigint NOT NULL,
    content_hash bytea,                     -- XXH3-128 of the whole file, if all of it was read
    records_in   bigint NOT NULL,
    loaded       bigint NOT NULL,
    rejected     bigint NOT NULL,
    blank        bigint NOT NULL,
    skipped      bigint NOT NULL,
    state        text NOT NULL,
    message      text NOT NULL DEFAULT '',
    started_at   timestamptz,               -- when its first chunk was started
    ended_at     timestamptz,               -- when its last one was stored
    PRIMARY KEY (load_id, position)
);
-- For deleting files.
CREATE INDEX load_file_file ON faultline.load_file (file_id);

-- What each list says, under the chunk that loaded it.
CREATE TABLE faultline.equipment_entry (
    chunk_id      integer NOT NULL,
    position      integer NOT NULL,         -- in the file, from 1
    equipment_key integer NOT NULL REFERENCES faultline.equipment,
    code          text NOT NULL,
    group_name    text,
    attributes    {hstore}.hstore,
    PRIMARY KEY (chunk_id, position)
);
CREATE TABLE faultline.sensor_entry (
    chunk_id      integer NOT NULL,
    position      integer NOT NULL,
    sensor_key    integer NOT NULL REFERENCES faultline.sensor,
    equipment_key integer NOT NULL REFERENCES faultline.equipment,
    valid_from    timestamptz,              -- null: always
    valid_to      timestamptz,
    PRIMARY KEY (chunk_id, position)
);
-- For deleting equipment and sensors.
CREATE INDEX equipment_entry_equipment ON faultline.equipment_entry (equipment_key);
CREATE INDEX sensor_entry_sensor ON faultline.sensor_entry (sensor_key);
CREATE INDEX sensor_entry_equipment ON faultline.sensor_entry (equipment_key);

-- The equipment that rows of tables of readings name beside a sensor: how many of the readings that
-- a chunk has loaded, and when. No references, like readings, which go with it.
CREATE TABLE faultline.named_equipment (
    first_at      timestamptz NOT NULL,
    last_at       timestamptz NOT NULL,
    readings      bigint NOT NULL,
    chunk_id      integer NOT NULL,
    sensor_key    integer NOT NULL,
    equipment_key integer NOT NULL,
    plant_id      smallint NOT NULL,
    PRIMARY KEY (chunk_id, sensor_key, equipment_key)
);

-- Which lists a load found in its folder, in the order in which they apply, whether it or an
-- earlier load has stored their entries. What is in force is what the newest lists say. Undoing a
-- load deletes its rows.
CREATE TABLE faultline.applied_list (
    load_id  integer NOT NULL REFERENCES faultline.load_run,
    position integer NOT NULL,
    plant_id smallint NOT NULL REFERENCES faultline.plant,
    chunk_id integer NOT NULL REFERENCES faultline.load_chunk,
    PRIMARY KEY (load_id, position)
);
CREATE INDEX applied_list_chunk ON faultline.applied_list (plant_id, chunk_id);

-- The entries of a plant that are in force: for each piece of equipment and each sensor, the last
-- one in the newest list that has it.
CREATE FUNCTION faultline.equipment_in_force(plant smallint)
    RETURNS SETOF faultline.equipment_entry
    LANGUAGE sql STABLE
AS $$
    SELECT DISTINCT ON (e.equipment_key) e.*
    FROM (SELECT chunk_id, max(ARRAY[load_id, position]) AS applied
          FROM faultline.applied_list WHERE plant_id = plant GROUP BY chunk_id) AS l
    JOIN faultline.equipment_entry e ON e.chunk_id = l.chunk_id
    ORDER BY e.equipment_key, l.applied DESC, e.position DESC
$$;
-- What tables say about the equipment of sensors, in all their rows. Of a sensor that all of them put
-- on the same equipment, it is on that one; if it has readings of one and only then of the next, it
-- is on each from its first reading there on. Otherwise is_mixed: rows put it on several at the same
-- time. Then it is on the one that 99 of 100 rows name, since the others are probably mistakes, or
-- on none. is_used: the sensor is on it, from valid_from until before valid_to.
CREATE FUNCTION faultline.sensors_in_tables(plant smallint)
    RETURNS TABLE (
        sensor_key integer, equipment_key integer, readings bigint, first_at timestamptz,
        last_at timestamptz, is_mixed boolean, is_used boolean, valid_from timestamptz,
        valid_to timestamptz)
    LANGUAGE sql STABLE
AS $$
    WITH pairs AS (
        SELECT u.sensor_key, u.equipment_key, sum(u.readings)::bigint AS readings,
               min(u.first_at) AS first_at, max(u.last_at) AS last_at
        FROM faultline.named_equipment u
        WHERE u.plant_id = plant
        GROUP BY u.sensor_key, u.equipment_key
    ), steps AS (
        SELECT p.*, sum(p.readings) OVER (PARTITION BY p.sensor_key) AS all_readings,
               p.first_at <= lag(p.last_at) OVER of_sensor AS meets_earlier,
               lag(p.first_at) OVER of_sensor IS NULL AS is_first,
               lead(p.first_at) OVER of_sensor AS next_at
        FROM pairs p
        WINDOW of_sensor AS (PARTITION BY p.sensor_key ORDER BY p.first_at, p.last_at)
    ), judged AS (
        SELECT s.*, coalesce(bool_or(s.meets_earlier) OVER (PARTITION BY s.sensor_key), false)
                        AS is_mixed
        FROM steps s
    )
    SELECT j.sensor_key, j.equipment_key, j.readings, j.first_at, j.last_at, j.is_mixed,
           NOT j.is_mixed OR j.readings * 100 >= j.all_readings * 99,
           CASE WHEN j.is_mixed OR j.is_first THEN '-infinity' ELSE j.first_at END,
           CASE WHEN j.is_mixed THEN 'infinity' ELSE coalesce(j.next_at, 'infinity') END
    FROM judged j
$$;
-- The map, for each sensor and time. Where several entries hold, the newest list counts, within it
-- the one that began last, and then the last one. So a list that says since when a sensor is on
-- other equipment leaves the time before to older lists. What no list says is as tables say it.
CREATE FUNCTION faultline.sensors_in_force(plant smallint)
    RETURNS TABLE (
        sensor_key integer, equipment_key integer, valid_from timestamptz, valid_to timestamptz)
    LANGUAGE sql STABLE
AS $$
    WITH entries AS (
        SELECT e.sensor_key, e.equipment_key,
               coalesce(e.valid_from, '-infinity') AS valid_from,
               coalesce(e.valid_to, 'infinity') AS valid_to,
               row_number() OVER (
                   PARTITION BY e.sensor_key
                   ORDER BY e.applied DESC, coalesce(e.valid_from, '-infinity') DESC,
                            e.position DESC) AS rank
        FROM (SELECT s.sensor_key, s.equipment_key, s.valid_from, s.valid_to, s.position, l.applied
              FROM (SELECT chunk_id, max(ARRAY[load_id, position]) AS applied
                    FROM faultline.applied_list WHERE plant_id = plant GROUP BY chunk_id) AS l
              JOIN faultline.sensor_entry s ON s.chunk_id = l.chunk_id
              UNION ALL
              SELECT t.sensor_key, t.equipment_key, t.valid_from, t.valid_to, 0, ARRAY[0, 0]
              FROM faultline.sensors_in_tables(plant) t WHERE t.is_used) AS e
    ), simple AS (
        -- Nearly all sensors: their newest entry has no limits, so it is all that matters.
        SELECT e.sensor_key, e.equipment_key, e.valid_from, e.valid_to
        FROM entries e
        WHERE e.rank = 1 AND e.valid_from = '-infinity' AND e.valid_to = 'infinity'
    ), relevant AS (
        -- What is older than an entry without limits doesn't matter.
        SELECT e.*
        FROM (SELECT x.* FROM entries x
              WHERE x.sensor_key NOT IN (SELECT o.sensor_key FROM simple o)) AS e
        LEFT JOIN (SELECT x.sensor_key, min(x.rank) AS rank FROM entries x
                   WHERE x.valid_from = '-infinity' AND x.valid_to = 'infinity'
                   GROUP BY x.sensor_key) AS always ON always.sensor_key = e.sensor_key
        WHERE e.rank <= coalesce(always.rank, e.rank)
    ), edges AS (
        SELECT r.sensor_key, r.valid_from AS at FROM relevant r
        UNION SELECT r.sensor_key, r.valid_to FROM relevant r
    ), pieces AS (
        SELECT d.sensor_key, d.at AS valid_from,
               lead(d.at) OVER (PARTITION BY d.sensor_key ORDER BY d.at) AS valid_to
        FROM edges d
    ), chosen AS (
        SELECT DISTINCT ON (p.sensor_key, p.valid_from)
               p.sensor_key, r.equipment_key, p.valid_from, p.valid_to
        FROM pieces p
        JOIN relevant r ON r.sensor_key = p.sensor_key
            AND r.valid_from <= p.valid_from AND r.valid_to >= p.valid_to
        ORDER BY p.sensor_key, p.valid_from, r.rank
    ), stretches AS (
        -- Pieces that follow each other on the same equipment are one.
        SELECT c.*, count(*) FILTER (WHERE c.begins) OVER (
                   PARTITION BY c.sensor_key ORDER BY c.valid_from) AS stretch
        FROM (SELECT x.*, (x.equipment_key, x.valid_from) IS DISTINCT FROM
                          (lag(x.equipment_key) OVER of_sensor, lag(x.valid_to) OVER of_sensor)
                          AS begins
              FROM chosen x WINDOW of_sensor AS (PARTITION BY x.sensor_key ORDER BY x.valid_from)
             ) AS c
    )
    SELECT o.sensor_key, o.equipment_key, o.valid_from, o.valid_to FROM simple o
    UNION ALL
    SELECT t.sensor_key, min(t.equipment_key), min(t.valid_from), max(t.valid_to)
    FROM stretches t
    GROUP BY t.sensor_key, t.stretch
    UNION ALL
    SELECT n.sensor_key, n.equipment_key, '-infinity', 'infinity'
    FROM faultline.sensor n
    WHERE n.plant_id = plant AND n.is_equipment
$$;

-- 5. Rejected lines -------------------------------------------------------------------------------

CREATE TABLE faultline.rejected_line (
    chunk_id      integer NOT NULL,
    line_number   bigint NOT NULL,
    byte_offset   bigint NOT NULL,
    column_number integer NOT NULL,         -- in bytes, from 1: where parsing stopped
    line_bytes    bigint NOT NULL,          -- its full length
    reason        text NOT NULL,            -- a word: docs/formats.md
    raw           bytea NOT NULL,           -- at most its first 8 KiB
    -- Of a list: which record, from 1, and the name of the field that is missing or bad, if it is
    -- one. Null for a line of a log.
    record_number bigint,
    field         text,
    -- Several cells of a record may be rejected.
    PRIMARY KEY (chunk_id, line_number, byte_offset, column_number)
);

-- How many lines of each chunk were rejected for which reason. People choose rejected lines by
-- reason, and there may be millions: counting them takes as long as reading them all, and an index
-- by reason would be as large as the table. Triggers keep the counts up to date, so code that
-- stores or deletes lines needn't.
CREATE TABLE faultline.rejected_reason (
    reason   text NOT NULL,
    chunk_id integer NOT NULL,
    lines    bigint NOT NULL CHECK (lines >= 0),
    PRIMARY KEY (reason, chunk_id)
);

CREATE FUNCTION faultline.count_rejected_lines() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO faultline.rejected_reason AS known (reason, chunk_id, lines)
    SELECT reason, chunk_id, count(*) FROM changed GROUP BY reason, chunk_id
    ON CONFLICT (reason, chunk_id) DO UPDATE SET lines = known.lines + excluded.lines;
    RETURN NULL;
END $$;
CREATE TRIGGER count_inserted AFTER INSERT ON faultline.rejected_line
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION faultline.count_rejected_lines();

CREATE FUNCTION faultline.subtract_rejected_lines() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE faultline.rejected_reason AS known SET lines = known.lines - gone.lines
    FROM (SELECT reason, chunk_id, count(*) AS lines FROM changed GROUP BY reason, chunk_id) AS gone
    WHERE known.reason = gone.reason AND known.chunk_id = gone.chunk_id;
    DELETE FROM faultline.rejected_reason AS known
    USING (SELECT DISTINCT chunk_id FROM changed) AS gone
    WHERE known.chunk_id = gone.chunk_id AND known.lines = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER subtract_deleted AFTER DELETE ON faultline.rejected_line
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION faultline.subtract_rejected_lines();

-- 6. Summaries ------------------------------------------------------------------------------------

-- How a plant's readings are summarised: by its sensor map, time zone and failure severities.
-- version grows whenever one of them changes. is_stale: the plant's summaries must be rebuilt from
-- its readings, because a change affected some.
CREATE TABLE faultline.summary_state (
    plant_id smallint PRIMARY KEY REFERENCES faultline.plant,
    version  integer NOT NULL DEFAULT 1,
    is_stale boolean NOT NULL DEFAULT false
);

-- Chunks with readings that the tables below don't include yet. A row is written with its chunk and
-- deleted by the settlement at the end of the load. The program that loads has in memory what its
-- chunks add; for the chunks of a program that died, it is added up from their readings.
CREATE TABLE faultline.unsettled_chunk (
    chunk_id integer PRIMARY KEY,
    load_id  integer NOT NULL,
    plant_id smallint NOT NULL
);

-- The tables below are in units of time: 'day', 'month' or 'year', which starts on the day
-- `start`. A period is combined from as few of them as possible. Cells of a unit and severity are
-- in arrays, many in a row, because there may be as many cells as readings. Rows add up: a sensor
-- may be in several rows, or several times in one. So a settlement only adds rows; when small
-- loads have left many, it merges them (loading/settlement/SummaryCompaction.h). The equipment of
-- a cell is the one that the map assigned to the sensor, -1 if none. All cells of a row are of one
-- plant, and units are those of its time zone.

-- Readings by sensor. Days have measurements only where they have at least eight readings for each
-- cell; elsewhere the readings answer. The minimum or maximum of no measurement is NaN.
CREATE TABLE faultline.sensor_summary (
    unit              text NOT NULL,
    start             date NOT NULL,
    severity          smallint NOT NULL,
    plant_id          smallint NOT NULL,
    -- Of each sensor, or a single one for all: see of_each(). If most sensors have one reading, a
    -- sensor is there for each of its readings.
    equipment_key     integer[] NOT NULL,
    sensor_key        integer[] NOT NULL,
    sensor_records    integer[] NOT NULL,
    temperature_count integer[],            -- all or none of these are null
    temperature_min   double precision[],
    temperature_max   double precision[],
    temperature_sum   double precision[],
    vibration_count   integer[],
    vibration_min     double precision[],
    vibration_max     double precision[],
    vibration_sum     double precision[]
);
CREATE INDEX sensor_summary_start ON faultline.sensor_summary (unit, start);

-- The same by equipment, always with measurements, so that what needs no sensors needn't add them
-- up.
CREATE TABLE faultline.equipment_summary (
    unit              text NOT NULL,
    start             date NOT NULL,
    severity          smallint NOT NULL,
    plant_id          smallint NOT NULL,
    records           bigint NOT NULL,      -- of the row
    first_at          timestamptz NOT NULL, -- its first and last reading
    last_at           timestamptz NOT NULL,
    equipment_key     integer[] NOT NULL,
    equipment_records bigint[] NOT NULL,
    temperature_count bigint[] NOT NULL,
    temperature_min   double precision[] NOT NULL,
    temperature_max   double precision[] NOT NULL,
    temperature_sum   double precision[] NOT NULL,
    vibration_count   bigint[] NOT NULL,
    vibration_min     double precision[] NOT NULL,
    vibration_max     double precision[] NOT NULL,
    vibration_sum     double precision[] NOT NULL
);
CREATE INDEX equipment_summary_start ON faultline.equipment_summary (unit, start);

-- Whatever doesn't add up: the failure events of a piece of equipment on a day, each instant once,
-- in order.
CREATE TABLE faultline.failure_day (
    equipment_key integer NOT NULL,
    plant_id      smallint NOT NULL,
    day           date NOT NULL,
    events        integer NOT NULL,
    event_at      timestamptz[] NOT NULL,
    PRIMARY KEY (day, equipment_key),
    CHECK (events = cardinality(event_at))
);
-- Their numbers do add up. One row for each plant and start.
CREATE TABLE faultline.failure_summary (
    unit             text NOT NULL,
    start            date NOT NULL,
    plant_id         smallint NOT NULL,
    events           bigint NOT NULL,       -- of all equipment
    equipment_key    integer[] NOT NULL,
    equipment_events bigint[] NOT NULL,
    PRIMARY KEY (unit, start, plant_id)
);
-- Failure events by hour of the week, from 0 (Monday, 00:00 to 01:00, in the plant's time zone) to
-- 167; hours without one are left out. Of a piece of equipment, and of all equipment of a plant (0);
-- days have only the latter.
CREATE TABLE faultline.failure_hours (
    equipment_key integer NOT NULL,
    unit          text NOT NULL,
    start         date NOT NULL,
    plant_id      smallint NOT NULL,
    hour_of_week  smallint[] NOT NULL,
    events        bigint[] NOT NULL,
    PRIMARY KEY (equipment_key, unit, start, plant_id)
);

-- Compressing arrays costs more time than the saved bytes are worth, and no query needs to know how
-- often an element occurs. Rows of the first two fit in a page, where they cost a third of what
-- they cost outside of it.
DO $$
DECLARE
    c record;
BEGIN
    FOR c IN SELECT attrelid::regclass AS name, attname,
                    CASE WHEN attrelid IN ('faultline.sensor_summary'::regclass,
                                           'faultline.equipment_summary'::regclass)
                         THEN 'PLAIN' ELSE 'EXTERNAL' END AS storage
             FROM pg_attribute
             WHERE attrelid IN ('faultline.sensor_summary'::regclass,
                                'faultline.equipment_summary'::regclass,
                                'faultline.failure_day'::regclass,
                                'faultline.failure_summary'::regclass)
               AND attnum > 0 AND attndims > 0
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER %I SET STORAGE %s, ALTER %I SET STATISTICS 0',
                       c.name, c.attname, c.storage, c.attname);
    END LOOP;
END $$;

-- 7. Functions ------------------------------------------------------------------------------------

-- A period runs from the start of one day to the end of another; null: no limit. Steps are 'day',
-- 'week' (from Monday) or 'month', each named by its first day. Both are in the time zone of each
-- plant. Plants are names; null: all plants. What a function gives by sensor or by equipment has no
-- such parameter: it names the plant, so whoever reads it chooses.

-- Periods -----------------------------------------------------------------------------------------

-- The first day of the year or month that contains a date, and of the one that starts then or next.
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

-- The units of a period: its whole years, whole months outside of these, and the days left at its
-- ends. A part has the units that start on its first day or later and before its past one.
CREATE FUNCTION faultline.period_parts(period_from date, period_to date)
    RETURNS TABLE (unit text, first date, past date)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT x.unit, x.first, x.past
    FROM (
        SELECT first, past,
               faultline.next_start_of('month', first) AS first_month,
               faultline.start_of('month', past) AS past_month,
               faultline.next_start_of('year', first) AS first_year,
               faultline.start_of('year', past) AS past_year
        FROM (SELECT coalesce(period_from, '-infinity') AS first,
                     coalesce(period_to + 1, 'infinity') AS past) AS days
    ) AS p,
    LATERAL (VALUES
        ('day', p.first, least(p.first_month, p.past)),
        ('month', p.first_month, least(p.first_year, p.past_month)),
        ('year', p.first_year, p.past_year),
        ('month', greatest(p.past_year, p.first_year), p.past_month),
        ('day', greatest(p.past_month, p.first_month), p.past)) AS x (unit, first, past)
    WHERE x.first < x.past
$$;

-- The same for what can be subtracted too, as numbers can: instead of most days of a month, the
-- month without the others. The factor is 1 or -1.
CREATE FUNCTION faultline.count_parts(period_from date, period_to date)
    RETURNS TABLE (unit text, first date, past date, factor integer)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT x.unit, x.first, x.past, x.factor
    FROM (SELECT p.unit, p.first, p.past,
                 -- Only days are sure to be finite.
                 CASE p.unit WHEN 'day' THEN p.past - p.first > 15 ELSE false END AS is_most,
                 faultline.start_of('month', p.first) AS month,
                 faultline.next_start_of('month', p.past) AS past_month
          FROM faultline.period_parts(period_from, period_to) p) AS p,
    LATERAL (VALUES
        (p.unit, p.first, p.past, 1, NOT p.is_most),
        ('month', p.month, p.past_month, 1, p.is_most),
        ('day', p.month, p.first, -1, p.is_most),
        ('day', p.past, p.past_month, -1, p.is_most)) AS x (unit, first, past, factor, is_used)
    WHERE x.is_used AND x.first < x.past
$$;

-- The same for figures by step: only months are combined from months.
CREATE FUNCTION faultline.step_parts(step text, period_from date, period_to date)
    RETURNS TABLE (unit text, first date, past date)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT x.unit, x.first, x.past
    FROM (
        SELECT first, past,
               CASE step WHEN 'month' THEN faultline.next_start_of('month', first)
                         ELSE 'infinity' END AS first_month,
               faultline.start_of('month', past) AS past_month
        FROM (SELECT coalesce(period_from, '-infinity') AS first,
                     coalesce(period_to + 1, 'infinity') AS past) AS days
    ) AS p,
    LATERAL (VALUES
        ('day', p.first, least(p.first_month, p.past)),
        ('month', p.first_month, p.past_month),
        ('day', greatest(p.past_month, p.first_month), p.past)) AS x (unit, first, past)
    WHERE x.first < x.past
$$;

-- Plants ------------------------------------------------------------------------------------------

-- The time zone of plants; UTC if they have several. Only what puts several plants on one time axis
-- needs it.
CREATE FUNCTION faultline.zone_of(plants text[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN min(time_zone) = max(time_zone) THEN min(time_zone) ELSE 'UTC' END
    FROM faultline.plant
    WHERE plants IS NULL OR name = ANY (plants)
$$;

-- A day of the year 2000 in another year.
CREATE FUNCTION faultline.day_in_year(day date, year integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT make_date(year, extract(month FROM day)::integer, least(d.number, 28))
           + greatest(d.number - 28, 0)
    FROM (SELECT extract(day FROM day)::integer AS number) AS d
$$;

-- When a day begins.
CREATE FUNCTION faultline.start_of_day(day date, time_zone text) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT day::timestamp AT TIME ZONE time_zone
$$;

-- When clocks show a time. Of an hour that comes twice, the first one counts; in an hour that they
-- skip, the time is as long after the change as it says (RFC 5545, 3.3.5). PostgreSQL takes the second
-- of both, so the offset of the day before is tried first. One expression, so that it is inlined.
CREATE FUNCTION faultline.instant_of(shown timestamp, time_zone text) RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN ((shown - interval '24 hours') AT TIME ZONE time_zone + interval '24 hours')
                     AT TIME ZONE time_zone = shown
                THEN (shown - interval '24 hours') AT TIME ZONE time_zone + interval '24 hours'
                ELSE shown AT TIME ZONE time_zone END
$$;

-- The excluded time of plants that may be between two instants: a row for each window from started_at
-- until before ended_at. Windows may overlap. Both group_name and equipment_key are null where the
-- whole plant is meant.
CREATE FUNCTION faultline.excluded_windows(
    range_from timestamptz, range_to timestamptz, plants text[] DEFAULT NULL)
    RETURNS TABLE (
        excluded_id integer, plant_id smallint, plant text, group_name text, equipment_key integer,
        started_at timestamptz, ended_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH chosen AS (
        -- Days of the range by the plant's clocks, with those on which a window may have begun.
        SELECT x.*, p.name AS plant, p.time_zone,
               greatest((range_from AT TIME ZONE p.time_zone)::date - 1, x.since) AS first_day,
               least((range_to AT TIME ZONE p.time_zone)::date, x.until) AS last_day
        FROM faultline.excluded_time x
        JOIN faultline.plant p ON p.plant_id = x.plant_id
        WHERE plants IS NULL OR p.name = ANY (plants)
    ), shown AS (
        SELECT c.excluded_id, c.starts_at, c.ends_at
        FROM chosen c
        WHERE c.repeats = 'never'
        UNION ALL
        SELECT c.excluded_id, d + c.time_from,
               CASE WHEN c.time_to > c.time_from THEN d ELSE d + interval '1 day' END + c.time_to
        FROM chosen c
        CROSS JOIN LATERAL generate_series(c.first_day::timestamp, c.last_day, '1 day') AS d
        WHERE c.repeats = 'week' AND extract(isodow FROM d)::smallint = ANY (c.weekdays)
        UNION ALL
        -- February 29 is March 1 in other years.
        SELECT c.excluded_id, b.first_day, b.past_day
        FROM chosen c
        CROSS JOIN LATERAL generate_series(
            extract(year FROM c.first_day)::integer - 1,
            extract(year FROM c.last_day)::integer) AS y
        CROSS JOIN LATERAL (
            SELECT faultline.day_in_year(c.year_from, y) AS first_day,
                   faultline.day_in_year(
                       c.year_to, CASE WHEN c.year_to < c.year_from THEN y + 1 ELSE y END) + 1
                       AS past_day) AS b
        WHERE c.repeats = 'year' AND b.first_day >= coalesce(c.since, '-infinity')
          AND b.first_day <= coalesce(c.until, 'infinity')
    )
    SELECT c.excluded_id, c.plant_id, c.plant, c.group_name, c.equipment_key, w.started_at, w.ended_at
    FROM chosen c
    JOIN shown s ON s.excluded_id = c.excluded_id
    CROSS JOIN LATERAL (SELECT faultline.instant_of(s.starts_at, c.time_zone) AS started_at,
                               faultline.instant_of(s.ends_at, c.time_zone) AS ended_at) AS w
    WHERE w.started_at < w.ended_at AND w.started_at < range_to AND w.ended_at > range_from
$$;

-- The days of plants that are completely excluded in each of them, for the whole plant.
CREATE FUNCTION faultline.excluded_days(
    period_from date, period_to date, plants text[] DEFAULT NULL)
    RETURNS TABLE (day date)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d::date
    FROM (SELECT p.time_zone, unnest(range_agg(tstzrange(w.started_at, w.ended_at))) AS stretch
          FROM faultline.excluded_windows(period_from - 1, period_to + 2, plants) w
          JOIN faultline.plant p ON p.plant_id = w.plant_id
          WHERE w.group_name IS NULL AND w.equipment_key IS NULL
          GROUP BY p.plant_id, p.time_zone) AS x
    CROSS JOIN LATERAL generate_series(
        date_trunc('day', lower(x.stretch) AT TIME ZONE x.time_zone - interval '1 microsecond')
            + interval '1 day',
        date_trunc('day', upper(x.stretch) AT TIME ZONE x.time_zone) - interval '1 day',
        '1 day') AS d
    WHERE d::date BETWEEN period_from AND period_to
    GROUP BY d::date
    HAVING count(*) = (SELECT count(*) FROM faultline.plant p
                       WHERE plants IS NULL OR p.name = ANY (plants))
$$;

-- Readings of a period ----------------------------------------------------------------------------

-- The equipment, or the readings, of each sensor in a row of sensor_summary.
CREATE FUNCTION faultline.of_each(of_sensors integer[], sensors integer) RETURNS integer[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN cardinality(of_sensors) = sensors THEN of_sensors
                ELSE array_fill(of_sensors[1], ARRAY[sensors]) END
$$;

-- Readings by sensor and severity, with the equipment that the sensor was on; null: none. Arrays of
-- a row have the same length, so unnest keeps them aligned; in FROM it takes twice as long.
CREATE FUNCTION faultline.readings_by_sensor(period_from date, period_to date)
    RETURNS TABLE (
        plant_id smallint, sensor_key integer, equipment_key integer, severity smallint,
        readings bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT plant_id, sensor_key, nullif(equipment_key, -1), severity, sum(records * factor)
    FROM (
        SELECT s.plant_id, s.severity, p.factor, unnest(s.sensor_key) AS sensor_key,
               unnest(faultline.of_each(s.equipment_key, cardinality(s.sensor_key)))
                   AS equipment_key,
               unnest(faultline.of_each(s.sensor_records, cardinality(s.sensor_key))) AS records
        FROM faultline.count_parts(period_from, period_to) p
        JOIN faultline.sensor_summary s
            ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
    ) AS parts
    GROUP BY plant_id, sensor_key, equipment_key, severity
    HAVING sum(records * factor) > 0
$$;

-- Readings by equipment and severity; without equipment: null.
CREATE FUNCTION faultline.readings_by_equipment(period_from date, period_to date)
    RETURNS TABLE (plant_id smallint, equipment_key integer, severity smallint, readings numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT plant_id, nullif(equipment_key, -1), severity, sum(records)
    FROM (
        SELECT s.plant_id, s.severity, unnest(s.equipment_key) AS equipment_key,
               unnest(s.equipment_records) AS records
        FROM faultline.period_parts(period_from, period_to) p
        JOIN faultline.equipment_summary s
            ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
    ) AS parts
    GROUP BY plant_id, equipment_key, severity
$$;

-- Error records, that is, readings with a failure severity of their plant, by sensor, with the
-- plant, and with the equipment if it is known. The joins use primary keys and never multiply
-- records.
CREATE FUNCTION faultline.error_records(period_from date, period_to date)
    RETURNS TABLE (
        sensor_key integer, equipment_key integer, plant text, code text, group_name text,
        error_records bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.sensor_key, r.equipment_key, p.name, k.code, k.group_name, r.error_records
    FROM (SELECT r.plant_id, r.sensor_key, r.equipment_key,
                 sum(r.readings)::bigint AS error_records
          FROM faultline.readings_by_sensor(period_from, period_to) r
          JOIN faultline.failure_severity f
              ON f.plant_id = r.plant_id AND f.severity = r.severity
          -- Values that are known before anything is added up, so the summaries are searched for
          -- them.
          WHERE r.severity = ANY (ARRAY(SELECT severity FROM faultline.failure_severity))
          GROUP BY r.plant_id, r.sensor_key, r.equipment_key) AS r
    JOIN faultline.plant p ON p.plant_id = r.plant_id
    LEFT JOIN faultline.known_equipment k ON k.equipment_key = r.equipment_key
$$;

-- The same by equipment: what needs no sensors is faster from here.
CREATE FUNCTION faultline.error_records_by_equipment(period_from date, period_to date)
    RETURNS TABLE (
        equipment_key integer, plant text, code text, group_name text, error_records numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT r.equipment_key, p.name, k.code, k.group_name, r.error_records
    FROM (SELECT r.plant_id, r.equipment_key, sum(r.readings) AS error_records
          FROM faultline.readings_by_equipment(period_from, period_to) r
          JOIN faultline.failure_severity f
              ON f.plant_id = r.plant_id AND f.severity = r.severity
          WHERE r.severity = ANY (ARRAY(SELECT severity FROM faultline.failure_severity))
          GROUP BY r.plant_id, r.equipment_key) AS r
    JOIN faultline.plant p ON p.plant_id = r.plant_id
    LEFT JOIN faultline.known_equipment k ON k.equipment_key = r.equipment_key
$$;

-- Measurements by equipment and severity; without equipment: null.
CREATE FUNCTION faultline.measurements_by_equipment(period_from date, period_to date)
    RETURNS TABLE (
        plant_id smallint, equipment_key integer, severity smallint, readings numeric,
        temperature_count numeric, temperature_min double precision,
        temperature_max double precision, temperature_sum double precision,
        vibration_count numeric, vibration_min double precision,
        vibration_max double precision, vibration_sum double precision)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT plant_id, nullif(equipment_key, -1), severity, sum(records),
           sum(temperature_count), min(nullif(temperature_min, 'NaN')),
           max(nullif(temperature_max, 'NaN')), sum(temperature_sum),
           sum(vibration_count), min(nullif(vibration_min, 'NaN')),
           max(nullif(vibration_max, 'NaN')), sum(vibration_sum)
    FROM (
        SELECT s.plant_id, s.severity, unnest(s.equipment_key) AS equipment_key,
               unnest(s.equipment_records) AS records,
               unnest(s.temperature_count) AS temperature_count,
               unnest(s.temperature_min) AS temperature_min,
               unnest(s.temperature_max) AS temperature_max,
               unnest(s.temperature_sum) AS temperature_sum,
               unnest(s.vibration_count) AS vibration_count,
               unnest(s.vibration_min) AS vibration_min,
               unnest(s.vibration_max) AS vibration_max,
               unnest(s.vibration_sum) AS vibration_sum
        FROM faultline.period_parts(period_from, period_to) p
        JOIN faultline.equipment_summary s
            ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
    ) AS parts
    GROUP BY plant_id, equipment_key, severity
$$;

-- Measurements by sensor and severity, in parts that are to be added up; without equipment: null.
-- Days that lack them are answered by their readings, which are searched only if there are such
-- days.
CREATE FUNCTION faultline.measurement_parts(period_from date, period_to date)
    RETURNS TABLE (
        plant_id smallint, sensor_key integer, equipment_key integer, severity smallint,
        readings bigint,
        temperature_count bigint, temperature_min double precision,
        temperature_max double precision, temperature_sum double precision,
        vibration_count bigint, vibration_min double precision,
        vibration_max double precision, vibration_sum double precision)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH lacking AS MATERIALIZED (
        SELECT DISTINCT s.plant_id, s.start AS day
        FROM faultline.period_parts(period_from, period_to) p
        JOIN faultline.sensor_summary s
            ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
        WHERE p.unit = 'day' AND s.temperature_count IS NULL
    ), bounds AS MATERIALIZED (
        -- These days are in the period's first month, in its last, or in both. Local days begin and
        -- end within a day of those in UTC.
        SELECT (min(l.day) - 1)::timestamp AT TIME ZONE 'UTC' AS first_from,
               (max(l.day) FILTER (WHERE l.day < m.second) + 2)::timestamp AT TIME ZONE 'UTC'
                   AS first_to,
               (min(l.day) FILTER (WHERE l.day >= m.last) - 1)::timestamp AT TIME ZONE 'UTC'
                   AS last_from,
               (max(l.day) + 2)::timestamp AT TIME ZONE 'UTC' AS last_to
        FROM lacking l
        CROSS JOIN (SELECT faultline.start_of('month', min(day)) + interval '1 month' AS second,
                           faultline.start_of('month', max(day)) AS last
                    FROM lacking) AS m
    )
    SELECT plant_id, sensor_key, nullif(equipment_key, -1), severity, records,
           temperature_count, nullif(temperature_min, 'NaN'), nullif(temperature_max, 'NaN'),
           temperature_sum,
           vibration_count, nullif(vibration_min, 'NaN'), nullif(vibration_max, 'NaN'),
           vibration_sum
    FROM (
        SELECT s.plant_id, s.severity, unnest(s.sensor_key) AS sensor_key,
               unnest(faultline.of_each(s.equipment_key, cardinality(s.sensor_key)))
                   AS equipment_key,
               unnest(faultline.of_each(s.sensor_records, cardinality(s.sensor_key)))::bigint
                   AS records,
               unnest(s.temperature_count)::bigint AS temperature_count,
               unnest(s.temperature_min) AS temperature_min,
               unnest(s.temperature_max) AS temperature_max,
               unnest(s.temperature_sum) AS temperature_sum,
               unnest(s.vibration_count)::bigint AS vibration_count,
               unnest(s.vibration_min) AS vibration_min,
               unnest(s.vibration_max) AS vibration_max,
               unnest(s.vibration_sum) AS vibration_sum
        FROM faultline.period_parts(period_from, period_to) p
        JOIN faultline.sensor_summary s
            ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
        WHERE NOT (p.unit = 'day' AND (s.plant_id, s.start) IN (SELECT plant_id, day FROM lacking))
        UNION ALL
        SELECT r.plant_id, r.severity, r.sensor_key, coalesce(m.equipment_key, -1), count(*),
               count(r.temperature), coalesce(min(r.temperature), 'NaN'),
               coalesce(max(r.temperature), 'NaN'), coalesce(sum(r.temperature), 0),
               count(r.vibration), coalesce(min(r.vibration), 'NaN'),
               coalesce(max(r.vibration), 'NaN'), coalesce(sum(r.vibration), 0)
        FROM faultline.reading r
        JOIN faultline.plant p ON p.plant_id = r.plant_id
        LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = r.sensor_key
            AND m.valid_from <= r.occurred_at AND m.valid_to > r.occurred_at
        WHERE EXISTS (SELECT FROM lacking)
          -- Few readings need their local day.
          AND (r.occurred_at >= (SELECT first_from FROM bounds)
               AND r.occurred_at < (SELECT first_to FROM bounds)
               OR r.occurred_at >= (SELECT last_from FROM bounds)
               AND r.occurred_at < (SELECT last_to FROM bounds))
          AND (r.plant_id, (r.occurred_at AT TIME ZONE p.time_zone)::date)
              IN (SELECT plant_id, day FROM lacking)
          AND faultline.chunk_of(r.reading_id)
              NOT IN (SELECT chunk_id FROM faultline.unsettled_chunk)
        GROUP BY r.plant_id, r.severity, r.sensor_key, m.equipment_key
    ) AS parts
$$;

-- The same, added up.
CREATE FUNCTION faultline.measurements_by_sensor(period_from date, period_to date)
    RETURNS TABLE (
        plant_id smallint, sensor_key integer, equipment_key integer, severity smallint,
        readings numeric,
        temperature_count numeric, temperature_min double precision,
        temperature_max double precision, temperature_sum double precision,
        vibration_count numeric, vibration_min double precision,
        vibration_max double precision, vibration_sum double precision)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT plant_id, sensor_key, equipment_key, severity, sum(readings),
           sum(temperature_count), min(temperature_min), max(temperature_max),
           sum(temperature_sum),
           sum(vibration_count), min(vibration_min), max(vibration_max), sum(vibration_sum)
    FROM faultline.measurement_parts(period_from, period_to)
    GROUP BY plant_id, sensor_key, equipment_key, severity
$$;

-- Failures of a period ----------------------------------------------------------------------------

-- Failure events by equipment, for equipment that has any.
CREATE FUNCTION faultline.failure_events(period_from date, period_to date)
    RETURNS TABLE (
        equipment_key integer, plant text, code text, group_name text, failure_events numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH counted AS (
        SELECT equipment_key, sum(events) AS events
        FROM (
            SELECT unnest(s.equipment_key) AS equipment_key, unnest(s.equipment_events) AS events
            FROM faultline.period_parts(period_from, period_to) p
            JOIN faultline.failure_summary s
                ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
        ) AS parts
        GROUP BY equipment_key
    )
    SELECT c.equipment_key, k.plant, k.code, k.group_name, c.events
    FROM counted c
    LEFT JOIN faultline.known_equipment k ON k.equipment_key = c.equipment_key
$$;

-- With a burst window: the events that start a failure, each with its equipment's previous event.
CREATE FUNCTION faultline.failure_starts(period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (
        equipment_key integer, plant_id smallint, day date, event_at timestamptz,
        before timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT e.equipment_key, e.plant_id, e.day, e.event_at, e.before
    FROM (
        -- Days are in order inside, so only days need sorting, not events.
        SELECT d.equipment_key, d.plant_id, d.day, unnest(d.event_at) AS event_at,
               unnest(array_prepend(d.before, trim_array(d.event_at, 1))) AS before
        FROM (SELECT f.equipment_key, f.plant_id, f.day, f.event_at,
                     lag(f.event_at[f.events]) OVER (
                         PARTITION BY f.equipment_key ORDER BY f.day) AS before
              FROM faultline.failure_day f
              -- With the days before the period, in which a failure may have started.
              WHERE coalesce(burst_minutes, 0) > 0
                AND f.day >= coalesce(period_from, '-infinity') - (burst_minutes / 1440 + 1)
                AND f.day <= coalesce(period_to, 'infinity')) AS d) AS e
    WHERE (e.before IS NULL OR e.event_at - e.before > make_interval(mins => burst_minutes))
      AND e.day >= coalesce(period_from, '-infinity')
$$;

-- Failures, each by its start. Without burst_minutes each failure event is one; with it, events of
-- one piece of equipment that follow each other within that many minutes are one failure together.
-- A failure that started before the period isn't in it, however long it lasts.
CREATE FUNCTION faultline.failures(
    period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (
        equipment_key integer, plant_id smallint, day date, failed_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d.equipment_key, d.plant_id, d.day, unnest(d.event_at)
    FROM faultline.failure_day d
    WHERE coalesce(burst_minutes, 0) = 0
      AND d.day >= coalesce(period_from, '-infinity') AND d.day <= coalesce(period_to, 'infinity')
    UNION ALL
    SELECT s.equipment_key, s.plant_id, s.day, s.event_at
    FROM faultline.failure_starts(period_from, period_to, burst_minutes) s
$$;

-- The same with the previous failure of the equipment, if that is in the period, and with the last
-- event of each failure, which is the one before the next failure starts.
CREATE FUNCTION faultline.failure_intervals(
    period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (
        equipment_key integer, failed_at timestamptz, previous_at timestamptz,
        last_event_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT d.equipment_key, unnest(d.event_at),
           unnest(array_prepend(d.before, trim_array(d.event_at, 1))), unnest(d.event_at)
    FROM (SELECT f.equipment_key, f.event_at,
                 lag(f.event_at[f.events]) OVER (
                     PARTITION BY f.equipment_key ORDER BY f.day) AS before
          FROM faultline.failure_day f
          WHERE coalesce(burst_minutes, 0) = 0
            AND f.day >= coalesce(period_from, '-infinity')
            AND f.day <= coalesce(period_to, 'infinity')) AS d
    UNION ALL
    SELECT s.equipment_key, s.event_at, lag(s.event_at) OVER of_equipment,
           coalesce(lead(s.before) OVER of_equipment, l.event_at)
    FROM faultline.failure_starts(period_from, period_to, burst_minutes) s
    JOIN (SELECT f.equipment_key, max(f.event_at[f.events]) AS event_at
          FROM faultline.failure_day f
          WHERE coalesce(burst_minutes, 0) > 0 AND f.day <= coalesce(period_to, 'infinity')
          GROUP BY f.equipment_key) AS l ON l.equipment_key = s.equipment_key
    WINDOW of_equipment AS (PARTITION BY s.equipment_key ORDER BY s.event_at)
$$;

-- The number of failures by equipment, for equipment that has any. Without a burst window it comes
-- from the years, months and days that make up the period.
CREATE FUNCTION faultline.failure_counts(
    period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (
        equipment_key integer, plant text, code text, group_name text, failure_events numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT equipment_key, plant, code, group_name, failure_events
    FROM faultline.failure_events(period_from, period_to)
    WHERE coalesce(burst_minutes, 0) = 0
    UNION ALL
    SELECT c.equipment_key, k.plant, k.code, k.group_name, c.failures
    FROM (SELECT f.equipment_key, count(*)::numeric AS failures
          FROM faultline.failures(period_from, period_to, burst_minutes) f
          WHERE coalesce(burst_minutes, 0) > 0
          GROUP BY f.equipment_key) AS c
    LEFT JOIN faultline.known_equipment k ON k.equipment_key = c.equipment_key
$$;

-- Over time ---------------------------------------------------------------------------------------

-- Failures by step and equipment.
CREATE FUNCTION faultline.failures_by_step(
    step text, period_from date, period_to date, burst_minutes integer)
    RETURNS TABLE (starts_on date, equipment_key integer, failure_events numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT starts_on, equipment_key, sum(events)
    FROM (
        SELECT faultline.start_of(step, s.start) AS starts_on,
               unnest(s.equipment_key) AS equipment_key, unnest(s.equipment_events) AS events
        FROM faultline.step_parts(step, period_from, period_to) p
        JOIN faultline.failure_summary s
            ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
        WHERE coalesce(burst_minutes, 0) = 0
        UNION ALL
        SELECT faultline.start_of(step, f.day), f.equipment_key, 1
        FROM faultline.failures(period_from, period_to, burst_minutes) f
        WHERE coalesce(burst_minutes, 0) > 0
    ) AS parts
    GROUP BY starts_on, equipment_key
$$;

-- Failures by step, and how many pieces of equipment failed in it, for all equipment of plants
-- together. A step with a row of its own needn't be added up.
CREATE FUNCTION faultline.all_failures_by_step(
    step text, period_from date, period_to date, burst_minutes integer, plants text[] DEFAULT NULL)
    RETURNS TABLE (starts_on date, failure_events numeric, equipment_that_failed numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT s.start, sum(s.events), sum(cardinality(s.equipment_key))::numeric
    FROM faultline.step_parts(step, period_from, period_to) p
    JOIN faultline.failure_summary s
        ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
    JOIN faultline.plant n ON n.plant_id = s.plant_id
    WHERE p.unit = step AND coalesce(burst_minutes, 0) = 0
      AND (plants IS NULL OR n.name = ANY (plants))
    GROUP BY s.start
    UNION ALL
    SELECT starts_on, sum(events), count(*)::numeric
    FROM (
        SELECT starts_on, equipment_key, sum(events) AS events
        FROM (
            SELECT faultline.start_of(step, s.start) AS starts_on,
                   unnest(s.equipment_key) AS equipment_key, unnest(s.equipment_events) AS events
            FROM faultline.step_parts(step, period_from, period_to) p
            JOIN faultline.failure_summary s
                ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
            JOIN faultline.plant n ON n.plant_id = s.plant_id
            WHERE p.unit <> step AND coalesce(burst_minutes, 0) = 0
              AND (plants IS NULL OR n.name = ANY (plants))
            UNION ALL
            SELECT faultline.start_of(step, f.day), f.equipment_key, 1
            FROM faultline.failures(period_from, period_to, burst_minutes) f
            JOIN faultline.plant n ON n.plant_id = f.plant_id
            WHERE coalesce(burst_minutes, 0) > 0 AND (plants IS NULL OR n.name = ANY (plants))
        ) AS parts
        GROUP BY starts_on, equipment_key
    ) AS failed
    GROUP BY starts_on
$$;

-- Failures by hour of the week, from 0 (Monday, 00:00 to 01:00) to 167. Of a piece of equipment or
-- a group there are no hours of days, so the events of the days at the ends of the period answer.
CREATE FUNCTION faultline.failures_by_hour(
    period_from date, period_to date, burst_minutes integer, wanted_group text,
    wanted_equipment text, plants text[] DEFAULT NULL)
    RETURNS TABLE (hour_of_week integer, failure_events numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    -- An array is computed before anything is read, so that only the chosen equipment is read.
    WITH chosen AS (
        SELECT k.equipment_key
        FROM faultline.known_equipment k
        WHERE (wanted_group IS NULL OR k.group_name = wanted_group)
          AND (wanted_equipment IS NULL OR k.code = wanted_equipment)
          AND (plants IS NULL OR k.plant = ANY (plants))
    )
    SELECT hour, sum(events)
    FROM (
        SELECT unnest(h.hour_of_week)::integer AS hour, unnest(h.events) AS events
        FROM faultline.period_parts(period_from, period_to) p
        JOIN faultline.failure_hours h
            ON h.unit = p.unit AND h.start >= p.first AND h.start < p.past
        WHERE coalesce(burst_minutes, 0) = 0
          AND wanted_group IS NULL AND wanted_equipment IS NULL
          AND h.equipment_key = 0
          AND h.plant_id IN (SELECT n.plant_id FROM faultline.plant n
                             WHERE plants IS NULL OR n.name = ANY (plants))
        UNION ALL
        SELECT unnest(h.hour_of_week)::integer, unnest(h.events)
        FROM faultline.period_parts(period_from, period_to) p
        JOIN faultline.failure_hours h
            ON h.unit = p.unit AND h.start >= p.first AND h.start < p.past
        WHERE coalesce(burst_minutes, 0) = 0
          AND (wanted_group IS NOT NULL OR wanted_equipment IS NOT NULL)
          AND h.equipment_key = ANY (ARRAY(SELECT equipment_key FROM chosen))
        UNION ALL
        SELECT date_part('isodow', f.day)::integer * 24 - 24
                   + date_part('hour', f.failed_at AT TIME ZONE n.time_zone)::integer, 1
        FROM (SELECT d.plant_id, d.day, unnest(d.event_at) AS failed_at
              FROM faultline.period_parts(period_from, period_to) p
              JOIN faultline.failure_day d ON d.day >= p.first AND d.day < p.past
              WHERE p.unit = 'day' AND coalesce(burst_minutes, 0) = 0
                AND (wanted_group IS NOT NULL OR wanted_equipment IS NOT NULL)
                AND d.equipment_key = ANY (ARRAY(SELECT equipment_key FROM chosen))
              UNION ALL
              SELECT b.plant_id, b.day, b.failed_at
              FROM faultline.failures(period_from, period_to, burst_minutes) b
              WHERE coalesce(burst_minutes, 0) > 0
                AND ((wanted_group IS NULL AND wanted_equipment IS NULL AND plants IS NULL)
                     OR b.equipment_key = ANY (ARRAY(SELECT equipment_key FROM chosen)))) AS f
        JOIN faultline.plant n ON n.plant_id = f.plant_id
    ) AS parts
    GROUP BY hour
$$;

-- The severities that a report counts: the one with a name, or, null, those of failures.
CREATE FUNCTION faultline.counted_severities(severity_name text)
    RETURNS TABLE (plant_id smallint, severity smallint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT f.plant_id, f.severity FROM faultline.failure_severity f WHERE severity_name IS NULL
    UNION ALL
    SELECT p.plant_id, s.code
    FROM faultline.plant p
    JOIN faultline.severity s ON s.name = severity_name
$$;

-- Records of one severity (null: those of failures) by step and equipment; without equipment: null.
CREATE FUNCTION faultline.records_by_step(
    step text, period_from date, period_to date, severity_name text)
    RETURNS TABLE (starts_on date, equipment_key integer, records numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT starts_on, nullif(equipment_key, -1), sum(records)
    FROM (
        SELECT faultline.start_of(step, s.start) AS starts_on,
               unnest(s.equipment_key) AS equipment_key, unnest(s.equipment_records) AS records
        FROM faultline.step_parts(step, period_from, period_to) p
        JOIN faultline.equipment_summary s
            ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
        WHERE (s.plant_id, s.severity)
              IN (SELECT plant_id, severity FROM faultline.counted_severities(severity_name))
    ) AS parts
    GROUP BY starts_on, equipment_key
$$;

-- The same for all sensors of plants together.
CREATE FUNCTION faultline.all_records_by_step(
    step text, period_from date, period_to date, severity_name text, plants text[] DEFAULT NULL)
    RETURNS TABLE (starts_on date, records numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT faultline.start_of(step, s.start), sum(s.records)
    FROM faultline.step_parts(step, period_from, period_to) p
    JOIN faultline.equipment_summary s
        ON s.unit = p.unit AND s.start >= p.first AND s.start < p.past
    WHERE (s.plant_id, s.severity)
          IN (SELECT c.plant_id, c.severity
              FROM faultline.counted_severities(severity_name) c
              JOIN faultline.plant n ON n.plant_id = c.plant_id
              WHERE plants IS NULL OR n.name = ANY (plants))
    GROUP BY 1
$$;

-- Observation -------------------------------------------------------------------------------------

-- A period is observed from its start to its end, but only from the first of all readings of the
-- plants to the last: before and after them, nothing is known about equipment. A period that ends
-- where the first reading is comes before it.
CREATE FUNCTION faultline.observed(
    period_from date, period_to date, plants text[] DEFAULT NULL)
    RETURNS TABLE (started_at timestamptz, ended_at timestamptz)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT min(greatest(o.first_at, o.begins_at)), max(least(o.last_at, o.ends_at))
    FROM (
        SELECT s.first_at, s.last_at, faultline.start_of_day(period_from, p.time_zone) AS begins_at,
               faultline.start_of_day(period_to + 1, p.time_zone) AS ends_at
        FROM faultline.plant p
        JOIN (SELECT plant_id, min(first_at) AS first_at, max(last_at) AS last_at
              FROM faultline.equipment_summary WHERE unit = 'year'
              GROUP BY plant_id) AS s ON s.plant_id = p.plant_id
        WHERE plants IS NULL OR p.name = ANY (plants)
    ) AS o
    WHERE o.first_at < coalesce(o.ends_at, 'infinity')
      AND o.last_at >= coalesce(o.begins_at, '-infinity')
    HAVING count(*) > 0
$$;

-- The observed steps of a period, with the observed days of each. A step whose first instant has
-- the last reading was observed for no time, but may have a failure. A step is complete if at most a
-- hundredth of it wasn't observed: the last reading of a month comes shortly before its end.
CREATE FUNCTION faultline.observed_steps(
    step text, period_from date, period_to date, plants text[] DEFAULT NULL)
    RETURNS TABLE (
        starts_on date, ends_on date, observed_days double precision, is_complete boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT starts_on, ends_on, observed_seconds / 86400,
           observed_seconds >= 0.99 * date_part('epoch', past_at - started_at)
    FROM (
        SELECT s::date AS starts_on, e::date - 1 AS ends_on,
               s AT TIME ZONE z AS started_at, e AT TIME ZONE z AS past_at,
               date_part('epoch', least(o.ended_at, e AT TIME ZONE z)
                                  - greatest(o.started_at, s AT TIME ZONE z)) AS observed_seconds
        FROM faultline.observed(period_from, period_to, plants) o,
             faultline.zone_of(plants) AS z,
             generate_series(date_trunc(step, o.started_at AT TIME ZONE z),
                             o.ended_at AT TIME ZONE z, ('1 ' || step)::interval) AS s,
             LATERAL (SELECT s + ('1 ' || step)::interval) AS next (e)
        -- A period ends where the next one begins.
        WHERE s::date <= coalesce(period_to, 'infinity')
    ) AS steps
$$;

-- On how many days each hour of the week was observed, from 0 (Monday, 00:00 to 01:00) to 167: the
-- time that clocks show between the first instant and the last. An hour that they leave out counts
-- as one; so does an hour that comes twice.
CREATE FUNCTION faultline.observed_hours(
    period_from date, period_to date, plants text[] DEFAULT NULL)
    RETURNS TABLE (hour_of_week integer, observed_days double precision)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    -- Up to x hours after a Monday, this hour has passed floor((x - hour) / 168) times, and a part
    -- of it once more.
    SELECT h, floor((x.until - h) / 168) + least(1, x.until - h - 168 * floor((x.until - h) / 168))
              - floor((x.since - h) / 168) - least(1, x.since - h - 168 * floor((x.since - h) / 168))
    FROM (SELECT date_part('epoch', (o.started_at AT TIME ZONE z) - timestamp '2001-01-01') / 3600,
                 date_part('epoch', (o.ended_at AT TIME ZONE z) - timestamp '2001-01-01') / 3600
          FROM faultline.observed(period_from, period_to, plants) o,
               faultline.zone_of(plants) AS z) AS x (since, until),
         generate_series(0, 167) AS h
$$;

-- The days of a period that have readings.
CREATE FUNCTION faultline.reading_days(
    period_from date, period_to date, plants text[] DEFAULT NULL)
    RETURNS TABLE (day date)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT DISTINCT s.start
    FROM faultline.equipment_summary s
    JOIN faultline.plant p ON p.plant_id = s.plant_id
    WHERE s.unit = 'day'
      AND s.start >= coalesce(period_from, '-infinity')
      AND s.start <= coalesce(period_to, 'infinity')
      AND (plants IS NULL OR p.name = ANY (plants))
$$;

-- The plants that report regularly: on at least ten days they have readings that aren't failures,
-- and nine in ten of these days follow one another. Only then does silence mean that something is
-- missing: in a log of failures, it means that nothing failed.
CREATE FUNCTION faultline.regular_plants(plants text[] DEFAULT NULL)
    RETURNS TABLE (plant_id smallint)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT plant_id
    FROM (SELECT plant_id, start - lag(start) OVER (PARTITION BY plant_id ORDER BY start) AS days
          FROM (SELECT DISTINCT s.plant_id, s.start
                FROM faultline.equipment_summary s
                JOIN faultline.plant p ON p.plant_id = s.plant_id
                WHERE s.unit = 'day'
                  AND (plants IS NULL OR p.name = ANY (plants))
                  AND NOT EXISTS (SELECT FROM faultline.failure_severity f
                                  WHERE f.plant_id = s.plant_id AND f.severity = s.severity))
               AS quiet) AS steps
    GROUP BY plant_id
    HAVING count(*) >= 10
       AND count(*) FILTER (WHERE days = 1) * 10 >= (count(*) - 1) * 9
$$;

-- How well a period was observed: how many of its observed days have a reading, the longest stretch
-- of days without one, and whether, in a plant that reports regularly, long stretches (each more
-- than a tenth of the observed days) make up more than half of them. One line with a wrong clock can
-- cause that; rates and trends then cover time about which nothing is known. In excluded time, no
-- reading is missing.
CREATE FUNCTION faultline.observation(
    period_from date, period_to date, plants text[] DEFAULT NULL)
    RETURNS TABLE (
        started_at timestamptz, ended_at timestamptz, observed_days integer, reading_days bigint,
        longest_from date, longest_to date, longest_days integer, is_mostly_unread boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH observed AS (
        SELECT o.started_at, o.ended_at, (o.started_at AT TIME ZONE z)::date AS first_day,
               least((o.ended_at AT TIME ZONE z)::date, period_to) AS last_day
        FROM faultline.observed(period_from, period_to, plants) o,
             faultline.zone_of(plants) AS z
    ), days AS (
        SELECT day FROM faultline.reading_days(period_from, period_to, plants)
    ), known AS (
        SELECT day FROM days
        UNION
        SELECT x.day
        FROM observed o, faultline.excluded_days(o.first_day, o.last_day, plants) AS x
    ), stretches AS (
        SELECT lag(day) OVER (ORDER BY day) + 1 AS first_day, day - 1 AS last_day,
               day - lag(day) OVER (ORDER BY day) - 1 AS days
        FROM (SELECT day FROM known
              UNION ALL SELECT first_day - 1 FROM observed
              UNION ALL SELECT last_day + 1 FROM observed) AS edges
    ), counted AS (
        -- The days that should have readings.
        SELECT o.last_day - o.first_day + 1 - (SELECT count(*) FROM known)
               + (SELECT count(*) FROM days) AS days
        FROM observed o
    ), longest AS (
        SELECT * FROM stretches WHERE days > 0 ORDER BY days DESC, first_day LIMIT 1
    )
    SELECT o.started_at, o.ended_at, o.last_day - o.first_day + 1, (SELECT count(*) FROM days),
           l.first_day, l.last_day, l.days,
           EXISTS (SELECT FROM faultline.regular_plants(plants))
           AND (SELECT coalesce(sum(s.days), 0) * 2 > c.days
                FROM stretches s WHERE s.days * 10 > c.days)
    FROM observed o
    CROSS JOIN counted c
    LEFT JOIN longest l ON true
$$;

-- The equipment that a report can name as repairable systems, each with the observation of its
-- plant in the period (none: nothing was observed). Equipment that the list has a date for is
-- observed from when it went into service; in a plant that reports regularly, but not from before its
-- first reading. is_new: so its observation begins with its life. In a plant that reports regularly, equipment
-- without any reading isn't observed; in a log of failures, it didn't fail. is_alone: no other
-- equipment of the plant has readings, so a failure of this one may be what the observation begins
-- or ends with.
CREATE FUNCTION faultline.repairable_systems(
    period_from date, period_to date, plants text[] DEFAULT NULL)
    RETURNS TABLE (
        equipment_key integer, plant text, code text, group_name text, started_at timestamptz,
        ended_at timestamptz, begins_with_record boolean, ends_with_record boolean,
        is_alone boolean, is_mostly_unread boolean, is_new boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH recorded AS (
        SELECT s.plant_id, min(s.first_at) AS first_at, max(s.last_at) AS last_at,
               array_agg(DISTINCT e.equipment_key) FILTER (WHERE e.equipment_key > 0) AS equipment
        FROM faultline.equipment_summary s, unnest(s.equipment_key) AS e (equipment_key)
        WHERE s.unit = 'year'
        GROUP BY s.plant_id
    ), observed AS (
        SELECT p.plant_id, p.time_zone, o.started_at, o.ended_at, o.is_mostly_unread,
               o.started_at = r.first_at AS begins_with_record,
               o.ended_at = r.last_at AS ends_with_record,
               cardinality(r.equipment) = 1 AS is_alone,
               CASE WHEN g.plant_id IS NOT NULL THEN r.equipment END AS reporting
        FROM faultline.plant p
        JOIN recorded r ON r.plant_id = p.plant_id
        LEFT JOIN faultline.regular_plants(plants) g ON g.plant_id = p.plant_id
        CROSS JOIN LATERAL faultline.observation(period_from, period_to, ARRAY[p.name]) o
        WHERE plants IS NULL OR p.name = ANY (plants)
    )
    SELECT k.equipment_key, k.plant, k.code, k.group_name,
           CASE WHEN b.starts_at < o.ended_at OR b.in_service_at IS NULL THEN b.starts_at END,
           CASE WHEN b.starts_at < o.ended_at OR b.in_service_at IS NULL THEN o.ended_at END,
           coalesce(o.begins_with_record AND b.starts_at = o.started_at, false),
           coalesce(o.ends_with_record, false),
           coalesce(o.is_alone, false), coalesce(o.is_mostly_unread, false),
           coalesce(b.starts_at = b.in_service_at, false)
    FROM faultline.known_equipment k
    LEFT JOIN observed o ON o.plant_id = k.plant_id
        AND (o.reporting IS NULL OR k.equipment_key = ANY (o.reporting))
    LEFT JOIN LATERAL (
        SELECT CASE WHEN s.in_service_at IS NULL THEN o.started_at
                    WHEN o.reporting IS NULL
                    THEN greatest(s.in_service_at,
                                  faultline.start_of_day(period_from, o.time_zone))
                    ELSE greatest(s.in_service_at, o.started_at) END AS starts_at,
               s.in_service_at
        FROM (SELECT faultline.instant_of(k.in_service, o.time_zone) AS in_service_at) AS s) AS b
        ON true
    WHERE plants IS NULL OR k.plant = ANY (plants)
$$;

-- Findings ----------------------------------------------------------------------------------------

-- Files whose times go back by more than a day, at how many lines, and the first one: its line, its
-- time, and how far it goes back. A file that does so at more than a fifth of the readings that have
-- another time than the one before isn't in the order of time at all, and isn't here; nor is one
-- that has the newest readings first.
CREATE FUNCTION faultline.files_out_of_order(plants smallint[] DEFAULT NULL)
    RETURNS TABLE (
        plant_id smallint, file_id integer, path text, steps bigint, line bigint,
        step_at timestamptz, step_by interval)
    LANGUAGE sql STABLE
AS $$
    WITH chunks AS (
        -- Between two chunks: if the second one has sensors of the first one.
        SELECT f.plant_id, c.file_id, f.path, c.first_byte, c.first_line, c.time_changes, c.steps_back,
               c.begins_at, c.begin_line, c.ends_at, c.step_at, c.step_line, c.step_by,
               c.first_at, c.last_at,
               CASE WHEN lag(c.end_byte) OVER before = c.first_byte
                         AND lag(c.sensors) OVER before && c.sensors
                    THEN lag(c.ends_at) OVER before - c.begins_at END AS border
        FROM faultline.load_chunk c
        JOIN faultline.source_file f ON f.file_id = c.file_id
        WHERE c.begins_at IS NOT NULL AND NOT c.forgotten
          AND (plants IS NULL OR f.plant_id = ANY (plants))
        WINDOW before AS (PARTITION BY c.file_id ORDER BY c.first_byte)
    ), steps AS (
        SELECT c.*, c.steps_back + b.is_step::integer AS steps,
               c.first_line + CASE WHEN b.is_step THEN c.begin_line ELSE c.step_line END AS line,
               CASE WHEN b.is_step THEN c.begins_at ELSE c.step_at END AS at,
               CASE WHEN b.is_step THEN c.border ELSE c.step_by END AS by
        FROM chunks c,
             LATERAL (SELECT coalesce(c.border > interval '24 hours', false) AS is_step) AS b
    )
    SELECT s.plant_id, s.file_id, s.path, sum(s.steps)::bigint,
           (array_agg(s.line ORDER BY s.first_byte) FILTER (WHERE s.steps > 0))[1],
           (array_agg(s.at ORDER BY s.first_byte) FILTER (WHERE s.steps > 0))[1],
           (array_agg(s.by ORDER BY s.first_byte) FILTER (WHERE s.steps > 0))[1]
    FROM steps s
    GROUP BY s.plant_id, s.file_id, s.path
    HAVING sum(s.steps) > 0
       AND NOT (sum(s.steps) > 3 AND sum(s.steps) * 5 > sum(s.time_changes))
       AND NOT (min(s.first_at) = (array_agg(s.ends_at ORDER BY s.first_byte DESC))[1]
                AND max(s.last_at) = (array_agg(s.begins_at ORDER BY s.first_byte))[1])
$$;

-- What needs a look in the data of plants; null: of all. Each row is about a sensor, a
-- piece of equipment, a day, or some of them. `finding` is a word: docs/reports.md explains each.
CREATE FUNCTION faultline.data_findings(plants smallint[] DEFAULT NULL)
    RETURNS TABLE (
        plant_id smallint, finding text, sensor_id text, equipment_key integer, first_day date,
        last_day date, readings bigint, detail text)
    LANGUAGE sql STABLE
AS $$
    WITH chosen AS MATERIALIZED (
        SELECT p.plant_id, p.time_zone,
               EXISTS (SELECT FROM faultline.equipment_sensor m
                       JOIN faultline.sensor n ON n.sensor_key = m.sensor_key
                       WHERE n.plant_id = p.plant_id AND NOT n.is_equipment) AS has_map,
               EXISTS (SELECT FROM faultline.equipment e
                       WHERE e.plant_id = p.plant_id AND e.code IS NOT NULL) AS has_list
        FROM faultline.plant p
        WHERE plants IS NULL OR p.plant_id = ANY (plants)
    ), seen AS MATERIALIZED (
        SELECT r.plant_id, r.sensor_key,
               sum(r.readings) FILTER (WHERE r.equipment_key IS NULL) AS without_equipment
        FROM faultline.readings_by_sensor(NULL, NULL) r
        GROUP BY r.plant_id, r.sensor_key
    ), mapped AS MATERIALIZED (
        -- Equipment is a sensor for good, once a file has named it as one.
        SELECT m.sensor_key, m.equipment_key FROM faultline.equipment_sensor m
        WHERE m.sensor_key > 0 OR m.sensor_key IN (SELECT s.sensor_key FROM seen s)
    ), newest AS MATERIALIZED (
        -- The lists that apply, the newest first.
        SELECT a.plant_id, a.chunk_id, max(ARRAY[a.load_id, a.position]) AS applied
        FROM faultline.applied_list a
        JOIN chosen c ON c.plant_id = a.plant_id
        GROUP BY a.plant_id, a.chunk_id
    ), days AS MATERIALIZED (
        SELECT s.plant_id, s.start AS day, sum(s.records)::bigint AS readings
        FROM faultline.equipment_summary s
        JOIN chosen c ON c.plant_id = s.plant_id
        WHERE s.unit = 'day'
        GROUP BY s.plant_id, s.start
    )
    SELECT c.plant_id, 'sensor-without-equipment', n.sensor_id, NULL::integer, NULL::date,
           NULL::date, s.without_equipment::bigint, NULL
    FROM seen s
    JOIN chosen c ON c.plant_id = s.plant_id
    JOIN faultline.sensor n ON n.sensor_key = s.sensor_key
    WHERE s.without_equipment > 0
    UNION ALL
    SELECT c.plant_id, 'sensor-without-readings', n.sensor_id, min(m.equipment_key), NULL, NULL, 0,
           NULL
    FROM mapped m
    JOIN faultline.sensor n ON n.sensor_key = m.sensor_key
    JOIN chosen c ON c.plant_id = n.plant_id
    WHERE NOT EXISTS (SELECT FROM seen s WHERE s.sensor_key = m.sensor_key)
      AND EXISTS (SELECT FROM seen s WHERE s.plant_id = c.plant_id)
    GROUP BY c.plant_id, n.sensor_key, n.sensor_id
    UNION ALL
    SELECT c.plant_id, 'equipment-not-listed', NULL, k.equipment_key, NULL, NULL, NULL, NULL
    FROM faultline.known_equipment k
    JOIN chosen c ON c.plant_id = k.plant_id
    WHERE NOT k.is_listed
      AND EXISTS (SELECT FROM mapped m WHERE m.equipment_key = k.equipment_key)
    UNION ALL
    SELECT c.plant_id, 'equipment-without-sensors', NULL, k.equipment_key, NULL, NULL, NULL, NULL
    FROM faultline.known_equipment k
    JOIN chosen c ON c.plant_id = k.plant_id
    WHERE c.has_map AND k.is_listed
      AND NOT EXISTS (SELECT FROM mapped m WHERE m.equipment_key = k.equipment_key)
    UNION ALL
    SELECT c.plant_id, 'equipment-without-group', NULL, k.equipment_key, NULL, NULL, NULL, NULL
    FROM faultline.known_equipment k
    JOIN chosen c ON c.plant_id = k.plant_id
    WHERE k.is_listed AND k.group_name IS NULL
    UNION ALL
    SELECT c.plant_id, 'in-service-date', NULL, k.equipment_key, NULL, NULL, NULL,
           CASE WHEN e.in_service IS NULL THEN t.shown || ' can''t be read'
                WHEN e.in_service > (now() AT TIME ZONE c.time_zone)
                THEN t.shown || ' is in the future'
                ELSE t.shown || ' is after its first failure, '
                     || to_char(f.failed_at AT TIME ZONE c.time_zone, 'YYYY-MM-DD') END
    FROM faultline.equipment e
    JOIN chosen c ON c.plant_id = e.plant_id
    JOIN faultline.known_equipment k ON k.equipment_key = e.equipment_key
    CROSS JOIN LATERAL (SELECT faultline.in_service_text(e.attributes) AS shown) AS t
    LEFT JOIN LATERAL (
        SELECT d.event_at[1] AS failed_at
        FROM faultline.failure_day d
        WHERE d.equipment_key = e.equipment_key AND d.day <= e.in_service::date
        ORDER BY d.day LIMIT 1) AS f ON e.in_service IS NOT NULL
    WHERE t.shown IS NOT NULL
      AND (e.in_service IS NULL OR e.in_service > (now() AT TIME ZONE c.time_zone)
           OR f.failed_at AT TIME ZONE c.time_zone < e.in_service)
    UNION ALL
    -- Twice in one list with different data, and this list counts.
    SELECT c.plant_id, 'equipment-listed-twice', NULL, e.equipment_key, NULL, NULL, NULL,
           string_agg(DISTINCT e.code || coalesce(' (' || e.group_name || ')', ''), '; ')
    FROM chosen c
    CROSS JOIN LATERAL faultline.equipment_in_force(c.plant_id) f
    JOIN faultline.equipment_entry e
        ON e.chunk_id = f.chunk_id AND e.equipment_key = f.equipment_key
    GROUP BY c.plant_id, e.equipment_key
    HAVING count(DISTINCT (e.code, e.group_name, e.attributes::text)) > 1
    UNION ALL
    SELECT l.plant_id, 'sensor-mapped-twice', n.sensor_id, NULL, NULL, NULL, NULL,
           string_agg(DISTINCT e.equipment_id, '; ')
    FROM (SELECT DISTINCT ON (l.plant_id, s.sensor_key) l.plant_id, s.sensor_key, l.chunk_id
          FROM newest l
          JOIN faultline.sensor_entry s ON s.chunk_id = l.chunk_id
          ORDER BY l.plant_id, s.sensor_key, l.applied DESC) AS l
    JOIN faultline.sensor_entry s ON s.chunk_id = l.chunk_id AND s.sensor_key = l.sensor_key
    JOIN faultline.sensor n ON n.sensor_key = l.sensor_key
    JOIN faultline.equipment e ON e.equipment_key = s.equipment_key
    GROUP BY l.plant_id, n.sensor_key, n.sensor_id, s.valid_from
    HAVING count(DISTINCT s.equipment_key) > 1
    UNION ALL
    -- The readings are those whose row names other equipment than the sensor is on.
    SELECT t.plant_id, CASE WHEN t.is_listed THEN 'map-contradicted' ELSE 'sensor-on-several' END,
           n.sensor_id, NULL, NULL, NULL,
           coalesce(sum(t.readings) FILTER (WHERE t.is_other), 0)::bigint,
           string_agg(e.equipment_id || ': ' || t.readings, '; '
                      ORDER BY t.readings DESC, faultline.id_order(e.equipment_id))
    FROM (SELECT x.*, CASE WHEN x.is_listed THEN x.differs ELSE NOT x.is_used END AS is_other
          FROM (SELECT c.plant_id, s.*,
                       EXISTS (SELECT FROM newest l
                               JOIN faultline.sensor_entry o ON o.chunk_id = l.chunk_id
                               WHERE o.sensor_key = s.sensor_key) AS is_listed,
                       EXISTS (SELECT FROM faultline.equipment_sensor m
                               WHERE m.sensor_key = s.sensor_key
                                 AND m.equipment_key <> s.equipment_key
                                 AND ((m.valid_from <= s.first_at AND s.first_at < m.valid_to)
                                      OR (m.valid_from <= s.last_at AND s.last_at < m.valid_to)))
                           AS differs
                FROM chosen c
                CROSS JOIN LATERAL faultline.sensors_in_tables(c.plant_id) s) AS x) AS t
    JOIN faultline.sensor n ON n.sensor_key = t.sensor_key
    JOIN faultline.equipment e ON e.equipment_key = t.equipment_key
    GROUP BY t.plant_id, t.is_listed, n.sensor_key, n.sensor_id
    HAVING bool_or(CASE WHEN t.is_listed THEN t.differs ELSE t.is_mixed END)
    UNION ALL
    -- Numbers can't be alike.
    SELECT i.plant_id, 'similar-ids', min(i.sensor_id), min(i.equipment_key), NULL, NULL, NULL,
           string_agg(i.id, ', ' ORDER BY i.id)
    FROM (SELECT n.plant_id, n.sensor_id, NULL::integer AS equipment_key, n.sensor_id AS id
          FROM faultline.sensor n
          WHERE n.sensor_id !~ '^[0-9]+$' AND NOT n.is_equipment
          UNION ALL
          SELECT e.plant_id, NULL, e.equipment_key, e.equipment_id
          FROM faultline.equipment e WHERE e.equipment_id !~ '^[0-9]+$') AS i
    JOIN chosen c ON c.plant_id = i.plant_id
    GROUP BY i.plant_id, i.equipment_key IS NULL, lower(regexp_replace(i.id, '\s+', '', 'g'))
    HAVING count(*) > 1
    UNION ALL
    -- A clock may be a few hours wrong, or its time zone.
    SELECT d.plant_id, 'future-readings', NULL, NULL, d.day, d.day, d.readings, NULL
    FROM days d
    JOIN chosen c ON c.plant_id = d.plant_id
    WHERE d.day > (now() AT TIME ZONE c.time_zone)::date + 1
    UNION ALL
    SELECT c.plant_id, 'times-out-of-order', NULL, NULL, d.day, d.day, o.steps,
           format('steps-back:%2$s:%3$s:%1$s', o.path, o.line,
                  round(extract(epoch FROM o.step_by) / 86400, 1))
    FROM faultline.files_out_of_order(plants) o
    JOIN chosen c ON c.plant_id = o.plant_id,
         LATERAL (SELECT (o.step_at AT TIME ZONE c.time_zone)::date AS day) AS d
    UNION ALL
    SELECT g.plant_id, 'days-without-readings', NULL, NULL, g.first_day, g.last_day, 0, NULL
    FROM (SELECT d.plant_id, lag(d.day) OVER (PARTITION BY d.plant_id ORDER BY d.day) + 1
                     AS first_day, d.day - 1 AS last_day
          FROM days d) AS g
    JOIN faultline.regular_plants() r ON r.plant_id = g.plant_id
    WHERE g.last_day >= g.first_day
$$;

-- Statistics --------------------------------------------------------------------------------------

-- The observed days that a rate divides by; null for less than one day, which doesn't show what
-- happens in a day. Otherwise two failures a microsecond apart would be 170 thousand million a day,
-- and a single failure without other readings an MTBF of 0. All rates use this.
CREATE FUNCTION faultline.rate_days(observed_days double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN observed_days >= 1 THEN observed_days END
$$;

-- 8. Views ----------------------------------------------------------------------------------------

-- Every join below uses a primary key, so none loses or multiplies a row.

-- Error records by day and sensor.
CREATE VIEW faultline.error_records_by_day AS
SELECT d.start AS day, n.plant, n.sensor_id, k.equipment_id, k.code, k.group_name,
       x.records AS error_records
FROM faultline.sensor_summary d
JOIN faultline.failure_severity f ON f.plant_id = d.plant_id AND f.severity = d.severity
CROSS JOIN LATERAL unnest(
    d.sensor_key, faultline.of_each(d.equipment_key, cardinality(d.sensor_key)),
    faultline.of_each(d.sensor_records, cardinality(d.sensor_key)))
    AS x (sensor_key, equipment_key, records)
JOIN faultline.known_sensor n ON n.sensor_key = x.sensor_key
LEFT JOIN faultline.known_equipment k ON k.equipment_key = x.equipment_key
WHERE d.unit = 'day';

-- Failure events by day and equipment.
CREATE VIEW faultline.failure_events_by_day AS
SELECT f.start AS day, k.plant, k.equipment_id, k.code, k.group_name, x.events AS failure_events
FROM faultline.failure_summary f
CROSS JOIN LATERAL unnest(f.equipment_key, f.equipment_events) AS x (equipment_key, events)
LEFT JOIN faultline.known_equipment k ON k.equipment_key = x.equipment_key
WHERE f.unit = 'day';

-- Each failure event: an instant at which a piece of equipment has error records, once.
CREATE VIEW faultline.failure_event_times AS
SELECT x.occurred_at, k.plant, k.equipment_id, k.code, k.group_name
FROM faultline.failure_day f
CROSS JOIN LATERAL unnest(f.event_at) AS x (occurred_at)
LEFT JOIN faultline.known_equipment k ON k.equipment_key = f.equipment_key;

-- Readings of a month by sensor and severity, with their measurements. From a summary: thousands of
-- rows, however many readings there are. A cell that loads have left in several rows is added up.
CREATE VIEW faultline.readings_by_month AS
SELECT y.month, n.plant, n.sensor_id, s.name AS severity, k.equipment_id, k.code, k.group_name,
       y.readings, y.temperature_count, y.temperature_min, y.temperature_max,
       y.temperature_sum / nullif(y.temperature_count, 0) AS temperature_mean,
       y.vibration_count, y.vibration_min, y.vibration_max,
       y.vibration_sum / nullif(y.vibration_count, 0) AS vibration_mean
FROM (
    SELECT d.start AS month, d.severity, x.sensor_key, x.equipment_key,
           sum(x.records) AS readings,
           sum(x.tc) AS temperature_count, min(nullif(x.tmin, 'NaN')) AS temperature_min,
           max(nullif(x.tmax, 'NaN')) AS temperature_max, sum(x.ts) AS temperature_sum,
           sum(x.vc) AS vibration_count, min(nullif(x.vmin, 'NaN')) AS vibration_min,
           max(nullif(x.vmax, 'NaN')) AS vibration_max, sum(x.vs) AS vibration_sum
    FROM faultline.sensor_summary d
    CROSS JOIN LATERAL unnest(
        d.sensor_key, faultline.of_each(d.equipment_key, cardinality(d.sensor_key)),
        faultline.of_each(d.sensor_records, cardinality(d.sensor_key)),
        d.temperature_count, d.temperature_min, d.temperature_max,
        d.temperature_sum, d.vibration_count, d.vibration_min, d.vibration_max, d.vibration_sum)
        AS x (sensor_key, equipment_key, records, tc, tmin, tmax, ts, vc, vmin, vmax, vs)
    WHERE d.unit = 'month'
    GROUP BY d.start, d.severity, x.sensor_key, x.equipment_key
) AS y
JOIN faultline.severity s ON s.code = y.severity
JOIN faultline.known_sensor n ON n.sensor_key = y.sensor_key
LEFT JOIN faultline.known_equipment k ON k.equipment_key = y.equipment_key;

-- The sensors of the map, with their equipment. valid_from and valid_to: null if they always were
-- on it.
CREATE VIEW faultline.sensors AS
SELECT n.plant, n.sensor_id, k.equipment_id, k.code, k.group_name,
       nullif(m.valid_from, '-infinity') AS valid_from, nullif(m.valid_to, 'infinity') AS valid_to
FROM faultline.equipment_sensor m
JOIN faultline.known_sensor n ON n.sensor_key = m.sensor_key
LEFT JOIN faultline.known_equipment k ON k.equipment_key = m.equipment_key
WHERE m.sensor_key > 0;

-- The loads, each with its plants and its receipt's figures, of all its files.
CREATE VIEW faultline.loads AS
SELECT l.load_id, ARRAY(SELECT p.name FROM faultline.plant p
                        WHERE p.plant_id IN (SELECT x.plant_id FROM faultline.load_plant x
                                             WHERE x.load_id = l.load_id)
                        ORDER BY lower(p.name)) AS plants,
       l.folder, l.started_at, l.ended_at, l.state, l.undone_at,
       f.files, f.records_in, f.loaded, f.rejected, f.blank, f.skipped
FROM faultline.load_run l
CROSS JOIN LATERAL (
    SELECT count(*) AS files, coalesce(sum(records_in), 0) AS records_in,
           coalesce(sum(loaded), 0) AS loaded, coalesce(sum(rejected), 0) AS rejected,
           coalesce(sum(blank), 0) AS blank, coalesce(sum(skipped), 0) AS skipped
    FROM faultline.load_file
    WHERE load_id = l.load_id) AS f;

-- Each reading with its names. Reading it costs as much as reading the readings: narrow it down.
CREATE VIEW faultline.named_readings AS
SELECT n.plant, r.occurred_at, s.name AS severity, n.sensor_id, k.equipment_id, k.code,
       k.group_name, r.temperature, r.vibration, r.extra
FROM faultline.reading r
JOIN faultline.severity s ON s.code = r.severity
JOIN faultline.known_sensor n ON n.sensor_key = r.sensor_key
LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = r.sensor_key
    AND m.valid_from <= r.occurred_at AND m.valid_to > r.occurred_at
LEFT JOIN faultline.known_equipment k ON k.equipment_key = m.equipment_key;

-- What failure lists say: a row for each failure, or planned work, of which they say more than when
-- it was. duration is the list's own, or else the time until the end.
CREATE VIEW faultline.failure_list AS
SELECT n.plant, d.occurred_at, k.equipment_id, k.code, k.group_name, n.sensor_id,
       s.name AS severity, d.failure_mode, d.cause, d.ended_at,
       coalesce(make_interval(secs => d.duration_seconds), d.ended_at - d.occurred_at) AS duration,
       d.planned
FROM faultline.failure_detail d
JOIN faultline.severity s ON s.code = d.severity
JOIN faultline.known_sensor n ON n.sensor_key = d.sensor_key
LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = d.sensor_key
    AND m.valid_from <= d.occurred_at AND m.valid_to > d.occurred_at
LEFT JOIN faultline.known_equipment k ON k.equipment_key = m.equipment_key;

-- The tables of the process that Faultline replaces, for old queries and BI tools.
CREATE VIEW faultline.logs AS
SELECT n.plant, r.occurred_at AS "timestamp", s.name AS status, n.sensor_id, r.temperature,
       r.vibration
FROM faultline.reading r
JOIN faultline.severity s ON s.code = r.severity
JOIN faultline.known_sensor n ON n.sensor_key = r.sensor_key;
CREATE VIEW faultline.equipment_sensors AS
SELECT plant, equipment_id, sensor_id FROM faultline.sensors;

-- 9. Roles ----------------------------------------------------------------------------------------

-- The role that runs this owns the schema, and no other role has rights in it. The role
-- faultline_reader, which may only read, gets its rights when it is first used
-- (database/ReaderRole.h).
