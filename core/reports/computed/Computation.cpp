// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/Computation.h"

#include "reports/computed/TimeBetweenFailures.h"

namespace faultline {

std::unique_ptr<RowComputation> makeComputation(Computation kind, const ReportFilter&)
{
    switch (kind) {
    case Computation::TimeBetweenFailures:
        break;
    }
    return std::make_unique<TimeBetweenFailures>();
}

} // namespace faultline
