// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChartSamples.h"
#include "Palettes.h"
#include "charts/ChartPainting.h"
#include "charts/ChartView.h"

#include <QApplication>
#include <QSignalSpy>
#include <QStyle>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// The texts of a drawing.
QStringList textsOf(const ChartData& data, const QSize& size = {960, 540})
{
    QStringList texts;
    QXmlStreamReader reader(chartSvg(data, size, ChartTheme::paper()));
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == u"text")
            texts << reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
    }
    return texts;
}

// Failures 1, 2 and 4 at these ages.
ChartData threePoints(const QList<double>& ages = {10, 100, 1000})
{
    ChartData data = growthSample(3, 1);
    const QList<double> counts{1, 2, 4};
    for (int i = 0; i < 3; ++i) {
        data.curve[i] = {ages.at(i), counts.at(i) * 1.25, kNone, kNone};
        data.marks[i].value = counts.at(i);
    }
    data.fitDecimals = 1;
    return data;
}

std::unique_ptr<ChartView> shown(const ChartData& data, const QSize& size = {600, 400})
{
    auto view = std::make_unique<ChartView>();
    view->resize(size);
    view->showChart(data);
    view->show();
    return view;
}

QPointF middleOf(const ChartView& view, int mark)
{
    return view.markArea(mark).center();
}

} // namespace

/// What curves have beyond other charts: a scale in both directions, a fit, bounds and names.
class tst_CurveView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void namesWhatItShows();
    void coloursDiffer_data();
    void coloursDiffer();
    void scalesAreLinearOrLogarithmic();
    void logarithmicLabels_data();
    void logarithmicLabels();
    void saysWhatHasNoPlace();
    void wideBoundsLeaveHeight();
    void timesBeginAtDaysOrMonths_data();
    void timesBeginAtDaysOrMonths();
    void fitHasNoCorners();
    void hoverShowsFigures_data();
    void hoverShowsFigures();
    void clickSelectsTheNearestPoint();
    void arrowKeysChangeTheCurve();
    void screenReaderHearsTheCurves();
};

