// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/operation/BadActors.h"
#include "reports/systems/RowComputation.h"

#include <map>
#include <utility>

namespace faultline {

/// A row for each piece of equipment: its share of the failures of its group, or of their unplanned
/// downtime, and whether it stands out from the others by more than chance.
class BadActors final : public RowComputation
{
public:
    /// The filter's choice: "by", "failures" or "downtime".
    explicit BadActors(const ReportFilter& filter);

    bool isOfOutages() const override { return m_isByDowntime; }
    QList<QLatin1StringView> columns() const override;
    void add(const RepairableSystem& system, std::span<const Instant> failures) override;
    void addOutages(const RepairableSystem& system, const SystemOutages& outages) override;
    std::vector<ComputedRow> rows() override;

private:
    struct Member
    {
        QString code;
        qint64 failures = 0;
        double observed = 0; ///< hours
        ExcludedCells excluded = {};
        /// Of each unplanned outage, as far as it was observed; overlapping ones are one.
        std::vector<double> hours = {};
    };
    using Group = std::vector<Member>;

    reliability::Estimate<std::vector<reliability::Standing>> standingsOf(const Group& group) const;

    bool m_isByDowntime;
    std::map<std::pair<QString, QString>, Group> m_groups; ///< By plant and name.
};

} // namespace faultline
