// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loading/LoadFixture.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/ReportQuery.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QMap>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kAll = "all";

QByteArray line(const char* time, const char* severity = "ERROR")
{
    return '[' + QByteArray(time) + "]\t" + severity + "\tsensor[10]:\t(temperature\t1)\n";
}

} // namespace

/// Rates over less than an observed day are empty, but counts are still shown.
class tst_ShortObservation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void hasNoRates_data();
    void hasNoRates();
    void hasRatesFromADayOn_data();
    void hasRatesFromADayOn();
    void saysWhichSideTheLimitIsOf();
    void comparesWholeMonthsOnly();

private:
    using Row = QMap<QString, QString>;

    // A report's rows by column; empty for null.
    QList<Row>
    rows(const char* report, const char* period = kAll, const char* step = nullptr) const;
    QString overview(const QString& figure, const char* period = kAll) const;
    void load(const QByteArray& log);

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_data;
    std::optional<ReportCatalogue> m_catalogue;
};

void tst_ShortObservation::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    VERIFY_RESULT(m_server.start());
}

void tst_ShortObservation::load(const QByteArray& log)
{
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    m_data = std::move(made).value();
    m_data->write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"A","group_name":"G"}])");
    m_data->write(u"sensors.csv"_s, "equipment_id;sensor_id\n1;10\n");
    m_data->write(u"a.log"_s, log);
    QCOMPARE(m_data->load().outcome, LoadReceipt::Outcome::Succeeded);
}

QList<tst_ShortObservation::Row>
tst_ShortObservation::rows(const char* report, const char* period, const char* step) const
{
    auto session = SqlSession::open(m_data->settings());
    if (!session)
        return {};
    const ReportDefinition& definition = *m_catalogue->find(QString::fromLatin1(report));
    ReportFilter filter;
    filter.period = *Period::fromText(QString::fromLatin1(period));
    if (step != nullptr)
        filter.choices.insert(u"step"_s, QString::fromLatin1(step));
    QList<Row> rows;
    const auto read = forEachReportRow(*session, definition, filter, {}, [&](const ReportRow& row) {
        Row cells;
        for (qsizetype i = 0; i < row.size(); ++i)
            cells.insert(definition.columns[i].name, row[i].toString());
        rows << cells;
        return Result<void>();
    });
    return read ? rows : QList<Row>{};
}

QString tst_ShortObservation::overview(const QString& figure, const char* period) const
{
    for (const Row& row : rows("overview", period)) {
        if (row[u"figure"_s] == figure)
            return row[u"value"_s]
                   + (row[u"counts"_s].contains(u"counts-change:2020-02"_s) ? u"*"_s : u""_s);
    }
    return u"(no row)"_s;
}

void tst_ShortObservation::hasNoRates_data()
{
    QTest::addColumn<QByteArray>("log");
    QTest::addColumn<QString>("period");
    QTest::addColumn<int>("failures");
    QTest::addColumn<QString>("observedHours");
    const QByteArray around =
        line("2020-01-01 00:00:00", "INFO") + line("2020-03-01 00:00:00", "INFO");
    QTest::newRow("one failure is the only reading")
        << line("2020-01-01 10:00:00") << u"all"_s << 1 << u"0.0"_s;
    QTest::newRow("two, a microsecond apart")
        << line("2020-01-01 10:00:00.000001") + line("2020-01-01 10:00:00.000002") << u"all"_s << 2
        << u"0.0"_s;
    QTest::newRow("four within three microseconds")
        << line("2020-01-01 10:00:00.000001") + line("2020-01-01 10:00:00.000002")
               + line("2020-01-01 10:00:00.000003") + line("2020-01-01 10:00:00.000004")
        << u"all"_s << 4 << u"0.0"_s;
    QTest::newRow("a day less a microsecond")
        << line("2020-01-01 10:00:00.000001") + line("2020-01-02 10:00:00") << u"all"_s << 2
        << u"24.0"_s;
    QTest::newRow("an hour without a failure")
        << line("2020-01-01 10:00:00", "INFO") + line("2020-01-01 11:00:00", "INFO") << u"all"_s
        << 0 << u"1.0"_s;
    QTest::newRow("the first hour of a period")
        << around + line("2020-03-01 01:00:00") << u"2020-03"_s << 1 << u"1.0"_s;
    QTest::newRow("the very start of a period")
        << around + line("2020-03-01 00:00:00") << u"2020-03"_s << 1 << u"0.0"_s;
}

