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
        Curve,     ///< Figures over a figure or a time, in steps; with a fit and its bounds.
    };
    enum class Scale { Linear, LogLog };

    Kind kind = Kind::Pareto;
    QString category; ///< Column: bars, x axis, columns of a heatmap.
    QString row;      ///< Column: rows of a heatmap, or which curve; otherwise empty.
    /// Columns with figures. Pareto, Trend, Heatmap and Histogram show one at a time, which a
    /// person chooses. Curve has one. Box uses all five: minimum, lower quartile, median, upper
    /// quartile, maximum.
    QStringList values;
    QString fit = {};      ///< Column: the smooth line of a Curve; empty: none.
    QStringList band = {}; ///< Columns: lower and upper bound of a Curve; empty: none.
    /// Column: "no" in it marks what wasn't observed in full, in a Trend or a Heatmap; empty: none.
    QString complete = {};
    /// Of a Curve, as a person chose it in the window. A report file doesn't have it.
    Scale scale = Scale::Linear;

    /// The columns that it needs.
    QStringList neededColumns() const;
    /// All columns that it names.
    QStringList allColumns() const;
    /// Whether a person chooses one of several figures.
    bool showsOneValue() const { return kind != Kind::Box && kind != Kind::Curve; }
    /// Makes this figure the one that is shown unless a person chooses another.
    void showFirst(const QString& value);

    bool operator==(const ChartSpec&) const = default;
};

} // namespace faultline
