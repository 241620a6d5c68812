// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChartSamples.h"
#include "Palettes.h"
#include "charts/ChartPainting.h"
#include "charts/ChartView.h"

#include <QApplication>
#include <QBuffer>
#include <QLabel>
#include <QPainter>
#include <QPdfWriter>
#include <QSignalSpy>
#include <QStyle>
#include <QSvgRenderer>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

QPalette lightPalette()
{
    return QApplication::style()->standardPalette();
}

// Two bars, the second for several rows; tableRow of the first is 7.
ChartData twoBars()
{
    ChartData data;
    data.kind = ChartSpec::Kind::Pareto;
    data.title = u"Failures by equipment"_s;
    data.categoryTitle = u"Equipment"_s;
    data.valueTitle = u"Failure events"_s;
    data.categories = QStringList{u"E1AD07D4"_s, u"3 others"_s};
    data.marks = {{0, 0, 3000, 7}, {1, 0, 1000, -1}};
    data.total = 4000;
    return data;
}

// The texts of all text elements.
QStringList textsOf(const QByteArray& svg)
{
    QStringList texts;
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == u"text")
            texts << reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
    }
    return reader.hasError() ? QStringList() : texts;
}

ChartData named(const char* sample)
{
    for (const auto& [name, data] : chartSamples()) {
        if (name == QLatin1String(sample))
            return data;
    }
    return {};
}

int colorsIn(const QImage& image)
{
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            colors << image.pixel(x, y);
    }
    return static_cast<int>(colors.size());
}

// Warnings from Qt or QCustomPlot, for example about invalid rectangles.
class Warnings
{
public:
    Warnings()
    {
        s_count = 0;
        m_before = qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext&, const QString&) { ++s_count; });
    }
    ~Warnings() { qInstallMessageHandler(m_before); }
    Warnings(const Warnings&) = delete;
    Warnings& operator=(const Warnings&) = delete;
    static int count() { return s_count; }

private:
    static inline int s_count = 0;
    QtMessageHandler m_before;
};

} // namespace

class tst_ChartView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void coloursContrastWithTheBackground_data();
    void coloursContrastWithTheBackground();
    void heatIsInOrder_data();
    void heatIsInOrder();
    void paintsInAnySize_data();
    void paintsInAnySize();
    void svgHasTextsAndLines_data();
    void svgHasTextsAndLines();
    void svgOfHostileLabels();
    void barsReachUp_data();
    void barsReachUp();
    void fewFailuresAreWhole();
    void boxesFarApart();
    void boxesAlike();
    void nothingBetweenCells();
    void lowChartsHaveNoTitlesBelow();
    void longNotesGoIntoLines();
    void pngIsWhiteAndSharp();
    void paintsOnPaper();
    void nothingToDraw();
    void manyPointsAreFast();
    void hoverShowsTheFiguresOfAMark_data();
    void hoverShowsTheFiguresOfAMark();
    void hoverAboveALowBarFindsIt();
    void clickSelectsTheRowOfAMark();
    void doubleClick();
    void arrowKeysGoThroughTheBars();
    void heatmapBeginsAtTheLeastFigure();
    void incompleteMarksAreHatched_data();
    void incompleteMarksAreHatched();
    void arrowKeysPassGapsOfAHeatmap();
    void selectedRowIsHighlighted();
    void newDataForgetsMarks();
    void screenReaderHearsTheChart();
    void followsPalette();

private:
    std::unique_ptr<ChartView> shown(const ChartData& data, const QSize& size = {600, 400});
};

