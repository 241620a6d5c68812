// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loading/LoadFixture.h"
#include "reports/ReportCatalogue.h"
#include "reports/charts/ChartBuilder.h"
#include "reports/query/ReportQuery.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QMap>
#include <QTest>

#include <cmath>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray line(const QString& time, const char* severity)
{
    return '[' + time.toLatin1() + "]\t" + severity + "\tsensor[10]:\t(temperature\t1)\n";
}

QString timeOf(QDate day, int hour = 12)
{
    return day.toString(Qt::ISODate) + u" %1:00:00"_s.arg(hour, 2, 10, QChar(u'0'));
}

} // namespace

/// Failures for each observed day: a month with ten observed days is comparable with a whole one,
/// and it is marked. The log begins on 22 January 2020 and ends on 10 March, each at midnight: 10
/// observed days, 29, and 10. There are 5 failures in January, 29 in February, and 1 in March.
class tst_ObservedRates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void monthsHaveRates();
    void aPeriodCutsAMonth();
    void heatmapMarksIncompleteMonths();
    void chartShowsCountsWhenAsked();
    void weeksAreMarked();
    void hoursHaveRates();
    void aCompleteMonthMayEndShortlyBeforeMidnight();

private:
    using Row = QMap<QString, QString>;

    const ReportDefinition& report(const char* name) const
    {
        return *m_catalogue->find(QString::fromLatin1(name));
    }
    QList<ReportRow> answer(const ReportDefinition& report, const ReportFilter& filter = {}) const;
    QList<Row> rows(const char* name, const ReportFilter& filter = {}) const;
    static QStringList column(const QList<Row>& rows, const char* name);
    void load(const QByteArray& log);

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_data;
    std::optional<ReportCatalogue> m_catalogue;
};

void tst_ObservedRates::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    VERIFY_RESULT(m_server.start());
    QByteArray log = line(u"2020-01-22 00:00:00"_s, "INFO");
    for (int i = 0; i < 5; ++i)
        log += line(timeOf(QDate(2020, 1, 23 + i)), "ERROR");
    for (int day = 1; day <= 29; ++day)
        log += line(timeOf(QDate(2020, 2, day)), "ERROR");
    log += line(timeOf(QDate(2020, 3, 4), 8), "ERROR");
    log += line(u"2020-03-11 00:00:00"_s, "INFO");
    load(log);
}

void tst_ObservedRates::load(const QByteArray& log)
{
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    m_data = std::move(made).value();
    m_data->write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"A","group_name":"G"}])");
    m_data->write(u"sensors.csv"_s, "equipment_id;sensor_id\n1;10\n");
    m_data->write(u"a.log"_s, log);
    QCOMPARE(m_data->load().outcome, LoadReceipt::Outcome::Succeeded);
}

QList<ReportRow>
tst_ObservedRates::answer(const ReportDefinition& report, const ReportFilter& filter) const
{
    auto session = SqlSession::open(m_data->settings());
    if (!session)
        return {};
    QList<ReportRow> rows;
    const auto read = forEachReportRow(*session, report, filter, {}, [&](const ReportRow& row) {
        rows << row;
        return Result<void>();
    });
    return read ? rows : QList<ReportRow>{};
}

QList<tst_ObservedRates::Row>
tst_ObservedRates::rows(const char* name, const ReportFilter& filter) const
{
    QList<Row> rows;
    for (const ReportRow& row : answer(report(name), filter)) {
        Row cells;
        for (qsizetype i = 0; i < row.size(); ++i)
            cells.insert(report(name).columns[i].name, row[i].toString());
        rows << cells;
    }
    return rows;
}

QStringList tst_ObservedRates::column(const QList<Row>& rows, const char* name)
{
    QStringList values;
    for (const Row& row : rows)
        values << row.value(QString::fromLatin1(name));
    return values;
}

void tst_ObservedRates::monthsHaveRates()
{
    const auto months = rows("failures_by_month");
    QCOMPARE(column(months, "month"), QStringList({u"2020-01"_s, u"2020-02"_s, u"2020-03"_s}));
    QCOMPARE(column(months, "observed_days"), QStringList({u"10.0"_s, u"29.0"_s, u"10.0"_s}));
    QCOMPARE(column(months, "failure_events"), QStringList({u"5"_s, u"29"_s, u"1"_s}));
    QCOMPARE(column(months, "events_per_day"), QStringList({u"0.500"_s, u"1.000"_s, u"0.100"_s}));
    QCOMPARE(column(months, "records_per_day"), QStringList({u"0.50"_s, u"1.00"_s, u"0.10"_s}));
    QCOMPARE(column(months, "complete"), QStringList({u"no"_s, u"yes"_s, u"no"_s}));
}

