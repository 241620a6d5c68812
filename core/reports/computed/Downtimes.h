// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/operation/Downtime.h"
#include "reports/systems/FleetComputation.h"

#include <map>

namespace faultline {

/// A row for each fleet: its failures with their times to restoration, its downtime, and its
/// availability. Fleets with most downtime first. In memory is one number for each failure.
class Downtimes final : public OutageComputation
{
public:
    /// The filter's choice: "by" (FleetScope).
    explicit Downtimes(const ReportFilter& filter);

    QList<QLatin1StringView> columns() const override;
    void addOutages(const RepairableSystem& system, const SystemOutages& outages) override;
    std::vector<ComputedRow> rows() override;

private:
    struct Fleet
    {
        qint64 equipment = 0;
        std::size_t plannedWithoutEnd = 0;
        bool isMostlyUnread = false; ///< Of any system.
        reliability::DowntimeCollector collector;
    };

    ComputedRow
    rowOf(const FleetKey& key, const Fleet& fleet, const reliability::Downtime& downtime) const;

    FleetScope m_scope;
    std::map<FleetKey, Fleet> m_fleets;
};

} // namespace faultline