void tst_ChartView::initTestCase()
{
    QApplication::setStyle(u"fusion"_s);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

std::unique_ptr<ChartView> tst_ChartView::shown(const ChartData& data, const QSize& size)
{
    auto view = std::make_unique<ChartView>();
    view->resize(size);
    view->showChart(data);
    view->show();
    return view;
}

void tst_ChartView::coloursContrastWithTheBackground_data()
{
    QTest::addColumn<ChartTheme>("theme");
    QTest::newRow("light") << ChartTheme::of(lightPalette(), QFont());
    QTest::newRow("dark") << ChartTheme::of(darkPalette(), QFont());
    QTest::newRow("paper") << ChartTheme::paper();
    QPalette pale = lightPalette();
    pale.setColor(QPalette::Highlight, QColor(0xff, 0xf3, 0xb0));
    pale.setColor(QPalette::Text, QColor(0x90, 0x90, 0x90));
    QTest::newRow("pale accent and text") << ChartTheme::of(pale, QFont());
    QPalette grey = darkPalette();
    grey.setColor(QPalette::Base, QColor(0x55, 0x55, 0x55));
    grey.setColor(QPalette::Highlight, QColor(0x20, 0x20, 0x50));
    QTest::newRow("dark accent on grey") << ChartTheme::of(grey, QFont());
}

void tst_ChartView::coloursContrastWithTheBackground()
{
    QFETCH(const ChartTheme, theme);
    QVERIFY(contrastRatio(theme.mark, theme.background) >= 3);
    QVERIFY(contrastRatio(theme.line, theme.background) >= 3);
    QVERIFY(contrastRatio(theme.highlight, theme.background) >= 3);
    QVERIFY(contrastRatio(theme.text, theme.background) >= 4.5);
    QVERIFY(contrastRatio(theme.quietText, theme.background) >= 4.5);
    QVERIFY(contrastRatio(ChartTheme::textOn(theme.mark), theme.mark) >= 4.5);
    QVERIFY(contrastRatio(Qt::black, Qt::white) > 20.9);
}

void tst_ChartView::heatIsInOrder_data()
{
    QTest::addColumn<ChartTheme>("theme");
    QTest::newRow("light") << ChartTheme::of(lightPalette(), QFont());
    QTest::newRow("dark") << ChartTheme::of(darkPalette(), QFont());
    QTest::newRow("paper") << ChartTheme::paper();
}

void tst_ChartView::heatIsInOrder()
{
    QFETCH(const ChartTheme, theme);
    double before = 0;
    for (int step = 0; step <= 100; ++step) {
        const QColor color = theme.heat(step / 100.0);
        const double ratio = contrastRatio(color, theme.background);
        QVERIFY2(ratio > before, qPrintable(u"step %1: %2"_s.arg(step).arg(ratio)));
        before = ratio;
        QVERIFY(contrastRatio(ChartTheme::textOn(color), color) >= 4.5);
    }
    QVERIFY(before > 6); // the range from end to end is large
}

void tst_ChartView::paintsInAnySize_data()
{
    QTest::addColumn<ChartData>("data");
    for (const auto& [name, data] : chartSamples())
        QTest::newRow(qPrintable(name)) << data;
    ChartData nothing = heatmapSample(2, 3);
    for (ChartData::Mark& mark : nothing.marks)
        mark.value = kNone;
    QTest::newRow("heatmap without figures") << nothing;
    ChartData gaps = trendSample(3);
    for (ChartData::Mark& mark : gaps.marks)
        mark.value = kNone;
    QTest::newRow("trend without figures") << gaps;
    ChartData bins = histogramSample(3);
    for (ChartData::Mark& mark : bins.marks)
        mark.value = kNone;
    QTest::newRow("histogram without figures") << bins;
    ChartData even = boxSample(2);
    even.boxes = {{5, 5, 5, 5, 5}, {5, 5, 5, 5, 5}};
    QTest::newRow("boxes without spread") << even;
    QTest::newRow("bar for the others") << twoBars();
}

void tst_ChartView::paintsInAnySize()
{
    QFETCH(const ChartData, data);
    const ChartTheme theme = ChartTheme::of(darkPalette(), QFont());
    const Warnings warnings;
    for (const QSize size :
         {QSize(1, 1), QSize(40, 30), QSize(120, 90), QSize(90, 500), QSize(900, 95),
          QSize(3000, 1700)}) {
        const QImage image = chartImage(data, size, 1, theme);
        QCOMPARE(image.size(), size);
        if (size.width() > 100 && size.height() >= 90)
            QVERIFY(colorsIn(image) > 3);
    }
    QCOMPARE(Warnings::count(), 0);
}

void tst_ChartView::svgHasTextsAndLines_data()
{
    QTest::addColumn<ChartData>("data");
    QTest::addColumn<QStringList>("texts");
    QTest::newRow("pareto") << paretoSample(14)
                            << QStringList{
                                   u"Failures by equipment"_s,
                                   u"Equipment"_s,
                                   u"Failure events"_s,
                                   u"Cumulative share"_s,
                                   u"80 %"_s,
                                   paretoSample(14).categories.at(0),
                                   paretoSample(14).categories.at(13)};
    QTest::newRow("others") << paretoSample(1400)
                            << QStringList{paretoSample(1400).categories.constLast()};
    QTest::newRow("trend") << trendSample(12)
                           << QStringList{u"Month (UTC)"_s, u"Failure events"_s, u"1994-01"_s};
    QTest::newRow("heatmap") << heatmapSample(4, 12)
                             << QStringList{
                                    heatmapSample(4, 12).rows.at(3), u"1993-10"_s,
                                    u"Failure events"_s, u"Equipment"_s};
    QTest::newRow("histogram") << histogramSample(24)
                               << QStringList{u"20"_s, u"Temperature (°C)"_s, u"1,500"_s};
    QTest::newRow("boxes") << boxSample(14) << QStringList{boxSample(14).categories.at(5)};
}

void tst_ChartView::svgHasTextsAndLines()
{
    QFETCH(const ChartData, data);
    QFETCH(const QStringList, texts);
    const QByteArray svg = chartSvg(data, QSize(960, 540), ChartTheme::paper());
    const QStringList found = textsOf(svg);
    for (const QString& text : texts)
        QVERIFY2(found.contains(text), qPrintable(text + u" in "_s + found.join(u'|')));
    QVERIFY(!svg.contains("<image")); // lines, not pixels
    QSvgRenderer renderer(svg);
    QVERIFY(renderer.isValid());
    QCOMPARE(renderer.viewBox(), QRect(0, 0, 960, 540));
}

void tst_ChartView::barsReachUp_data()
{
    QTest::addColumn<ChartData>("data");
    QTest::addColumn<QString>("end");
    QTest::newRow("a few causes") << paretoSample(14) << u"1,000"_s;
    QTest::newRow("evenly spread") << named("pareto-14-even") << u"500"_s;
    QTest::newRow("one") << paretoSample(1) << u"1,000"_s;
    QTest::newRow("many others") << paretoSample(1400) << u"1,000"_s;
}

// The tallest bar of a single item uses most of the height, whatever the total.
void tst_ChartView::barsReachUp()
{
    QFETCH(const ChartData, data);
    QFETCH(const QString, end);
    const auto view = shown(data);
    const double plot = view->markArea(0).bottom() - view->height() * 0.05;
    QVERIFY2(
        view->markArea(0).height() > 0.6 * plot,
        qPrintable(u"%1 of %2"_s.arg(view->markArea(0).height()).arg(plot)));
    for (int mark = 0; mark < data.marks.size(); ++mark)
        QVERIFY(view->rect().contains(view->markArea(mark).toAlignedRect()));
    const QStringList texts = textsOf(chartSvg(data, QSize(960, 540), ChartTheme::paper()));
    QVERIFY2(texts.contains(end), qPrintable(texts.join(u'|')));
    QVERIFY(texts.contains(u"100 %"_s));
    const bool isCut = data.marks.constLast().value > data.marks.constFirst().value;
    QCOMPARE(
        texts.join(u'|').contains(u"the last bar is cut off"_s),
        isCut && data.marks.constLast().tableRow < 0);
}

void tst_ChartView::fewFailuresAreWhole()
{
    ChartData data = twoBars();
    data.marks = {{0, 0, 2, 0}, {1, 0, 1, 1}};
    data.total = 3;
    const QStringList texts = textsOf(chartSvg(data, QSize(960, 540), ChartTheme::paper()));
    QVERIFY(texts.contains(u"2"_s) && texts.contains(u"1"_s));
    for (const QString& text : texts)
        QVERIFY2(!text.contains(u'.'), qPrintable(text));
}

// Minutes for one box, months for another: both must be visible.
void tst_ChartView::boxesFarApart()
{
    ChartData data = boxSample(3);
    data.boxes = {{0, 0.5, 1, 2, 30}, {0.02, 40, 90, 160, 700}, {900, 2000, 3000, 5000, 9000}};
    const auto view = shown(data);
    double before = view->height();
    for (int mark = 0; mark < 3; ++mark) {
        const QRectF area = view->markArea(mark);
        QVERIFY(view->rect().contains(area.toAlignedRect()));
        QVERIFY(area.height() > 30);
        QVERIFY(area.top() < before - 30);
        before = area.top();
    }
    const QString texts =
        textsOf(chartSvg(data, QSize(960, 540), ChartTheme::paper())).join(u'|') + u'|';
    for (const QString& tick : {u"|0.1|"_s, u"|1|"_s, u"|10|"_s, u"|100|"_s, u"|1,000|"_s})
        QVERIFY2(texts.contains(tick), qPrintable(tick + u" in "_s + texts));
    QVERIFY(texts.contains(u"ten times"_s));
    data.note = u"The first 40 are shown"_s;
    const QStringList noted = textsOf(chartSvg(data, QSize(960, 540), ChartTheme::paper()));
    QVERIFY(noted.join(u'|').contains(data.note));
}

void tst_ChartView::boxesAlike()
{
    const QStringList texts =
        textsOf(chartSvg(boxSample(14), QSize(960, 540), ChartTheme::paper()));
    QVERIFY(!texts.join(u'|').contains(u"ten times"_s));
    ChartData cold = boxSample(2);
    cold.boxes = {{-20, 0.5, 1, 2, 30}, {900, 2000, 3000, 5000, 9000}};
    const QByteArray svg = chartSvg(cold, QSize(960, 540), ChartTheme::paper());
    QVERIFY(!textsOf(svg).join(u'|').contains(u"ten times"_s));
}

// Hatching means that there is no figure. Each size puts the cells at different fractions of a
// pixel.
void tst_ChartView::nothingBetweenCells()
{
    // One cell without a figure, in the lower right corner, has it.
    ChartData data = hourSample();
    data.marks.last().value = kNone;
    ChartTheme theme = ChartTheme::paper();
    theme.hatching = Qt::red;
    for (int width = 500; width < 510; ++width) {
        const QImage image = chartImage(data, QSize(width, 331 + width % 7), 1, theme);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (x > image.width() / 2 && y > image.height() / 2)
                    continue;
                const QColor color = image.pixelColor(x, y);
                QVERIFY2(
                    color.red() < 200 || color.green() > 150,
                    qPrintable(u"%1: %2, %3"_s.arg(width).arg(x).arg(y)));
            }
        }
    }
}

