// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace faultline {

/// The order of the rows: the report's own, or by one of its columns with nulls last. Ties follow
/// the report's own order, so every order is total and pages don't overlap.
struct ReportOrder
{
    std::optional<int> column;
    bool descending = false;

    bool operator==(const ReportOrder&) const = default;
};

} // namespace faultline
