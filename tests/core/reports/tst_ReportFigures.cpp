// SPDX-License-Identifier: GPL-3.0-or-later
#include "RawFigures.h"

#include "core/loading/LoadFixture.h"
#include "loading/chunks/ReadingOrigin.h"
#include "readings/ZonedTime.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/FilterCheck.h"
#include "reports/query/PlantColumn.h"
#include "reports/query/ReportDrill.h"
#include "reports/query/ReportQuery.h"
#include "reports/query/ReportSums.h"
#include "reports/readings/ReadingQuery.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

// The overview below; the others in tst_PlantReports and tst_DataFindings.
bool isComparedElsewhere(const QString& report)
{
    // The models have tests and a comparison with another implementation.
    return QStringList{
        u"overview"_s,
        u"plants"_s,
        u"data_findings"_s,
        u"failure_list"_s,
        u"failures_in_excluded_time"_s,
        u"reliability_growth"_s,
        u"cumulative_failures"_s,
        u"mean_cumulative_function"_s,
        u"life_distribution"_s,
        u"next_failure"_s,
        u"bad_actors"_s,
        u"downtime"_s,
        u"mcf_comparison"_s,
        u"availability_by_month"_s,
        u"failures_by_cause"_s,
        u"failures_by_mode"_s,
        u"causes_by_equipment"_s}
        .contains(report);
}

constexpr qint64 kFirst = 1'574'294'400; // 2019-11-21, a Thursday
constexpr qint64 kDays = 110;

QByteArray
logLine(qint64 microseconds, const QByteArray& severity, int sensor, const QByteArray& rest)
{
    constexpr qint64 kSecond = 1'000'000;
    QByteArray time = QDateTime::fromSecsSinceEpoch(microseconds / kSecond, Qt::UTC)
                          .toString(u"yyyy-MM-dd HH:mm:ss"_s)
                          .toLatin1();
    if (const qint64 fraction = microseconds % kSecond; fraction > 0)
        time += '.' + QByteArray::number(fraction).rightJustified(6, '0');
    return '[' + time + "]\t" + severity + "\tsensor[" + QByteArray::number(sensor) + "]:\t" + rest
           + '\n';
}