void tst_ChartView::lowChartsHaveNoTitlesBelow()
{
    const ChartData data = paretoSample(1400);
    const auto textsAt = [&data](int height) {
        return textsOf(chartSvg(data, QSize(600, height), ChartTheme::paper()));
    };
    QVERIFY(textsAt(400).contains(data.categoryTitle));
    QVERIFY(textsAt(400).join(u'|').contains(data.note));
    QVERIFY(!textsAt(160).contains(data.categoryTitle));
    QVERIFY(!textsAt(160).join(u'|').contains(data.note));
    // And back, in a view that grows.
    const auto view = shown(data, QSize(600, 160));
    const double low = view->height() - view->markArea(0).bottom();
    view->resize(600, 400);
    QVERIFY(view->height() - view->markArea(0).bottom() > low);
}

void tst_ChartView::longNotesGoIntoLines()
{
    ChartData data = paretoSample(20);
    data.note = u"The first 39 of 94 are shown separately; the last bar is cut off"_s;
    const auto textsAt = [&data](int width) {
        return textsOf(chartSvg(data, QSize(width, 400), ChartTheme::paper())).join(u' ');
    };
    QVERIFY(textsAt(900).contains(data.note));
    // As text: the SVG has a text element for each line.
    QVERIFY2(textsAt(320).contains(data.note), qPrintable(textsAt(320)));
    data.note = u"word "_s.repeated(200);
    QVERIFY(textsAt(320).contains(u"…"_s));
}

