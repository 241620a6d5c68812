-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 10: no rate of less than a day. Runs as version 1 did.

-- The observed days that a rate may be taken over: less than one day says nothing of what happens in a
-- day. Two failures a microsecond apart would be 170 thousand million a day, and one failure that is
-- the only reading an MTBF of 0. Whatever divides by observed time takes it from here.
CREATE FUNCTION faultline.rate_days(observed_days double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN observed_days >= 1 THEN observed_days END
$$;
