-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Next failure
-- section: Reliability
-- order: 78
-- explanation: When the next failure of each piece of equipment is to be expected, counted from the
--   end of the observed time: the median, and the probability of a failure within 7, 30 and 90 days,
--   each with its 95 % interval. With a trend, the power law process says so; without one, the
--   distribution of the times between failures; with too few of these, a constant rate.
-- file: next_failure.csv
-- computed: next_failure
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column failure_events: Failures | integer sum
-- column model: Model | words
-- column median_hours: Median, h | decimal 1
-- column median_lower: Median from | decimal 1
-- column median_upper: Median to | decimal 1
-- column week_percent: 7 days, % | decimal 1
-- column week_lower: 7 days from | decimal 1
-- column week_upper: 7 days to | decimal 1
-- column month_percent: 30 days, % | decimal 1
-- column month_lower: 30 days from | decimal 1
-- column month_upper: 30 days to | decimal 1
-- column quarter_percent: 90 days, % | decimal 1
-- column quarter_lower: 90 days from | decimal 1
-- column quarter_upper: 90 days to | decimal 1
-- column excluded_hours: Excluded, h | decimal 1
-- column excluded_failures: Failures left out | integer sum
-- opens: failure_events | plant plant | equipment code

SELECT *
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[])
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:equipment::text IS NULL OR code = :equipment::text)