// The first fifteen days of February, in which there are fifteen failures.
void tst_ObservedRates::aPeriodCutsAMonth()
{
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020-02-01..2020-02-15"_s);
    const auto months = rows("failures_by_month", filter);
    QCOMPARE(column(months, "observed_days"), QStringList({u"15.0"_s}));
    QCOMPARE(column(months, "events_per_day"), QStringList({u"1.000"_s}));
    QCOMPARE(column(months, "complete"), QStringList({u"no"_s}));
}

void tst_ObservedRates::heatmapMarksIncompleteMonths()
{
    const ReportDefinition& months = report("failures_by_month");
    const ChartData chart = chartData(months, answer(months));
    QCOMPARE(chart.valueTitle, u"Events per day"_s);
    QCOMPARE(chart.marks.size(), 3);
    QCOMPARE(chart.marks[0].value, 0.5);
    QCOMPARE(chart.marks[1].value, 1.0);
    QVERIFY(chart.hasIncomplete());
    QCOMPARE(chart.incompleteCategories(), QList<bool>({true, false, true}));
}

void tst_ObservedRates::chartShowsCountsWhenAsked()
{
    ReportDefinition months = report("failures_by_month");
    months.chartCounts();
    const ChartData chart = chartData(months, answer(months));
    QCOMPARE(chart.valueTitle, u"Failure events"_s);
    QCOMPARE(chart.marks[1].value, 29.0);
    months.chart->showFirst(u"records_per_day"_s);
    QCOMPARE(months.chart->values.constFirst(), u"records_per_day"_s);
    QCOMPARE(months.chart->values.size(), 4);
}

// 22 January is a Wednesday, and so is 11 March: the first and the last week are cut.
void tst_ObservedRates::weeksAreMarked()
{
    ReportFilter filter;
    filter.choices.insert(u"step"_s, u"week"_s);
    const auto weeks = rows("failure_trend", filter);
    QStringList expected(8, u"yes"_s);
    expected.first() = u"no"_s;
    expected.last() = u"no"_s;
    QCOMPARE(column(weeks, "complete"), expected);
    const ReportDefinition& trend = report("failure_trend");
    const auto incomplete = chartData(trend, answer(trend, filter)).incompleteCategories();
    QCOMPARE(incomplete.count(true), 2);
    QVERIFY(incomplete.constFirst() && incomplete.constLast());
}

// Seven whole weeks from Wednesday to Wednesday: each hour was observed seven times. At noon,
// Thursday to Monday had failures on 23 to 27 January, and each day had some in February.
void tst_ObservedRates::hoursHaveRates()
{
    const auto hours = rows("failures_by_hour");
    QCOMPARE(hours.size(), 168);
    QCOMPARE(column(hours, "observed_days"), QStringList(168, u"7.0"_s));
    // 1 February 2020 was a Saturday, so February has five Saturdays and four of other days.
    const auto noonOf = [&](int weekday) { return hours[weekday * 24 + 12]; };
    QCOMPARE(noonOf(5)[u"failure_events"_s], u"6"_s);
    QCOMPARE(noonOf(5)[u"events_per_day"_s], u"0.857"_s); // 6 / 7
    QCOMPARE(noonOf(1)[u"failure_events"_s], u"4"_s);
    QCOMPARE(noonOf(1)[u"events_per_day"_s], u"0.571"_s);         // 4 / 7
    QCOMPARE(hours[2 * 24 + 8][u"events_per_day"_s], u"0.143"_s); // 4 March, at eight
    // Of three days, each hour was observed once or never.
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020-02-03..2020-02-05"_s);
    const auto few = rows("failures_by_hour", filter);
    QCOMPARE(few[12][u"events_per_day"_s], u"1.000"_s);
    QCOMPARE(few[2 * 24 + 23][u"observed_days"_s], u"1.0"_s);
    QCOMPARE(few[3 * 24][u"observed_days"_s], u"0.0"_s);
    QCOMPARE(few[3 * 24][u"events_per_day"_s], QString());
}

void tst_ObservedRates::aCompleteMonthMayEndShortlyBeforeMidnight()
{
    load(
        line(u"2020-04-01 00:10:00"_s, "INFO") + line(u"2020-04-15 10:00:00"_s, "ERROR")
        + line(u"2020-05-31 23:45:00"_s, "ERROR"));
    QCOMPARE(column(rows("failures_by_month"), "complete"), QStringList({u"yes"_s, u"yes"_s}));
}

QTEST_GUILESS_MAIN(tst_ObservedRates)

#include "tst_ObservedRates.moc"
