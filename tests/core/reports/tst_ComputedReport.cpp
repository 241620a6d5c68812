// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/ComputedReport.h"

#include "reports/ReportCatalogue.h"
#include "reports/custom/ReportDraft.h"
#include "reports/definition/ReportParser.h"
#include "reports/definition/ReportSql.h"
#include "reports/query/ReportQuery.h"
#include "reports/systems/SystemReader.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QSqlQuery>
#include <QTest>

#include <cmath>
#include <random>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kHour = 3'600'000'000;

QString textOf(const std::vector<double>& values)
{
    QStringList texts;
    for (const double value : values)
        texts << QString::number(value);
    return texts.join(u' ');
}

} // namespace

/// Reports whose rows the program computes from failures.
class tst_ComputedReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void roundsAsPostgresDoes();
    void historiesBeginAndEndWithFailures_data();
    void historiesBeginAndEndWithFailures();
    void readsTheFailuresThatSqlLists_data();
    void readsTheFailuresThatSqlLists();
    void ordersByEachColumn();
    void opensTheFailuresInSql();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void sessionStaysUsable();

private:
    ReportDefinition between() const { return *m_catalogue->find(u"time_between_failures"_s); }

    TemporaryServer m_server;
    std::optional<SqlSession> m_session;
    std::optional<ReportCatalogue> m_catalogue;
};

void tst_ComputedReport::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    VERIFY_RESULT(m_server.start());
    const auto database = m_server.createDatabase();
    VERIFY_RESULT(database);
    VERIFY_RESULT(fillWithReportFixture(*database));
    auto session = SqlSession::open(*database);
    VERIFY_RESULT(session);
    m_session.emplace(*std::move(session));
}

void tst_ComputedReport::roundsAsPostgresDoes()
{
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> mantissa(-10, 10);
    std::uniform_int_distribution<int> exponent(-9, 18);
    std::vector<double> values{
        0,     0.5,  1.5,   2.5,   -0.5,  0.005, 1.005,     100.125,           99.995,
        999.5, 1e17, 1e-20, 0.125, 0.375, -1e-9, 9.9999999, 123456789012345.67};
    for (int i = 0; i < 1000; ++i)
        values.push_back(mantissa(random) * std::pow(10.0, exponent(random)));
    for (const double value : values) {
        for (const int decimals : {0, 2, 5}) {
            auto query = m_session->execute(u"SELECT round('%1'::float8::numeric, %2)::text"_s
                                                .arg(QString::number(value, 'g', 17))
                                                .arg(decimals));
            QVERIFY(query && query->next());
            QCOMPARE(decimalText(value, decimals), query->value(0).toString());
        }
    }
    QCOMPARE(decimalText(std::nan(""), 2), u"NaN"_s);
    QCOMPARE(decimalText(-INFINITY, 2), u"-Infinity"_s);
}

void tst_ComputedReport::historiesBeginAndEndWithFailures_data()
{
    QTest::addColumn<QList<int>>("hours");
    QTest::addColumn<bool>("isAlone");
    QTest::addColumn<bool>("isWhole"); // from the first record to the last one
    QTest::addColumn<QString>("ages");
    QTest::addColumn<bool>("endsWithFailure");
    const QList<int> four{0, 100, 200, 300};
    QTest::newRow("nothing else") << four << true << true << u"100 200 300"_s << true;
    QTest::newRow("other equipment") << four << false << true << u"0 100 200 300"_s << false;
    QTest::newRow("a period") << four << true << false << u"0 100 200 300"_s << false;
    QTest::newRow("other readings around")
        << QList<int>{100, 200} << true << true << u"100 200"_s << false;
    QTest::newRow("one") << QList<int>{0} << true << true << QString() << false;
    QTest::newRow("none") << QList<int>() << true << true << QString() << false;
}

void tst_ComputedReport::historiesBeginAndEndWithFailures()
{
    QFETCH(QList<int>, hours);
    QFETCH(bool, isAlone);
    QFETCH(bool, isWhole);
    QFETCH(QString, ages);
    QFETCH(bool, endsWithFailure);
    RepairableSystem system;
    system.from = Instant{5 * kHour};
    system.to = Instant{305 * kHour};
    system.isAlone = isAlone;
    system.beginsWithRecord = system.endsWithRecord = isWhole;
    std::vector<Instant> failures;
    for (const int hour : std::as_const(hours))
        failures.push_back({(5 + hour) * kHour});
    const SystemHistory history(system, failures);
    const auto view = history.history();
    QCOMPARE(textOf({view.ages.begin(), view.ages.end()}), ages);
    QCOMPARE(view.observed, 300.0);
    QCOMPARE(view.truncation == reliability::Truncation::Failure, endsWithFailure);
}

void tst_ComputedReport::readsTheFailuresThatSqlLists_data()
{
    QTest::addColumn<QString>("period");
    QTest::addColumn<int>("burst");
    QTest::addColumn<QString>("group");
    QTest::newRow("all") << u"all"_s << 0 << QString();
    QTest::newRow("month") << u"2020-02"_s << 0 << QString();
    QTest::newRow("until") << u"..2020-01-15"_s << 0 << QString();
    QTest::newRow("burst") << u"all"_s << 1 << QString();
    QTest::newRow("burst of weeks") << u"2020-02"_s << 60 * 24 * 40 << QString();
    QTest::newRow("group") << u"all"_s << 0 << u"G1"_s;
    QTest::newRow("nothing observed") << u"1990"_s << 0 << QString();
}

