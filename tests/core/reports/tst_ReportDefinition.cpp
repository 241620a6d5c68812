// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/ReportFields.h"
#include "reports/definition/ReportParser.h"

#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString kSql = u"SELECT 1 AS n, 'x' AS \"A b\"\n"
                     "WHERE :from::date IS NULL AND :to::date IS NULL\n"
                     "  AND :group_name::text IS NULL\n"_s;

const QString kHeader = u"-- SPDX-License-Identifier: GPL-3.0-or-later\n"
                        "-- title: A title\n"
                        "-- section: A section\n"
                        "-- explanation: What is counted: this,\n"
                        "--   and that.\n"
                        "-- column n: Number | integer\n"_s;

} // namespace

class tst_ReportDefinition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryField();
    void dividesItsExplanation_data();
    void dividesItsExplanation();
    void readsChartChoicesAndLink();
    void readsAndWritesCurves_data();
    void readsAndWritesCurves();
    void keepsTheFiltersThatItUses();
    void fillsInDefaults();
    void readsWindowsLineEnds();
    void refuses_data();
    void refuses();
};

void tst_ReportDefinition::readsEveryField()
{
    const auto report = parseReport(
        u"mine"_s, kHeader
                       + u"-- column A b: Ratio: a/b | decimal 3\n"
                         "-- column t: Time | timestamp\n"
                         "-- column w: Word | text\n"
                         "-- file: Mine.csv\n"
                         "-- listed: no\n"
                         "-- order: 7\n"
                         "\n-- the query's own comment\n"_s
                       + kSql + u";\n\n"_s);
    QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().toText()));
    QCOMPARE(report->name, u"mine"_s);
    QCOMPARE(report->title, u"A title"_s);
    QCOMPARE(report->section, u"A section"_s);
    QCOMPARE(report->explanation, u"What is counted: this, and that."_s);
    QCOMPARE(report->fileName, u"Mine.csv"_s);
    QCOMPARE(report->listed, false);
    QCOMPARE(report->order, 7);
    QCOMPARE(report->columns.size(), 4);
    QCOMPARE(report->columns[0].type, ReportColumn::Type::Integer);
    QCOMPARE(report->columns[1].name, u"A b"_s);
    QCOMPARE(report->columns[1].title, u"Ratio: a/b"_s);
    QCOMPARE(report->columns[1].type, ReportColumn::Type::Decimal);
    QCOMPARE(report->columns[1].decimals, 3);
    QCOMPARE(report->columns[2].type, ReportColumn::Type::Timestamp);
    QCOMPARE(report->columns[3].type, ReportColumn::Type::Text);
    QVERIFY(report->sql.contains(u"the query's own comment"_s));
    QVERIFY(report->sql.endsWith(u"IS NULL"_s));
}

void tst_ReportDefinition::dividesItsExplanation_data()
{
    QTest::addColumn<QString>("explanation");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("further");
    QTest::newRow("one") << u"What is counted."_s << u"What is counted."_s << QString();
    QTest::newRow("two") << u"Is it worse? See β. And more."_s << u"Is it worse?"_s
                         << u"See β. And more."_s;
    QTest::newRow("no end") << u"A factor of 1.5 and e.g. more"_s
                            << u"A factor of 1.5 and e.g. more"_s << QString();
    QTest::newRow("quotes") << u"It says “so.” “Rates” are not counted."_s << u"It says “so.”"_s
                            << u"“Rates” are not counted."_s;
    QTest::newRow("empty") << QString() << QString() << QString();
}

void tst_ReportDefinition::dividesItsExplanation()
{
    QFETCH(QString, explanation);
    ReportDefinition report;
    report.explanation = explanation;
    QTEST(report.firstSentence(), "first");
    QTEST(report.furtherSentences(), "further");
}

void tst_ReportDefinition::readsChartChoicesAndLink()
{
    const auto report = parseReport(
        u"mine"_s, kHeader
                       + u"-- column d: Day | timestamp\n"
                         "-- column x: Figure | decimal 1 sum\n"
                         "-- choice step: Step | day=By day, week=By week\n"
                         "-- chart: heatmap | category d | row n | value x, n\n"
                         "-- opens: sensors | equipment n | from d\n\n"_s
                       + kSql + u" AND :step::text = 'day'"_s);
    QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().toText()));
    QVERIFY(report->columns.at(2).addsUp);
    QVERIFY(!report->columns.at(0).addsUp);
    QCOMPARE(report->choices.size(), 1);
    QCOMPARE(report->choices.at(0).title, u"Step"_s);
    QCOMPARE(report->choices.at(0).values.at(1).name, u"week"_s);
    QCOMPARE(report->choices.at(0).values.at(1).title, u"By week"_s);
    const ChartSpec chart{ChartSpec::Kind::Heatmap, u"d"_s, u"n"_s, {u"x"_s, u"n"_s}};
    QCOMPARE(*report->chart, chart);
    QCOMPARE(report->link->target, u"sensors"_s);
    QCOMPARE(report->link->steps.size(), 2);
    QCOMPARE(report->link->steps.at(1).kind, ReportLink::Step::Kind::From);
    QCOMPARE(report->link->steps.at(1).column, u"d"_s);
}

