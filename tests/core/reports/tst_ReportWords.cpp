// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/FigureText.h"
#include "reports/ReportCatalogue.h"
#include "reports/charts/ChartBuilder.h"
#include "reports/definition/ReportFields.h"
#include "reports/definition/ReportWords.h"

#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Machine words in reports, and the words that people read instead.
class tst_ReportWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentences_data();
    void sentences();
    void figures();
    void weekdays();
    void otherTextIsUnchanged();
    void chartsHaveWords();
    void headerNamesTheKind();
    void everyVerdictHasWords();
};

void tst_ReportWords::sentences_data()
{
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QString>("words");
    QTest::newRow("word") << u"getting-worse"_s << u"getting worse"_s;
    QTest::newRow("values") << u"needs-failures:4:2"_s << u"needs 4 failures, has 2"_s;
    QTest::newRow("large values") << u"of:1234:5678"_s << u"1,234 of 5,678"_s;
    QTest::newRow("decimals") << u"percent-less:12.3"_s << u"12.3 % less"_s;
    QTest::newRow("a name in digits") << u"86083278"_s << u"86083278"_s;
    QTest::newRow("a name in digits as a value")
        << u"count-of:1200:86083278"_s << u"86083278 · 1,200"_s;
    QTest::newRow("a time") << u"2019-12-01 00:00:00"_s << u"2019-12-01 00:00:00"_s;
    QTest::newRow("a name with colons") << u"count-of:1200:A:B %1"_s << u"A:B %1 · 1,200"_s;
    QTest::newRow("severities") << u"counts-error-records:ERROR, FAILURE"_s
                                << u"Readings with severity ERROR or FAILURE"_s;
    QTest::newRow("a path") << u"steps-back:31:11.2:C:a.log"_s
                            << u"C:a.log, line 31: 11.2 days back"_s;
    QTest::newRow("too few values") << u"of:3"_s << u"of:3"_s;
    QTest::newRow("values that it doesn't have") << u"stable:3"_s << u"stable:3"_s;
    QTest::newRow("unknown") << u"P-101; P-102"_s << u"P-101; P-102"_s;
    QTest::newRow("empty") << QString() << QString();
}

void tst_ReportWords::sentences()
{
    QFETCH(const QString, cell);
    QFETCH(const QString, words);
    const auto column = columnFromText(u"verdict"_s, u"Verdict | words"_s);
    QVERIFY(column);
    QCOMPARE(shownText(*column, cell), words);
    QCOMPARE(shownCell(*column, cell), words);
}

void tst_ReportWords::figures()
{
    const auto column = columnFromText(u"value"_s, u"Value | figures"_s);
    QVERIFY(column);
    QCOMPARE(shownText(*column, u"36979"_s), u"36,979"_s);
    QCOMPARE(shownText(*column, u"1234.50"_s), u"1,234.50"_s);
    QCOMPARE(shownText(*column, u"of:1234:5678"_s), u"1,234 of 5,678"_s);
    QCOMPARE(shownText(*column, u"2019-12-01 00:00:00"_s), u"2019-12-01 00:00:00"_s);
}

void tst_ReportWords::weekdays()
{
    const auto column = columnFromText(u"weekday"_s, u"Weekday | weekday"_s);
    QVERIFY(column);
    QCOMPARE(shownText(*column, u"1"_s), u"Monday"_s);
    QCOMPARE(shownText(*column, u"7"_s), u"Sunday"_s);
    QCOMPARE(shownText(*column, u"8"_s), u"8"_s);
}

// Equipment may be called anything.
void tst_ReportWords::otherTextIsUnchanged()
{
    const auto column = columnFromText(u"code"_s, u"Equipment | text"_s);
    QCOMPARE(shownText(*column, u"stable"_s), u"stable"_s);
    QCOMPARE(shownText(*column, u"36979"_s), u"36979"_s);
}

void tst_ReportWords::chartsHaveWords()
{
    ReportDefinition report;
    report.columns = {
        *columnFromText(u"weekday"_s, u"Weekday | weekday"_s),
        *columnFromText(u"hour"_s, u"Hour | text"_s),
        *columnFromText(u"events"_s, u"Events | integer"_s)};
    report.chart = chartFromText(u"heatmap | category hour | row weekday | value events"_s);
    const ChartData chart = chartData(report, {{u"1"_s, u"00"_s, 3}, {u"2"_s, u"00"_s, 4}});
    QCOMPARE(chart.rows, QStringList({u"Monday"_s, u"Tuesday"_s}));
    QCOMPARE(chart.categories, QStringList{u"00"_s});
}

void tst_ReportWords::headerNamesTheKind()
{
    for (const QString& text : {u"Verdict | words"_s, u"Value | figures"_s, u"Weekday | weekday"_s})
        QCOMPARE(columnText(*columnFromText(u"name"_s, text)), text);
}

// Whatever a computation says about a model is a word in a column of words.
void tst_ReportWords::everyVerdictHasWords()
{
    const auto catalogue = ReportCatalogue::builtIn();
    QVERIFY(catalogue.ok());
    const QList<std::pair<QString, QString>> verdicts{
        {u"time_between_failures"_s, u"trend"_s},
        {u"reliability_growth"_s, u"trend"_s},
        {u"reliability_growth"_s, u"fit"_s},
        {u"life_distribution"_s, u"model"_s},
        {u"life_distribution"_s, u"note"_s},
        {u"next_failure"_s, u"model"_s},
        {u"bad_actors"_s, u"verdict"_s},
        {u"mean_cumulative_function"_s, u"fleet"_s},
        {u"cumulative_failures"_s, u"fleet"_s},
        {u"totals"_s, u"metric"_s},
        {u"overview"_s, u"value"_s},
        {u"data_findings"_s, u"finding"_s}};
    for (const auto& [report, name] : verdicts) {
        const ReportDefinition* found = catalogue->find(report);
        QVERIFY2(found != nullptr && found->columnAt(name) >= 0, qPrintable(report));
        QVERIFY2(
            found->columns.at(found->columnAt(name)).words != ReportColumn::Words::None,
            qPrintable(report + u' ' + name));
    }
}

QTEST_GUILESS_MAIN(tst_ReportWords)

#include "tst_ReportWords.moc"