// A drawing with a character that is invalid in XML would be unreadable.
void tst_ChartView::svgOfHostileLabels()
{
    ChartData data = paretoSample(4);
    data.title = u"T\u0001\uFFFE"_s;
    data.valueTitle = u"V\uFFFF"_s;
    data.categories[0] = u"A\u0002"_s;
    data.categories[1] = u"\uFEFFB\uFFFE"_s;
    QXmlStreamReader reader(chartSvg(data, QSize(900, 500), ChartTheme::paper()));
    QString text;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::Characters)
            text += reader.text();
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    for (const QString& shown : {u"‹U+0001›"_s, u"‹U+0002›"_s, u"‹U+FFFE›"_s})
        QVERIFY2(text.contains(shown), qPrintable(text));
}

void tst_ChartView::pngIsWhiteAndSharp()
{
    const QImage image = chartImage(paretoSample(14), QSize(400, 300), 2, ChartTheme::paper());
    QCOMPARE(image.size(), QSize(800, 600));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QVERIFY(image.save(&buffer, "PNG"));
    QCOMPARE(QImage::fromData(bytes, "PNG").size(), image.size());
    QCOMPARE(image.pixelColor(1, 1), QColor(Qt::white));
}

// On any device, the chart fills exactly the given area.
void tst_ChartView::paintsOnPaper()
{
    const ChartData data = paretoSample(14);
    QImage page(400, 400, QImage::Format_RGB32);
    page.fill(Qt::red);
    page.setDotsPerMeterX(11811); // 300 to the inch
    page.setDotsPerMeterY(11811);
    {
        QPainter painter(&page);
        paintChart(painter, QRectF(50, 100, 300, 200), data, ChartTheme::paper());
    }
    QCOMPARE(page.pixelColor(48, 200), QColor(Qt::red));
    QCOMPARE(page.pixelColor(352, 200), QColor(Qt::red));
    QCOMPARE(page.pixelColor(200, 98), QColor(Qt::red));
    QCOMPARE(page.pixelColor(200, 302), QColor(Qt::red));
    QCOMPARE(page.pixelColor(52, 102), QColor(Qt::white));
    QCOMPARE(page.pixelColor(347, 297), QColor(Qt::white));
    QByteArray pdf;
    QBuffer buffer(&pdf);
    QVERIFY(buffer.open(QIODevice::WriteOnly));
    QPdfWriter writer(&buffer);
    writer.setResolution(1200);
    QPainter painter(&writer);
    painter.scale(1200.0 / 96, 1200.0 / 96);
    paintChart(painter, QRectF(0, 0, 600, 300), data, ChartTheme::paper());
    QVERIFY(painter.end());
    QVERIFY(pdf.startsWith("%PDF"));
    QVERIFY(!pdf.contains("/Subtype /Image"));
}