void tst_ShortObservation::hasNoRates()
{
    QFETCH(QByteArray, log);
    QFETCH(QString, period);
    QFETCH(int, failures);
    QFETCH(QString, observedHours);
    load(log);
    const QByteArray when = period.toLatin1();
    const auto between = rows("time_between_failures", when.constData());
    QCOMPARE(between.size(), 1);
    QCOMPARE(between[0][u"failure_events"_s], QString::number(failures));
    QCOMPARE(between[0][u"trend"_s], u"too-short"_s);
    QCOMPARE(between[0][u"observed_hours"_s], observedHours);
    for (const char* const column : {"mtbf_hours", "mtbf_lower", "mtbf_upper"})
        QCOMPARE(between[0][QString::fromLatin1(column)], QString());
    for (const char* const step : {"month", "week", "day"}) {
        double counted = 0;
        for (const Row& row : rows("failure_trend", when.constData(), step)) {
            counted += row[u"failure_events"_s].toDouble();
            QCOMPARE(row[u"events_per_day"_s], QString());
            QCOMPARE(row[u"change_percent"_s], QString());
        }
        QCOMPARE(counted, double(failures));
    }
    QCOMPARE(overview(u"failure_events"_s, when.constData()), QString::number(failures));
    QCOMPARE(overview(u"events_per_day"_s, when.constData()), QString());
    QCOMPARE(overview(u"change"_s, when.constData()), u"(no row)"_s);
}

void tst_ShortObservation::hasRatesFromADayOn_data()
{
    QTest::addColumn<QByteArray>("log");
    QTest::addColumn<QString>("perDay");
    QTest::addColumn<QString>("mtbf");
    QTest::newRow("a day") << line("2020-01-01 00:00:00") + line("2020-01-01 12:00:00")
                                  + line("2020-01-02 00:00:00", "INFO")
                           << u"2.00"_s << u"24.00"_s;
    QTest::newRow("two days and a half")
        << line("2020-01-01 06:00:00", "INFO") + line("2020-01-02 00:00:00")
               + line("2020-01-03 18:00:00", "INFO")
        << u"0.40"_s << u"60.00"_s;
}

void tst_ShortObservation::hasRatesFromADayOn()
{
    QFETCH(QByteArray, log);
    QFETCH(QString, perDay);
    QFETCH(QString, mtbf);
    load(log);
    const auto between = rows("time_between_failures");
    QCOMPARE(between[0][u"mtbf_hours"_s], mtbf);
    QVERIFY(!between[0][u"mtbf_lower"_s].isEmpty());
    QVERIFY(!between[0][u"mtbf_upper"_s].isEmpty());
    QCOMPARE(rows("failure_trend")[0][u"events_per_day"_s], perDay);
    QCOMPARE(overview(u"events_per_day"_s), perDay);
}

// T / 3.69, and no upper limit.
void tst_ShortObservation::saysWhichSideTheLimitIsOf()
{
    load(line("2020-01-01 00:00:00", "INFO") + line("2020-01-11 00:00:00", "INFO"));
    const auto between = rows("time_between_failures");
    QCOMPARE(between[0][u"mtbf_hours"_s], QString());
    QCOMPARE(between[0][u"mtbf_lower"_s], u"65.06"_s); // 240 / 3.688879
    QCOMPARE(between[0][u"mtbf_upper"_s], QString());
    const QString words = m_catalogue->find(u"time_between_failures"_s)->explanation;
    QVERIFY2(words.contains(u"one-sided"_s) && words.contains(u"97.5 %"_s), qPrintable(words));
    QVERIFY2(words.contains(u"two-sided"_s), qPrintable(words));
}

// An observed hour of March isn't a month, nor is that of January.
void tst_ShortObservation::comparesWholeMonthsOnly()
{
    const QByteArray failures = line("2020-02-05 00:00:00") + line("2020-02-07 00:00:00");
    load(
        line("2020-01-31 23:00:00") + failures + line("2020-03-01 00:30:00")
        + line("2020-03-01 01:00:00", "INFO"));
    auto trend = rows("failure_trend");
    QCOMPARE(trend.size(), 3);
    QCOMPARE(trend[0][u"events_per_day"_s], QString());
    QCOMPARE(trend[1][u"events_per_day"_s], u"0.07"_s);
    QCOMPARE(trend[1][u"change_percent"_s], QString());
    QCOMPARE(trend[2][u"events_per_day"_s], QString());
    QCOMPARE(trend[2][u"change_percent"_s], QString());
    QCOMPARE(overview(u"change"_s), u"(no row)"_s);

    load(
        line("2020-01-01 00:00:00") + failures + line("2020-03-01 00:30:00")
        + line("2020-03-01 01:00:00", "INFO"));
    trend = rows("failure_trend");
    QCOMPARE(trend[1][u"change_percent"_s], u"113.8"_s); // 2 / 29 against 1 / 31
    QCOMPARE(trend[2][u"change_percent"_s], QString());
    QCOMPARE(overview(u"change"_s), u"percent-more:113.8*"_s);
}

QTEST_GUILESS_MAIN(tst_ShortObservation)
#include "tst_ShortObservation.moc"
