// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/systems/RowComputation.h"

namespace faultline {

/// A row for each system: its failures, the times between them, its MTBF, and whether it gets
/// worse.
class TimeBetweenFailures final : public RowComputation
{
public:
    QList<QLatin1StringView> columns() const override;
    void add(const RepairableSystem& system, std::span<const Instant> failures) override;
    std::vector<ComputedRow> rows() override;

private:
    std::vector<ComputedRow> m_rows;
};

} // namespace faultline