void tst_ChartView::nothingToDraw()
{
    ChartData data;
    data.title = u"Failures"_s;
    QVERIFY(textsOf(chartSvg(data, QSize(300, 200), ChartTheme::paper()))
                .contains(u"Nothing to draw"_s));
    const auto view = shown(data);
    QTest::mouseMove(view.get(), QPoint(300, 200));
    QTest::mouseClick(view.get(), Qt::LeftButton, {}, QPoint(300, 200));
    QTest::keyClick(view.get(), Qt::Key_Right);
    QTest::keyClick(view.get(), Qt::Key_Return);
    QCOMPARE(view->selectedMark(), -1);
    QVERIFY(view->labelText().isEmpty());
}

// Mouse moves paint a cached picture; this measures the cost of creating it.
void tst_ChartView::manyPointsAreFast()
{
    const ChartData data = dayTrendSample(20'000);
    const auto view = shown(data, QSize(1200, 700));
    QBENCHMARK
    {
        view->resize(view->width() == 1200 ? 1199 : 1200, 700);
        view->grab();
    }
}

void tst_ChartView::hoverShowsTheFiguresOfAMark_data()
{
    QTest::addColumn<ChartData>("data");
    QTest::addColumn<int>("mark");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("first bar") << twoBars() << 0
                               << QStringList{
                                      u"E1AD07D4"_s, u"Failure events: 3,000"_s, u"Share: 75.0 %"_s,
                                      u"Cumulative share: 75.0 %"_s};
    QTest::newRow("others") << twoBars() << 1
                            << QStringList{
                                   u"3 others"_s, u"Failure events: 1,000"_s, u"Share: 25.0 %"_s,
                                   u"Cumulative share: 100.0 %"_s};
    ChartData trend = trendSample(4);
    trend.marks[0].value = 1000;
    trend.marks[1].value = 1250;
    trend.marks[2].value = 1000;
    trend.marks[3].value = kNone;
    QTest::newRow("first point") << trend << 0
                                 << QStringList{u"1993-09"_s, u"Failure events: 1,000"_s};
    QTest::newRow("more than before")
        << trend << 1
        << QStringList{
               u"1993-10"_s, u"Failure events: 1,250"_s, u"Change from 1993-09: +250 (+25.0 %)"_s};
    QTest::newRow("fewer than before")
        << trend << 2
        << QStringList{
               u"1993-11"_s, u"Failure events: 1,000"_s, u"Change from 1993-10: -250 (-20.0 %)"_s};
    QTest::newRow("gap") << trend << 3 << QStringList{u"1993-12"_s, u"Failure events: no data"_s};
    ChartData after = trend;
    after.marks[0].value = 0;
    QTest::newRow("after none") << after << 1
                                << QStringList{
                                       u"1993-10"_s, u"Failure events: 1,250"_s,
                                       u"Change from 1993-09: +1,250"_s};
    ChartData heat = heatmapSample(1, 2);
    heat.marks[1].value = 1234;
    QTest::newRow("cell") << heat << 1
                          << QStringList{
                                 heat.rows.at(0) + u", 1993-10"_s, u"Failure events: 1,234"_s};
    heat.marks[1].isIncomplete = true;
    QTest::newRow("incomplete cell") << heat << 1
                                     << QStringList{
                                            heat.rows.at(0) + u", 1993-10"_s,
                                            u"Failure events: 1,234"_s, u"Not observed in full"_s};
    ChartData bins = histogramSample(3);
    bins.marks[0].value = bins.marks[2].value = 17;
    QTest::newRow("bin") << bins << 0
                         << QStringList{
                                u"Temperature (°C): 20 to below 25"_s, u"Error records: 17"_s};
    QTest::newRow("last bin") << bins << 2
                              << QStringList{
                                     u"Temperature (°C): 30 to below 35"_s, u"Error records: 17"_s};
    ChartData boxes = boxSample(1);
    boxes.boxes[0] = {-1.5, 2, 3.25, 4, 1000};
    boxes.decimals = 2;
    QTest::newRow("box") << boxes << 0
                         << QStringList{boxes.categories.at(0),    u"Maximum: 1,000.00"_s,
                                        u"Upper quartile: 4.00"_s, u"Median: 3.25"_s,
                                        u"Lower quartile: 2.00"_s, u"Minimum: -1.50"_s};
}

void tst_ChartView::hoverShowsTheFiguresOfAMark()
{
    QFETCH(const ChartData, data);
    QFETCH(const int, mark);
    QFETCH(const QStringList, words);
    const auto view = shown(data);
    QVERIFY(view->markArea(mark).isValid());
    QTest::mouseMove(view.get(), view->markArea(mark).center().toPoint());
    QCOMPARE(view->labelText().split(u'\n'), words);
}

void tst_ChartView::hoverAboveALowBarFindsIt()
{
    const auto view = shown(paretoSample(14));
    const auto* label = view->findChild<QLabel*>(u"chartLabel"_s);
    QVERIFY(!label->isVisible());
    // A low bar can be hit anywhere above it, too.
    const QRectF bar = view->markArea(12);
    QTest::mouseMove(view.get(), QPointF(bar.center().x(), 60).toPoint());
    QVERIFY(label->isVisible());
    QVERIFY(label->text().contains(view->data().categories.at(12)));
    QVERIFY(view->rect().contains(label->geometry()));
    QTest::mouseMove(view.get(), QPoint(3, 3));
    QVERIFY(!label->isVisible());
    // Markup in a file name isn't interpreted.
    ChartData sly = twoBars();
    sly.categories[0] = u"<img src=x>"_s;
    view->showChart(sly);
    QTest::mouseMove(view.get(), view->markArea(0).center().toPoint());
    QVERIFY(label->text().contains(u"&lt;img"_s));
}

void tst_ChartView::clickSelectsTheRowOfAMark()
{
    const auto view = shown(twoBars());
    const QSignalSpy selected(view.get(), &ChartView::markSelected);
    QTest::mouseClick(view.get(), Qt::LeftButton, {}, view->markArea(0).center().toPoint());
    QCOMPARE(selected.size(), 1);
    QCOMPARE(selected.at(0).at(0).toInt(), 7);
    QCOMPARE(view->selectedMark(), 0);
    // Several rows have no single row.
    QTest::mouseClick(view.get(), Qt::LeftButton, {}, view->markArea(1).center().toPoint());
    QCOMPARE(selected.size(), 1);
    QCOMPARE(view->selectedMark(), 1);
    QTest::mouseClick(view.get(), Qt::LeftButton, {}, QPoint(2, 2));
    QCOMPARE(selected.size(), 1);
    QTest::mouseClick(view.get(), Qt::RightButton, {}, view->markArea(0).center().toPoint());
    QCOMPARE(selected.size(), 1);
}

void tst_ChartView::doubleClick()
{
    const auto view = shown(twoBars());
    const QSignalSpy activated(view.get(), &ChartView::markActivated);
    QTest::mouseDClick(view.get(), Qt::LeftButton, {}, view->markArea(0).center().toPoint());
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated.at(0).at(0).toInt(), 7);
    QTest::mouseDClick(view.get(), Qt::LeftButton, {}, view->markArea(1).center().toPoint());
    QCOMPARE(activated.size(), 1);
}

