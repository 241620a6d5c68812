-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Time between failures
-- section: Reliability
-- order: 70
-- explanation: For each piece of equipment: its failures, the hours between one and the next, and
--   the mean time between failures (MTBF). The MTBF is the observed hours in the period, from the
--   first reading of its plant to the last one, divided by the failures. Its 95 % interval
--   assumes a constant rate and is two-sided. Without a failure there is only a lower limit,
--   one-sided at 97.5 %. If less than a day was observed, there is no MTBF. The trend is the test of
--   MIL-HDBK-189: with a p below 5 %, failures come closer together (getting worse) or further
--   apart (getting better). “Too few readings” means that most of the observed time has none, for
--   example after a line with a wrong clock. Then there is no trend, and the MTBF says little;
--   Overview shows when readings are missing. Excluded time, such as a shutdown, doesn't count, and
--   the failures in it are left out: the last columns say how much that is.
-- file: time_between_failures.csv
-- computed: time_between_failures
-- needs: failures
-- column plant: Plant | text several
-- column code: Equipment | text
-- column group_name: Group | text
-- column failure_events: Failures | integer sum
-- column trend: Trend | words
-- column trend_p_percent: p, % | decimal 2
-- column mtbf_hours: MTBF, h | decimal 2
-- column mtbf_lower: MTBF from, h | decimal 2
-- column mtbf_upper: MTBF to, h | decimal 2
-- column first_failure_at: First failure | timestamp
-- column last_failure_at: Last failure | timestamp
-- column mean_hours: Mean, h | decimal 2
-- column shortest_hours: Shortest, h | decimal 2
-- column lower_quartile_hours: Lower quartile, h | decimal 2
-- column median_hours: Median, h | decimal 2
-- column upper_quartile_hours: Upper quartile, h | decimal 2
-- column longest_hours: Longest, h | decimal 2
-- column observed_hours: Observed, h | decimal 1
-- column observed_from: Observed from | timestamp
-- column observed_to: Observed to | timestamp
-- column excluded_hours: Excluded, h | decimal 1
-- column excluded_failures: Failures left out | integer sum
-- chart: box | category code | value shortest_hours, lower_quartile_hours, median_hours, upper_quartile_hours, longest_hours
-- opens: failure_events | plant plant | equipment code

SELECT *
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[])
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:equipment::text IS NULL OR code = :equipment::text)
