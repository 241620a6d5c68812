// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/ChartDescription.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Chart)
};

QString figureText(const ChartData& data, double value)
{
    return std::isnan(value) ? Text::tr("no data") : QLocale().toString(value, 'f', data.decimals);
}

QString named(const QString& name, const QString& figure)
{
    return Text::tr("%1: %2").arg(name, figure);
}

QString percent(double share)
{
    return Text::tr("%1 %").arg(QLocale().toString(100 * share, 'f', 1));
}

QString valueLine(const ChartData& data, int mark)
{
    return named(data.valueTitle, figureText(data, data.marks.at(mark).value));
}

QStringList paretoLines(const ChartData& data, int mark)
{
    double sum = 0;
    for (int i = 0; i <= mark; ++i)
        sum += data.marks.at(i).value;
    return {
        data.categories.at(mark), valueLine(data, mark),
        named(Text::tr("Share"), percent(data.marks.at(mark).value / data.total)),
        named(Text::tr("Cumulative share"), percent(sum / data.total))};
}

void addIncomplete(QStringList& lines, const ChartData& data, int mark)
{
    if (data.marks.at(mark).isIncomplete)
        lines << Text::tr("Not observed in full");
}

QStringList heatmapLines(const ChartData& data, int mark)
{
    const ChartData::Mark& cell = data.marks.at(mark);
    QStringList lines{
        data.rows.at(cell.row) + u", "_s + data.categories.at(cell.category),
        valueLine(data, mark)};
    addIncomplete(lines, data, mark);
    return lines;
}

QStringList trendLines(const ChartData& data, int mark)
{
    QStringList lines{data.categories.at(mark), valueLine(data, mark)};
    addIncomplete(lines, data, mark);
    const double now = data.marks.at(mark).value;
    const double before = mark > 0 ? data.marks.at(mark - 1).value : std::nan("");
    if (std::isnan(now) || std::isnan(before))
        return lines;
    const auto withSign = [](double value, const QString& text) {
        return value > 0 ? u'+' + text : text;
    };
    QString change = withSign(now - before, figureText(data, now - before));
    if (before > 0)
        change += Text::tr(" (%1)").arg(withSign(now - before, percent((now - before) / before)));
    return lines << named(Text::tr("Change from %1").arg(data.categories.at(mark - 1)), change);
}

QStringList histogramLines(const ChartData& data, int mark)
{
    const QString upper = mark + 1 < data.categories.size() ? data.categories.at(mark + 1)
                                                            : lastEdge(data.categories);
    const QString& lower = data.categories.at(mark);
    const QString range = upper.isEmpty() ? Text::tr("%1 and more").arg(lower)
                                          : Text::tr("%1 to below %2").arg(lower, upper);
    return {named(data.categoryTitle, range), valueLine(data, mark)};
}

QStringList boxLines(const ChartData& data, int mark)
{
    const ChartData::Box& box = data.boxes.at(mark);
    return {
        data.categories.at(mark),
        named(Text::tr("Maximum"), figureText(data, box.maximum)),
        named(Text::tr("Upper quartile"), figureText(data, box.upperQuartile)),
        named(Text::tr("Median"), figureText(data, box.median)),
        named(Text::tr("Lower quartile"), figureText(data, box.lowerQuartile)),
        named(Text::tr("Minimum"), figureText(data, box.minimum))};
}

// "Age (days): 1,204.5"
QString placeText(const ChartData& data, int mark)
{
    return named(
        data.categoryTitle,
        data.timeZone.isEmpty()
            ? QLocale().toString(data.curve.at(mark).x, 'f', data.categoryDecimals)
            : data.categories.at(data.marks.at(mark).category));
}

QStringList curveLines(const ChartData& data, int mark)
{
    const ChartData::CurvePoint& point = data.curve.at(mark);
    const auto text = [&](double figure) {
        return std::isnan(figure) ? Text::tr("none")
                                  : QLocale().toString(figure, 'f', data.fitDecimals);
    };
    QStringList lines;
    if (!data.rows.isEmpty())
        lines << data.rows.at(data.marks.at(mark).row);
    lines << placeText(data, mark);
    if (!std::isnan(data.marks.at(mark).value))
        lines << valueLine(data, mark);
    if (!std::isnan(point.fit))
        lines << named(data.fitTitle, text(point.fit));
    if (!std::isnan(point.lower) || !std::isnan(point.upper)) {
        lines << named(data.lowerTitle, text(point.lower))
              << named(data.upperTitle, text(point.upper));
    }
    return lines;
}

