// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ChartData.h"

#include <QString>
#include <QStringList>

namespace faultline {

/// What a chart shows, in words: for the label under the mouse, and for those who can't see it.

/// The name of a mark, then its figures, a line each.
QStringList markWords(const ChartData& data, int mark);
/// "Pareto chart: Failures by equipment, 14 bars. …"
QString chartWords(const ChartData& data);
/// What would follow the last of a histogram's edges, when they have one distance; else empty.
QString lastEdge(const QStringList& edges);

} // namespace faultline
