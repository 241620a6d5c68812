// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/TrendTests.h"
#include "reports/systems/RowComputation.h"

#include <QString>

namespace faultline {

// Machine words for cells, of which ReportWords makes words for people. The column must say so in
// the report's header ("words").

/// Why there are no figures of a system that has no readings, or none in the period.
QString notObservedCode();

/// Why there is no verdict on a system without readings for most of the observed time.
QString tooFewReadingsCode();

/// Why there is no figure, for a cell: "needs-failures:4:2".
QString reasonCode(const reliability::Reason& reason);

/// The verdict of the trend test for a cell, or why there is none. `isMostlyUnread`: most of the
/// observed time has no readings, so it says nothing.
QString trendCode(const reliability::TrendVerdict& verdict, bool isMostlyUnread);

/// The p of that test in percent; none without a verdict.
ComputedValue trendPercent(const reliability::TrendVerdict& verdict, bool isMostlyUnread);

} // namespace faultline