void tst_ChartView::arrowKeysGoThroughTheBars()
{
    const auto view = shown(paretoSample(14));
    const QSignalSpy selected(view.get(), &ChartView::markSelected);
    const QSignalSpy activated(view.get(), &ChartView::markActivated);
    QTest::keyClick(view.get(), Qt::Key_Return);
    QCOMPARE(activated.size(), 0);
    for (const auto& [key, mark] : QList<QPair<Qt::Key, int>>{
             {Qt::Key_Right, 0},
             {Qt::Key_Right, 1},
             {Qt::Key_Right, 2},
             {Qt::Key_Left, 1},
             {Qt::Key_End, 13},
             {Qt::Key_Right, 13},
             {Qt::Key_Home, 0},
             {Qt::Key_Left, 0}}) {
        QTest::keyClick(view.get(), key);
        QCOMPARE(view->selectedMark(), mark);
        QVERIFY(view->labelText().startsWith(view->data().categories.at(mark)));
        QCOMPARE(selected.constLast().at(0).toInt(), view->data().marks.at(mark).tableRow);
    }
    QTest::keyClick(view.get(), Qt::Key_Enter);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated.at(0).at(0).toInt(), view->data().marks.at(0).tableRow);
    QTest::keyClick(view.get(), Qt::Key_Escape);
    QVERIFY(view->labelText().isEmpty());
}

