-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Cumulative failures
-- section: Reliability
-- order: 75
-- explanation: The failures so far, by the days since the observation began, and those that the power
--   law process expects which fits them best (“Reliability growth” has its figures). A straight line
--   is a constant rate; one that bends upwards, ever more failures. Of long curves, 400 points are
--   listed.
-- file: cumulative_failures.csv
-- with-all: no
-- computed: cumulative_failures
-- choice by: For | all=All together, plant=Each plant, group=Each group, equipment=Each piece of equipment
-- column plant: Plant | text several
-- column fleet: Fleet | words
-- column age_days: Age, days | decimal 3
-- column failure_events: Failures | integer
-- column expected: Expected | decimal 2
-- chart: curve | category age_days | row fleet | value failure_events | fit expected

SELECT *
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[])
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:equipment::text IS NULL OR code = :equipment::text)
