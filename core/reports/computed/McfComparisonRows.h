// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportFilter.h"
#include "reports/systems/RowComputation.h"

#include <map>

namespace faultline {

/// Rows in order of age: how often equipment of a group has failed on average up to that age, how
/// often that of all other groups of its plant, and the difference with its bounds. With two
/// groups, these two. A group with too few systems has a row that says so. Long curves are thinned.
/// The failures of all groups are in memory together, 8 bytes each.
class McfComparisonRows final : public RowComputation
{
public:
    /// With a group in the filter, it alone is compared.
    explicit McfComparisonRows(const ReportFilter& filter)
        : m_group(filter.group)
    {}

    QList<QLatin1StringView> columns() const override;
    void add(const RepairableSystem& system, std::span<const Instant> failures) override;
    std::vector<ComputedRow> rows() override;

private:
    using Systems = std::vector<SystemHistory>;
    using Groups = std::map<QString, Systems>;

    static void compare(
        const QString& plant, const Groups& groups, const QString& group,
        std::vector<ComputedRow>& rows);

    QString m_group;
    std::map<QString, Groups> m_plants;
};

} // namespace faultline
