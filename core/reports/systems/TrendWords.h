// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/TrendTests.h"
#include "reports/systems/RowComputation.h"

#include <QString>

namespace faultline {

/// Why there are no figures of a system that has no readings, or none in the period.
QString notObservedWords();

/// Why there are no rates of what has readings only in a small part of the observed time.
QString tooFewReadingsWords();

/// Why there is no figure, for a cell: "needs 4 failures, has 2".
QString reasonWords(const reliability::Reason& reason);

/// The verdict of the trend test for a cell, or why there is none. `isMostlyUnread`: most of the
/// observed time has no readings, so it says nothing.
QString trendWords(const reliability::TrendVerdict& verdict, bool isMostlyUnread);

/// The p of that test in percent; none without a verdict.
ComputedValue trendPercent(const reliability::TrendVerdict& verdict, bool isMostlyUnread);

} // namespace faultline
