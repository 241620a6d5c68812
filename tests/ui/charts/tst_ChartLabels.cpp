// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChartSamples.h"
#include "charts/AxisLabels.h"
#include "charts/ChartDescription.h"

#include <QFontMetricsF>
#include <QTest>

#include <cmath>
#include <numbers>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QFontMetricsF metrics()
{
    QFont font;
    font.setPixelSize(12);
    return QFontMetricsF(font);
}

QStringList texts(const AxisLabels& labels)
{
    QStringList all;
    for (const auto& label : labels.labels)
        all << label.text;
    return all;
}

} // namespace

/// Which categories get labels at an axis, and the text of a mark.
class tst_ChartLabels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void periodsOfTheCalendar_data();
    void periodsOfTheCalendar();
    void periodsDontOverlap_data();
    void periodsDontOverlap();
    void otherCategories_data();
    void otherCategories();
    void namesTurn_data();
    void namesTurn();
    void firstNameIsWhole();
    void lastNameStays();
    void commonPartsAreCutFirst();
    void lastEdgeOfBins_data();
    void lastEdgeOfBins();
};

void tst_ChartLabels::periodsOfTheCalendar_data()
{
    QTest::addColumn<QStringList>("categories");
    QTest::addColumn<double>("pitch");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    const QStringList months = trendSample(400).categories;    // from 1993-09 on
    const QStringList days = dayTrendSample(900).categories;   // from 2019-12-11 on, a Wednesday
    const QStringList weeks = weekTrendSample(200).categories; // from 2019-W50 on
    QTest::newRow("every month") << months << 100.0 << u"1993-09"_s << u"1993-10"_s;
    QTest::newRow("quarters") << months << 25.0 << u"1993-10"_s << u"1994-01"_s;
    QTest::newRow("half years") << months << 11.0 << u"1994-01"_s << u"1994-07"_s;
    QTest::newRow("years") << months << 4.0 << u"1994"_s << u"1995"_s;
    QTest::newRow("five years") << months << 1.0 << u"1995"_s << u"2000"_s;
    QTest::newRow("every day") << days << 100.0 << u"2019-12-11"_s << u"2019-12-12"_s;
    QTest::newRow("Mondays") << days << 14.0 << u"2019-12-16"_s << u"2019-12-23"_s;
    QTest::newRow("every other Monday") << days << 7.0 << u"2019-12-16"_s << u"2019-12-30"_s;
    QTest::newRow("first of month") << days << 2.5 << u"2020-01"_s << u"2020-02"_s;
    QTest::newRow("first of quarter") << days << 0.8 << u"2020-01"_s << u"2020-04"_s;
    QTest::newRow("quarters of weeks") << weeks << 6.0 << u"2020-W01"_s << u"2020-W14"_s;
    QTest::newRow("years of weeks") << weeks << 1.0 << u"2020"_s << u"2021"_s;
}

void tst_ChartLabels::periodsOfTheCalendar()
{
    QFETCH(const QStringList, categories);
    QFETCH(const double, pitch);
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    const auto labels = periodLabels(categories, pitch, metrics());
    QVERIFY(labels);
    QVERIFY(labels->labels.size() >= 2);
    QCOMPARE(labels->labels.at(0).text, first);
    QCOMPARE(labels->labels.at(1).text, second);
}

void tst_ChartLabels::periodsDontOverlap_data()
{
    QTest::addColumn<QStringList>("categories");
    QTest::newRow("months") << trendSample(400).categories;
    QTest::newRow("days") << dayTrendSample(900).categories;
    QTest::newRow("weeks") << weekTrendSample(300).categories;
    QTest::newRow("a few days") << dayTrendSample(5).categories;
    QTest::newRow("years") << QStringList{u"2019"_s, u"2020"_s, u"2021"_s};
}

void tst_ChartLabels::periodsDontOverlap()
{
    QFETCH(const QStringList, categories);
    constexpr int kPitches = 40;
    for (int i = 0; i < kPitches; ++i) {
        const double pitch = 0.01 * std::pow(1.3, i); // to 280
        const auto labels = periodLabels(categories, pitch, metrics());
        QVERIFY(labels && !labels->labels.isEmpty());
        for (qsizetype index = 1; index < labels->labels.size(); ++index) {
            const auto& left = labels->labels.at(index - 1);
            const auto& right = labels->labels.at(index);
            const double needed =
                (metrics().horizontalAdvance(left.text) + metrics().horizontalAdvance(right.text))
                / 2;
            QVERIFY2(pitch * (right.index - left.index) > needed, qPrintable(right.text));
        }
    }
}

void tst_ChartLabels::otherCategories_data()
{
    QTest::addColumn<QStringList>("categories");
    QTest::newRow("names") << QStringList{u"pump"_s, u"fan"_s};
    QTest::newRow("hours") << QStringList{u"0"_s, u"1"_s};
    QTest::newRow("a day that isn't") << QStringList{u"2020-02-30"_s};
    QTest::newRow("of two lengths") << QStringList{u"2020-01"_s, u"2020"_s};
    QTest::newRow("one that is none") << QStringList{u"2020-01"_s, u"(none)"_s};
    QTest::newRow("nothing") << QStringList();
}

