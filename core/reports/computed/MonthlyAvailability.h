// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/PlantClocks.h"
#include "reliability/operation/Downtime.h"
#include "reports/systems/RowComputation.h"

#include <QDate>

#include <map>

namespace faultline {

/// A row for each month: the failures that began in it, the downtime of all systems in it, and
/// their availability. Months are those of each system's plant.
class MonthlyAvailability final : public OutageComputation
{
public:
    explicit MonthlyAvailability(PlantClocks clocks)
        : m_clocks(std::move(clocks))
    {}

    QList<QLatin1StringView> columns() const override;
    void addOutages(const RepairableSystem& system, const SystemOutages& outages) override;
    std::vector<ComputedRow> rows() override;

private:
    PlantClocks m_clocks;
    std::map<QDate, reliability::DowntimePeriod> m_months; ///< By their first day.
};

} // namespace faultline
