// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/custom/ReportDraft.h"

#include "reports/definition/ReportFields.h"
#include "reports/definition/ReportParser.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

using Type = ReportColumn::Type;

ReportColumn columnOf(const QString& name, Type type = Type::Text)
{
    return {name, name, type, type == Type::Decimal ? 2 : 0};
}

// As a person writes it, without what only files need.
const QString kText = u"-- title: Pumps\n"
                      "-- explanation: What is\n"
                      "--   counted.\n"
                      "-- choice step: By | month=Month, day=Day\n"
                      "-- column code: Equipment | text\n"
                      "-- column day: Day | text\n"
                      "-- column n: Number | integer sum\n"
                      "-- column share: Share, % | decimal 3\n"
                      "-- chart: pareto | category code | value n, share\n"
                      "-- opens: sensors | equipment code | from day\n"
                      "\n"
                      "SELECT code, day, n, share FROM t WHERE :step::text = 'day' -- mine\n"_s;

} // namespace

class tst_ReportDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsItsHeader();
    void aQueryIsNoHeader_data();
    void aQueryIsNoHeader();
    void saysWhichLineIsWrong();
    void keepsWhatThereIs();
    void leavesOutWhatIsGone_data();
    void leavesOutWhatIsGone();
    void keepsWhatIsLeftOfACurve_data();
    void keepsWhatIsLeftOfACurve();
    void placesNewColumns();
    void takesTypesThatChanged();
    void wrapsLongLines();
};

void tst_ReportDraft::readsItsHeader()
{
    const auto draft = draftFromText(kText);
    VERIFY_RESULT(draft);
    QCOMPARE(draft->title, u"Pumps"_s);
    QCOMPARE(draft->explanation, u"What is counted."_s);
    QCOMPARE(draft->columns.size(), 4);
    QVERIFY(draft->chart && draft->link);
    QVERIFY(draft->sql.trimmed().startsWith(u"SELECT"_s));
    QVERIFY(draft->sql.trimmed().endsWith(u"-- mine"_s));
    QCOMPARE(queryStart(kText), kText.indexOf(u"SELECT"_s));
    QCOMPARE(queryStart(kText.first(20)), 20);
}

void tst_ReportDraft::aQueryIsNoHeader_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"SELECT 1"_s;
    QTest::newRow("a comment") << u"-- what I need\nSELECT 1"_s;
    QTest::newRow("a note with a colon") << u"-- file: of last year\n-- by me\nSELECT 1"_s;
    QTest::newRow("below") << u"SELECT 1\n-- title: none\n"_s;
}

void tst_ReportDraft::aQueryIsNoHeader()
{
    QFETCH(const QString, text);
    const auto draft = draftFromText(text);
    VERIFY_RESULT(draft);
    QCOMPARE(draft->sql, text);
    QCOMPARE(queryStart(text), 0);
    QVERIFY(draft->title.isEmpty() && draft->columns.isEmpty());
    const auto fitted = fitToQuery(*draft, {columnOf(u"a"_s), columnOf(u"b"_s)});
    QCOMPARE(fitted.report.columns.size(), 2);
    QCOMPARE(fitted.leftOut, QStringList());
}

void tst_ReportDraft::saysWhichLineIsWrong()
{
    const auto draft = draftFromText(QString(kText).replace(u"pareto"_s, u"pie"_s));
    VERIFY_ERROR(draft, u"report-file"_s);
    QCOMPARE(draft.error().where, u"line 9"_s);
    QVERIFY(draft.error().why.contains(u"Write a chart"_s));
}

void tst_ReportDraft::keepsWhatThereIs()
{
    const auto draft = draftFromText(kText);
    VERIFY_RESULT(draft);
    // The server's types for a sum, a date and a share.
    const auto fitted = fitToQuery(
        *draft, {columnOf(u"code"_s), columnOf(u"day"_s, Type::Timestamp),
                 columnOf(u"n"_s, Type::Decimal), columnOf(u"share"_s, Type::Decimal)});
    QCOMPARE(fitted.leftOut, QStringList());
    QCOMPARE(reportText(fitted.report), reportText(*draft));
}

void tst_ReportDraft::leavesOutWhatIsGone_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QStringList>("leftOut");
    QTest::newRow("a figure of several") << u"n"_s << QStringList{u"the column “Number”"_s};
    QTest::newRow("where it leads")
        << u"day"_s << QStringList{u"the column “Day”"_s, u"the drill-down"_s};
    QTest::newRow("what is drawn")
        << u"code"_s
        << QStringList{u"the column “Equipment”"_s, u"the chart"_s, u"the drill-down"_s};
}

