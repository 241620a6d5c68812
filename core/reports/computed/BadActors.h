// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/systems/RowComputation.h"

#include <map>
#include <utility>

namespace faultline {

/// A row for each piece of equipment: its share of the failures of its group, and whether it stands
/// out from the others by more than chance.
class BadActors final : public RowComputation
{
public:
    QList<QLatin1StringView> columns() const override;
    void add(const RepairableSystem& system, std::span<const Instant> failures) override;
    std::vector<ComputedRow> rows() override;

private:
    struct Member
    {
        QString code;
        qint64 failures = 0;
        double observed = 0; ///< hours
    };
    using Group = std::vector<Member>;

    std::map<std::pair<QString, QString>, Group> m_groups; ///< By plant and name.
};

} // namespace faultline