void tst_ReportDefinition::readsAndWritesCurves_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"curve | category d | value n"_s;
    QTest::newRow("several") << u"curve | category d | row w | value n"_s;
    QTest::newRow("fit") << u"curve | category n | value n | fit x"_s;
    QTest::newRow("all") << u"curve | category d | row w | value n | fit x | band x, n"_s;
}

void tst_ReportDefinition::readsAndWritesCurves()
{
    QFETCH(const QString, text);
    const auto report = parseReport(
        u"mine"_s, kHeader
                       + u"-- column d: Day | timestamp\n"
                         "-- column x: Figure | decimal 1\n"
                         "-- column w: Word | text\n"
                         "-- chart: %1\n\n"_s.arg(text)
                       + kSql);
    QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().toText()));
    QCOMPARE(report->chart->kind, ChartSpec::Kind::Curve);
    QCOMPARE(report->chart->values, QStringList{u"n"_s});
    QCOMPARE(report->chart->scale, ChartSpec::Scale::Linear);
    QCOMPARE(report->chart->fit.isEmpty(), !text.contains(u"fit"_s));
    QCOMPARE(report->chart->band.size(), text.contains(u"band"_s) ? 2 : 0);
    QCOMPARE(chartText(*report->chart), text);
}

void tst_ReportDefinition::keepsTheFiltersThatItUses()
{
    const auto report = parseReport(u"mine"_s, kHeader + kSql + u" AND :equipment::text IS NULL"_s);
    QVERIFY(report.ok());
    const QSet<FilterKind> used{FilterKind::Period, FilterKind::Group, FilterKind::Equipment};
    QCOMPARE(report->filters, used);
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020"_s);
    filter.equipment = u"E1"_s;
    ReportFilter more = filter;
    more.burstMinutes = 5;
    more.sensor = u"3"_s;
    more.severity = u"WARNING"_s;
    more.choices.insert(u"step"_s, u"day"_s);
    QCOMPARE(report->applicable(more), filter);
}

void tst_ReportDefinition::fillsInDefaults()
{
    const auto report = parseReport(u"mine"_s, kHeader + kSql);
    QVERIFY(report.ok());
    QCOMPARE(report->fileName, u"mine.csv"_s);
    QCOMPARE(report->listed, true);
    QCOMPARE(report->order, 0);
}

void tst_ReportDefinition::readsWindowsLineEnds()
{
    QString text = kHeader + u'\n' + kSql;
    const auto report = parseReport(u"mine"_s, text.replace(u"\n"_s, u"\r\n"_s));
    QVERIFY(report.ok());
    QCOMPARE(report->title, u"A title"_s);
    QVERIFY(!report->sql.contains(u'\r'));
}

