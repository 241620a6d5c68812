// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/charts/CurveMarks.h"

#include "readings/Instant.h"
#include "readings/ZonedTime.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kNamesInNote = 3;
constexpr qsizetype kMaxNames = 10'000; // that are counted

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChartData)
};

// An infinite figure has no place on a scale.
double finiteFigure(const ReportRow& row, qsizetype column)
{
    const double figure = column < 0 ? std::nan("") : figureOf(row.at(column));
    return std::isfinite(figure) ? figure : std::nan("");
}

double placeOf(const QVariant& cell)
{
    constexpr double kMicroseconds = 1e6;
    if (const auto instant = instantOf(cell))
        return static_cast<double>(instant->microseconds) / kMicroseconds;
    return figureOf(cell);
}

} // namespace

double CurveMarks::Point::height() const
{
    return !std::isnan(at.fit) ? at.fit : !std::isnan(at.upper) ? at.upper : at.lower;
}

// Of those with a value, if there are any: they are what was observed.
QList<CurveMarks::Point> CurveMarks::extremesOf(const QList<Point>& points)
{
    if (points.size() < 3)
        return points;
    const bool hasValues = std::any_of(points.cbegin(), points.cend(), [](const Point& point) {
        return !std::isnan(point.value);
    });
    const auto heightOf = [hasValues](const Point& point) {
        return hasValues ? point.value : point.height();
    };
    qsizetype lowest = -1;
    qsizetype highest = -1;
    for (qsizetype i = 0; i < points.size(); ++i) {
        const double height = heightOf(points.at(i));
        if (std::isnan(height))
            continue;
        if (lowest < 0 || height < heightOf(points.at(lowest)))
            lowest = i;
        // The last one of equal points, so that two are left of a level stretch.
        if (highest < 0 || height >= heightOf(points.at(highest)))
            highest = i;
    }
    if (lowest < 0)
        return {points.constFirst(), points.constLast()};
    if (lowest == highest)
        return {points.at(lowest)};
    return {points.at(std::min(lowest, highest)), points.at(std::max(lowest, highest))};
}

void CurveMarks::Points::add(const Point& point)
{
    if (m_count++ == 0)
        m_first = point;
    m_last = point;
    m_waiting << point;
    if (m_waiting.size() < m_group)
        return;
    m_kept << extremesOf(m_waiting);
    m_waiting.clear();
}

void CurveMarks::Points::thin()
{
    constexpr qsizetype kGroup = 4;
    QList<Point> fewer;
    for (qsizetype i = 0; i < m_kept.size(); i += kGroup)
        fewer << extremesOf(m_kept.mid(i, kGroup));
    m_kept = std::move(fewer);
    m_group = m_group == 1 ? kGroup : 2 * m_group;
}

QList<CurveMarks::Point> CurveMarks::Points::all() const
{
    if (m_count == 0)
        return {};
    QList<Point> points = m_kept + extremesOf(m_waiting);
    if (points.isEmpty() || points.constFirst().tableRow != m_first.tableRow)
        points.prepend(m_first);
    if (points.constLast().tableRow != m_last.tableRow)
        points << m_last;
    std::stable_sort(points.begin(), points.end(), [](const Point& one, const Point& other) {
        return one.at.x < other.at.x;
    });
    return points;
}

void CurveMarks::add(const ReportRow& row, int tableRow)
{
    Point point;
    point.at.x = placeOf(row.at(m_columns.x));
    point.at.fit = finiteFigure(row, m_columns.fit);
    point.at.lower = finiteFigure(row, m_columns.lower);
    point.at.upper = finiteFigure(row, m_columns.upper);
    point.value = finiteFigure(row, m_columns.value);
    const bool isVisible =
        !std::isnan(point.value) || !std::isnan(point.height()) || !std::isnan(point.at.lower);
    if (!std::isfinite(point.at.x) || !isVisible)
        return;
    int curve = 0;
    if (!m_curve.isEmpty()) {
        const QString name = m_curve.labelOf(row);
        if (m_names.labels().size() >= kMaxNames && !m_names.contains(name)) {
            m_hasMoreNames = true;
            return;
        }
        curve = m_names.indexOf(name);
    }
    if (curve >= kMaxCurves)
        return;
    point.category = row.at(m_columns.x);
    point.tableRow = tableRow;
    m_curves.at(static_cast<std::size_t>(curve)).add(point);
    qsizetype size = 0;
    for (const Points& points : m_curves)
        size += points.size();
    // Their ends come in addition.
    if (size <= kMaxChartMarks - 2 * kMaxCurves)
        return;
    std::max_element(m_curves.begin(), m_curves.end(), [](const Points& one, const Points& other) {
        return one.size() < other.size();
    })->thin();
}

void CurveMarks::build(ChartData& data)
{
    for (int curve = 0; curve < kMaxCurves; ++curve) {
        const QList<Point> points = m_curves.at(static_cast<std::size_t>(curve)).all();
        for (const Point& point : points) {
            data.marks << ChartData::Mark{
                static_cast<int>(data.categories.size()), curve, point.value, point.tableRow};
            data.categories << m_textOf(point.category);
            data.curve << point.at;
        }
    }
    data.rows = m_names.labels().first(std::min<qsizetype>(m_names.labels().size(), kMaxCurves));
    data.note = noteOf(data);
}

QString CurveMarks::noteOf(const ChartData& data) const
{
    QStringList notes;
    const QStringList others = m_names.labels().mid(kMaxCurves);
    const qsizetype rest = others.size() - kNamesInNote;
    const QString names = others.first(std::min(others.size(), kNamesInNote)).join(u", "_s);
    if (rest > 0)
        notes << (m_hasMoreNames ? Text::tr("Not drawn: %1 and more than %2 others")
                                 : Text::tr("Not drawn: %1 and %2 others"))
                     .arg(names, shownNumber(rest));
    else if (!others.isEmpty())
        notes << Text::tr("Not drawn: %1").arg(names);
    qint64 count = 0;
    for (const Points& points : m_curves)
        count += points.count();
    if (count > data.marks.size()) {
        notes << Text::tr("%1 of %2 points are drawn")
                     .arg(shownNumber(data.marks.size()), shownNumber(count));
    }
    return notes.join(u"; "_s);
}

} // namespace faultline
