// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChartSamples.h"

#include <QDate>

#include <cmath>
#include <limits>
#include <random>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

QString code(int number)
{
    return QString::number(0x9e3779b9U * static_cast<quint32>(number + 1), 16)
        .rightJustified(8, u'0')
        .toUpper();
}

ReportColumn column(const QString& name, const QString& title, ReportColumn::Type type)
{
    ReportColumn made;
    made.name = name;
    made.title = title;
    made.type = type;
    return made;
}

// A report with a category and one figure; of boxes five.
ReportDefinition definition(
    ChartSpec::Kind kind, const QString& title, const QString& category,
    const QStringList& values = {u"Failure events"_s}, const QString& row = {})
{
    ReportDefinition report;
    report.title = title;
    report.chart = ChartSpec();
    report.chart->kind = kind;
    report.chart->category = u"category"_s;
    report.columns << column(u"category"_s, category, ReportColumn::Type::Text);
    if (!row.isEmpty()) {
        report.chart->row = u"row"_s;
        report.columns << column(u"row"_s, row, ReportColumn::Type::Text);
    }
    for (const QString& value : values) {
        report.columns << column(value, value, ReportColumn::Type::Integer);
        report.chart->values << value;
    }
    return report;
}

std::mt19937& dice()
{
    static std::mt19937 generator;
    return generator;
}

double around(double mean)
{
    return std::poisson_distribution<int>(mean)(dice());
}

ChartData sequence(
    const QString& title, const QString& category, const QStringList& categories,
    const std::function<double(int)>& figure)
{
    QList<ReportRow> rows;
    for (int i = 0; i < categories.size(); ++i) {
        const double value = figure(i);
        rows << ReportRow{categories.at(i), std::isnan(value) ? QVariant() : QVariant(value)};
    }
    return chartData(definition(ChartSpec::Kind::Trend, title, category), rows);
}

QStringList monthNames(int months)
{
    QStringList names;
    for (int i = 0; i < months; ++i)
        names << QDate(1993, 9, 1).addMonths(i).toString(u"yyyy-MM"_s);
    return names;
}

double wave(int place, double length)
{
    return 420 + 130 * std::sin(place / length);
}

} // namespace

ChartData paretoSample(int equipments, const QString& namePattern)
{
    dice().seed(7);
    QList<ReportRow> rows;
    for (int i = 0; i < equipments; ++i)
        rows << ReportRow{namePattern.arg(code(i)), around(900.0 / (1 + 0.4 * i) + 12)};
    return chartData(
        definition(ChartSpec::Kind::Pareto, u"Failures by equipment"_s, u"Equipment"_s), rows);
}

ChartData trendSample(int months)
{
    dice().seed(11);
    return sequence(u"Failures over time"_s, u"Month"_s, monthNames(months), [](int i) {
        return around(wave(i, 9));
    });
}

ChartData dayTrendSample(int days)
{
    QStringList names;
    for (int i = 0; i < days; ++i)
        names << QDate(2019, 12, 11).addDays(i).toString(Qt::ISODate);
    return sequence(
        u"Failures over time"_s, u"Day"_s, names, [](int i) { return around(wave(i, 30)); });
}

ChartData weekTrendSample(int weeks)
{
    QStringList names;
    for (int i = 0; i < weeks; ++i) {
        int year = 0;
        const int week = QDate(2019, 12, 11).addDays(7 * i).weekNumber(&year);
        names << u"%1-W%2"_s.arg(year).arg(week, 2, 10, QLatin1Char('0'));
    }
    return sequence(
        u"Failures over time"_s, u"Week"_s, names, [](int i) { return 7 * around(wave(i, 11)); });
}

ChartData heatmapSample(int equipments, int months)
{
    dice().seed(13);
    QList<ReportRow> rows;
    const QStringList names = monthNames(months);
    for (int equipment = 0; equipment < equipments; ++equipment) {
        for (int month = 0; month < months; ++month) {
            const bool isOff = equipment % 5 == 3 && month >= months / 3 && month < months / 2;
            const double figure = around(70.0 / (1 + 0.3 * equipment) * (1 + month % 4));
            rows << ReportRow{
                names.at(month), code(equipment), isOff ? QVariant() : QVariant(figure)};
        }
    }
    return chartData(
        definition(
            ChartSpec::Kind::Heatmap, u"Failures by equipment and month"_s, u"Month"_s,
            {u"Failure events"_s}, u"Equipment"_s),
        rows);
}

