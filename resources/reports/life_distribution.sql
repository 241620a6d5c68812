-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Life distribution
-- section: Reliability
-- order: 77
-- explanation: The distribution of the times between failures, fitted by maximum likelihood; the time
--   since the last failure counts as suspended. The best model has the least AICc. A Weibull shape
--   above 1 means wear, below 1 early failures, 1 chance. The characteristic life is exceeded by
--   36.8 % (of a lognormal distribution: the median), B10 by 90 %. With a trend, no distribution
--   applies: see Reliability growth. All intervals are 95 %.
-- file: life_distribution.csv
-- computed: life_distribution
-- choice by: For | equipment=Each piece of equipment, group=Each group, plant=Each plant, all=All together
-- choice models: Models | best=The best, every=All that fit
-- column plant: Plant | text several
-- column group_name: Group | text
-- column code: Equipment | text
-- column intervals: Times | integer sum
-- column suspensions: Suspended | integer sum
-- column model: Model | words
-- column note: Note | words
-- column shape: Shape | decimal 3
-- column shape_lower: Shape from | decimal 3
-- column shape_upper: Shape to | decimal 3
-- column life_hours: Characteristic life, h | decimal 2
-- column life_lower: Life from, h | decimal 2
-- column life_upper: Life to, h | decimal 2
-- column location_hours: Location, h | decimal 2
-- column b10_hours: B10, h | decimal 2
-- column b10_lower: B10 from, h | decimal 2
-- column b10_upper: B10 to, h | decimal 2
-- column mean_hours: Mean, h | decimal 2
-- column mean_lower: Mean from, h | decimal 2
-- column mean_upper: Mean to, h | decimal 2
-- column log_likelihood: Log-likelihood | decimal 2
-- column aicc: AICc | decimal 2
-- column excluded_hours: Excluded, h | decimal 1
-- column excluded_failures: Failures left out | integer
-- opens: failure_events | plant plant | equipment code

SELECT *
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[])
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:equipment::text IS NULL OR code = :equipment::text)
