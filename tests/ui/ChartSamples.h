// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ChartData.h"

#include <QList>
#include <QPair>

namespace faultline {

/// Charts of every kind, with data as machines give it and at its limits, each under a name.
QList<QPair<QString, ChartData>> chartSamples();

ChartData paretoSample(int equipments, const QString& namePattern = QStringLiteral("%1"));
ChartData trendSample(int months);
/// Trend by day or week, as ISO 8601 writes them.
ChartData dayTrendSample(int days);
ChartData weekTrendSample(int weeks);
ChartData heatmapSample(int equipments, int months);
ChartData hourSample();
ChartData histogramSample(int bins);
ChartData boxSample(int equipments, const QString& namePattern = QStringLiteral("%1"));

} // namespace faultline
