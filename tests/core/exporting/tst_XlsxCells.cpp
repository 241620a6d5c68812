// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/workbook/XlsxReportWriter.h"

#include "OtherPrograms.h"
#include "reports/query/ReportSums.h"

#include <QFile>
#include <QHash>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Cell
{
    QString address;
    QString type; ///< "inlineStr" for text; empty for numbers.
    QString value;
};

QList<Cell> cellsOf(const QByteArray& sheet, QString& problem)
{
    QXmlStreamReader reader(sheet);
    QList<Cell> cells;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement || reader.name() != u"c")
            continue;
        const QXmlStreamAttributes attributes = reader.attributes();
        Cell cell{attributes.value(u"r"_s).toString(), attributes.value(u"t"_s).toString(), {}};
        cell.value = reader.readElementText(QXmlStreamReader::IncludeChildElements);
        cells << cell;
    }
    if (reader.hasError())
        problem = reader.errorString();
    return cells;
}

} // namespace

/// A workbook's cells as in its XML.
class tst_XlsxCells : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsNoNumberIsText_data();
    void whatIsNoNumberIsText();
    void textIsValidXml();

    void sumsAreFormulas();
    void sumsThatExcelCannotAddAreText_data();
    void sumsThatExcelCannotAddAreText();
    void sumsOfTheFirstColumn();
    void saysWhyThereIsNoChart();
    void curvesAreLinesBetweenPoints();
    void curvesOverTimeAndLogarithmic();
    void chartsBeginAtZero_data();
    void chartsBeginAtZero();

private:
    // A report's cells by their addresses; if there are none, the problem.
    static QHash<QString, Cell> writtenCells(
        const ReportSection& section, const QList<ReportRow>& rows, QString& problem,
        QByteArray* chart = nullptr);
    // The first cell below the heading of a report with one column.
    static std::optional<Cell>
    written(const ReportColumn& column, const QVariant& value, QString& problem);
};

void tst_XlsxCells::initTestCase()
{
    QVERIFY2(isInstalled(u"python3"_s), "Python is missing: installer/test.sh installs it");
}

QHash<QString, Cell> tst_XlsxCells::writtenCells(
    const ReportSection& section, const QList<ReportRow>& rows, QString& problem, QByteArray* chart)
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"out.xlsx"_s));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    ReportContext context;
    context.sections = {section};
    XlsxReportWriter writer(file, directory.path());
    bool ok = writer.begin(context) && writer.beginReport(section);
    for (const ReportRow& row : rows)
        ok = ok && writer.writeRow(row);
    ok = ok && writer.endReport(reportTotals(section.report, rows)) && writer.end();
    file.close();
    if (!ok) {
        problem = u"not written"_s;
        return {};
    }
    const auto unpacked = runProgram(
        u"python3"_s, {u"-m"_s, u"zipfile"_s, u"-e"_s, file.fileName(), directory.path()},
        directory.path());
    QFile core(directory.filePath(u"docProps/core.xml"_s));
    QFile sheet(directory.filePath(u"xl/worksheets/sheet1.xml"_s));
    if (unpacked.exitCode != 0 || !core.open(QIODevice::ReadOnly)
        || !sheet.open(QIODevice::ReadOnly)) {
        problem = u"not unpacked"_s;
        return {};
    }
    if (chart != nullptr) {
        QFile drawn(directory.filePath(u"xl/charts/chart1.xml"_s));
        if (drawn.open(QIODevice::ReadOnly))
            *chart = drawn.readAll();
    }
    cellsOf(core.readAll(), problem);
    QHash<QString, Cell> cells;
    for (const Cell& cell : cellsOf(sheet.readAll(), problem))
        cells.insert(cell.address, cell);
    return cells;
}

std::optional<Cell>
tst_XlsxCells::written(const ReportColumn& column, const QVariant& value, QString& problem)
{
    ReportSection section;
    section.report.title = u"T\uFFFE"_s;
    section.report.columns = {column};
    const auto cells = writtenCells(section, {{value}}, problem);
    const auto found = cells.constFind(u"A2"_s);
    return found == cells.cend() ? std::nullopt : std::optional(*found);
}

void tst_XlsxCells::whatIsNoNumberIsText_data()
{
    QTest::addColumn<QString>("figure");
    QTest::addColumn<bool>("isText");
    QTest::newRow("number") << u"-6305.32"_s << false;
    QTest::newRow("infinity") << u"Infinity"_s << true;
    QTest::newRow("less than any number") << u"-Infinity"_s << true;
    QTest::newRow("not a number") << u"NaN"_s << true;
    QTest::newRow("beyond a double") << u'1' + QString(400, u'0') << true;
}

void tst_XlsxCells::whatIsNoNumberIsText()
{
    QFETCH(QString, figure);
    QFETCH(bool, isText);
    ReportColumn column;
    column.name = column.title = u"a"_s;
    column.type = ReportColumn::Type::Decimal;
    column.decimals = 2;
    QString problem;
    const auto cell = written(column, figure, problem);
    QVERIFY2(cell && problem.isEmpty(), qPrintable(problem));
    QCOMPARE(cell->type, isText ? u"inlineStr"_s : QString());
    QCOMPARE(cell->value, figure);
}

