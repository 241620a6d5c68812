-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Comparison of groups
-- section: Reliability
-- order: 76
-- explanation: Does a group fail more often than the others of its plant? The difference of the mean
--   cumulative functions: how often a piece of its equipment has failed on average up to an age,
--   minus the same of all others (with two groups, of the other one). Where its 95 % interval doesn't
--   include 0, the groups differ. Choose a group to see it alone. Of long curves, 400 points are
--   listed.
-- file: mcf_comparison.csv
-- with-all: no
-- computed: mcf_comparison
-- column plant: Plant | text several
-- column comparison: Groups | words
-- column age_days: Age, days | decimal 3
-- column mean: Mean failures | decimal 3
-- column mean_of_others: Mean failures of the others | decimal 3
-- column difference: Difference | decimal 3
-- column lower: From | decimal 3
-- column upper: To | decimal 3
-- column verdict: Verdict | words
-- chart: curve | category age_days | row comparison | value difference | band lower, upper
-- opens: mean_cumulative_function | plant plant

SELECT *
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[])
