// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/life/LifeSample.h"

#include <cstddef>
#include <vector>

namespace faultline::reliability {

/// Where the points of a probability plot are.
enum class PlotPositions {
    /// Median ranks by Benard's approximation, (rank - 0.3) / (n + 0.4), of ranks that Johnson's
    /// method adjusts for suspensions (L. G. Johnson, The Statistical Treatment of Fatigue
    /// Experiments, 1964; R. B. Abernethy, The New Weibull Handbook, 5th ed. 2006, chapter 2).
    MedianRanks,
    /// Half way up each step of Kaplan and Meier's estimate (Meeker and Escobar 1998, chapter 6).
    KaplanMeier,
};

struct PlotPoint
{
    double hours = 0;
    double failed = 0; ///< the share, between 0 and 1
};

/// The failures of a sample, in ascending order. Equal times are one point, at the middle of their
/// ranks. A suspension at the time of a failure comes after it. Unresolved failures have ranks, but
/// no time, so they aren't points. Of more than `most` points, those are left out that are near
/// others on a logarithmic scale of hours; the first and the last one stay.
std::vector<PlotPoint> probabilityPlot(
    const LifeSample& sample, PlotPositions positions = PlotPositions::MedianRanks,
    std::size_t most = 500);

} // namespace faultline::reliability
