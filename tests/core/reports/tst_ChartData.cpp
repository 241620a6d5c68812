// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/charts/ChartData.h"

#include "reports/charts/ChartBuilder.h"

#include <QTest>

#include <cmath>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using Kind = ChartSpec::Kind;

namespace {

// Columns place (text), line (text), count (integer), share (two decimals), and five for boxes.
ReportDefinition report(Kind kind)
{
    ReportDefinition made;
    made.name = u"made_up"_s;
    made.title = u"Made up"_s;
    const auto add = [&](const QString& name, const QString& title, ReportColumn::Type type,
                         int decimals = 0) {
        ReportColumn column;
        column.name = name;
        column.title = title;
        column.type = type;
        column.decimals = decimals;
        made.columns << column;
    };
    add(u"place"_s, u"Place"_s, ReportColumn::Type::Text);
    add(u"line"_s, u"Line"_s, ReportColumn::Type::Text);
    add(u"count"_s, u"Count"_s, ReportColumn::Type::Integer);
    add(u"share"_s, u"Share"_s, ReportColumn::Type::Decimal, 2);
    for (const auto& name : {u"p0"_s, u"p25"_s, u"p50"_s, u"p75"_s, u"p100"_s})
        add(name, name.toUpper(), ReportColumn::Type::Decimal, 1);
    made.chart = ChartSpec();
    made.chart->kind = kind;
    made.chart->category = u"place"_s;
    if (kind == Kind::Heatmap)
        made.chart->row = u"line"_s;
    if (kind == Kind::Box)
        made.chart->values = QStringList{u"p0"_s, u"p25"_s, u"p50"_s, u"p75"_s, u"p100"_s};
    else
        made.chart->values = QStringList{u"count"_s, u"share"_s};
    return made;
}

ReportRow row(const QVariant& place, const QVariant& count, const QString& line = {})
{
    ReportRow made{place, line, count, u"0.25"_s};
    for (const auto& figure : {u"1.0"_s, u"2.0"_s, u"3.5"_s, u"5.0"_s, u"9.0"_s})
        made << figure;
    return made;
}

QList<double> values(const ChartData& data)
{
    QList<double> figures;
    for (const ChartData::Mark& mark : data.marks)
        figures << mark.value;
    return figures;
}

QList<int> tableRows(const ChartData& data)
{
    QList<int> rows;
    for (const ChartData::Mark& mark : data.marks)
        rows << mark.tableRow;
    return rows;
}

QString numbered(int number)
{
    return u"E%1"_s.arg(number, 4, 10, QLatin1Char('0'));
}

} // namespace

class tst_ChartData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chartWithoutRowsIsEmpty_data();
    void chartWithoutRowsIsEmpty();
    void takesTitlesOfTheColumns();
    void chosenValue();
    void labelsTrendByThePeriod_data();
    void labelsTrendByThePeriod();
    void timeAxisIsInOneZone_data();
    void timeAxisIsInOneZone();
    void trendSaysTheZoneOfItsPeriods();
    void paretoOrdersByValue();
    void paretoKeepsTheOrderOfTies();
    void paretoLeavesOutZeros();
    void paretoAddsUpTheOthers_data();
    void paretoAddsUpTheOthers();
    void trendOrdersByTime_data();
    void trendOrdersByTime();
    void trendKeepsGaps();
    void histogramKeepsOrder();
    void heatmapHasACellForEachValue();
    void heatmapAddsEqualCells();
    void heatmapRowLimit();
    void boxesNeedAllTheirFigures();
    void limitsBoxes();
};

void tst_ChartData::chartWithoutRowsIsEmpty_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("pareto") << Kind::Pareto;
    QTest::newRow("trend") << Kind::Trend;
    QTest::newRow("heatmap") << Kind::Heatmap;
    QTest::newRow("histogram") << Kind::Histogram;
    QTest::newRow("box") << Kind::Box;
}

void tst_ChartData::chartWithoutRowsIsEmpty()
{
    QFETCH(const Kind, kind);
    const ChartData data = chartData(report(kind), {});
    QVERIFY(data.isEmpty());
    QCOMPARE(data.kind, kind);
    QCOMPARE(data.title, u"Made up"_s);
    QVERIFY(data.note.isEmpty());
}

void tst_ChartData::takesTitlesOfTheColumns()
{
    const ChartData data = chartData(report(Kind::Heatmap), {row(u"a"_s, 1, u"x"_s)});
    QCOMPARE(data.categoryTitle, u"Place"_s);
    QCOMPARE(data.rowTitle, u"Line"_s);
    QCOMPARE(data.valueTitle, u"Count"_s);
    QCOMPARE(data.decimals, 0);
}

