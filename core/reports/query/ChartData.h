// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ChartSpec.h"

#include <QList>
#include <QString>

namespace faultline {

/// What a chart shows, taken from the rows of a report: plain figures and texts, the same for the
/// window and for documents.
struct ChartData
{
    struct Box
    {
        double minimum = 0;
        double lowerQuartile = 0;
        double median = 0;
        double upperQuartile = 0;
        double maximum = 0;
    };
    /// A bar, a point, a box, or a cell of a heatmap.
    struct Mark
    {
        int category = 0;
        int row = 0;       ///< Of a heatmap; else 0.
        double value = 0;  ///< NaN: there is no figure. Of a box its median.
        int tableRow = -1; ///< Place of its row in the report; -1 for what stands for several.
    };

    ChartSpec::Kind kind = ChartSpec::Kind::Pareto;
    QString title;         ///< Of the report.
    QString categoryTitle; ///< Of the category's column, and so on.
    QString rowTitle;
    QString valueTitle;
    int decimals = 0; ///< Of the figures.
    /// As the table shows them. Of a trend in the order of time, of a Pareto chart in descending
    /// order of the figure.
    QStringList categories;
    QStringList rows; ///< Of a heatmap, the first one on top.
    QList<Mark> marks;
    QList<Box> boxes; ///< In step with marks, of a box plot only.
    /// Of a Pareto chart the sum over all rows, also over those that are not shown. Marks beyond
    /// the most that can be told apart are put together into a last one, "others (n)".
    double total = 0;
    /// Why not everything is drawn, for people ("The first 60 of 1,400 rows"), or empty. Of a
    /// chart without marks: why there is nothing.
    QString note;

    bool isEmpty() const { return marks.isEmpty(); }
    /// Of an empty one: why there is no chart, for people, without a full stop.
    QString whyEmpty() const;
};

/// The most bars, boxes, or rows of a heatmap that are drawn.
inline constexpr int kMaxChartCategories = 40;
inline constexpr int kMaxHeatmapRows = 40;
/// The most points, bins or cells that are drawn.
inline constexpr int kMaxChartMarks = 20'000;

} // namespace faultline