void tst_XlsxCells::textIsValidXml()
{
    ReportColumn column;
    column.name = u"a"_s;
    column.title = u"a\uFFFF"_s;
    column.type = ReportColumn::Type::Text;
    QString problem;
    const auto cell = written(column, u"x\uFFFEy\uFFFFz <&> \U0001F600"_s, problem);
    QVERIFY2(cell && problem.isEmpty(), qPrintable(problem));
    QCOMPARE(cell->value, u"x_xFFFE_y_xFFFF_z <&> \U0001F600"_s);
}

void tst_XlsxCells::sumsAreFormulas()
{
    ReportSection section;
    section.report.columns = {
        {u"code"_s, u"Code"_s},
        {u"n"_s, u"N"_s, ReportColumn::Type::Integer, 0, true},
        {u"mean"_s, u"Mean"_s, ReportColumn::Type::Decimal, 2, false},
        {u"hours"_s, u"Hours"_s, ReportColumn::Type::Decimal, 2, true}};
    const QList<ReportRow> rows{
        {u"A"_s, 5LL, u"0.10"_s, u"0.10"_s},
        {u"B"_s, QVariant(), u"0.20"_s, u"0.20"_s},
        {QVariant(), -2LL, u"0.30"_s, u"-5.75"_s}};
    // A chart with more rows than the table is next to it and its sums.
    ChartData chart;
    chart.kind = ChartSpec::Kind::Trend;
    for (int i = 0; i < 9; ++i) {
        chart.categories << QString::number(i);
        chart.marks << ChartData::Mark{i, 0, 1.5, i};
    }
    for (const bool hasChart : {false, true}) {
        if (hasChart)
            section.chart = chart;
        QString problem;
        const auto cells = writtenCells(section, rows, problem);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        for (const char* const blank : {"A5", "B5", "C5", "D5"})
            QVERIFY2(!cells.contains(QString::fromLatin1(blank)), blank);
        QCOMPARE(cells[u"A6"_s].value, u"Total (3)"_s);
        QCOMPARE(cells[u"B6"_s].value, u"SUM(B2:B4)3"_s);
        QCOMPARE(cells[u"B6"_s].type, QString());
        QCOMPARE(cells[u"C6"_s].value, QString());
        QCOMPARE(cells[u"D6"_s].value, u"SUM(D2:D4)-5.45"_s);
        QCOMPARE(cells.contains(u"F10"_s), hasChart);
    }
}

void tst_XlsxCells::sumsThatExcelCannotAddAreText_data()
{
    QTest::addColumn<QList<qint64>>("figures");
    QTest::addColumn<QString>("sum");
    QTest::newRow("a figure that is text")
        << QList<qint64>{9'007'199'254'740'993, -9'007'199'254'740'990} << u"3"_s;
    QTest::newRow("a sum that is too long")
        << QList<qint64>{999'999'999'999'999, 1} << u"1000000000000000"_s;
}

