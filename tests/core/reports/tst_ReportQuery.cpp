// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ReportQuery.h"

#include "reports/query/PlantColumn.h"

#include "reports/ReportCatalogue.h"
#include "reports/definition/ReportParser.h"
#include "reports/query/ReportSums.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"

#include <QDateTime>
#include <QTest>

#include <limits>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

ReportDefinition reportOf(const QString& columns, const QString& sql)
{
    const auto report = parseReport(
        u"made"_s, u"-- title: T\n-- section: S\n-- explanation: E.\n"_s + columns + u'\n' + sql
                       + u"\nWHERE (:from::date IS NULL OR true) AND (:to::date IS NULL OR true)"
                         " AND (:group_name::text IS NULL OR true)"_s);
    return report ? *report : ReportDefinition{};
}

} // namespace

class tst_ReportQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pagesEqualTheWhole_data();
    void pagesEqualTheWhole();
    void ordersByColumnWithNullsLast();
    void keepsFiguresExact();
    void sumsAreThoseOfTheFiguresShown_data();
    void sumsAreThoseOfTheFiguresShown();
    void sumsOfWholeNumbersAreExact_data();
    void sumsOfWholeNumbersAreExact();
    void takesAnyColumnName();
    void stopsWhenTheSinkFails();
    void tellsWhichReportFailed_data();
    void tellsWhichReportFailed();

private:
    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<ReportCatalogue> m_catalogue;
};

void tst_ReportQuery::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    const auto started = m_server.start();
    QVERIFY2(started.ok(), started.ok() ? "" : qPrintable(started.error().toText()));
    const auto settings = m_server.createDatabase();
    QVERIFY(settings.ok());
    m_settings = *settings;
    QVERIFY(fillWithReportFixture(m_settings).ok());
}

void tst_ReportQuery::pagesEqualTheWhole_data()
{
    QTest::addColumn<int>("limit");
    QTest::newRow("1") << 1;
    QTest::newRow("2") << 2;
    QTest::newRow("3") << 3;
    QTest::newRow("1000") << 1000;
}

void tst_ReportQuery::pagesEqualTheWhole()
{
    QFETCH(int, limit);
    auto session = SqlSession::open(m_settings);
    QVERIFY(session.ok());
    for (const ReportDefinition& report : m_catalogue->reports()) {
        QList<ReportOrder> orders{{}};
        for (int column = 0; column < report.columns.size(); ++column)
            orders << ReportOrder{column, false} << ReportOrder{column, true};
        for (const ReportOrder& order : orders) {
            QStringList whole;
            const auto count =
                forEachReportRow(*session, report, {}, order, [&](const ReportRow& row) {
                    whole << rowText(row);
                    return Result<void>();
                });
            QVERIFY(count.ok());
            QCOMPARE(*count, whole.size());
            QStringList paged;
            bool isLast = false;
            while (!isLast) {
                const auto page = fetchReportPage(*session, report, {}, order, paged.size(), limit);
                QVERIFY(page.ok());
                QCOMPARE(page->firstRow, paged.size() + 1);
                QVERIFY(page->isLast || page->rows.size() == limit);
                for (const ReportRow& row : page->rows)
                    paged << rowText(row);
                isLast = page->isLast;
            }
            QCOMPARE(paged, whole);
        }
    }
}

void tst_ReportQuery::ordersByColumnWithNullsLast()
{
    auto session = SqlSession::open(m_settings);
    QVERIFY(session.ok());
    const ReportDefinition report = shownReport(*m_catalogue->find(u"sensors"_s), false);
    const auto sensorsBy = [&](const ReportOrder& order) {
        QStringList sensors;
        const auto page = fetchReportPage(*session, report, {}, order, 0, 100);
        for (const ReportRow& row : page ? page->rows : QList<ReportRow>())
            sensors << row[2].toString();
        return sensors.join(u' ');
    };
    // By group: ties follow the report's order; rows without a group come last in both directions.
    QCOMPARE(sensorsBy({1, false}), u"20 10 11 30 50 99 70 40"_s);
    QCOMPARE(sensorsBy({1, true}), u"30 50 20 10 11 99 70 40"_s);
    QCOMPARE(sensorsBy({2, true}), u"99 70 50 40 30 20 11 10"_s);
}

