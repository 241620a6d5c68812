// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/systems/RowComputation.h"

namespace faultline {

/// A row for each class of hours, from the shortest that occurs to the longest: how often the time
/// from one failure of a system to its next is in it.
class FailureIntervals final : public RowComputation
{
public:
    FailureIntervals();

    QList<QLatin1StringView> columns() const override;
    void add(const RepairableSystem& system, std::span<const Instant> failures) override;
    std::vector<ComputedRow> rows() override;

private:
    std::vector<qint64> m_counts;
};

} // namespace faultline
