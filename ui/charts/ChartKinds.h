// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/ChartDrawing.h"

namespace faultline {

std::unique_ptr<ChartDrawing> makePareto(const ChartData& data, const ChartTheme& theme);
std::unique_ptr<ChartDrawing> makeTrend(const ChartData& data, const ChartTheme& theme);
std::unique_ptr<ChartDrawing> makeHeatmap(const ChartData& data, const ChartTheme& theme);
std::unique_ptr<ChartDrawing> makeHistogram(const ChartData& data, const ChartTheme& theme);
std::unique_ptr<ChartDrawing> makeBoxes(const ChartData& data, const ChartTheme& theme);
std::unique_ptr<ChartDrawing> makeCurves(const ChartData& data, const ChartTheme& theme);

} // namespace faultline
