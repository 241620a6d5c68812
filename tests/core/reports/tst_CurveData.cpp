// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/charts/ChartBuilder.h"
#include "reports/charts/ChartData.h"

#include <QTest>

#include <cmath>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Type = ReportColumn::Type;

// Columns age, count, fit, lower, upper, line and, for several plants, plant.
ReportDefinition report(bool hasLines = false, bool hasPlants = false)
{
    ReportDefinition made;
    made.title = u"Made up"_s;
    const auto add = [&](const QString& name, Type type, int decimals = 0) {
        ReportColumn column;
        column.name = name;
        column.title = name.toUpper();
        column.type = type;
        column.decimals = decimals;
        column.isForSeveralPlants = name == u"plant";
        made.columns << column;
    };
    add(u"age"_s, Type::Decimal, 1);
    add(u"count"_s, Type::Integer);
    add(u"fit"_s, Type::Decimal, 2);
    add(u"lower"_s, Type::Decimal, 3);
    add(u"upper"_s, Type::Decimal, 3);
    add(u"line"_s, Type::Text);
    if (hasPlants)
        add(u"plant"_s, Type::Text);
    ChartSpec& chart = made.chart.emplace();
    chart.kind = ChartSpec::Kind::Curve;
    chart.category = u"age"_s;
    chart.values = QStringList{u"count"_s};
    chart.fit = u"fit"_s;
    chart.band = QStringList{u"lower"_s, u"upper"_s};
    if (hasLines)
        chart.row = u"line"_s;
    return made;
}

ReportRow row(const QVariant& age, const QVariant& count, const QString& line = {})
{
    return {age, count, u"2.50"_s, u"1.000"_s, u"4.000"_s, line};
}

QList<double> places(const ChartData& data)
{
    QList<double> all;
    for (const ChartData::CurvePoint& point : data.curve)
        all << point.x;
    return all;
}

QList<double> values(const ChartData& data)
{
    QList<double> all;
    for (const ChartData::Mark& mark : data.marks)
        all << mark.value;
    return all;
}

} // namespace

class tst_CurveData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutRowsIsEmpty();
    void takesFiguresAndTitles();
    void leavesOutWhatHasNoPlace();
    void keepsTheFitBeyondTheValues();
    void putsPointsInOrder();
    void curvesFollowOneAnother();
    void plantsAreCurves();
    void namesWhatIsNotDrawn_data();
    void namesWhatIsNotDrawn();
    void timesAreSeconds();
    void thinsManyPoints();
    void thinsTheLongestCurve();
    void logLogNeedsFiguresAboveZero_data();
    void logLogNeedsFiguresAboveZero();
};

void tst_CurveData::withoutRowsIsEmpty()
{
    const ChartData data = chartData(report(), {});
    QVERIFY(data.isEmpty());
    QVERIFY(data.note.isEmpty());
    QVERIFY(!data.canBeLogLog());
}

void tst_CurveData::takesFiguresAndTitles()
{
    const ChartData data = chartData(report(), {row(u"1.5"_s, 1), row(u"3.0"_s, 2)});
    QCOMPARE(data.categoryTitle, u"AGE"_s);
    QCOMPARE(data.valueTitle, u"COUNT"_s);
    QCOMPARE(data.fitTitle, u"FIT"_s);
    QCOMPARE(data.lowerTitle, u"LOWER"_s);
    QCOMPARE(data.upperTitle, u"UPPER"_s);
    QCOMPARE(data.categoryDecimals, 1);
    QCOMPARE(data.decimals, 0);
    QCOMPARE(data.fitDecimals, 3);
    QCOMPARE(data.rows, QStringList());
    QCOMPARE(places(data), (QList<double>{1.5, 3}));
    QCOMPARE(values(data), (QList<double>{1, 2}));
    QCOMPARE(data.curve.at(1).fit, 2.5);
    QCOMPARE(data.curve.at(1).lower, 1.0);
    QCOMPARE(data.curve.at(1).upper, 4.0);
    QCOMPARE(data.marks.at(1).tableRow, 1);
    QCOMPARE(data.categories.at(data.marks.at(1).category), u"3.0"_s);
}

