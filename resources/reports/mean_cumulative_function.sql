-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Mean cumulative function
-- section: Reliability
-- order: 76
-- explanation: How often a piece of equipment has failed on average up to an age, counted from the
--   start of its observation: Nelson's mean cumulative function, which assumes nothing about the
--   kind of failures. A curve that bends upwards means ever more failures. The 95 % interval is that
--   of the mean; a single piece of equipment has none. Of long curves, 400 points are listed.
-- file: mean_cumulative_function.csv
-- with-all: no
-- computed: mean_cumulative_function
-- choice by: For | group=Each group, plant=Each plant, all=All together, equipment=Each piece of equipment
-- column plant: Plant | text several
-- column fleet: Fleet | words
-- column age_days: Age, days | decimal 3
-- column mean: Mean failures | decimal 3
-- column lower: From | decimal 3
-- column upper: To | decimal 3
-- column at_risk: Observed equipment | integer
-- chart: curve | category age_days | row fleet | value mean | band lower, upper

SELECT *
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[])
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:equipment::text IS NULL OR code = :equipment::text)