void tst_XlsxCells::sumsThatExcelCannotAddAreText()
{
    QFETCH(QList<qint64>, figures);
    QFETCH(QString, sum);
    ReportSection section;
    section.report.columns = {
        {u"code"_s, u"Code"_s}, {u"n"_s, u"N"_s, ReportColumn::Type::Integer, 0, true}};
    QString problem;
    const auto cells =
        writtenCells(section, {{u"A"_s, figures.at(0)}, {u"B"_s, figures.at(1)}}, problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(cells[u"B5"_s].value, sum);
    QCOMPARE(cells[u"B5"_s].type, u"inlineStr"_s);
}

// Then the label gets its own row.
void tst_XlsxCells::sumsOfTheFirstColumn()
{
    ReportSection section;
    section.report.columns = {{u"n"_s, u"N"_s, ReportColumn::Type::Integer, 0, true}};
    QString problem;
    auto cells = writtenCells(section, {{1LL}, {2LL}}, problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(cells[u"A4"_s].value, u"Total (2)"_s);
    QCOMPARE(cells[u"A5"_s].value, u"SUM(A2:A3)3"_s);
    // Without rows there is no sum.
    cells = writtenCells(section, {}, problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(cells.keys(), QStringList{u"A1"_s});
}

void tst_XlsxCells::saysWhyThereIsNoChart()
{
    ReportSection section;
    section.report.columns = {{u"code"_s, u"Code"_s}};
    section.chart = ChartData();
    section.chart->note = u"too many cells to draw"_s;
    QString problem;
    auto cells = writtenCells(section, {{u"A"_s}}, problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(cells[u"C1"_s].value, u"No chart: too many cells to draw."_s);
    section.chart->note.clear();
    cells = writtenCells(section, {{u"A"_s}}, problem);
    QCOMPARE(cells[u"C1"_s].value, u"No chart: no row has a figure to draw."_s);
    section.chart.reset();
    cells = writtenCells(section, {{u"A"_s}}, problem);
    QVERIFY(!cells.contains(u"C1"_s));
}

// Two curves of two points and one, with a fit.
ReportSection sectionWithCurves()
{
    ReportSection section;
    section.report.title = u"T"_s;
    section.report.columns = {{u"a"_s, u"A"_s}};
    ChartData& data = section.chart.emplace();
    data.kind = ChartSpec::Kind::Curve;
    data.title = u"T"_s;
    data.categoryTitle = u"Age"_s;
    data.rowTitle = u"Group"_s;
    data.valueTitle = u"Failures"_s;
    data.fitTitle = u"Power law"_s;
    data.categories = {u"1"_s, u"20"_s, u"0"_s};
    data.rows = {u"PUMPS"_s, u"FANS"_s};
    data.marks = {{0, 0, 1, 0}, {1, 0, 2, 1}, {2, 1, 3, 2}};
    const double none = std::nan("");
    data.curve = {{1.5, 0.5, none, none}, {20, none, none, none}, {0, 2.5, none, none}};
    return section;
}

void tst_XlsxCells::curvesAreLinesBetweenPoints()
{
    const ReportSection section = sectionWithCurves();
    QString problem;
    QByteArray chart;
    const auto cells = writtenCells(section, {{u"A"_s}}, problem, &chart);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(cells[u"C1"_s].value, u"Age"_s);
    QCOMPARE(cells[u"F1"_s].value, u"Group"_s);
    QCOMPARE(cells[u"C2"_s].value.toDouble(), 1.5);
    QCOMPARE(cells[u"D3"_s].value.toDouble(), 2.0);
    QCOMPARE(cells[u"E4"_s].value.toDouble(), 2.5);
    QVERIFY(!cells.contains(u"E3"_s)); // no fit there
    QCOMPARE(cells[u"F4"_s].value, u"FANS"_s);
    QVERIFY(chart.contains("<c:scatterChart>"));
    QCOMPARE(chart.count("<c:ser>"), 4); // values and fit of both
    QVERIFY(chart.contains("$D$2:$D$3"));
    QVERIFY(chart.contains("$D$4:$D$4") || chart.contains("$D$4<"));
    QCOMPARE(chart.count("<c:legendEntry>"), 2); // the fits have no names of their own
    QVERIFY(!chart.contains("<c:logBase"));
}

void tst_XlsxCells::curvesOverTimeAndLogarithmic()
{
    ReportSection section = sectionWithCurves();
    QString problem;
    QByteArray chart;
    section.chart->scale = ChartSpec::Scale::LogLog;
    auto cells = writtenCells(section, {{u"A"_s}}, problem, &chart);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(chart.count("<c:logBase val=\"10\"/>"), 2);
    QVERIFY(!cells.contains(u"C4"_s)); // 0 has no place, and Excel would warn
    section.chart->timeZone = u"Europe/Oslo"_s;
    section.chart->curve[0].x = 1614641400; // 2021-03-02 00:30 there
    cells = writtenCells(section, {{u"A"_s}}, problem, &chart);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(!chart.contains("<c:logBase"));
    QVERIFY(std::abs(cells[u"C2"_s].value.toDouble() - 44257.0208333) < 1e-6);
}

void tst_XlsxCells::chartsBeginAtZero_data()
{
    QTest::addColumn<ChartSpec::Kind>("kind");
    QTest::addColumn<double>("least");
    QTest::addColumn<bool>("isFromZero");
    QTest::newRow("bars") << ChartSpec::Kind::Pareto << 361.0 << true;
    QTest::newRow("line") << ChartSpec::Kind::Trend << 361.0 << true;
    QTest::newRow("histogram") << ChartSpec::Kind::Histogram << 361.0 << true;
    QTest::newRow("below zero") << ChartSpec::Kind::Trend << -361.0 << false;
    QTest::newRow("boxes") << ChartSpec::Kind::Box << 361.0 << false;
}

void tst_XlsxCells::chartsBeginAtZero()
{
    QFETCH(const ChartSpec::Kind, kind);
    QFETCH(const double, least);
    QFETCH(const bool, isFromZero);
    ReportSection section;
    section.report.title = u"T"_s;
    ReportColumn column;
    column.name = column.title = u"a"_s;
    section.report.columns = {column};
    ChartData& data = section.chart.emplace();
    data.kind = kind;
    data.title = data.valueTitle = data.categoryTitle = u"T"_s;
    data.categories = {u"A"_s, u"B"_s};
    data.marks = {{0, 0, 417, 0}, {1, 0, least, 1}};
    data.boxes = {{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}};
    data.total = 417 + least;
    QString problem;
    QByteArray chart;
    writtenCells(section, {{u"A"_s}, {u"B"_s}}, problem, &chart);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(chart.contains("<c:valAx>"));
    QCOMPARE(chart.contains("<c:min val=\"0\"/>"), isFromZero);
}

QTEST_GUILESS_MAIN(tst_XlsxCells)
#include "tst_XlsxCells.moc"
