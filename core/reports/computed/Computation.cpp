// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/Computation.h"

#include "reports/computed/BadActors.h"
#include "reports/computed/CumulativeFailures.h"
#include "reports/computed/Downtimes.h"
#include "reports/computed/FailureIntervals.h"
#include "reports/computed/LifeDistributions.h"
#include "reports/computed/McfComparisonRows.h"
#include "reports/computed/MeanCumulativeFunctionRows.h"
#include "reports/computed/MonthlyAvailability.h"
#include "reports/computed/NextFailures.h"
#include "reports/computed/ReliabilityGrowth.h"
#include "reports/computed/TimeBetweenFailures.h"

namespace faultline {

std::unique_ptr<RowComputation>
makeComputation(Computation kind, const ReportFilter& filter, const PlantClocks& clocks)
{
    switch (kind) {
    case Computation::TimeBetweenFailures:
        break;
    case Computation::FailureIntervals:
        return std::make_unique<FailureIntervals>();
    case Computation::MeanCumulativeFunction:
        return std::make_unique<MeanCumulativeFunctionRows>(filter);
    case Computation::CumulativeFailures:
        return std::make_unique<CumulativeFailures>(filter);
    case Computation::LifeDistribution:
        return std::make_unique<LifeDistributions>(filter);
    case Computation::NextFailure:
        return std::make_unique<NextFailures>();
    case Computation::BadActors:
        return std::make_unique<BadActors>(filter);
    case Computation::Downtime:
        return std::make_unique<Downtimes>(filter);
    case Computation::MonthlyAvailability:
        return std::make_unique<MonthlyAvailability>(clocks);
    case Computation::McfComparison:
        return std::make_unique<McfComparisonRows>(filter);
    case Computation::ReliabilityGrowth:
        return std::make_unique<ReliabilityGrowth>(filter);
    }
    return std::make_unique<TimeBetweenFailures>();
}

} // namespace faultline
