// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/systems/FleetComputation.h"

namespace faultline {

/// A row for each fleet: its trend, the power law process that fits its failures (Crow-AMSAA), its
/// MTBF now, and the failures to expect in the days ahead.
class ReliabilityGrowth final : public FleetComputation
{
public:
    /// The filter's choices: "by" (FleetScope), and "ahead": "week", "month", "quarter" or "year".
    explicit ReliabilityGrowth(const ReportFilter& filter);

    QList<QLatin1StringView> columns() const override;

protected:
    std::vector<ComputedRow> rowsOf(const Fleet& fleet) const override;

private:
    Horizon m_ahead;
};

} // namespace faultline
