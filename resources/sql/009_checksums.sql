-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 9: what is stored can be compared with what was loaded, value by value. Runs as version 1
-- did.

-- What is stored already was loaded without them, and can't be compared any more.
DO $$
BEGIN
    IF EXISTS (SELECT FROM faultline.load_chunk) THEN
        RAISE EXCEPTION 'the journal has no checksums of its readings.';
    END IF;
END $$;

-- Sums over the rows of a chunk, as loading/RowChecksum.h says: whatever their order is.
ALTER TABLE faultline.load_chunk
    ADD readings_checksum bigint NOT NULL DEFAULT 0,
    ADD rejected_checksum bigint NOT NULL DEFAULT 0;