QString markCountText(const ChartData& data)
{
    const auto count = static_cast<int>(data.marks.size());
    switch (data.kind) {
    case ChartSpec::Kind::Pareto:
        return Text::tr("%Ln bar(s)", nullptr, count);
    case ChartSpec::Kind::Trend:
    case ChartSpec::Kind::Curve:
        return Text::tr("%Ln point(s)", nullptr, count);
    case ChartSpec::Kind::Heatmap:
        return Text::tr("%Ln cell(s)", nullptr, count);
    case ChartSpec::Kind::Histogram:
        return Text::tr("%Ln bin(s)", nullptr, count);
    case ChartSpec::Kind::Box:
        return Text::tr("%Ln box(es)", nullptr, count);
    }
    return {};
}

// What else a curve shows.
QString besideValues(const ChartData& data)
{
    QString words;
    if (!data.rows.isEmpty())
        words += Text::tr(" Curves: %1.").arg(data.rows.join(u", "_s));
    if (!data.fitTitle.isEmpty())
        words += Text::tr(" With the line %1.").arg(data.fitTitle);
    if (!data.upperTitle.isEmpty())
        words += Text::tr(" With the area from %1 to %2.").arg(data.lowerTitle, data.upperTitle);
    if (data.isLogLog())
        words += Text::tr(" Both axes are logarithmic.");
    return words;
}

// How few bars make up 80 % of the total.
QString fewCauses(const ChartData& data)
{
    constexpr double kFewCause = 0.8;
    double sum = 0;
    int count = 0;
    for (const ChartData::Mark& mark : data.marks) {
        if (mark.tableRow < 0)
            return {};
        sum += mark.value;
        ++count;
        if (sum >= kFewCause * data.total)
            break;
    }
    return Text::tr(" The first %1 account for 80 % of the total.").arg(QLocale().toString(count));
}

} // namespace

QStringList markDescription(const ChartData& data, int mark)
{
    if (mark < 0 || mark >= data.marks.size())
        return {};
    switch (data.kind) {
    case ChartSpec::Kind::Pareto:
        return paretoLines(data, mark);
    case ChartSpec::Kind::Trend:
        return trendLines(data, mark);
    case ChartSpec::Kind::Heatmap:
        return heatmapLines(data, mark);
    case ChartSpec::Kind::Histogram:
        return histogramLines(data, mark);
    case ChartSpec::Kind::Box:
        return boxLines(data, mark);
    case ChartSpec::Kind::Curve:
        return curveLines(data, mark);
    }
    return {};
}

QString chartDescription(const ChartData& data)
{
    if (data.isEmpty())
        return Text::tr("Chart: %1, nothing to draw").arg(data.title);
    QString words = Text::tr("Chart: %1, %2, %3 for each %4.")
                        .arg(data.title, markCountText(data), data.valueTitle, data.categoryTitle);
    if (data.kind == ChartSpec::Kind::Pareto)
        words += fewCauses(data);
    if (data.kind == ChartSpec::Kind::Curve)
        words += besideValues(data);
    if (const auto incomplete = std::count_if(
            data.marks.cbegin(), data.marks.cend(),
            [](const ChartData::Mark& mark) { return mark.isIncomplete; });
        incomplete > 0) {
        words +=
            u' '
            + Text::tr(
                "%Ln of them were not observed in full.", nullptr, static_cast<int>(incomplete));
    }
    return data.note.isEmpty() ? words : words + u' ' + data.note + u'.';
}

QString lastEdge(const QStringList& edges)
{
    if (edges.size() < 2)
        return {};
    constexpr double kTolerance = 1e-9;
    double before = 0;
    double distance = 0;
    for (int i = 0; i < edges.size(); ++i) {
        bool ok = false;
        const double edge = edges.at(i).toDouble(&ok);
        if (!ok || (i > 1 && std::abs(edge - before - distance) > kTolerance * std::abs(distance)))
            return {};
        distance = i > 0 ? edge - before : 0;
        before = edge;
    }
    const qsizetype point = edges.constLast().indexOf(u'.');
    const auto decimals = point < 0 ? 0 : edges.constLast().size() - point - 1;
    return QString::number(before + distance, 'f', static_cast<int>(decimals));
}

} // namespace faultline
