// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/systems/FleetComputation.h"

namespace faultline {

/// Rows for each fleet, in order of age: Nelson's mean cumulative function, the mean number of
/// failures of a piece of equipment up to that age. Long curves are thinned.
class MeanCumulativeFunctionRows final : public FleetComputation
{
public:
    /// The filter's choice: "by" (FleetScope).
    explicit MeanCumulativeFunctionRows(const ReportFilter& filter);

    QList<QLatin1StringView> columns() const override;

protected:
    std::vector<ComputedRow> rowsOf(const Fleet& fleet) const override;
};

} // namespace faultline