void tst_ReportDefinition::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("why");
    QTest::addColumn<int>("line");

    const auto without = [](const QString& start) {
        QStringList lines = kHeader.split(u'\n');
        lines.removeIf([&](const QString& line) { return line.startsWith(start); });
        return lines.join(u'\n') + kSql;
    };
    const auto with = [](const QString& line) { return kHeader + line + u'\n' + kSql; };
    QTest::newRow("no title") << without(u"-- title"_s) << u"“title” is missing"_s << 6;
    QTest::newRow("no section") << without(u"-- section"_s) << u"“section” is missing"_s << 6;
    QTest::newRow("no column") << without(u"-- column"_s) << u"no columns"_s << 6;
    QTest::newRow("no explanation")
        << u"-- title: a\n-- section: b\n"_s + kSql << u"“explanation” is missing"_s << 3;
    QTest::newRow("empty field") << with(u"-- file:"_s) << u"“file” is empty"_s << 7;
    QTest::newRow("unknown field") << with(u"-- colour: red"_s) << u"“colour” doesn't exist"_s << 7;
    QTest::newRow("argument") << with(u"-- title here: red"_s) << u"“title here” doesn't exist"_s
                              << 7;
    QTest::newRow("given twice") << with(u"-- title: again"_s) << u"occurs twice"_s << 7;
    QTest::newRow("no field at all") << with(u"-- hello"_s) << u"should have the form"_s << 7;
    QTest::newRow("column twice") << with(u"-- column n: N | text"_s) << u"“n” occurs twice"_s << 7;
    QTest::newRow("column without type") << with(u"-- column m: N"_s) << u"Write a column"_s << 7;
    QTest::newRow("column without name")
        << with(u"-- column: N | text"_s) << u"Write a column"_s << 7;
    QTest::newRow("unknown type") << with(u"-- column m: N | money"_s) << u"Write a column"_s << 7;
    QTest::newRow("decimal without digits")
        << with(u"-- column m: N | decimal"_s) << u"Write a column"_s << 7;
    QTest::newRow("file leads out") << with(u"-- file: ../x.csv"_s) << u"plain file name"_s << 7;
    QTest::newRow("hidden file") << with(u"-- file: .x"_s) << u"plain file name"_s << 7;
    QTest::newRow("listed") << with(u"-- listed: maybe"_s) << u"yes or no"_s << 7;
    QTest::newRow("order") << with(u"-- order: first"_s) << u"whole number"_s << 7;
    QTest::newRow("no SQL") << kHeader << u"no SQL"_s << 7;
    QTest::newRow("only a comment") << kHeader + u"\n-- nothing\n"_s << u"no SQL"_s << 7;
    QTest::newRow("two statements")
        << kHeader + u"\nSELECT 1;\nSELECT 2;"_s << u"single statement"_s << 8;
    QTest::newRow("unknown placeholder")
        << kHeader + kSql + u" AND :week = 1"_s << u":week doesn't exist"_s << 7;
    QTest::newRow("unknown placeholder that isn't ASCII")
        << kHeader + kSql + u" AND :größe = 1"_s << u"placeholder :größe doesn't"_s << 7;
    QTest::newRow("half a period")
        << kHeader + u"SELECT :from::date"_s << u":from and :to are only allowed"_s << 7;
    QTest::newRow("choice not used")
        << with(u"-- choice step: Step | day=Day, week=Week"_s) << u"the choice :step"_s << 8;
    QTest::newRow("choice of one")
        << with(u"-- choice step: Step | day=Day"_s) << u"Write a choice"_s << 7;
    QTest::newRow("choice of the same twice")
        << with(u"-- choice step: Step | day=Day, day=Week"_s) << u"Write a choice"_s << 7;
    QTest::newRow("choice that is a filter")
        << with(u"-- choice sensor: Step | day=Day, week=Week"_s) << u"“sensor” is already used"_s
        << 7;
    QTest::newRow("unknown chart")
        << with(u"-- chart: pie | category n | value n"_s) << u"Write a chart"_s << 7;
    QTest::newRow("chart without a value")
        << with(u"-- chart: pareto | category n"_s) << u"Write a chart"_s << 7;
    QTest::newRow("chart with an unsupported row")
        << with(u"-- chart: pareto | category n | row n | value n"_s) << u"Write a chart"_s << 7;
    QTest::newRow("heatmap without rows")
        << with(u"-- chart: heatmap | category n | value n"_s) << u"Write a chart"_s << 7;
    QTest::newRow("box of four") << with(u"-- chart: box | category n | value n, n, n, n"_s)
                                 << u"Write a chart"_s << 7;
    QTest::newRow("curve of two values")
        << with(u"-- chart: curve | category n | value n, n"_s) << u"Write a chart"_s << 7;
    QTest::newRow("curve with one bound")
        << with(u"-- chart: curve | category n | value n | band n"_s) << u"Write a chart"_s << 7;
    QTest::newRow("bars with a fit")
        << with(u"-- chart: pareto | category n | value n | fit n"_s) << u"Write a chart"_s << 7;
    QTest::newRow("curve with an unknown bound")
        << with(u"-- chart: curve | category n | value n | band n, m"_s) << u"“m” doesn't exist"_s
        << 7;
    QTest::newRow("curve over a text")
        << with(u"-- column w: Word | text\n-- chart: curve | category w | value n"_s)
        << u"“w” is a text"_s << 8;
    QTest::newRow("curve of a text")
        << with(u"-- column w: Word | text\n-- chart: curve | category n | value n | fit w"_s)
        << u"“w” is none"_s << 8;
    QTest::newRow("chart of another column")
        << with(u"-- chart: pareto | category n | value m"_s) << u"“m” doesn't exist"_s << 7;
    QTest::newRow("link without a column")
        << with(u"-- opens: sensors | equipment"_s) << u"Write a drill-down"_s << 7;
    QTest::newRow("link of another column")
        << with(u"-- opens: sensors | equipment m"_s) << u"“m” doesn't exist"_s << 7;
}

void tst_ReportDefinition::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, why);
    QFETCH(int, line);
    const auto report = parseReport(u"mine"_s, text);
    QVERIFY(!report.ok());
    QVERIFY2(report.error().why.contains(why), qPrintable(report.error().why));
    QCOMPARE(report.error().where, u"mine.sql, line %1"_s.arg(line));
    QCOMPARE(report.error().code, u"report-file"_s);

    QVERIFY(!parseReport(u"../mine"_s, kHeader + kSql).ok());
}

QTEST_GUILESS_MAIN(tst_ReportDefinition)
#include "tst_ReportDefinition.moc"
