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
    ADD content_hash  bytea;

-- Measurements that are no numbers, kept as text with their readings.
ALTER TABLE faultline.load_chunk
    ADD unreadable bigint NOT NULL DEFAULT 0;
