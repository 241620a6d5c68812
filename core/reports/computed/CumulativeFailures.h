// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/systems/FleetComputation.h"

namespace faultline {

/// Rows in order of age: the failures of a fleet up to that age of each of its systems, and those
/// that the power law expects which fits them. Long curves are thinned.
class CumulativeFailures final : public FleetComputation
{
public:
    /// The filter's choice: "by" (FleetScope).
    explicit CumulativeFailures(const ReportFilter& filter);

    QList<QLatin1StringView> columns() const override;

protected:
    std::vector<ComputedRow> rowsOf(const Fleet& fleet) const override;
};

} // namespace faultline
