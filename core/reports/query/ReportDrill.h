// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"
#include "reports/definition/ReportRow.h"
#include "reports/readings/ReadingFilter.h"

#include <QString>

#include <optional>

namespace faultline {

/// What a row of a report opens: one step from a figure down to its source.
struct ReportDrill
{
    QString report;         ///< The name of a report; empty: the readings.
    ReportFilter filter;    ///< For the report.
    ReadingFilter readings; ///< For the readings; severity ERROR unless the filter sets another.
    QString label; ///< What the row is about, for people: "78FFAD0C", "sensor 12", "2020-03"; or
                   ///< empty.
};

/// None if the report has no link or the row lacks what the link needs, such as the equipment of
/// records without equipment.
std::optional<ReportDrill>
drillDown(const ReportDefinition& report, const ReportFilter& filter, const ReportRow& row);

} // namespace faultline