// Otherwise 1,000 and 1,010 would look alike.
void tst_ChartView::heatmapBeginsAtTheLeastFigure()
{
    ChartData data = heatmapSample(1, 2);
    data.marks[0].value = 1000;
    data.marks[1].value = 1010;
    const auto view = shown(data);
    const QImage image = view->grab().toImage();
    const ChartTheme theme = ChartTheme::of(view->palette(), view->font());
    const double ratio = image.devicePixelRatio();
    const auto colorOf = [&](int mark) {
        const QPointF corner = view->markArea(mark).topLeft() + QPointF(4, 4);
        return image.pixelColor((corner * ratio).toPoint());
    };
    QCOMPARE(colorOf(0).name(), theme.heat(0).name());
    QCOMPARE(colorOf(1).name(), theme.heat(1).name());
}

// Hatched, with a line below that says what it means.
void tst_ChartView::incompleteMarksAreHatched_data()
{
    QTest::addColumn<ChartData>("whole");
    QTest::newRow("heatmap") << heatmapSample(2, 4);
    QTest::newRow("trend") << trendSample(12);
}

void tst_ChartView::incompleteMarksAreHatched()
{
    QFETCH(const ChartData, whole);
    ChartData cut = whole;
    cut.marks[0].isIncomplete = true;
    const QSize size(600, 400);
    const QImage plain = chartImage(whole, size, 1, ChartTheme::paper());
    const QImage hatched = chartImage(cut, size, 1, ChartTheme::paper());
    QVERIFY(plain != hatched);
    const auto svg = QString::fromUtf8(chartSvg(cut, size, ChartTheme::paper()));
    QVERIFY(svg.contains(u"not observed in full"_s));
    QVERIFY(!QString::fromUtf8(chartSvg(whole, size, ChartTheme::paper()))
                 .contains(u"not observed in full"_s));
    // Also in a chart with room for little else.
    QVERIFY(QString::fromUtf8(chartSvg(cut, QSize(500, 160), ChartTheme::paper()))
                .contains(u"not observed in full"_s));
}