void tst_CurveData::leavesOutWhatHasNoPlace()
{
    const ReportRow nothing{u"3.0"_s, {}, {}, {}, {}, {}};
    const ChartData data =
        chartData(report(), {row({}, 1), row(u"inf"_s, 1), nothing, row(u"2.0"_s, u"inf"_s)});
    QCOMPARE(places(data), QList<double>{2});
    QVERIFY(std::isnan(data.marks.at(0).value));
    QCOMPARE(data.marks.at(0).tableRow, 3);
}

void tst_CurveData::keepsTheFitBeyondTheValues()
{
    const ChartData data = chartData(report(), {row(u"1.0"_s, 1), row(u"9.0"_s, QVariant())});
    QCOMPARE(data.marks.size(), 2);
    QVERIFY(std::isnan(data.marks.at(1).value));
    QCOMPARE(data.curve.at(1).fit, 2.5);
}

void tst_CurveData::putsPointsInOrder()
{
    const ChartData data =
        chartData(report(), {row(u"3.0"_s, 3), row(u"2.0"_s, 2), row(u"2.0"_s, 7)});
    QCOMPARE(places(data), (QList<double>{2, 2, 3}));
    QCOMPARE(values(data), (QList<double>{2, 7, 3}));
    QCOMPARE(data.marks.at(0).tableRow, 1);
}

void tst_CurveData::curvesFollowOneAnother()
{
    const ChartData data = chartData(
        report(true),
        {row(u"1.0"_s, 1, u"b"_s), row(u"2.0"_s, 1, u"a"_s), row(u"3.0"_s, 2, u"b"_s)});
    QCOMPARE(data.rows, (QStringList{u"b"_s, u"a"_s}));
    QCOMPARE(data.rowTitle, u"LINE"_s);
    QCOMPARE(places(data), (QList<double>{1, 3, 2}));
    QCOMPARE(data.marks.at(1).row, 0);
    QCOMPARE(data.marks.at(2).row, 1);
}

void tst_CurveData::plantsAreCurves()
{
    const QList<ReportRow> rows{row(1, 1, u"x"_s) << u"vessel"_s, row(1, 1, u"x"_s) << u"land"_s};
    const ChartData plain = chartData(report(false, true), rows);
    QCOMPARE(plain.rows, (QStringList{u"vessel"_s, u"land"_s}));
    QCOMPARE(plain.rowTitle, u"PLANT"_s);
    const ChartData lines = chartData(report(true, true), rows);
    QCOMPARE(lines.rows, (QStringList{u"x · vessel"_s, u"x · land"_s}));
}

void tst_CurveData::namesWhatIsNotDrawn_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("note");
    QTest::newRow("all") << 6 << QString();
    QTest::newRow("one more") << 7 << u"Not drawn: L6"_s;
    QTest::newRow("many") << 20 << u"Not drawn: L6, L7, L8 and 11 others"_s;
    QTest::newRow("far too many") << 12'000
                                  << u"Not drawn: L6, L7, L8 and more than 9,991 others"_s;
}

void tst_CurveData::namesWhatIsNotDrawn()
{
    QFETCH(const int, count);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QList<ReportRow> rows;
    for (int i = 0; i < count; ++i)
        rows << row(1, 1, u"L%1"_s.arg(i));
    const ChartData data = chartData(report(true), rows);
    QCOMPARE(data.rows.size(), kMaxCurves);
    QCOMPARE(data.marks.size(), kMaxCurves);
    QTEST(data.note, "note");
}