void tst_CurveView::initTestCase()
{
    QApplication::setStyle(u"fusion"_s);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void tst_CurveView::namesWhatItShows()
{
    const QStringList one = textsOf(growthSample(36, 1.6));
    for (const QString& text : {u"Operating hours"_s, u"Failures so far"_s, u"Power law"_s})
        QVERIFY2(one.contains(text), qPrintable(one.join(u'|')));
    QCOMPARE(one.count(u"Failures so far"_s), 2); // at the axis, and its line
    const QStringList two = textsOf(meanCumulativeSample({u"PUMPS"_s, u"FANS"_s}, 40));
    for (const QString& text :
         {u"PUMPS"_s, u"FANS"_s, u"Lower bound (95 %) to Upper bound (95 %)"_s})
        QVERIFY2(two.contains(text), qPrintable(two.join(u'|')));
    // A single line needs no name beside that of the axis.
    ChartData plain = growthSample(36, 1.6);
    plain.fitTitle.clear();
    for (ChartData::CurvePoint& point : plain.curve)
        point.fit = kNone;
    QCOMPARE(textsOf(plain).count(u"Failures so far"_s), 1);
}

void tst_CurveView::coloursDiffer_data()
{
    QTest::addColumn<ChartTheme>("theme");
    QTest::newRow("light") << ChartTheme::of(QApplication::style()->standardPalette(), QFont());
    QTest::newRow("dark") << ChartTheme::of(darkPalette(), QFont());
    QTest::newRow("paper") << ChartTheme::paper();
}

void tst_CurveView::coloursDiffer()
{
    QFETCH(const ChartTheme, theme);
    QSet<QRgb> colors;
    for (int curve = 0; curve < kMaxCurves; ++curve) {
        QVERIFY(contrastRatio(theme.series(curve), theme.background) >= 3);
        colors << theme.series(curve).rgb();
    }
    QCOMPARE(colors.size(), kMaxCurves);
}

void tst_CurveView::scalesAreLinearOrLogarithmic()
{
    const ChartData data = threePoints();
    const auto view = shown(data);
    // 10, 100, 1,000: equal distances on one, far from it on the other.
    const double linear = (middleOf(*view, 1).x() - middleOf(*view, 0).x())
                          / (middleOf(*view, 2).x() - middleOf(*view, 1).x());
    QVERIFY2(std::abs(linear - 0.1) < 0.01, qPrintable(QString::number(linear)));
    view->showChart(onLogLog(data));
    const double across = (middleOf(*view, 1).x() - middleOf(*view, 0).x())
                          / (middleOf(*view, 2).x() - middleOf(*view, 1).x());
    const double up = (middleOf(*view, 1).y() - middleOf(*view, 0).y())
                      / (middleOf(*view, 2).y() - middleOf(*view, 1).y());
    QVERIFY2(std::abs(across - 1) < 0.01, qPrintable(QString::number(across)));
    QVERIFY2(std::abs(up - 1) < 0.01, qPrintable(QString::number(up)));
}

void tst_CurveView::logarithmicLabels_data()
{
    QTest::addColumn<QList<double>>("ages");
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<QStringList>("missing");
    QTest::newRow("three powers") << QList<double>{10, 100, 1000}
                                  << QStringList{u"10"_s, u"20"_s, u"50"_s, u"100"_s, u"1,000"_s}
                                  << QStringList{u"30"_s};
    QTest::newRow("one power") << QList<double>{120, 300, 800}
                               << QStringList{u"200"_s, u"300"_s, u"500"_s} << QStringList{};
    QTest::newRow("many powers") << QList<double>{0.01, 100, 1e9}
                                 << QStringList{u"1"_s, u"1,000"_s, u"10⁹"_s}
                                 << QStringList{u"50"_s};
}

void tst_CurveView::logarithmicLabels()
{
    QFETCH(const QList<double>, ages);
    QFETCH(const QStringList, labels);
    QFETCH(const QStringList, missing);
    const QStringList texts = textsOf(onLogLog(threePoints(ages)));
    for (const QString& label : labels)
        QVERIFY2(texts.contains(label), qPrintable(label + u" in "_s + texts.join(u'|')));
    for (const QString& label : missing)
        QVERIFY2(!texts.contains(label), qPrintable(label + u" in "_s + texts.join(u'|')));
}

void tst_CurveView::saysWhatHasNoPlace()
{
    ChartData data = threePoints({0, 100, 1000});
    QVERIFY(!textsOf(data).join(u' ').contains(u"no place"_s));
    const QString logarithmic = textsOf(onLogLog(data)).join(u' ');
    QVERIFY2(
        logarithmic.contains(u"1 point(s) at 0 or below"_s)
            || logarithmic.contains(u"1 point at 0 or below has no place"_s),
        qPrintable(logarithmic));
    // The keyboard reaches it, and its frame is inside the chart.
    const auto view = shown(onLogLog(data));
    QVERIFY(view->rect().contains(view->markArea(0).toAlignedRect()));
}

void tst_CurveView::wideBoundsLeaveHeight()
{
    ChartData data = threePoints();
    data.lowerTitle = u"Lower"_s;
    data.upperTitle = u"Upper"_s;
    for (ChartData::CurvePoint& point : data.curve) {
        point.lower = -1e6;
        point.upper = 1e6;
    }
    for (const ChartData& each : {data, onLogLog(data)}) {
        const auto view = shown(each);
        QVERIFY(middleOf(*view, 0).y() - middleOf(*view, 2).y() > 20);
        QVERIFY(textsOf(each).join(u' ').contains(u"the bounds extend above the chart"_s));
    }
}

void tst_CurveView::timesBeginAtDaysOrMonths_data()
{
    QTest::addColumn<double>("days");
    QTest::addColumn<QString>("label");
    QTest::newRow("hours") << 0.5 << u"2021-03-28 06:00"_s;
    // Clocks are put forward that night; days still begin at midnight.
    QTest::newRow("days") << 4.0 << u"2021-03-29"_s;
    QTest::newRow("months") << 300.0 << u"2021-07"_s;
    QTest::newRow("years") << 4000.0 << u"2025"_s;
}

void tst_CurveView::timesBeginAtDaysOrMonths()
{
    QFETCH(const double, days);
    QFETCH(const QString, label);
    ChartData data = threePoints();
    data.timeZone = u"Europe/Oslo"_s;
    const auto start = static_cast<double>(
        QDateTime(QDate(2021, 3, 27), QTime(23, 0), Qt::UTC).toSecsSinceEpoch());
    for (int i = 0; i < 3; ++i)
        data.curve[i].x = start + i * days / 2 * 86'400;
    const QStringList texts = textsOf(data);
    QVERIFY2(texts.contains(label), qPrintable(texts.join(u'|')));
    // Not shown on logarithmic axes, whatever was chosen.
    QVERIFY(textsOf(onLogLog(data)).contains(label));
}

// Four points of a parabola: straight lines would be seen as such.
void tst_CurveView::fitHasNoCorners()
{
    ChartData data = growthSample(5, 1);
    for (int i = 0; i < 5; ++i) {
        data.curve[i] = {100.0 * i, 1.0 * i * i, kNone, kNone};
        data.marks[i].value = kNone;
    }
    const auto lengthOf = [](const ChartData& each) {
        return chartSvg(each, QSize(960, 540), ChartTheme::paper()).count(' ');
    };
    ChartData straight = data;
    straight.curve[1].x = straight.curve[0].x; // not a function: as it is
    QVERIFY(lengthOf(data) > lengthOf(straight) + 30);
}

void tst_CurveView::hoverShowsFigures_data()
{
    QTest::addColumn<ChartData>("data");
    QTest::addColumn<int>("mark");
    QTest::addColumn<QStringList>("words");
    ChartData one = threePoints({10, 100, 1234});
    QTest::newRow("value and fit")
        << one << 2
        << QStringList{u"Operating hours: 1,234"_s, u"Failures so far: 4"_s, u"Power law: 5.0"_s};
    ChartData beyond = one;
    beyond.marks[2].value = kNone;
    QTest::newRow("fit alone") << beyond << 2
                               << QStringList{u"Operating hours: 1,234"_s, u"Power law: 5.0"_s};
    ChartData two = meanCumulativeSample({u"PUMPS"_s, u"FANS"_s}, 1);
    two.curve[1] = {50, kNone, 0.25, kNone};
    two.marks[1].value = 0.5;
    QTest::newRow("bounds") << two << 1
                            << QStringList{
                                   u"FANS"_s, u"Age (days): 50.00"_s,
                                   u"Failures per machine: 0.50"_s, u"Lower bound (95 %): 0.25"_s,
                                   u"Upper bound (95 %): none"_s};
}

void tst_CurveView::hoverShowsFigures()
{
    QFETCH(const ChartData, data);
    QFETCH(const int, mark);
    QFETCH(const QStringList, words);
    const auto view = shown(data);
    QTest::mouseMove(view.get(), middleOf(*view, mark).toPoint());
    QCOMPARE(view->labelText().split(u'\n'), words);
}

void tst_CurveView::clickSelectsTheNearestPoint()
{
    ChartData data = threePoints();
    data.marks[1].tableRow = 7;
    const auto view = shown(data);
    const QSignalSpy selected(view.get(), &ChartView::markSelected);
    const QPoint beside = middleOf(*view, 1).toPoint() + QPoint(6, 15);
    QTest::mouseClick(view.get(), Qt::LeftButton, {}, beside);
    QCOMPARE(selected.size(), 1);
    QCOMPARE(selected.at(0).at(0).toInt(), 7);
    view->selectRow(7);
    QCOMPARE(view->selectedMark(), 1);
}

void tst_CurveView::arrowKeysChangeTheCurve()
{
    const ChartData data = meanCumulativeSample({u"PUMPS"_s, u"FANS"_s}, 10);
    const auto view = shown(data);
    const auto curve = [&] { return data.marks.at(view->selectedMark()).row; };
    QTest::keyClick(view.get(), Qt::Key_Home);
    QCOMPARE(view->selectedMark(), 0);
    QTest::keyClick(view.get(), Qt::Key_Up);
    QCOMPARE(view->selectedMark(), 0);
    QTest::keyClick(view.get(), Qt::Key_Right);
    QCOMPARE(view->selectedMark(), 1);
    QTest::keyClick(view.get(), Qt::Key_Down);
    QCOMPARE(curve(), 1);
    const int there = view->selectedMark();
    for (int mark = 10; mark < 20; ++mark) {
        QVERIFY(
            std::abs(data.curve.at(mark).x - data.curve.at(1).x)
            >= std::abs(data.curve.at(there).x - data.curve.at(1).x));
    }
    QTest::keyClick(view.get(), Qt::Key_Down);
    QCOMPARE(view->selectedMark(), there);
    QTest::keyClick(view.get(), Qt::Key_Up);
    QCOMPARE(curve(), 0);
}

void tst_CurveView::screenReaderHearsTheCurves()
{
    const auto view = shown(meanCumulativeSample({u"PUMPS"_s, u"FANS"_s}, 10));
    const QString words = view->accessibleName();
    for (const QString& part :
         {u"Chart: Mean cumulative failures, 20 point"_s, u"Curves: PUMPS, FANS."_s,
          u"With the area from Lower bound (95 %) to Upper bound (95 %)."_s})
        QVERIFY2(words.contains(part), qPrintable(words));
    QVERIFY(!words.contains(u"logarithmic"_s));
    view->showChart(onLogLog(growthSample(9, 1)));
    QVERIFY(view->accessibleName().contains(u"With the line Power law."_s));
    QVERIFY(view->accessibleName().contains(u"Both axes are logarithmic."_s));
}

QTEST_MAIN(tst_CurveView)
#include "tst_CurveView.moc"