void tst_ChartView::arrowKeysPassGapsOfAHeatmap()
{
    ChartData data = heatmapSample(3, 4);
    data.marks.removeAt(5); // row 1, category 1
    const auto view = shown(data);
    const auto position = [&] {
        const ChartData::Mark& mark = view->data().marks.at(view->selectedMark());
        return QPoint(mark.category, mark.row);
    };
    for (const auto& [key, expected] : QList<QPair<Qt::Key, QPoint>>{
             {Qt::Key_Down, {0, 0}},
             {Qt::Key_Down, {0, 1}},
             {Qt::Key_Right, {2, 1}},
             {Qt::Key_Left, {0, 1}},
             {Qt::Key_Up, {0, 0}},
             {Qt::Key_Right, {1, 0}},
             {Qt::Key_Down, {1, 2}},
             {Qt::Key_Down, {1, 2}},
             {Qt::Key_End, {3, 2}}}) {
        QTest::keyClick(view.get(), key);
        QCOMPARE(position(), expected);
    }
}

void tst_ChartView::selectedRowIsHighlighted()
{
    const auto view = shown(twoBars());
    const QSignalSpy selected(view.get(), &ChartView::markSelected);
    const QImage before = view->grab().toImage();
    view->selectRow(7);
    QCOMPARE(view->selectedMark(), 0);
    QVERIFY(view->grab().toImage() != before);
    view->selectRow(8);
    QCOMPARE(view->selectedMark(), -1);
    QCOMPARE(view->grab().toImage(), before);
    view->selectRow(-1); // not the "others" bar
    QCOMPARE(view->selectedMark(), -1);
    QCOMPARE(selected.size(), 0); // the caller already knows
}

void tst_ChartView::newDataForgetsMarks()
{
    const auto view = shown(paretoSample(14));
    QTest::keyClick(view.get(), Qt::Key_End);
    view->showChart(twoBars());
    QCOMPARE(view->selectedMark(), -1);
    QVERIFY(view->labelText().isEmpty());
}

void tst_ChartView::screenReaderHearsTheChart()
{
    const auto view = shown(paretoSample(14));
    QVERIFY2(
        view->accessibleName().startsWith(u"Chart: Failures by equipment, 14 bar"_s),
        qPrintable(view->accessibleName()));
    QVERIFY(view->accessibleName().contains(u"account for 80 % of the total"_s));
    QVERIFY(view->accessibleDescription().isEmpty());
    QTest::keyClick(view.get(), Qt::Key_Home);
    QVERIFY(view->accessibleDescription().startsWith(view->data().categories.at(0)));
    view->showChart({});
    QVERIFY(view->accessibleName().contains(u"nothing to draw"_s));
}

void tst_ChartView::followsPalette()
{
    const auto view = shown(paretoSample(14));
    const QColor light = view->grab().toImage().pixelColor(5, 5);
    view->setPalette(darkPalette());
    const QColor dark = view->grab().toImage().pixelColor(5, 5);
    QCOMPARE(dark, darkPalette().color(QPalette::Base));
    QVERIFY(contrastRatio(light, dark) > 10);
}

QTEST_MAIN(tst_ChartView)
#include "tst_ChartView.moc"
