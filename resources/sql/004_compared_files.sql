-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 4: a file that was edited and then grows needn't be compared again. Runs as version 1 did.

-- Up to where the lines of an edited file were compared with the readings of its earlier
-- generations; null: it wasn't.
ALTER TABLE faultline.source_file
    ADD compared_bytes bigint;