void tst_ReportQuery::keepsFiguresExact()
{
    auto session = SqlSession::open(m_settings);
    QVERIFY(session.ok());
    const ReportDefinition report = reportOf(
        u"-- column i: I | integer\n-- column d: D | decimal 4\n-- column h: H | decimal 0\n"
        "-- column w: W | text\n-- column t: T | timestamp\n-- column n: N | decimal 2"_s,
        u"SELECT 9007199254740993 AS i, 12345678901234567.00005::numeric AS d, 2703.5 AS h,\n"
        "'-1:2''s' AS w, '2020-03-29 01:30:00.25+00'::timestamptz AS t, NULL::numeric AS n"_s);
    const auto page = fetchReportPage(*session, report, {}, {}, 0, 10);
    QVERIFY2(page.ok(), page.ok() ? "" : qPrintable(page.error().toText()));
    QCOMPARE(
        rowText(page->rows[0]),
        u"9007199254740993|12345678901234567.0001|2704|-1:2's|2020-03-29T01:30:00.250Z|-"_s);
    QCOMPARE(page->rows[0][0].typeId(), int(QMetaType::LongLong));
    QCOMPARE(page->rows[0][1].typeId(), int(QMetaType::QString));
    QVERIFY(!page->rows[0][5].isValid());
}

void tst_ReportQuery::sumsAreThoseOfTheFiguresShown_data()
{
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("sum");
    QTest::newRow("rounded") << u"0.05, 0.05, 0.05, 0.05"_s << u"0.4"_s;
    QTest::newRow("binary fractions") << u"0.1, 0.2, 0.3, 1.1"_s << u"1.7"_s;
    QTest::newRow("more digits than a double")
        << u"900719925474099.3, 90071992547409930.1"_s << u"90972712472884029.4"_s;
    QTest::newRow("both sides of zero") << u"1.2, -3.9"_s << u"-2.7"_s;
    QTest::newRow("just below zero") << u"-0.6, 0.2"_s << u"-0.4"_s;
    QTest::newRow("just above zero") << u"-1.2, 2.1"_s << u"0.9"_s;
    QTest::newRow("zero") << u"-1.2, 1.2"_s << u"0.0"_s;
    QTest::newRow("nulls") << u"NULL, 1, NULL"_s << u"1.0"_s;
    QTest::newRow("only nulls") << u"NULL::numeric, NULL"_s << QString();
    QTest::newRow("not a number") << u"1, 'NaN'"_s << u"NaN"_s;
    QTest::newRow("infinity") << u"1, '-Infinity'"_s << u"-Infinity"_s;
    QTest::newRow("both infinities") << u"'Infinity', '-Infinity'"_s << u"NaN"_s;
    QTest::newRow("beyond whole numbers")
        << u"12345678901234567890123.4, 1, 0.6"_s << u"12345678901234567890125.0"_s;
    QTest::newRow("large ones that cancel out")
        << u"12345678901234567890123.4, 0.5, -12345678901234567890123"_s << u"0.9"_s;
    QTest::newRow("carries over nines")
        << u"999999999999999999.9, 0.1"_s << u"1000000000000000000.0"_s;
    QTest::newRow("borrows over zeros")
        << u"1000000000000000000, -0.1"_s << u"999999999999999999.9"_s;
}

// The displayed rows add up to the displayed sum, whether the footer or the server computes it.
void tst_ReportQuery::sumsAreThoseOfTheFiguresShown()
{
    QFETCH(QString, values);
    QFETCH(QString, sum);
    auto session = SqlSession::open(m_settings);
    QVERIFY(session.ok());
    const ReportDefinition report = reportOf(
        u"-- column d: D | decimal 1 sum"_s,
        u"SELECT d FROM unnest(ARRAY[%1]::numeric[]) AS v (d)"_s.arg(values));
    const auto page = fetchReportPage(*session, report, {}, {}, 0, 10);
    QVERIFY2(page.ok(), page.ok() ? "" : qPrintable(page.error().toText()));
    const auto asked = fetchReportTotals(*session, report, {});
    QVERIFY2(asked.ok(), asked.ok() ? "" : qPrintable(asked.error().toText()));
    QCOMPARE(asked->sums.at(0).second.toString(), sum);
    QCOMPARE(reportTotals(report, page->rows).sums.at(0).second.toString(), sum);
}

