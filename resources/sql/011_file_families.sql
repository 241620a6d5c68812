-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 11: files that share lines are a family, whatever their names, and a line is loaded once for
-- all of them. Runs as version 1 did.

-- root_id is the family now: the same number for every file of it, null for a file that has none.
UPDATE faultline.source_file AS root SET root_id = file_id
WHERE root_id IS NULL
  AND EXISTS (SELECT FROM faultline.source_file f WHERE f.root_id = root.file_id);

ALTER TABLE faultline.source_file
    DROP COLUMN compared_bytes,
    -- Another content has taken its place: what still stands in it is on the journal of that one.
    ADD superseded boolean NOT NULL DEFAULT false,
    -- Hashes of some of its readings (loading/ReadingSketch.h): files that share lines share some.
    ADD sketch bigint[] NOT NULL DEFAULT '{}';
UPDATE faultline.source_file AS old SET superseded = true
WHERE EXISTS (SELECT FROM faultline.source_file f
              WHERE f.root_id = old.root_id AND f.generation > old.generation);
CREATE INDEX source_file_root ON faultline.source_file (root_id) WHERE root_id IS NOT NULL;
CREATE INDEX source_file_sketch ON faultline.source_file USING gin (sketch);