void tst_ChartData::chosenValue()
{
    const ChartData data = chartData(report(Kind::Pareto), {row(u"a"_s, 1)}, 1);
    QCOMPARE(data.valueTitle, u"Share"_s);
    QCOMPARE(data.decimals, 2);
    QCOMPARE(values(data), QList<double>{0.25}); // exact decimals are texts
}

void tst_ChartData::labelsTrendByThePeriod_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("label");
    QTest::newRow("text") << QVariant(u"pump"_s) << u"pump"_s;
    QTest::newRow("number") << QVariant(qint64{1234}) << u"1234"_s;
    QTest::newRow("null") << QVariant() << u"(none)"_s;
    QTest::newRow("typed null") << QVariant(QMetaType::fromType<QString>()) << u"(none)"_s;
    QTest::newRow("instant") << QVariant(QDateTime(QDate(2020, 2, 29), QTime(23, 59, 58), Qt::UTC))
                             << u"2020-02-29 23:59"_s;
}

void tst_ChartData::labelsTrendByThePeriod()
{
    QFETCH(const QVariant, value);
    QFETCH(const QString, label);
    QCOMPARE(chartData(report(Kind::Trend), {row(value, 1)}).categories, QStringList{label});
}

void tst_ChartData::timeAxisIsInOneZone_data()
{
    QTest::addColumn<QString>("other");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QStringList>("labels");
    QTest::newRow("shared") << u"Europe/Oslo"_s << u"Place (Europe/Oslo)"_s
                            << QStringList{
                                   u"2021-10-31 01:59"_s, u"2021-10-31 02:59+02:00"_s,
                                   u"2021-10-31 02:59+01:00"_s, u"2021-10-31 03:59"_s};
    QTest::newRow("several") << u"UTC"_s << u"Place (UTC)"_s
                             << QStringList{
                                    u"2021-10-30 23:59"_s, u"2021-10-31 00:59"_s,
                                    u"2021-10-31 01:59"_s, u"2021-10-31 02:59"_s};
}

void tst_ChartData::timeAxisIsInOneZone()
{
    QFETCH(const QString, other);
    PlantClocks clocks;
    clocks.add(u"oslo"_s, u"Europe/Oslo"_s);
    clocks.add(u"other"_s, other);
    ReportDefinition definition = report(Kind::Trend);
    definition.columns.first().type = ReportColumn::Type::Timestamp;
    const Instant first = *Instant::fromIso("2021-10-30T23:59:00Z");
    constexpr qint64 kHour = 3'600'000'000;
    QList<ReportRow> rows;
    for (qint64 hour = 0; hour < 4; ++hour) {
        const Instant at{first.microseconds + hour * kHour};
        rows << row(QVariant::fromValue(clocks.at(at, hour % 2 == 0 ? u"oslo"_s : u"other"_s)), 1);
    }
    const ChartData data = chartData(definition, rows, 0, clocks);
    QTEST(data.categoryTitle, "title");
    QTEST(data.categories, "labels");
}

// Its days, weeks and months are those of each plant.
void tst_ChartData::trendSaysTheZoneOfItsPeriods()
{
    PlantClocks clocks;
    clocks.add(u"oslo"_s, u"Europe/Oslo"_s);
    const QList<ReportRow> rows{row(u"2021-03"_s, 1)};
    QCOMPARE(
        chartData(report(Kind::Trend), rows, 0, clocks).categoryTitle, u"Place (Europe/Oslo)"_s);
    QCOMPARE(chartData(report(Kind::Pareto), rows, 0, clocks).categoryTitle, u"Place"_s);
    clocks.add(u"utc"_s, u"UTC"_s);
    QCOMPARE(chartData(report(Kind::Trend), rows, 0, clocks).categoryTitle, u"Place"_s);
}

void tst_ChartData::paretoOrdersByValue()
{
    const ChartData data =
        chartData(report(Kind::Pareto), {row(u"few"_s, 3), row(u"many"_s, 30), row(u"some"_s, 9)});
    QCOMPARE(data.categories, (QStringList{u"many"_s, u"some"_s, u"few"_s}));
    QCOMPARE(values(data), (QList<double>{30, 9, 3}));
    QCOMPARE(tableRows(data), (QList<int>{1, 2, 0}));
    QCOMPARE(data.total, 42.0);
    for (int i = 0; i < data.marks.size(); ++i)
        QCOMPARE(data.marks.at(i).category, i);
}