void tst_ReportDraft::leavesOutWhatIsGone()
{
    QFETCH(const QString, column);
    QFETCH(const QStringList, leftOut);
    const auto draft = draftFromText(kText);
    VERIFY_RESULT(draft);
    QList<ReportColumn> columns = draft->columns;
    columns.removeIf([&](const ReportColumn& other) { return other.name == column; });
    const auto fitted = fitToQuery(*draft, columns);
    QCOMPARE(fitted.leftOut, leftOut);
    QCOMPARE(fitted.report.columns.size(), 3);
    QCOMPARE(fitted.report.chart.has_value(), !leftOut.contains(u"the chart"_s));
    QCOMPARE(fitted.report.link.has_value(), !leftOut.contains(u"the drill-down"_s));
    // The rest still makes a report.
    ReportDefinition report = fitted.report;
    report.section = u"S"_s;
    VERIFY_RESULT(parseReport(u"pumps"_s, reportText(report)));
    // Even without its choice.
    ReportDefinition without = *draft;
    without.sql.remove(u":step::text"_s);
    QCOMPARE(fitToQuery(without, draft->columns).leftOut, QStringList{u"the choice “By”"_s});
    QVERIFY(fitToQuery(without, draft->columns).report.choices.isEmpty());
}

void tst_ReportDraft::keepsWhatIsLeftOfACurve_data()
{
    QTest::addColumn<QString>("gone");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("chart");
    QTest::addColumn<QString>("leftOut");
    const QString all = u"curve | category age | row line | value n | fit fit | band low, high"_s;
    QTest::newRow("nothing") << QString() << QString() << all << QString();
    QTest::newRow("fit") << u"fit"_s << QString()
                         << u"curve | category age | row line | value n | band low, high"_s
                         << u"the fit in the chart"_s;
    QTest::newRow("a bound") << u"high"_s << QString()
                             << u"curve | category age | row line | value n | fit fit"_s
                             << u"the bounds in the chart"_s;
    QTest::newRow("value") << u"n"_s << QString() << QString() << u"the chart"_s;
    QTest::newRow("category") << u"age"_s << QString() << QString() << u"the chart"_s;
    QTest::newRow("which curve") << u"line"_s << QString() << QString() << u"the chart"_s;
    QTest::newRow("value is a text") << QString() << u"n"_s << QString() << u"the chart"_s;
    QTest::newRow("fit is a text")
        << QString() << u"fit"_s << u"curve | category age | row line | value n | band low, high"_s
        << u"the fit in the chart"_s;
}

void tst_ReportDraft::keepsWhatIsLeftOfACurve()
{
    QFETCH(const QString, gone);
    QFETCH(const QString, text);
    QFETCH(const QString, chart);
    QFETCH(const QString, leftOut);
    ReportDefinition draft;
    draft.sql = u"SELECT 1"_s;
    QList<ReportColumn> columns;
    for (const auto& name : {u"age"_s, u"line"_s, u"n"_s, u"fit"_s, u"low"_s, u"high"_s}) {
        draft.columns << columnOf(name, name == u"line" ? Type::Text : Type::Decimal);
        if (name != gone)
            columns << columnOf(name, name == text ? Type::Text : draft.columns.constLast().type);
    }
    draft.chart =
        chartFromText(u"curve | category age | row line | value n | fit fit | band low, high"_s);
    QVERIFY(draft.chart);
    const auto fitted = fitToQuery(draft, columns);
    QCOMPARE(fitted.report.chart ? chartText(*fitted.report.chart) : QString(), chart);
    QCOMPARE(fitted.leftOut.contains(leftOut), !leftOut.isEmpty());
}

void tst_ReportDraft::placesNewColumns()
{
    const auto draft = draftFromText(kText);
    VERIFY_RESULT(draft);
    const auto fitted = fitToQuery(
        *draft, {columnOf(u"first"_s), columnOf(u"share"_s, Type::Decimal), columnOf(u"last"_s),
                 columnOf(u"later"_s), columnOf(u"n"_s, Type::Integer), columnOf(u"code"_s),
                 columnOf(u"middle"_s), columnOf(u"day"_s)});
    QStringList names;
    for (const ReportColumn& column : fitted.report.columns)
        names << column.name;
    QCOMPARE(names.join(u' '), u"first code middle day n share last later"_s);
}

void tst_ReportDraft::takesTypesThatChanged()
{
    const auto draft = draftFromText(kText);
    VERIFY_RESULT(draft);
    QList<ReportColumn> columns = draft->columns;
    columns[2] = columnOf(u"n"_s, Type::Text);
    const auto fitted = fitToQuery(*draft, columns);
    QCOMPARE(fitted.report.columns.at(2).type, Type::Text);
    QCOMPARE(fitted.report.columns.at(2).title, u"Number"_s);
    QVERIFY(!fitted.report.columns.at(2).addsUp);
}

void tst_ReportDraft::wrapsLongLines()
{
    auto draft = draftFromText(kText);
    VERIFY_RESULT(draft);
    draft->explanation = u"One two three -- four. "_s.repeated(30).trimmed();
    const QString text = reportText(*draft);
    for (const QString& line : text.split(u'\n'))
        QVERIFY2(line.size() <= 100, qPrintable(line));
    const auto again = draftFromText(text);
    VERIFY_RESULT(again);
    QCOMPARE(again->explanation, draft->explanation);
}

QTEST_GUILESS_MAIN(tst_ReportDraft)
#include "tst_ReportDraft.moc"
