// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/charts/ChartData.h"

#include <QString>
#include <QStringList>

namespace faultline {

/// What a chart shows, in words: for the label under the mouse, and for screen readers.

/// The name of a mark and its figures, one per line.
QStringList markDescription(const ChartData& data, int mark);
/// "Pareto chart: Failures by equipment, 14 bars. …"
QString chartDescription(const ChartData& data);
/// The edge after the last one of a histogram, if the edges are evenly spaced; otherwise empty.
QString lastEdge(const QStringList& edges);

} // namespace faultline
