// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace faultline {

/// How a report is drawn: the roles of its columns (docs/reports.md). The look of charts is up to
/// ui/charts.
struct ChartSpec
{
    enum class Kind {
        Pareto,    ///< Bars in descending order, the cumulative share as a line, a mark at 80 %.
        Trend,     ///< A line over time.
        Heatmap,   ///< A colour for each category and row.
        Histogram, ///< Adjoining bars; the category is the lower edge of each.
        Box,       ///< Minimum, quartiles and maximum of each category.
    };

    Kind kind = Kind::Pareto;
    QString category; ///< Column: bars, x axis, columns of a heatmap.
    QString row;      ///< Column: rows of a heatmap; otherwise empty.
    /// Columns with figures. Pareto, Trend, Heatmap and Histogram show one at a time, which a
    /// person chooses. Box uses all five: minimum, lower quartile, median, upper quartile, maximum.
    QStringList values;

    bool operator==(const ChartSpec&) const = default;
};

} // namespace faultline
