// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace faultline {

/// How a report is drawn: which of its columns is what (docs/reports.md). Nothing here knows what a
/// chart looks like; that is ui/charts.
struct ChartSpec
{
    enum class Kind {
        Pareto,    ///< Bars in descending order, the cumulative share as a line, a mark at 80 %.
        Trend,     ///< A line over time.
        Heatmap,   ///< A colour for each category and row.
        Histogram, ///< Adjoining bars; the category is the lower edge of each.
        Box,       ///< Of each category minimum, quartiles and maximum.
    };

    Kind kind = Kind::Pareto;
    QString category; ///< Column: bars, x axis, columns of a heatmap.
    QString row;      ///< Column: rows of a heatmap; else empty.
    /// Columns with figures. Of Pareto, Trend, Heatmap and Histogram one is shown at a time, and a
    /// person chooses among them; of Box all five: minimum, lower quartile, median, upper quartile,
    /// maximum.
    QStringList values;

    bool operator==(const ChartSpec&) const = default;
};

} // namespace faultline