void tst_ComputedReport::readsTheFailuresThatSqlLists()
{
    QFETCH(QString, period);
    QFETCH(int, burst);
    QFETCH(QString, group);
    ReportFilter filter;
    filter.period = *Period::fromText(period);
    filter.burstMinutes = burst;
    filter.group = group;
    QStringList read;
    const ReportDefinition report = between();
    const auto streamed = forEachSystem(
        *m_session, report, filter,
        [&](const RepairableSystem& system, std::span<const Instant> failures) {
            for (const Instant failure : failures)
                read << system.code + u' ' + failure.toIso(6);
        });
    VERIFY_RESULT(streamed);
    auto query = m_session->execute(
        sqlWithValues(figuresSql(report), reportPlaceholderValues(report, filter)));
    VERIFY_RESULT(query);
    QStringList listed;
    while (query->next()) {
        const QDateTime at = query->value(u"failed_at"_s).toDateTime();
        if (at.isValid())
            listed << query->value(u"code"_s).toString() + u' ' + Instant::of(at).toIso(6);
    }
    read.sort();
    listed.sort();
    QCOMPARE(read, listed);
    const bool isContinued = period == "2020-02"_L1 && burst > 0;
    QCOMPARE(read.isEmpty(), period == "1990"_L1 || isContinued);
}

void tst_ComputedReport::ordersByEachColumn()
{
    const ReportDefinition report = between();
    const auto own = fetchReportPage(*m_session, report, {}, {}, 0, 100);
    VERIFY_RESULT(own);
    QVERIFY(own->rows.size() > 3);
    for (int column = 0; column < report.columns.size(); ++column) {
        for (const bool descending : {false, true}) {
            const auto page = fetchReportPage(*m_session, report, {}, {column, descending}, 0, 100);
            VERIFY_RESULT(page);
            QCOMPARE(page->rows.size(), own->rows.size());
            bool hasSeenNull = false;
            for (const ReportRow& row : page->rows) {
                QVERIFY(!hasSeenNull || row.at(column).isNull());
                hasSeenNull = row.at(column).isNull();
            }
            // Equal values keep the report's own order.
            if (page->rows.constFirst().at(column) == page->rows.constLast().at(column))
                QCOMPARE(page->rows, own->rows);
        }
    }
    const auto failures = static_cast<int>(report.columnAt(u"failure_events"_s));
    const auto ascending = fetchReportPage(*m_session, report, {}, {failures, false}, 0, 100);
    VERIFY_RESULT(ascending);
    QCOMPARE(ascending->rows.constFirst().at(failures), own->rows.constLast().at(failures));
    // A later page continues.
    const auto rest = fetchReportPage(*m_session, report, {}, {}, 2, 1);
    VERIFY_RESULT(rest);
    QCOMPARE(rest->rows, own->rows.mid(2));
    QCOMPARE(rest->firstRow, 3);
}

void tst_ComputedReport::opensTheFailuresInSql()
{
    const auto draft = draftFromText(reportText(between()));
    VERIFY_RESULT(draft);
    QVERIFY(!draft->computation);
    QVERIFY(draft->columns.isEmpty());
    QVERIFY(draft->sql.contains(u"failure_intervals"_s));
}

void tst_ComputedReport::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("why");
    QTest::newRow("computation") << u"computed: time_between_failures"_s << u"computed: guess"_s
                                 << u"“guess”"_s;
    QTest::newRow("column") << u"column mtbf_hours"_s << u"column mean_life"_s << u"“mean_life”"_s;
    QTest::newRow("system") << u"SELECT *"_s << u"SELECT plant"_s << u"equipment_key"_s;
}

void tst_ComputedReport::namesWhatIsWrong()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, why);
    QFile file(u":/faultline/reports/time_between_failures.sql"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QString text = QString::fromUtf8(file.readAll());
    QVERIFY(text.contains(from));
    text.replace(from, to);
    const auto parsed = parseReport(u"made"_s, text);
    if (!parsed) {
        QVERIFY2(parsed.error().why.contains(why), qPrintable(parsed.error().why));
        return;
    }
    const auto rows = fetchReportPage(*m_session, *parsed, {}, {}, 0, 10);
    QVERIFY(!rows);
    QVERIFY2(rows.error().why.contains(why), qPrintable(rows.error().toText()));
}

void tst_ComputedReport::sessionStaysUsable()
{
    const auto refused =
        m_session->copyOut(u"SELECT nothing"_s, [](auto) { return Result<void>(); });
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, u"42703"_s);
    int rows = 0;
    const auto ended = m_session->copyOut(
        u"SELECT generate_series(1, 100000)"_s, [&](std::string_view) -> Result<void> {
            return ++rows < 10 ? Result<void>() : UserMessage::cancelled();
        });
    QVERIFY(!ended);
    QCOMPARE(rows, 10);
    QCOMPARE(ended.error().code, UserMessage::cancelled().code);
    auto query = m_session->execute(u"SELECT 1"_s);
    QVERIFY(query && query->next());
}

QTEST_GUILESS_MAIN(tst_ComputedReport)
#include "tst_ComputedReport.moc"