void tst_ChartData::paretoKeepsTheOrderOfTies()
{
    const ChartData data = chartData(
        report(Kind::Pareto), {row(u"a"_s, 5), row(u"b"_s, 7), row(u"c"_s, 5), row(u"d"_s, 5)});
    QCOMPARE(data.categories, (QStringList{u"b"_s, u"a"_s, u"c"_s, u"d"_s}));
}

void tst_ChartData::paretoLeavesOutZeros()
{
    const ChartData data = chartData(
        report(Kind::Pareto),
        {row(u"none"_s, 0), row(u"a"_s, 2), row(u"unknown"_s, QVariant()), row(u"minus"_s, -1)});
    QCOMPARE(data.categories, QStringList{u"a"_s});
    QCOMPARE(data.total, 2.0);
    QVERIFY(chartData(report(Kind::Pareto), {row(u"none"_s, 0)}).isEmpty());
}

void tst_ChartData::paretoAddsUpTheOthers_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("others");
    QTest::newRow("one less") << 39 << 0;
    QTest::newRow("as many as there is room for") << 40 << 0;
    QTest::newRow("one too many") << 41 << 2;
    QTest::newRow("far too many") << 1400 << 1361;
}

void tst_ChartData::paretoAddsUpTheOthers()
{
    QFETCH(const int, rows);
    QFETCH(const int, others);
    QList<ReportRow> given;
    double total = 0;
    for (int i = 0; i < rows; ++i) {
        given << row(numbered(i), 10 + i);
        total += 10 + i;
    }
    const ChartData data = chartData(report(Kind::Pareto), given);
    QCOMPARE(data.marks.size(), std::min(rows, kMaxChartCategories));
    QCOMPARE(data.categories.size(), data.marks.size());
    QCOMPARE(data.total, total);
    double sum = 0;
    for (const double each : values(data))
        sum += each;
    QCOMPARE(sum, total); // the last bar loses nothing
    QCOMPARE(data.marks.constLast().tableRow<0, others> 0);
    QCOMPARE(data.note.isEmpty(), others == 0);
    if (others > 0)
        QVERIFY2(
            data.categories.constLast().startsWith(QLocale().toString(others)),
            qPrintable(data.categories.constLast()));
}

void tst_ChartData::trendOrdersByTime_data()
{
    QTest::addColumn<QStringList>("places");
    QTest::addColumn<QStringList>("categories");
    QTest::addColumn<QList<int>>("rows");
    QTest::newRow("forwards") << QStringList{u"2020-01"_s, u"2020-02"_s, u"2020-03"_s}
                              << QStringList{u"2020-01"_s, u"2020-02"_s, u"2020-03"_s}
                              << QList<int>{0, 1, 2};
    QTest::newRow("newest first") << QStringList{u"2020-03"_s, u"2020-02"_s, u"2019-12"_s}
                                  << QStringList{u"2019-12"_s, u"2020-02"_s, u"2020-03"_s}
                                  << QList<int>{2, 1, 0};
    QTest::newRow("weeks") << QStringList{u"2021-W01"_s, u"2020-W53"_s}
                           << QStringList{u"2020-W53"_s, u"2021-W01"_s} << QList<int>{1, 0};
    QTest::newRow("one") << QStringList{u"2020"_s} << QStringList{u"2020"_s} << QList<int>{0};
}

void tst_ChartData::trendOrdersByTime()
{
    QFETCH(const QStringList, places);
    QFETCH(const QStringList, categories);
    QFETCH(const QList<int>, rows);
    QList<ReportRow> given;
    for (int i = 0; i < places.size(); ++i)
        given << row(places.at(i), 100 + i);
    const ChartData data = chartData(report(Kind::Trend), given);
    QCOMPARE(data.categories, categories);
    QCOMPARE(tableRows(data), rows);
    for (int i = 0; i < data.marks.size(); ++i) {
        QCOMPARE(data.marks.at(i).category, i);
        QCOMPARE(data.marks.at(i).value, 100.0 + data.marks.at(i).tableRow);
    }
}

void tst_ChartData::trendKeepsGaps()
{
    const ChartData data = chartData(
        report(Kind::Trend),
        {row(u"2020-01"_s, 4), row(u"2020-02"_s, QVariant()),
         row(u"2020-03"_s, QVariant(QMetaType::fromType<qint64>())), row(u"2020-04"_s, 0)});
    QCOMPARE(data.marks.size(), 4);
    QVERIFY(std::isnan(data.marks.at(1).value));
    QVERIFY(std::isnan(data.marks.at(2).value)); // a null isn't 0
    QCOMPARE(data.marks.at(3).value, 0.0);
}

