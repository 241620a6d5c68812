-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Failure intervals
-- section: Reliability
-- order: 72
-- explanation: How often the time between one failure and the next of the same equipment falls into
--   each class. The first failure of each piece of equipment in the period has no previous one and
--   isn't counted. Empty classes between the shortest and the longest are listed too.
-- file: hours_between_failures.csv
-- computed: failure_intervals
-- needs: failures
-- column since: From | text
-- column from_hours: From, h | decimal 3
-- column to_hours: Below, h | decimal 3
-- column intervals: Intervals | integer sum
-- column share_percent: Share, % | decimal 1
-- chart: histogram | category since | value intervals, share_percent

SELECT *
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[])
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:equipment::text IS NULL OR code = :equipment::text)
