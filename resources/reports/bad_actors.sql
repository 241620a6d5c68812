-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Bad actors
-- section: Reliability
-- order: 73
-- explanation: Which equipment fails more often than the rest of its group, or is down for longer,
--   by more than chance and a factor of 1.5? The ratio compares its rate with that of the rest. p is
--   the probability of so much at a factor of 1.5, corrected for looking at the whole group; below
--   5 %, the equipment stands out. Failures of one cause belong together: choose a burst window.
--   Downtime is the unplanned one of failure lists; there, outages that overlap are one.
-- file: bad_actors.csv
-- computed: bad_actors
-- choice by: By | failures=Failures, downtime=Downtime
-- column plant: Plant | text several
-- column group_name: Group | text
-- column code: Equipment | text
-- column failure_events: Failures | integer sum
-- column downtime_hours: Downtime, h | decimal 2 sum
-- column verdict: Verdict | words
-- column share_percent: Share, % | decimal 1
-- column expected_share_percent: Expected share, % | decimal 1
-- column ratio: Ratio of rates | decimal 2
-- column ratio_lower: Ratio from | decimal 2
-- column ratio_upper: Ratio to | decimal 2
-- column p_percent: p, % | decimal 2
-- column excluded_hours: Excluded, h | decimal 1
-- column excluded_failures: Failures left out | integer sum
-- opens: failure_events | plant plant | equipment code

SELECT *
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[])
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
