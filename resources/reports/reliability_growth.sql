-- SPDX-License-Identifier: GPL-3.0-or-later
-- title: Reliability growth
-- section: Reliability
-- order: 71
-- explanation: Do failures come ever faster or more slowly, and how many are to be expected? The
--   power law process (Crow-AMSAA) has a β below 1 if the equipment gets better, above 1 if it gets
--   worse, and 1 at a constant rate. The MTBF now is that at the end of the observed time. Expected
--   failures are those of all equipment of the row, in the days that you choose. All intervals are
--   95 %. “Doesn't fit”: by the Cramér-von Mises test at 5 %, failures don't follow a power law, so
--   its figures say little.
-- file: reliability_growth.csv
-- computed: reliability_growth
-- choice by: For | equipment=Each piece of equipment, group=Each group, plant=Each plant, all=All together
-- choice ahead: Forecast | month=30 days, week=7 days, quarter=90 days, year=365 days
-- column plant: Plant | text several
-- column group_name: Group | text
-- column code: Equipment | text
-- column equipment: Pieces | integer
-- column failure_events: Failures | integer sum
-- column trend: Trend | words
-- column trend_p_percent: p, % | decimal 2
-- column laplace: Laplace | decimal 2
-- column laplace_p_percent: Laplace p, % | decimal 2
-- column beta: β | decimal 3
-- column beta_lower: β from | decimal 3
-- column beta_upper: β to | decimal 3
-- column lambda: λ, 1/h^β | text
-- column fit: Power law | words
-- column mtbf_now_hours: MTBF now, h | decimal 2
-- column mtbf_now_lower: MTBF now from, h | decimal 2
-- column mtbf_now_upper: MTBF now to, h | decimal 2
-- column expected: Expected failures | decimal 1
-- column expected_lower: Expected from | decimal 0
-- column expected_upper: Expected to | decimal 0
-- column excluded_hours: Excluded, h | decimal 1
-- column excluded_failures: Failures left out | integer sum
-- opens: failure_events | plant plant | equipment code

SELECT *
FROM faultline.repairable_systems(:from::date, :to::date, :plants::text[])
WHERE (:group_name::text IS NULL OR group_name = :group_name::text)
  AND (:equipment::text IS NULL OR code = :equipment::text)