// Two logs of an untidy fleet: equipment without a group, without a sensor, missing from the list,
// or sharing a code; sensors missing from the map; bursts; events at the end of a day, month and
// year, a microsecond apart; severities; missing measurements.
QByteArray untidyLog(quint32 seed, int failures)
{
    QRandomGenerator random(seed);
    const QList<QList<int>> sensorsOf{{10, 11, 12}, {20, 21}, {30},  {40, 41}, {70},  {99},
                                      {80},         {90},     {100}, {110},    {120}, {130}};
    const QByteArrayList severities{"ERROR", "ERROR", "ERROR", "WARNING", "INFO"};
    QByteArray log;
    const auto measurement = [&](int most) {
        return random.bounded(12) == 0
                   ? QByteArray("err")
                   : QByteArray::number(random.generateDouble() * most - most / 3.0, 'f', 2);
    };
    const auto add = [&](qint64 at, int equipment) {
        const QByteArray& severity = severities[random.bounded(int(severities.size()))];
        const int microseconds = random.bounded(4) == 0 ? random.bounded(1'000'000) : 0;
        for (const int sensor : sensorsOf[equipment]) {
            if (random.bounded(5) == 0)
                continue;
            log += logLine(
                at * 1'000'000 + microseconds, severity, sensor,
                "(temperature\t" + measurement(500) + ", vibration\t" + measurement(9000) + ")");
        }
    };
    for (int i = 0; i < failures; ++i) {
        // More for the first pieces of equipment, towards the end.
        const int equipment = random.bounded(int(sensorsOf.size()));
        const double share = random.generateDouble();
        qint64 at =
            kFirst
            + static_cast<qint64>((equipment == 0 ? std::sqrt(share) : share) * kDays * 86'400);
        if (i % 40 == 0) // just around midnight
            at += 86'400 - at % 86'400 - 30;
        add(at, equipment);
        for (int more = random.bounded(6) == 0 ? 4 : 0; more > 0; --more)
            add(at += 10 + random.bounded(2'000), equipment);
    }
    return log;
}

QString cellText(const QVariant& value)
{
    if (value.isNull())
        return {};
    if (const auto instant = instantOf(value))
        return instant->toIso(6);
    return value.toString();
}

} // namespace

/// Every report of the program, with every filter, against figures counted from the readings
/// without any SQL.
class tst_ReportFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalsTheReadings_data();
    void equalsTheReadings();
    void referenceData();
    void overviewSaysTheSame();
    void overviewSaysHowMuchWasRead_data();
    void overviewSaysHowMuchWasRead();
    void totalsAreOfAllRows();
    void eventsOpenTheirReadings();
    void burstsOpenTheirReadings();
    void asksWhichOfSeveral();

private:
    void compare(
        const LoadFixture& data, const RawFigures& raw, const QString& name,
        const ReportFilter& filter);
    QMap<QString, QString> overview(SqlSession& session, const ReportFilter& filter) const;

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_untidy;
    std::optional<RawFigures> m_raw;
    std::optional<ReportCatalogue> m_catalogue;
};

void tst_ReportFigures::initTestCase()
{
    auto catalogue = ReportCatalogue::builtIn();
    VERIFY_RESULT(catalogue);
    m_catalogue = *catalogue;
    VERIFY_RESULT(m_server.start());
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    m_untidy = std::move(made).value();
    m_untidy->write(
        u"equipment.json"_s,
        R"json([{"equipment_id":1,"code":"AAAA","group_name":"ONE"},
            {"equipment_id":2,"code":"BBBB","group_name":"ONE"},
            {"equipment_id":3,"code":"CCCC","group_name":"TWO"},
            {"equipment_id":4,"code":"DDDD"},
            {"equipment_id":5,"code":"EEEE","group_name":"TWO"},
            {"equipment_id":8,"code":"HHHH","group_name":""},
            {"equipment_id":9,"code":"PUMP","group_name":"ONE"},
            {"equipment_id":10,"code":"PUMP","group_name":"TWO"},
            {"equipment_id":12,"code":"#11"},
            {"equipment_id":13,"code":"PUMP (#9)","group_name":"ONE"}])json");
    m_untidy->write(
        u"sensors.csv"_s, "equipment_id;sensor_id\n1;10\n1;11\n1;12\n2;20\n2;21\n3;30\n4;40\n4;41\n"
                          "7;70\n8;80\n9;90\n10;100\n11;110\n12;120\n13;130\n");
    // The first reading at the start of a day, the last one at the start of a week and a month.
    m_untidy->write(
        u"a.log"_s, logLine((kFirst - 86'400) * 1'000'000, "ERROR", 10, "(temperature\t1)")
                        + untidyLog(1, 900)
                        + logLine(1'590'969'600'000'000, "ERROR", 10, "(temperature\t2)"));
    m_untidy->write(u"b.log"_s, untidyLog(2, 300));
    LoadOptions options;
    options.chunkRows = 400;
    const LoadReceipt receipt = m_untidy->load(options);
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    auto session = SqlSession::open(m_untidy->settings());
    VERIFY_RESULT(session);
    auto raw = RawFigures::fetch(*session);
    VERIFY_RESULT(raw);
    m_raw = std::move(raw).value();
}

void tst_ReportFigures::equalsTheReadings_data()
{
    QTest::addColumn<QString>("report");
    QTest::addColumn<ReportFilter>("filter");

    const auto period = [](const char* text) {
        return *Period::fromText(QString::fromLatin1(text));
    };
    QList<std::pair<QByteArray, ReportFilter>> filters;
    const auto add = [&](const char* name, const std::function<void(ReportFilter&)>& change) {
        filters << std::pair<QByteArray, ReportFilter>(name, {});
        change(filters.last().second);
    };
    add("all", [](ReportFilter&) {});
    add("a month", [&](ReportFilter& f) { f.period = period("2020-01"); });
    add("a year", [&](ReportFilter& f) { f.period = period("2020"); });
    add("days", [&](ReportFilter& f) { f.period = period("2019-12-10..2020-02-20"); });
    add("a day", [&](ReportFilter& f) { f.period = period("2020-02-03"); });
    add("before anything", [&](ReportFilter& f) { f.period = period("2010"); });
    add("ends where the first reading is",
        [&](ReportFilter& f) { f.period = period("2019-11-01..2019-11-19"); });
    add("begins at the last reading", [&](ReportFilter& f) { f.period = period("2020-06"); });
    add("ends where the last reading is", [&](ReportFilter& f) { f.period = period("2020-05"); });
    add("mostly without readings",
        [&](ReportFilter& f) { f.period = period("2020-02-20..2020-06-10"); });
    add("bursts of a day", [&](ReportFilter& f) {
        f.period = period("2020-02-03");
        f.burstMinutes = 2'880;
    });
    add("equipment of a code that another has",
        [](ReportFilter& f) { f.equipment = u"PUMP (#10)"_s; });
    add("equipment whose code is the name of another",
        [](ReportFilter& f) { f.equipment = u"PUMP (#9) (#13)"_s; });
    add("equipment whose number is a code", [](ReportFilter& f) { f.equipment = u"#11 (#11)"_s; });
    add("code of several", [](ReportFilter& f) { f.equipment = u"PUMP"_s; });
    add("group", [](ReportFilter& f) { f.group = u"ONE"_s; });
    add("equipment", [](ReportFilter& f) { f.equipment = u"AAAA"_s; });
    add("equipment that the list lacks", [](ReportFilter& f) { f.equipment = u"#7"_s; });
    add("severity", [](ReportFilter& f) { f.severity = u"WARNING"_s; });
    add("bursts of 30 minutes", [](ReportFilter& f) { f.burstMinutes = 30; });
    add("bursts of two days", [](ReportFilter& f) { f.burstMinutes = 2'880; });
    add("bursts in days of a group", [&](ReportFilter& f) {
        f.period = period("2020-01-05..2020-01-20");
        f.group = u"ONE"_s;
        f.burstMinutes = 240;
    });
    add("sensor", [](ReportFilter& f) {
        f.equipment = u"AAAA"_s;
        f.sensor = u"11"_s;
    });

    for (const ReportDefinition& report : m_catalogue->reports()) {
        if (isComparedElsewhere(report.name))
            continue;
        QList<QMap<QString, QString>> choices{{}};
        for (const ReportChoice& choice : report.choices) {
            QList<QMap<QString, QString>> more;
            for (const auto& chosen : std::as_const(choices)) {
                for (const ReportChoice::Value& value : choice.values) {
                    more << chosen;
                    more.last().insert(choice.name, value.name);
                }
            }
            choices = more;
        }
        for (const auto& [name, filter] : std::as_const(filters)) {
            for (const auto& chosen : std::as_const(choices)) {
                ReportFilter full = filter;
                full.choices = chosen;
                if (report.applicable(full) != full)
                    continue; // another filter's row covers it
                QTest::addRow(
                    "%s, %s%s", qPrintable(report.name), name.constData(),
                    qPrintable(chosen.isEmpty() ? QString() : u", "_s + chosen.values().join(u' ')))
                    << report.name << full;
            }
        }
    }
}

void tst_ReportFigures::equalsTheReadings()
{
    QFETCH(QString, report);
    QFETCH(ReportFilter, filter);
    compare(*m_untidy, *m_raw, report, filter);
}

void tst_ReportFigures::compare(
    const LoadFixture& data, const RawFigures& raw, const QString& name, const ReportFilter& filter)
{
    const ReportDefinition report = shownReport(*m_catalogue->find(name), false);
    auto session = SqlSession::open(data.settings());
    VERIFY_RESULT(session);
    QList<QStringList> actual;
    const auto read = forEachReportRow(*session, report, filter, {}, [&](const ReportRow& row) {
        QStringList cells;
        for (const QVariant& value : row)
            cells << cellText(value);
        actual << cells;
        return Result<void>();
    });
    VERIFY_RESULT(read);
    QList<QStringList> expected;
    QHash<QString, RawFigures::Row> figures;
    for (const RawFigures::Row& row : raw.rows(name, filter)) {
        QStringList cells;
        for (const auto& cell : row)
            cells << (cell.figure ? QString::number(*cell.figure, 'g', 15) : cell.text);
        expected << cells;
    }
    QCOMPARE(actual.size(), expected.size());
    // Ordered by integers and texts only, because decimals are rounded.
    const auto key = [&](const QStringList& cells) {
        QString text;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            if (report.columns[i].type != ReportColumn::Type::Decimal)
                text += cells[i] + u'|';
        }
        return text;
    };
    const auto before = [&](const QStringList& a, const QStringList& b) { return key(a) < key(b); };
    std::sort(actual.begin(), actual.end(), before);
    std::sort(expected.begin(), expected.end(), before);
    for (qsizetype row = 0; row < actual.size(); ++row) {
        for (qsizetype i = 0; i < report.columns.size(); ++i) {
            const ReportColumn& column = report.columns[i];
            const QString& is = actual[row][i];
            const QString& shouldBe = expected[row][i];
            bool isSame = is == shouldBe;
            if (column.type == ReportColumn::Type::Decimal && !is.isEmpty()
                && !shouldBe.isEmpty()) {
                const double half = 0.5000001 * std::pow(10.0, -column.decimals);
                isSame = std::abs(is.toDouble() - shouldBe.toDouble())
                         <= half + 1e-9 * std::abs(shouldBe.toDouble());
            }
            QVERIFY2(
                isSame, qPrintable(u"row %1, %2: %3 instead of %4"_s.arg(row).arg(
                            column.name, is, shouldBe)));
        }
    }
}

void tst_ReportFigures::referenceData()
{
    const auto folder = LoadFixture::referenceFolder();
    if (!folder)
        QSKIP("The reference data is not beside this checkout");
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    QCOMPARE((*made)->load(*folder).outcome, LoadReceipt::Outcome::Succeeded);
    auto session = SqlSession::open((*made)->settings());
    VERIFY_RESULT(session);
    const auto raw = RawFigures::fetch(*session);
    VERIFY_RESULT(raw);
    ReportFilter burst;
    burst.burstMinutes = 60;
    for (const ReportDefinition& report : m_catalogue->reports()) {
        if (isComparedElsewhere(report.name))
            continue;
        compare(**made, *raw, report.name, {});
        compare(**made, *raw, report.name, report.applicable(burst));
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(report.name));
    }
}

// Its figures match the other reports.
void tst_ReportFigures::overviewSaysTheSame()
{
    auto session = SqlSession::open(m_untidy->settings());
    VERIFY_RESULT(session);
    ReportFilter filter;
    filter.burstMinutes = 30;
    filter.period = *Period::fromText(u"2019-12..2020-02"_s);
    const auto figures = overview(*session, filter);
    const auto totals = m_raw->rows(u"totals"_s, filter);
    const auto known = m_raw->rows(u"failures_by_equipment"_s, filter);
    QCOMPARE(figures[u"error_records"_s].toDouble(), *totals[0][1].figure);
    QCOMPARE(figures[u"failure_events"_s].toDouble(), *totals[1][1].figure);
    QCOMPARE(
        figures[u"equipment_that_failed"_s],
        u"of:%1:%2"_s.arg(*totals[2][1].figure).arg(known.size()));
    QCOMPARE(figures[u"observed_from"_s], u"2019-12-01 00:00:00"_s);
    QCOMPARE(figures[u"observed_to"_s], u"2020-03-01 00:00:00"_s);
    QCOMPARE(
        figures[u"reading_days"_s], u"of:%1:%2"_s.arg(m_raw->readingDays(filter).size())
                                        .arg(m_raw->observedDays(filter).size()));
    QCOMPARE(figures[u"loads"_s], u"1"_s);
    const auto trend = m_raw->rows(u"failure_trend"_s, filter);
    const double change = *trend.constLast()[3].figure;
    QCOMPARE(
        figures[u"change"_s], (change < 0 ? u"percent-less:"_s : u"percent-more:"_s)
                                  + QString::number(std::abs(change), 'f', 1));
    double without = 0;
    for (const auto& row : m_raw->rows(u"records_without_equipment"_s, filter))
        without += *row[2].figure;
    QCOMPARE(
        figures[u"without_equipment"_s],
        u"percent:"_s + QString::number(100 * without / *totals[0][1].figure, 'f', 2));
    const auto most =
        std::max_element(known.begin(), known.end(), [](const auto& a, const auto& b) {
            return *a[2].figure < *b[2].figure;
        });
    QCOMPARE(
        figures[u"most_failures:1"_s],
        u"count-of:%2:%1"_s.arg((*most)[0].text).arg(*(*most)[2].figure));
}

QMap<QString, QString>
tst_ReportFigures::overview(SqlSession& session, const ReportFilter& filter) const
{
    QMap<QString, QString> figures;
    const auto read = forEachReportRow(
        session, *m_catalogue->find(u"overview"_s), filter, {}, [&](const ReportRow& row) {
            figures.insert(row[0].toString(), row[1].toString());
            return Result<void>();
        });
    return read ? figures : QMap<QString, QString>{{read.error().toText(), {}}};
}

// A line with a wrong clock stretches the observed time to decades without readings.
void tst_ReportFigures::overviewSaysHowMuchWasRead_data()
{
    QTest::addColumn<QByteArray>("further");
    QTest::addColumn<QString>("period");
    QTest::addColumn<QString>("days");
    QTest::addColumn<QString>("longest");
    QTest::addColumn<bool>("warns");
    const QByteArray clock = "[1970-01-01 00:00:00]\tINFO\tsensor[10]:\t(temperature\t1)\n";
    const QByteArray more = "[1980-01-01 00:00:00]\tINFO\tsensor[10]:\t(temperature\t1)\n";
    QTest::newRow("right") << QByteArray() << u"all"_s << u"of:30:31"_s << u"days:1"_s << false;
    QTest::newRow("wrong clock") << clock << u"all"_s << u"of:31:18293"_s << u"days:18261"_s
                                 << true;
    QTest::newRow("several") << clock + more << u"all"_s << u"of:32:18293"_s << u"days:14609"_s
                             << true;
    QTest::newRow("left out") << clock << u"2020"_s << u"of:30:31"_s << u"days:1"_s << false;
    QTest::newRow("from before") << QByteArray() << u"2019..2020"_s << u"of:30:31"_s << u"days:1"_s
                                 << false;
    QTest::newRow("nothing in it") << clock << u"1990"_s << u"of:0:365"_s << u"days:365"_s << true;
    QTest::newRow("never observed") << clock << u"1960"_s << QString() << QString() << false;
    QTest::newRow("whole") << QByteArray() << u"2020-01-01..2020-01-14"_s << u"of:14:14"_s
                           << QString() << false;
}

void tst_ReportFigures::overviewSaysHowMuchWasRead()
{
    QFETCH(QByteArray, further);
    QFETCH(QString, period);
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    (*made)->write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"AAAA"}])");
    (*made)->write(u"sensors.csv"_s, "equipment_id;sensor_id\n1;10\n");
    QByteArray log;
    constexpr qint64 kNewYear = 1'577'836'800; // 2020-01-01
    for (qint64 day = 0; day < 31; ++day) {
        if (day == 14)
            continue;
        const qint64 at = (kNewYear + day * 86'400) * 1'000'000;
        log += logLine(at, "INFO", 10, "(temperature\t1)");
        log += logLine(at, "ERROR", 10, "(temperature\t1)");
    }
    (*made)->write(u"a.log"_s, log + further);
    QCOMPARE((*made)->load().outcome, LoadReceipt::Outcome::Succeeded);
    auto session = SqlSession::open((*made)->settings());
    VERIFY_RESULT(session);
    ReportFilter filter;
    filter.period = *Period::fromText(period);
    const auto figures = overview(*session, filter);
    QTEST(figures[u"reading_days"_s], "days");
    QTEST(figures[u"longest_gap"_s], "longest");
    QTEST(figures.contains(u"attention"_s), "warns");
    const auto raw = RawFigures::fetch(*session);
    VERIFY_RESULT(raw);
    QCOMPARE(raw->isMostlyUnread(filter), figures.contains(u"attention"_s));
    compare(**made, *raw, u"time_between_failures"_s, filter);
}

// Queried or added up from the rows, they are the same.
void tst_ReportFigures::totalsAreOfAllRows()
{
    auto session = SqlSession::open(m_untidy->settings());
    VERIFY_RESULT(session);
    ReportFilter filter;
    filter.group = u"ONE"_s;
    for (const ReportDefinition& report : m_catalogue->reports()) {
        QList<ReportRow> rows;
        const auto read =
            forEachReportRow(*session, report, filter, {}, [&rows](const ReportRow& row) {
                rows << row;
                return Result<void>();
            });
        VERIFY_RESULT(read);
        const auto asked = fetchReportTotals(*session, report, filter);
        VERIFY_RESULT(asked);
        const ReportTotals added = reportTotals(report, rows);
        QCOMPARE(asked->sums.size(), added.sums.size());
        if (added.sums.isEmpty())
            continue;
        QCOMPARE(asked->rows, added.rows);
        for (qsizetype i = 0; i < added.sums.size(); ++i) {
            QCOMPARE(asked->sums[i].first, added.sums[i].first);
            QCOMPARE(asked->sums[i].second, added.sums[i].second);
        }
    }
}

// Exact to the microsecond: every event has its readings, each with its line.
void tst_ReportFigures::eventsOpenTheirReadings()
{
    auto session = SqlSession::open(m_untidy->settings());
    VERIFY_RESULT(session);
    const ReportDefinition& report = *m_catalogue->find(u"failure_events"_s);
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020-02"_s);
    const auto events = fetchReportPage(*session, report, filter, {}, 0, 60);
    VERIFY_RESULT(events);
    QCOMPARE(events->rows.size(), 60);
    int withMicroseconds = 0;
    for (const ReportRow& row : events->rows) {
        const auto drill = drillDown(report, filter, row);
        QVERIFY(drill && drill->readings.instant);
        withMicroseconds += drill->readings.instant->fraction().size() == 6 ? 1 : 0;
        ReadingPageRequest request;
        request.filter = drill->readings;
        const auto page = fetchReadingPage(*session, request);
        VERIFY_RESULT(page);
        QVERIFY(!page->rows.isEmpty());
        for (const StoredReading& reading : page->rows) {
            QCOMPARE(reading.equipment, row[report.columnAt(u"code"_s)].toString());
            const auto at = Instant::fromIso(reading.occurredAt.toStdString());
            QCOMPARE(at, drill->readings.instant);
            const auto loaded = fetchLoadedReading(
                *session, {reading.id, reading.occurredAt, reading.sensor, reading.severity,
                           reading.temperature, reading.vibration, reading.extra});
            VERIFY_RESULT(loaded);
            const auto origin = findReadingOrigin(*loaded, {});
            VERIFY_RESULT(origin);
            QVERIFY(origin->location.raw.startsWith('[' + at->digits(u' ').toLatin1() + ']'));
        }
    }
    QVERIFY(withMicroseconds > 5);
}

// With a burst window, each record of a piece of equipment still belongs to exactly one failure.
void tst_ReportFigures::burstsOpenTheirReadings()
{
    auto session = SqlSession::open(m_untidy->settings());
    VERIFY_RESULT(session);
    const ReportDefinition& equipment = *m_catalogue->find(u"failures_by_equipment"_s);
    const auto first = fetchReportPage(*session, equipment, {}, {}, 0, 1);
    VERIFY_RESULT(first);
    const auto cell = [&](const QString& column) {
        return first->rows.constFirst().at(equipment.columnAt(column));
    };
    const ReportDefinition& report = *m_catalogue->find(u"failure_events"_s);
    ReportFilter filter;
    filter.equipment = cell(u"code"_s).toString();
    filter.burstMinutes = 120;
    const auto failures = fetchReportPage(*session, report, filter, {}, 0, 100'000);
    VERIFY_RESULT(failures);
    QVERIFY(failures->isLast);
    qint64 readings = 0;
    int bursts = 0;
    for (const ReportRow& row : failures->rows) {
        const auto drill = drillDown(report, filter, row);
        QVERIFY(drill);
        bursts += drill->readings.until ? 1 : 0;
        ReadingPageRequest request;
        request.filter = drill->readings;
        request.limit = 10'000;
        const auto page = fetchReadingPage(*session, request);
        VERIFY_RESULT(page);
        readings += page->rows.size();
    }
    QVERIFY(bursts > 0);
    QCOMPARE(readings, cell(u"error_records"_s).toLongLong());
}

void tst_ReportFigures::asksWhichOfSeveral()
{
    auto session = SqlSession::open(m_untidy->settings());
    VERIFY_RESULT(session);
    ReportFilter filter;
    for (const QString& name : {u"AAAA"_s, u"#7"_s, u"PUMP (#9)"_s, u"#11 (#12)"_s}) {
        filter.equipment = name;
        VERIFY_RESULT(checkFilterValues(*session, filter));
    }
    filter.equipment = u"PUMP"_s;
    const auto several = checkFilterValues(*session, filter);
    QVERIFY(!several.ok());
    QCOMPARE(several.error().code, u"equipment"_s);
    QVERIFY(several.error().remedy.contains(u"PUMP (#10), PUMP (#9)"_s));
    filter.equipment = u"NONE"_s;
    const auto none = checkFilterValues(*session, filter);
    QVERIFY(!none.ok() && none.error().why.isEmpty());
}

QTEST_GUILESS_MAIN(tst_ReportFigures)
#include "tst_ReportFigures.moc"
