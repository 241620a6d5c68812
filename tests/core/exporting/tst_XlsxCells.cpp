// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/XlsxReportWriter.h"

#include "OtherPrograms.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Cell
{
    QString place;
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

/// The cells of a workbook as its XML has them.
class tst_XlsxCells : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsNoNumberIsText_data();
    void whatIsNoNumberIsText();
    void textIsValidXml();

private:
    // The first cell below the heading of a report with one column.
    std::optional<Cell>
    written(const ReportColumn& column, const QVariant& value, QString& problem);
};

void tst_XlsxCells::initTestCase()
{
    QVERIFY2(isInstalled(u"python3"_s), "Python is missing: installer/test.sh installs it");
}

std::optional<Cell>
tst_XlsxCells::written(const ReportColumn& column, const QVariant& value, QString& problem)
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"out.xlsx"_s));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    ReportSection section;
    section.report.title = u"T\uFFFE"_s;
    section.report.columns = {column};
    ReportContext context;
    context.sections = {section};
    XlsxReportWriter writer(file);
    const bool ok = writer.begin(context) && writer.beginReport(section) && writer.writeRow({value})
                    && writer.endReport(1) && writer.end();
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
    cellsOf(core.readAll(), problem);
    for (const Cell& cell : cellsOf(sheet.readAll(), problem)) {
        if (cell.place == "A2"_L1)
            return cell;
    }
    return {};
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
    QCOMPARE(cell->value, u"x\uFFFDy\uFFFDz <&> \U0001F600"_s);
}

QTEST_GUILESS_MAIN(tst_XlsxCells)
#include "tst_XlsxCells.moc"
