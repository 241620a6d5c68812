// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/charts/ChartMarks.h"

#include <QList>

#include <array>

namespace faultline {

/// The points of curves. Keeps at most kMaxChartMarks, spread over all rows: if there are more, the
/// smallest and the largest of each few, and the first and the last of each curve.
class CurveMarks : public ChartBuilder::Marks
{
public:
    /// The columns of the points; -1 if there is none.
    struct Columns
    {
        qsizetype x = -1;
        qsizetype value = -1;
        qsizetype fit = -1;
        qsizetype lower = -1;
        qsizetype upper = -1;
    };

    /// `curve` says which curve a row is of; empty if there is only one.
    CurveMarks(const Columns& columns, LabelColumns curve, CellText textOf)
        : m_columns(columns)
        , m_curve(std::move(curve))
        , m_textOf(std::move(textOf))
    {}

    void add(const ReportRow& row, int tableRow) override;
    void build(ChartData& data) override;

private:
    struct Point
    {
        ChartData::CurvePoint at;
        double value = 0;
        QVariant category;
        int tableRow = 0;

        /// What its height on the chart depends on most.
        double height() const;
    };

    class Points
    {
    public:
        void add(const Point& point);
        /// Keeps half of the points.
        void thin();
        qsizetype size() const { return m_kept.size() + m_waiting.size(); }
        qint64 count() const { return m_count; }
        /// In the order of the axis.
        QList<Point> all() const;

    private:
        QList<Point> m_kept;
        QList<Point> m_waiting; ///< Less than a group.
        qsizetype m_group = 1;  ///< So many rows leave two points.
        Point m_first;
        Point m_last;
        qint64 m_count = 0;
    };

    static QList<Point> extremesOf(const QList<Point>& points);
    QString noteOf(const ChartData& data) const;

    const Columns m_columns;
    const LabelColumns m_curve;
    const CellText m_textOf;
    Labels m_names;
    bool m_hasMoreNames = false;
    std::array<Points, kMaxCurves> m_curves;
};

} // namespace faultline