void tst_ChartLabels::otherCategories()
{
    QFETCH(const QStringList, categories);
    QVERIFY(!periodLabels(categories, 10, metrics()));
}

void tst_ChartLabels::namesTurn_data()
{
    QTest::addColumn<double>("pitch");
    QTest::addColumn<double>("rotation");
    QTest::addColumn<int>("count");
    QTest::newRow("straight") << 120.0 << 0.0 << 14;
    QTest::newRow("half way") << 40.0 << -45.0 << 14;
    QTest::newRow("steep") << 18.0 << -60.0 << 14;
    QTest::newRow("upright") << 15.0 << -90.0 << 14;
    QTest::newRow("every other") << 8.0 << -90.0 << 7;
}

void tst_ChartLabels::namesTurn()
{
    QFETCH(const double, pitch);
    QFETCH(const double, rotation);
    QFETCH(const int, count);
    const LabelRoom room{pitch, 120, 90};
    const AxisLabels labels = nameLabels(paretoSample(14).categories, room, metrics());
    QCOMPARE(labels.rotation, rotation);
    QCOMPARE(labels.labels.size(), count);
    for (qsizetype i = 1; i < labels.labels.size(); ++i) {
        const double distance = pitch * (labels.labels.at(i).index - labels.labels.at(i - 1).index);
        const double turned = std::abs(std::sin(rotation * std::numbers::pi / 180));
        QVERIFY(rotation == 0 || distance * turned >= metrics().height());
    }
}

// The first label has the least space on the left: all labels rotate further before it is cut.
void tst_ChartLabels::firstNameIsWhole()
{
    const QStringList names = paretoSample(14).categories;
    const double width = metrics().horizontalAdvance(names.constFirst());
    const auto rotationWith = [&](double left) {
        const AxisLabels labels = nameLabels(names, {25, 200, left}, metrics());
        return labels.labels.constFirst().text == names.constFirst() ? labels.rotation : 0;
    };
    QCOMPARE(rotationWith(2 * width), -45);
    QCOMPARE(rotationWith(0.6 * width + metrics().height()), -60);
    // Where that doesn't help, they stay unchanged.
    QCOMPARE(nameLabels(names, {25, 200, 0}, metrics()).rotation, -45);
}

void tst_ChartLabels::lastNameStays()
{
    const QStringList names = paretoSample(1400).categories;
    const AxisLabels labels = nameLabels(names, {6, 120, 90}, metrics());
    QCOMPARE(labels.labels.constLast().index, names.size() - 1);
    QVERIFY(labels.labels.size() < names.size());
}

void tst_ChartLabels::commonPartsAreCutFirst()
{
    const QStringList names{
        u"Main cooling water pump 1 port"_s, u"Main cooling water pump 2 port"_s,
        u"Main cooling water pump 10 port"_s};
    const AxisLabels all = nameLabels(names, {300, 100, 90}, metrics());
    QCOMPARE(texts(all), names);
    const AxisLabels cut = nameLabels(names, {60, 100, 40}, metrics());
    QCOMPARE(texts(cut), (QStringList{u"…1…"_s, u"…2…"_s, u"…10…"_s}));
    QCOMPARE(cut.rotation, 0.0);
    // Equal names would lose everything.
    const QString same = u"Main cooling water pump 1 port"_s;
    const AxisLabels equal = nameLabels({same, same}, {60, 100, 40}, metrics());
    for (const QString& text : texts(equal))
        QVERIFY2(text.startsWith(u"M"_s) && text.endsWith(u"t"_s), qPrintable(text));
}

void tst_ChartLabels::lastEdgeOfBins_data()
{
    QTest::addColumn<QStringList>("edges");
    QTest::addColumn<QString>("last");
    QTest::newRow("whole") << QStringList{u"20"_s, u"25"_s, u"30"_s} << u"35"_s;
    QTest::newRow("decimals") << QStringList{u"0.0"_s, u"0.1"_s, u"0.2"_s, u"0.3"_s} << u"0.4"_s;
    QTest::newRow("negative") << QStringList{u"-20"_s, u"-10"_s} << u"0"_s;
    QTest::newRow("uneven") << QStringList{u"1"_s, u"10"_s, u"100"_s} << QString();
    QTest::newRow("words") << QStringList{u"low"_s, u"high"_s} << QString();
    QTest::newRow("one") << QStringList{u"5"_s} << QString();
    QTest::newRow("none") << QStringList() << QString();
}

void tst_ChartLabels::lastEdgeOfBins()
{
    QFETCH(const QStringList, edges);
    QFETCH(const QString, last);
    QCOMPARE(lastEdge(edges), last);
}

QTEST_MAIN(tst_ChartLabels)
#include "tst_ChartLabels.moc"
