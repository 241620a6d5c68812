-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3: a load can be taken back, the ledger says why one stopped and what its files were as a
-- whole. Runs as version 1 did.

ALTER TABLE faultline.load_run
    ADD failure   jsonb,                    -- why it failed, as a message; null when it didn't
    ADD undone_at timestamptz;              -- when it was taken back; its receipt stays

-- What is on the receipt beside the counts. Null where it isn't known: a hash of the whole content
-- needs a load that read all of it.
ALTER TABLE faultline.load_file
    ADD content_hash bytea,                 -- XXH3-128 of the whole file
    ADD started_at   timestamptz,           -- when its first chunk was begun
    ADD ended_at     timestamptz;           -- when its last one was stored

-- Of the file as it was last loaded completely: so many bytes had this XXH3-128.
ALTER TABLE faultline.source_file
    ADD content_bytes bigint,
    ADD content_hash  bytea,
    ADD modified_ms   bigint,               -- when it was last written, by its file system: a hint
    ADD root_id       integer REFERENCES faultline.source_file;  -- the first generation; null: itself

-- Measurements that are no numbers, kept as text with their readings.
ALTER TABLE faultline.load_chunk
    ADD unreadable bigint NOT NULL DEFAULT 0;

-- Lines of an edited file whose readings its earlier generations have.
ALTER TABLE faultline.load_chunk
    ADD skipped bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT load_chunk_check1,
    ADD CONSTRAINT load_chunk_balanced CHECK (records = loaded + rejected + blank + skipped);

-- How many lines of a chunk were rejected for which reason. People choose rejected lines by reason,
-- and there may be millions of them: counting these would take as long as reading them all, and an
-- index by reason would be as large as the table. The table keeps it by itself, so that whoever
-- stores lines or takes them back need not know of it.
CREATE TABLE faultline.rejected_reason (
    reason   text NOT NULL,
    chunk_id integer NOT NULL,
    lines    bigint NOT NULL CHECK (lines >= 0),
    PRIMARY KEY (reason, chunk_id)
);
INSERT INTO faultline.rejected_reason (reason, chunk_id, lines)
SELECT reason, chunk_id, count(*) FROM faultline.rejected_line GROUP BY reason, chunk_id;

CREATE FUNCTION faultline.count_rejected_lines() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO faultline.rejected_reason AS known (reason, chunk_id, lines)
    SELECT reason, chunk_id, count(*) FROM changed GROUP BY reason, chunk_id
    ON CONFLICT (reason, chunk_id) DO UPDATE SET lines = known.lines + excluded.lines;
    RETURN NULL;
END $$;
CREATE TRIGGER count_stored AFTER INSERT ON faultline.rejected_line
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION faultline.count_rejected_lines();

CREATE FUNCTION faultline.discount_rejected_lines() RETURNS trigger
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
CREATE TRIGGER discount_taken_back AFTER DELETE ON faultline.rejected_line
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION faultline.discount_rejected_lines();
