// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/systems/FleetComputation.h"

namespace faultline {

/// Rows for each fleet: the distributions of the times between its failures, the best first.
class LifeDistributions final : public FleetComputation
{
public:
    /// The filter's choices: "by" (FleetScope), and "models": "best" or "every".
    explicit LifeDistributions(const ReportFilter& filter);

    QList<QLatin1StringView> columns() const override;

protected:
    std::vector<ComputedRow> rowsOf(const Fleet& fleet) const override;

private:
    bool m_everyModel;
};

} // namespace faultline