ChartData hourSample()
{
    dice().seed(17);
    QList<ReportRow> rows;
    for (const auto& day : {u"Mon"_s, u"Tue"_s, u"Wed"_s, u"Thu"_s, u"Fri"_s, u"Sat"_s, u"Sun"_s}) {
        for (int hour = 0; hour < 24; ++hour)
            rows << ReportRow{
                QString::number(hour), day, around(hour > 6 && hour < 19 ? 1300 : 240)};
    }
    return chartData(
        definition(
            ChartSpec::Kind::Heatmap, u"Failures by hour and weekday"_s, u"Hour"_s,
            {u"Error records"_s}, u"Weekday"_s),
        rows);
}

ChartData histogramSample(int bins)
{
    dice().seed(19);
    QList<ReportRow> rows;
    for (int i = 0; i < bins; ++i) {
        const double place = (i - bins * 0.4) / (bins * 0.16);
        rows << ReportRow{QString::number(20 + i * 5), around(1800 * std::exp(-place * place))};
    }
    return chartData(
        definition(
            ChartSpec::Kind::Histogram, u"Temperature at failure"_s, u"Temperature (°C)"_s,
            {u"Error records"_s}),
        rows);
}

ChartData boxSample(int equipments, const QString& namePattern)
{
    dice().seed(23);
    QList<ReportRow> rows;
    for (int i = 0; i < equipments; ++i) {
        const double median = around(80);
        rows << ReportRow{
            namePattern.arg(code(i)), median - 30 - around(8), median - 9, median, median + 11,
            median + 35 + around(20)};
    }
    ReportDefinition report = definition(
        ChartSpec::Kind::Box, u"Temperature at failure by equipment"_s, u"Equipment"_s,
        {u"Minimum"_s, u"Lower quartile"_s, u"Temperature (°C)"_s, u"Upper quartile"_s,
         u"Maximum"_s});
    for (ReportColumn& each : report.columns)
        each.decimals = each.name == u"category" ? 0 : 1;
    return chartData(report, rows);
}

QList<QPair<QString, ChartData>> chartSamples()
{
    const QString longName = u"Main cooling sea water pump %1 starboard, engine room 2"_s;
    ChartData gaps = trendSample(48);
    for (const int place : {3, 4, 5, 20, 22, 47})
        gaps.marks[place].value = kNone;
    ChartData zeros = trendSample(12);
    for (ChartData::Mark& mark : zeros.marks)
        mark.value = 0;
    ChartData noneInHeatmap = heatmapSample(3, 12);
    for (ChartData::Mark& mark : noneInHeatmap.marks)
        mark.value = mark.row == 1 ? 0 : kNone;
    QList<ReportRow> manyEven;
    for (int i = 0; i < 14; ++i)
        manyEven << ReportRow{code(i), 340 + i * 6};
    const ChartData even = chartData(
        definition(ChartSpec::Kind::Pareto, u"Failures by equipment"_s, u"Equipment"_s), manyEven);
    return {
        {u"pareto-1"_s, paretoSample(1)},
        {u"pareto-14"_s, paretoSample(14)},
        {u"pareto-14-even"_s, even},
        {u"pareto-40"_s, paretoSample(40)},
        {u"pareto-1400"_s, paretoSample(1400)},
        {u"pareto-long-names"_s, paretoSample(14, longName)},
        {u"trend-1"_s, trendSample(1)},
        {u"trend-12"_s, trendSample(12)},
        {u"trend-400"_s, trendSample(400)},
        {u"trend-gaps"_s, gaps},
        {u"trend-zeros"_s, zeros},
        {u"trend-days-60"_s, dayTrendSample(60)},
        {u"trend-days-900"_s, dayTrendSample(900)},
        {u"trend-days-20000"_s, dayTrendSample(20'000)},
        {u"trend-weeks-70"_s, weekTrendSample(70)},
        {u"heatmap-1"_s, heatmapSample(1, 1)},
        {u"heatmap-14x12"_s, heatmapSample(14, 12)},
        {u"heatmap-1400x12"_s, heatmapSample(1400, 12)},
        {u"heatmap-40x400"_s, heatmapSample(40, 400)},
        {u"heatmap-nothing"_s, noneInHeatmap},
        {u"heatmap-hours"_s, hourSample()},
        {u"histogram-1"_s, histogramSample(1)},
        {u"histogram-24"_s, histogramSample(24)},
        {u"histogram-200"_s, histogramSample(200)},
        {u"box-1"_s, boxSample(1)},
        {u"box-14"_s, boxSample(14)},
        {u"box-40"_s, boxSample(40)},
        {u"box-long-names"_s, boxSample(14, longName)},
    };
}

} // namespace faultline
