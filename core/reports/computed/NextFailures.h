// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/systems/FleetComputation.h"

namespace faultline {

/// A row for each piece of equipment: when its next failure is to be expected, and how probable one
/// is in the next 7, 30 and 90 days.
class NextFailures final : public FleetComputation
{
public:
    NextFailures()
        : FleetComputation(FleetScope::Equipment)
    {}

    QList<QLatin1StringView> columns() const override;

protected:
    std::vector<ComputedRow> rowsOf(const Fleet& fleet) const override;
};

} // namespace faultline