void tst_ChartData::histogramKeepsOrder()
{
    // As texts, 100 comes before 20.
    const ChartData data =
        chartData(report(Kind::Histogram), {row(u"20"_s, 3), row(u"100"_s, 5), row(u"3"_s, 1)});
    QCOMPARE(data.categories, (QStringList{u"20"_s, u"100"_s, u"3"_s}));
    QCOMPARE(values(data), (QList<double>{3, 5, 1}));
}

void tst_ChartData::heatmapHasACellForEachValue()
{
    const ChartData data = chartData(
        report(Kind::Heatmap), {row(u"Mon"_s, 1, u"x"_s), row(u"Tue"_s, 2, u"x"_s),
                                row(u"Tue"_s, QVariant(), u"y"_s), row(u"Mon"_s, 0, u"y"_s)});
    QCOMPARE(data.categories, (QStringList{u"Mon"_s, u"Tue"_s}));
    QCOMPARE(data.rows, (QStringList{u"x"_s, u"y"_s}));
    QCOMPARE(data.marks.size(), 4);
    QCOMPARE(data.marks.at(3).category, 0);
    QCOMPARE(data.marks.at(3).row, 1);
    QCOMPARE(data.marks.at(3).value, 0.0);
    QVERIFY(std::isnan(data.marks.at(2).value));
    QCOMPARE(tableRows(data), (QList<int>{0, 1, 2, 3}));
}

// Two rows that a person's report doesn't distinguish.
void tst_ChartData::heatmapAddsEqualCells()
{
    const ChartData data = chartData(
        report(Kind::Heatmap),
        {row(u"Mon"_s, 1, u"x"_s), row(u"Tue"_s, 2, u"x"_s), row(u"Mon"_s, 4, u"x"_s)});
    QCOMPARE(data.marks.size(), 2);
    QCOMPARE(data.marks[0].value, 5.0);
    QCOMPARE(data.marks[1].value, 2.0);
}

void tst_ChartData::heatmapRowLimit()
{
    QList<ReportRow> given;
    constexpr int kRows = 100;
    for (int i = 0; i < kRows; ++i) {
        // Odd ones have more.
        given << row(u"Mon"_s, i % 2 == 1 ? 1000 : 1, numbered(i));
        given << row(u"Tue"_s, QVariant(), numbered(i));
    }
    const ChartData data = chartData(report(Kind::Heatmap), given);
    QCOMPARE(data.rows.size(), kMaxHeatmapRows);
    QCOMPARE(data.rows.constFirst(), numbered(1));
    QVERIFY(std::is_sorted(data.rows.cbegin(), data.rows.cend()));
    QCOMPARE(data.marks.size(), 2 * kMaxHeatmapRows);
    for (const ChartData::Mark& mark : data.marks) {
        QVERIFY(mark.row >= 0 && mark.row < data.rows.size());
        QCOMPARE(given.at(mark.tableRow).at(1).toString(), data.rows.at(mark.row));
    }
    QVERIFY(data.note.contains(u"40"_s) && data.note.contains(u"100"_s));
}

void tst_ChartData::boxesNeedAllTheirFigures()
{
    ReportRow half = row(u"half"_s, 1);
    half[5] = QVariant();
    const ChartData data = chartData(report(Kind::Box), {row(u"a"_s, 1), half, row(u"b"_s, 1)});
    QCOMPARE(data.categories, (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(tableRows(data), (QList<int>{0, 2}));
    QCOMPARE(data.boxes.size(), 2);
    QCOMPARE(data.boxes.at(0).minimum, 1.0);
    QCOMPARE(data.boxes.at(0).lowerQuartile, 2.0);
    QCOMPARE(data.boxes.at(0).median, 3.5);
    QCOMPARE(data.boxes.at(0).upperQuartile, 5.0);
    QCOMPARE(data.boxes.at(0).maximum, 9.0);
    QCOMPARE(values(data), (QList<double>{3.5, 3.5}));
    QCOMPARE(data.valueTitle, u"P50"_s);
    QCOMPARE(data.decimals, 1);
}

void tst_ChartData::limitsBoxes()
{
    QList<ReportRow> given;
    for (int i = 0; i < kMaxChartCategories + 1; ++i)
        given << row(numbered(i), 1);
    const ChartData data = chartData(report(Kind::Box), given);
    QCOMPARE(data.marks.size(), kMaxChartCategories);
    QCOMPARE(data.boxes.size(), kMaxChartCategories);
    QVERIFY(data.note.contains(u"40"_s));
    given.removeLast();
    QVERIFY(chartData(report(Kind::Box), given).note.isEmpty());
}

QTEST_GUILESS_MAIN(tst_ChartData)
#include "tst_ChartData.moc"