void tst_CurveData::timesAreSeconds()
{
    ReportDefinition definition = report();
    definition.columns.first().type = Type::Timestamp;
    PlantClocks clocks;
    clocks.add(u"oslo"_s, u"Europe/Oslo"_s);
    const Instant at = *Instant::fromIso("2021-03-01T23:30:00.250Z");
    const ChartData data =
        chartData(definition, {row(QVariant::fromValue(clocks.at(at, u"oslo"_s)), 1)}, 0, clocks);
    QCOMPARE(data.timeZone, u"Europe/Oslo"_s);
    QCOMPARE(data.categoryTitle, u"AGE (Europe/Oslo)"_s);
    QCOMPARE(data.curve.at(0).x, 1614641400.25);
    QCOMPARE(data.categories.at(0), u"2021-03-02 00:30"_s);
    QVERIFY(!data.canBeLogLog()); // years have no zero
    QCOMPARE(chartData(definition, {}, 0).timeZone, u"UTC"_s);
}

// The ends and the extremes stay, and what is left is spread over all rows.
void tst_CurveData::thinsManyPoints()
{
    constexpr int kRows = 300'000;
    constexpr int kPeak = 123'457;
    constexpr int kDip = 234'561;
    ChartBuilder builder(report());
    for (int i = 0; i < kRows; ++i)
        builder.add(row(1 + i, i == kPeak ? 9'999 : i == kDip ? -9'999 : i % 7));
    const ChartData data = builder.build();
    QVERIFY(data.marks.size() <= kMaxChartMarks);
    QVERIFY(data.marks.size() > kMaxChartMarks / 3);
    QCOMPARE(data.curve.size(), data.marks.size());
    QCOMPARE(data.curve.constFirst().x, 1.0);
    QCOMPARE(data.curve.constLast().x, double{kRows});
    QVERIFY(values(data).contains(9'999));
    QVERIFY(values(data).contains(-9'999));
    double widest = 0;
    for (qsizetype i = 1; i < data.curve.size(); ++i) {
        QVERIFY(data.curve.at(i).x > data.curve.at(i - 1).x); // no row twice
        widest = std::max(widest, data.curve.at(i).x - data.curve.at(i - 1).x);
    }
    QVERIFY2(widest < kRows / 1'000.0, qPrintable(QString::number(widest)));
    QVERIFY2(data.note.contains(u"points are drawn"_s), qPrintable(data.note));
}

void tst_CurveData::thinsTheLongestCurve()
{
    ChartBuilder builder(report(true));
    for (int i = 0; i < 100'000; ++i) {
        builder.add(row(i, i, u"long"_s));
        if (i % 1'000 == 0)
            builder.add(row(i, i, u"short"_s));
    }
    const ChartData data = builder.build();
    const auto ofShort = std::count_if(
        data.marks.cbegin(), data.marks.cend(), [](const auto& mark) { return mark.row == 1; });
    QCOMPARE(ofShort, 100);
    QVERIFY(data.marks.size() <= kMaxChartMarks);
}

void tst_CurveData::logLogNeedsFiguresAboveZero_data()
{
    QTest::addColumn<QVariant>("age");
    QTest::addColumn<QVariant>("count");
    QTest::addColumn<QString>("fit");
    QTest::addColumn<bool>("can");
    QTest::newRow("both") << QVariant(2) << QVariant(1) << QString() << true;
    QTest::newRow("at the start") << QVariant(0) << QVariant(1) << u"1.00"_s << false;
    QTest::newRow("no failure") << QVariant(2) << QVariant(0) << QString() << false;
    QTest::newRow("a fit") << QVariant(2) << QVariant() << u"0.50"_s << true;
    QTest::newRow("negative") << QVariant(-2) << QVariant(-1) << u"1.00"_s << false;
}

void tst_CurveData::logLogNeedsFiguresAboveZero()
{
    QFETCH(const QVariant, age);
    QFETCH(const QVariant, count);
    QFETCH(const QString, fit);
    ReportRow made = row(age, count);
    made[2] = fit;
    ReportDefinition definition = report();
    definition.chart->scale = ChartSpec::Scale::LogLog;
    const ChartData data = chartData(definition, {made});
    QTEST(data.canBeLogLog(), "can");
    QTEST(data.isLogLog(), "can");
}

QTEST_APPLESS_MAIN(tst_CurveData)
#include "tst_CurveData.moc"
