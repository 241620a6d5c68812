// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ChartSpec.h"

#include <QList>
#include <QString>

namespace faultline {

/// What a chart shows: plain figures and texts from a report's rows, for the window and for
/// documents.
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
    /// A bar, a point, a box, or a cell of a heatmap. Those of a curve follow one another.
    struct Mark
    {
        int category = 0;
        int row = 0;       ///< In a heatmap; of a curve, which one; otherwise 0.
        double value = 0;  ///< For a box, its median. NaN: no figure.
        int tableRow = -1; ///< Index of its row in the report; -1 for several rows together.
        bool isIncomplete = false; ///< Its month or week wasn't observed in full.
    };

    /// What a curve shows beside the value of a mark. NaN: nothing.
    struct CurvePoint
    {
        double x = 0; ///< The category: a figure, or the seconds since 1970-01-01 00:00 UTC.
        double fit = 0;
        double lower = 0; ///< Bounds of the fit or, if there is none, of the value.
        double upper = 0;
    };

    ChartSpec::Kind kind = ChartSpec::Kind::Pareto;
    QString title;         ///< Of the report.
    QString categoryTitle; ///< Title of the category's column; the others likewise.
    QString rowTitle;
    QString valueTitle;
    int decimals = 0;         ///< Of the figures.
    int categoryDecimals = 0; ///< Of a curve's x.
    int fitDecimals = 0;      ///< Of its fit and bounds.
    QString timeZone;         ///< IANA name, if the x of a curve are times; otherwise empty.
    QString fitTitle;         ///< These are empty if the curve doesn't have them.
    QString lowerTitle;
    QString upperTitle;
    ChartSpec::Scale scale = ChartSpec::Scale::Linear;
    /// As the table shows them. In a trend, in order of time; in a Pareto chart, in descending
    /// order of the figure.
    QStringList categories;
    QStringList rows; ///< Of a heatmap, from the top. The names of curves; none for a single one.
    QList<Mark> marks;
    QList<Box> boxes;        ///< For a box plot only: one for each mark.
    QList<CurvePoint> curve; ///< For a curve only: one for each mark.
    /// For a Pareto chart, the sum over all rows, including those that aren't shown. Marks beyond
    /// the maximum number are combined into a last one, "others (n)".
    double total = 0;
    /// Why not everything is drawn, for people ("The first 60 of 1,400 rows"); otherwise empty. For
    /// a chart without marks: why there are none.
    QString note;

    bool isEmpty() const { return marks.isEmpty(); }
    bool hasIncomplete() const;
    /// Which categories have an incomplete mark.
    QList<bool> incompleteCategories() const;
    /// Whether a curve has figures above 0 in both directions; others have no place on such axes.
    bool canBeLogLog() const;
    bool isLogLog() const { return scale == ChartSpec::Scale::LogLog && canBeLogLog(); }
    /// For an empty chart: why it is empty, for people, without a full stop.
    QString whyEmpty() const;
};

/// The maximum number of bars, boxes or heatmap rows that are drawn.
inline constexpr int kMaxChartCategories = 40;
inline constexpr int kMaxHeatmapRows = 40;
/// The maximum number of curves that can be told apart.
inline constexpr int kMaxCurves = 6;
/// The maximum number of points, bins or cells that are drawn.
inline constexpr int kMaxChartMarks = 20'000;

} // namespace faultline