void tst_ReportQuery::sumsOfWholeNumbersAreExact_data()
{
    QTest::addColumn<QString>("values");
    QTest::addColumn<QVariant>("sum");
    QTest::newRow("beyond a double")
        << u"9007199254740993, -2"_s << QVariant(9'007'199'254'740'991LL);
    QTest::newRow("largest") << u"9223372036854775806, 1"_s
                             << QVariant(std::numeric_limits<qint64>::max());
    QTest::newRow("smallest") << u"-9223372036854775807, -1"_s
                              << QVariant(std::numeric_limits<qint64>::min());
    QTest::newRow("too large") << u"9223372036854775807, 9223372036854775807"_s
                               << QVariant(u"18446744073709551614"_s);
    QTest::newRow("too large meanwhile")
        << u"9223372036854775807, 9, -9223372036854775807"_s << QVariant(9LL);
    QTest::newRow("nulls") << u"NULL, 3, NULL"_s << QVariant(3LL);
    QTest::newRow("only nulls") << u"NULL"_s << QVariant();
}

void tst_ReportQuery::sumsOfWholeNumbersAreExact()
{
    QFETCH(QString, values);
    QFETCH(QVariant, sum);
    auto session = SqlSession::open(m_settings);
    QVERIFY(session.ok());
    const ReportDefinition report = reportOf(
        u"-- column n: N | integer sum"_s,
        u"SELECT n FROM unnest(ARRAY[%1]::bigint[]) AS v (n)"_s.arg(values));
    const auto page = fetchReportPage(*session, report, {}, {}, 0, 10);
    QVERIFY2(page.ok(), page.ok() ? "" : qPrintable(page.error().toText()));
    const auto asked = fetchReportTotals(*session, report, {});
    QVERIFY2(asked.ok(), asked.ok() ? "" : qPrintable(asked.error().toText()));
    for (const QVariant& each :
         {asked->sums.at(0).second, reportTotals(report, page->rows).sums.at(0).second}) {
        QCOMPARE(each, sum);
        QCOMPARE(each.typeId(), sum.typeId());
    }
}

void tst_ReportQuery::takesAnyColumnName()
{
    auto session = SqlSession::open(m_settings);
    QVERIFY(session.ok());
    const ReportDefinition report = reportOf(
        u"-- column own_order: A | integer\n-- column a\"; DROP.x%1: B | integer\n"
        "-- column c0: C | integer"_s,
        u"SELECT 1 AS own_order, 2 AS \"a\"\"; DROP.x%1\", 3 AS c0 -- it's a comment"_s);
    for (int column = 0; column < 3; ++column) {
        const auto page = fetchReportPage(*session, report, {}, {column, true}, 0, 10);
        QVERIFY2(page.ok(), page.ok() ? "" : qPrintable(page.error().toText()));
        QCOMPARE(rowText(page->rows[0]), u"1|2|3"_s);
    }
}

void tst_ReportQuery::stopsWhenTheSinkFails()
{
    auto session = SqlSession::open(m_settings);
    QVERIFY(session.ok());
    int rows = 0;
    const auto read = forEachReportRow(
        *session, *m_catalogue->find(u"sensors"_s), {}, {}, [&](const ReportRow&) -> Result<void> {
            if (++rows == 2)
                return UserMessage::error(u"full"_s);
            return {};
        });
    QVERIFY(!read.ok());
    QCOMPARE(read.error().what, u"full"_s);
    QCOMPARE(rows, 2);
    // The session still works.
    QVERIFY(fetchReportPage(*session, *m_catalogue->find(u"totals"_s), {}, {}, 0, 10).ok());
}

void tst_ReportQuery::tellsWhichReportFailed_data()
{
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("code");
    QTest::newRow("missing column")
        << u"-- column b: B | integer"_s << u"SELECT 1 AS a"_s << u"42703"_s;
    QTest::newRow("not a number") << u"-- column a: A | integer"_s << u"SELECT 'x'::text AS a"_s
                                  << u"22P02"_s;
    QTest::newRow("breaks off after rows")
        << u"-- column a: A | integer"_s
        << u"SELECT a FROM (SELECT 1 / (3 - n) AS a FROM generate_series(1, 5) n) x"_s
        << u"22012"_s;
    QTest::newRow("writes")
        << u"-- column a: A | integer"_s
        << u"WITH d AS (DELETE FROM faultline.equipment RETURNING 1 AS a) SELECT a FROM d"_s
        << u"0A000"_s;
}

void tst_ReportQuery::tellsWhichReportFailed()
{
    QFETCH(QString, columns);
    QFETCH(QString, sql);
    QFETCH(QString, code);
    auto session = SqlSession::open(m_settings);
    QVERIFY(session.ok());
    const auto read = forEachReportRow(
        *session, reportOf(columns, sql), {}, {}, [](const ReportRow&) { return Result<void>(); });
    QVERIFY(!read.ok());
    QVERIFY(read.error().what.contains(u"“T”"_s));
    QCOMPARE(read.error().code, code);
}

QTEST_GUILESS_MAIN(tst_ReportQuery)
#include "tst_ReportQuery.moc"
