// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loading/LoadFixture.h"
#include "loading/ledger/PlantRemoval.h"
#include "loading/plants/Exclusions.h"
#include "loading/plants/Plants.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/ReportQuery.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QMap>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

using Row = QMap<QString, QString>;

QDateTime shown(const char* text)
{
    QDateTime time = QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate);
    time.setTimeSpec(Qt::UTC);
    return time;
}

Exclusion single(const char* from, const char* to)
{
    Exclusion exclusion;
    exclusion.reason = u"Docking"_s;
    exclusion.startsAt = shown(from);
    exclusion.endsAt = shown(to);
    return exclusion;
}

Exclusion weekly(const QList<int>& days, QTime from, QTime to)
{
    Exclusion exclusion;
    exclusion.reason = u"Service"_s;
    exclusion.repeats = Exclusion::Repeats::Weekly;
    exclusion.weekdays = days;
    exclusion.timeFrom = from;
    exclusion.timeTo = to;
    return exclusion;
}

Exclusion yearly(int fromMonth, int fromDay, int toMonth, int toDay)
{
    Exclusion exclusion;
    exclusion.reason = u"Holidays"_s;
    exclusion.repeats = Exclusion::Repeats::Yearly;
    exclusion.yearFrom = QDate(2000, fromMonth, fromDay);
    exclusion.yearTo = QDate(2000, toMonth, toDay);
    return exclusion;
}

} // namespace

/// Excluded time from its entry to the figures of reports.
class tst_Exclusions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void agesSkipAShutdown();
    void failuresInItAreListedApart();
    void failureAtItsEndCounts();
    void scopesAreUnited();
    void repeatsAcrossAYear();
    void limitsOfWhatRepeats();
    void followsTheClocksOfThePlant();
    void windowsOfLocalTime_data();
    void windowsOfLocalTime();
    void burstsBeginWhereTheirFirstEventIs();
    void everyComputationLeavesThemOut_data();
    void everyComputationLeavesThemOut();
    void forecastsSkipWhatWillBeExcluded();
    void excludedDaysAreNotUnread();
    void keepsWhatWasEntered();
    void refusesWhatCannotBe_data();
    void refusesWhatCannotBe();
    void goesWithItsPlant();

private:
    // Failures of equipment A (1) 100 h apart, and of B (2) and C (3) if given.
    void load(const QByteArray& more = {}, const QString& zone = u"UTC"_s);
    int store(const Exclusion& exclusion);
    QList<Row> rows(const char* report, const ReportFilter& filter = {}) const;
    Row rowOf(const char* report, const QString& code, const ReportFilter& filter = {}) const;

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_data;
    std::optional<Connection> m_connection;
    std::optional<ReportCatalogue> m_catalogue;
};

void tst_Exclusions::initTestCase()
{
    m_catalogue = *ReportCatalogue::builtIn();
    VERIFY_RESULT(m_server.start());
}

void tst_Exclusions::init()
{
    m_connection.reset();
    auto made = LoadFixture::make(m_server);
    VERIFY_RESULT(made);
    m_data = std::move(made).value();
}

void tst_Exclusions::load(const QByteArray& more, const QString& zone)
{
    m_data->write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"A","group_name":"G"},
                                          {"equipment_id":2,"code":"B","group_name":"G"},
                                          {"equipment_id":3,"code":"C","group_name":"H"}])");
    m_data->write(
        u"failures.csv"_s, "time;equipment;failure mode\n2020-01-01 00:00:00;1;x\n"
                           "2020-01-05 04:00:00;1;x\n2020-01-09 08:00:00;1;x\n"
                           "2020-01-13 12:00:00;1;x\n"
                               + more);
    LoadOptions options;
    options.plant.timeZone = zone;
    QCOMPARE(m_data->load(options).outcome, LoadReceipt::Outcome::Succeeded);
    auto connection = Connection::open(m_data->settings());
    VERIFY_RESULT(connection);
    m_connection.emplace(std::move(connection).value());
}

int tst_Exclusions::store(const Exclusion& exclusion)
{
    const auto id = storeExclusion(*m_connection, exclusion);
    if (!id) {
        QTest::qFail(qPrintable(id.error().toText()), __FILE__, __LINE__);
        return 0;
    }
    return *id;
}

QList<Row> tst_Exclusions::rows(const char* report, const ReportFilter& filter) const
{
    auto session = SqlSession::open(m_data->settings());
    if (!session)
        return {};
    const ReportDefinition& definition = *m_catalogue->find(QString::fromLatin1(report));
    QList<Row> rows;
    const auto read = forEachReportRow(*session, definition, filter, {}, [&](const ReportRow& row) {
        Row cells;
        for (qsizetype i = 0; i < row.size(); ++i)
            cells.insert(definition.columns[i].name, row[i].toString());
        rows << cells;
        return Result<void>();
    });
    if (!read)
        QTest::qFail(qPrintable(read.error().toText()), __FILE__, __LINE__);
    return rows;
}

Row tst_Exclusions::rowOf(const char* report, const QString& code, const ReportFilter& filter) const
{
    for (const Row& row : rows(report, filter)) {
        if (row[u"code"_s] == code)
            return row;
    }
    return {};
}

// Four failures 100 h apart, the first of which starts the clock: three in 300 h, or in 250 h
// without the shutdown. The interval in which it is has 50 h.
void tst_Exclusions::agesSkipAShutdown()
{
    load();
    QCOMPARE(rowOf("time_between_failures", u"A"_s)[u"mtbf_hours"_s], u"100.00"_s);
    QCOMPARE(rowOf("time_between_failures", u"A"_s)[u"excluded_hours"_s], QString());
    store(single("2020-01-06T00:00:00", "2020-01-08T02:00:00"));
    const Row row = rowOf("time_between_failures", u"A"_s);
    QCOMPARE(row[u"failure_events"_s], u"4"_s);
    QCOMPARE(row[u"observed_hours"_s], u"250.0"_s);
    QCOMPARE(row[u"mtbf_hours"_s], u"83.33"_s);
    QCOMPARE(row[u"mean_hours"_s], u"83.33"_s);
    QCOMPARE(row[u"shortest_hours"_s], u"50.00"_s);
    QCOMPARE(row[u"longest_hours"_s], u"100.00"_s);
    QCOMPARE(row[u"excluded_hours"_s], u"50.0"_s);
    QCOMPARE(row[u"excluded_failures"_s], u"0"_s);
    QVERIFY(rows("failures_in_excluded_time").isEmpty());
    // A period counts from its own start: 48 h from the 7th to the 8th, 26 h of them excluded.
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020-01-07..2020-01-08"_s);
    QCOMPARE(rowOf("time_between_failures", u"A"_s, filter)[u"observed_hours"_s], u"22.0"_s);
}

void tst_Exclusions::failuresInItAreListedApart()
{
    load();
    store(single("2020-01-04T00:00:00", "2020-01-06T00:00:00"));
    const Row row = rowOf("time_between_failures", u"A"_s);
    QCOMPARE(row[u"failure_events"_s], u"3"_s);
    QCOMPARE(row[u"excluded_failures"_s], u"1"_s);
    QCOMPARE(row[u"excluded_hours"_s], u"48.0"_s);
    QCOMPARE(row[u"mtbf_hours"_s], u"126.00"_s); // 2 in 252 h
    QCOMPARE(row[u"longest_hours"_s], u"152.00"_s);
    const QList<Row> apart = rows("failures_in_excluded_time");
    QCOMPARE(apart.size(), 1);
    QCOMPARE(apart[0][u"code"_s], u"A"_s);
    QCOMPARE(apart[0][u"failed_at"_s], u"2020-01-05 04:00:00"_s);
    QCOMPARE(apart[0][u"reason"_s], u"Docking"_s);
}

void tst_Exclusions::failureAtItsEndCounts()
{
    load();
    store(single("2020-01-05T00:00:00", "2020-01-05T04:00:00"));
    QCOMPARE(rowOf("time_between_failures", u"A"_s)[u"failure_events"_s], u"4"_s);
    store(single("2020-01-09T08:00:00", "2020-01-09T09:00:00"));
    QCOMPARE(rowOf("time_between_failures", u"A"_s)[u"failure_events"_s], u"3"_s);
    QCOMPARE(rows("failures_in_excluded_time").size(), 1);
}

// Of the plant (24 h), the group (overlaps it by 12 h) and the equipment (inside both).
void tst_Exclusions::scopesAreUnited()
{
    load("2020-01-10 00:00:00;2;x\n2020-01-10 00:00:00;3;x\n");
    store(single("2020-01-10T00:00:00", "2020-01-11T00:00:00"));
    Exclusion group = single("2020-01-10T12:00:00", "2020-01-11T12:00:00");
    group.group = u"G"_s;
    group.reason = u"Cleaning"_s;
    store(group);
    Exclusion equipment = single("2020-01-10T18:00:00", "2020-01-10T20:00:00");
    equipment.equipment = u"A"_s;
    store(equipment);
    const auto excluded = [this](const QString& code) {
        const Row row = rowOf("time_between_failures", code);
        return row[u"excluded_hours"_s] + u' ' + row[u"excluded_failures"_s];
    };
    QCOMPARE(excluded(u"A"_s), u"36.0 0"_s);
    QCOMPARE(excluded(u"B"_s), u"36.0 1"_s);
    QCOMPARE(excluded(u"C"_s), u"24.0 1"_s);
    // A failure is listed once, whatever number of windows it is in.
    group.startsAt = shown("2020-01-09T12:00:00");
    group.equipment.clear();
    store(group);
    QStringList listed;
    for (const Row& row : rows("failures_in_excluded_time"))
        listed << row[u"code"_s] + u':' + row[u"reason"_s];
    QCOMPARE(listed, (QStringList{u"B:Cleaning; Docking"_s, u"C:Docking"_s}));
}

// From Christmas to the second of January, in 2019/20 and 2020/21.
void tst_Exclusions::repeatsAcrossAYear()
{
    load("2019-12-01 00:00:00;2;x\n2021-02-01 00:00:00;2;x\n2020-12-31 12:00:00;2;x\n");
    store(yearly(12, 24, 1, 2));
    const Row row = rowOf("time_between_failures", u"B"_s);
    QCOMPARE(row[u"excluded_hours"_s], u"480.0"_s); // 2 × 10 days
    QCOMPARE(row[u"excluded_failures"_s], u"1"_s);
    QCOMPARE(row[u"failure_events"_s], u"2"_s);
    QCOMPARE(rowOf("time_between_failures", u"A"_s)[u"excluded_failures"_s], u"1"_s);
}

// Sundays of January 2020 until the 13th: the 5th and the 12th.
void tst_Exclusions::limitsOfWhatRepeats()
{
    load();
    Exclusion sundays = weekly({7}, QTime(0, 0), QTime(0, 0));
    sundays.id = store(sundays);
    const auto hours = [this] {
        return rowOf("time_between_failures", u"A"_s)[u"excluded_hours"_s];
    };
    QCOMPARE(hours(), u"48.0"_s);
    sundays.since = QDate(2020, 1, 6);
    store(sundays);
    QCOMPARE(hours(), u"24.0"_s);
    sundays.until = QDate(2020, 1, 11);
    store(sundays);
    QCOMPARE(hours(), QString());
    sundays.since = {};
    store(sundays);
    QCOMPARE(hours(), u"24.0"_s);
    Exclusion nights = weekly({1, 2, 3, 4, 5, 6, 7}, QTime(22, 0), QTime(6, 0));
    nights.id = sundays.id;
    store(nights);
    QCOMPARE(hours(), u"102.0"_s); // 6 h of the first day, then 12 nights
}

// Sunday 29 March 2020 has 23 hours in Oslo, 25 October has 25.
void tst_Exclusions::followsTheClocksOfThePlant()
{
    load("2020-12-01 00:00:00;2;x\n", u"Europe/Oslo"_s);
    store(weekly({7}, QTime(0, 0), QTime(0, 0)));
    ReportFilter filter;
    const auto hours = [&](const QString& day) {
        filter.period = *Period::fromText(day);
        return rowOf("time_between_failures", u"A"_s, filter)[u"excluded_hours"_s];
    };
    QCOMPARE(hours(u"2020-03-22"_s), u"24.0"_s);
    QCOMPARE(hours(u"2020-03-29"_s), u"23.0"_s);
    QCOMPARE(hours(u"2020-10-25"_s), u"25.0"_s);
    QCOMPARE(hours(u"2020-10-26"_s), QString());
}

void tst_Exclusions::windowsOfLocalTime_data()
{
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("instant");
    QTest::newRow("summer") << u"2020-07-01 12:00"_s << u"2020-07-01 10:00:00+00"_s;
    QTest::newRow("skipped") << u"2020-03-29 02:30"_s << u"2020-03-29 01:30:00+00"_s;
    QTest::newRow("after") << u"2020-03-29 03:00"_s << u"2020-03-29 01:00:00+00"_s;
    QTest::newRow("twice") << u"2020-10-25 02:30"_s << u"2020-10-25 00:30:00+00"_s;
    QTest::newRow("after both") << u"2020-10-25 03:00"_s << u"2020-10-25 02:00:00+00"_s;
}

void tst_Exclusions::windowsOfLocalTime()
{
    QFETCH(QString, shown);
    QFETCH(QString, instant);
    load();
    QCOMPARE(
        m_data->ask("SELECT faultline.instant_of('" + shown.toLatin1() + "', 'Europe/Oslo')"),
        instant);
}

// A burst is one failure where it begins, in excluded time or not.
void tst_Exclusions::burstsBeginWhereTheirFirstEventIs()
{
    load("2020-01-03 00:00:00;2;x\n2020-01-03 00:10:00;2;x\n2020-01-03 00:20:00;2;x\n");
    store(single("2020-01-03T00:05:00", "2020-01-03T00:15:00"));
    ReportFilter filter;
    QCOMPARE(rowOf("time_between_failures", u"B"_s)[u"failure_events"_s], u"2"_s);
    filter.burstMinutes = 15;
    QCOMPARE(rowOf("time_between_failures", u"B"_s, filter)[u"failure_events"_s], u"1"_s);
    QVERIFY(rows("failures_in_excluded_time", filter).isEmpty());
    store(single("2020-01-02T23:00:00", "2020-01-03T00:15:00"));
    const Row row = rowOf("time_between_failures", u"B"_s, filter);
    QCOMPARE(row[u"failure_events"_s], u"0"_s);
    QCOMPARE(row[u"excluded_failures"_s], u"1"_s);
    QCOMPARE(rows("failures_in_excluded_time", filter).size(), 1);
}

void tst_Exclusions::everyComputationLeavesThemOut_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("time_between_failures") << u"failure_events"_s << u"4"_s << u"3"_s;
    QTest::newRow("reliability_growth") << u"failure_events"_s << u"4"_s << u"3"_s;
    QTest::newRow("next_failure") << u"failure_events"_s << u"4"_s << u"3"_s;
    QTest::newRow("bad_actors") << u"failure_events"_s << u"4"_s << u"3"_s;
    QTest::newRow("life_distribution") << u"intervals"_s << u"3"_s << u"2"_s;
    QTest::newRow("hours_between_failures") << u"intervals"_s << u"3"_s << u"2"_s;
    QTest::newRow("cumulative_failures") << u"failure_events"_s << u"3"_s << u"2"_s;
    QTest::newRow("mean_cumulative_function") << u"mean"_s << u"3.000"_s << u"2.000"_s;
}

void tst_Exclusions::everyComputationLeavesThemOut()
{
    QFETCH(QString, column);
    QFETCH(QString, before);
    QFETCH(QString, after);
    load();
    ReportFilter filter;
    filter.equipment = u"A"_s;
    filter.group = u"G"_s;
    // The largest; of curves, where they end.
    const auto figure = [&] {
        QString largest;
        for (const Row& row : rows(QTest::currentDataTag(), filter)) {
            if (row[column].toDouble() >= largest.toDouble())
                largest = row[column];
        }
        return largest;
    };
    QCOMPARE(figure(), before);
    store(single("2020-01-04T00:00:00", "2020-01-06T00:00:00"));
    QCOMPARE(figure(), after);
    for (const Row& row : rows(QTest::currentDataTag(), filter)) {
        if (row.contains(u"excluded_hours"_s))
            QCOMPARE(row[u"excluded_hours"_s], u"48.0"_s);
    }
}

// At a constant rate, half a week without excluded time has half of the failures.
void tst_Exclusions::forecastsSkipWhatWillBeExcluded()
{
    load("2020-03-01 00:00:00;2;x\n");
    const auto week = [this] {
        return rowOf("next_failure", u"B"_s)[u"week_percent"_s].toDouble();
    };
    // One in 60 days.
    const double mtbf = 60.0 * 24;
    QVERIFY(std::abs(week() - 100 * (1 - std::exp(-168 / mtbf))) < 0.06);
    Exclusion after = single("2020-03-02T00:00:00", "2020-03-05T12:00:00");
    store(after);
    QVERIFY(std::abs(week() - 100 * (1 - std::exp(-84 / mtbf))) < 0.06);
}

// Readings on all days but those of a long shutdown: with it, most of the time has none.
void tst_Exclusions::excludedDaysAreNotUnread()
{
    m_data->write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"A"}])");
    m_data->write(u"sensors.csv"_s, "equipment_id;sensor_id\n1;10\n");
    QByteArray log;
    for (int day = 0; day < 100; ++day) {
        if (day >= 30 && day < 90)
            continue;
        const QByteArray date = QDate(2020, 1, 1).addDays(day).toString(Qt::ISODate).toLatin1();
        for (const char* const text : {" 01:00:00]\tINFO", " 13:00:00]\tERROR"})
            log += '[' + date + text + "\tsensor[10]:\t(temperature\t1)\n";
    }
    m_data->write(u"a.log"_s, log);
    QCOMPARE(m_data->load().outcome, LoadReceipt::Outcome::Succeeded);
    auto connection = Connection::open(m_data->settings());
    VERIFY_RESULT(connection);
    m_connection.emplace(std::move(connection).value());
    QCOMPARE(rowOf("time_between_failures", u"A"_s)[u"trend"_s], u"too-few-readings"_s);
    store(single("2020-01-31T00:00:00", "2020-03-31T00:00:00"));
    QCOMPARE(rowOf("time_between_failures", u"A"_s)[u"trend"_s], u"stable"_s);
    QCOMPARE(rowOf("time_between_failures", u"A"_s)[u"mtbf_hours"_s].toDouble(), 23.7);
    QCOMPARE(
        m_data->ask("SELECT longest_days IS NULL FROM faultline.observation(NULL, NULL)"), u"t"_s);
}

void tst_Exclusions::keepsWhatWasEntered()
{
    load();
    QList<Exclusion> entered{
        single("2020-01-04T06:30:00", "2020-01-06T00:00:00"),
        weekly({1, 7}, QTime(22, 0), QTime(6, 0)), yearly(2, 29, 3, 1)};
    entered[0].equipment = u"B"_s;
    entered[1].group = u"H"_s;
    entered[1].since = QDate(2019, 1, 1);
    entered[2].until = QDate(2024, 12, 31);
    for (Exclusion& exclusion : entered) {
        exclusion.id = store(exclusion);
        exclusion.plant = LoadFixture::plantName();
    }
    auto stored = fetchExclusions(*m_connection);
    VERIFY_RESULT(stored);
    QCOMPARE(*stored, entered);
    QStringList words;
    for (const Exclusion& exclusion : *stored)
        words << exclusion.scopeText() + u": "_s + exclusion.whenText();
    QCOMPARE(
        words, (QStringList{
                   u"Equipment B: 2020-01-04 06:30 to 2020-01-06 00:00"_s,
                   u"Group H: Monday, Sunday 22:00–06:00, since 2019-01-01"_s,
                   u"Whole plant: Every year, 02-29 to 03-01, until 2024-12-31"_s}));
    // Another kind of repetition leaves nothing of the one before.
    Exclusion changed = single("2020-01-04T00:00:00", "2020-01-05T00:00:00");
    changed.id = entered[1].id;
    QCOMPARE(store(changed), changed.id);
    VERIFY_RESULT(removeExclusion(*m_connection, entered[0].id));
    stored = fetchExclusions(*m_connection);
    QCOMPARE(stored->size(), 2);
    QCOMPARE(stored->at(0).whenText(), u"2020-01-04"_s);
    QCOMPARE(stored->at(0).weekdays, QList<int>());
    QCOMPARE(removeExclusion(*m_connection, entered[0].id).error().code, u"no-such-exclusion"_s);
}

void tst_Exclusions::refusesWhatCannotBe_data()
{
    QTest::addColumn<int>("change");
    QTest::addColumn<QString>("code");
    QTest::newRow("no reason") << 0 << u"exclusion"_s;
    QTest::newRow("ends before it starts") << 1 << u"exclusion"_s;
    QTest::newRow("no weekday") << 2 << u"exclusion"_s;
    QTest::newRow("group and equipment") << 3 << u"exclusion"_s;
    QTest::newRow("no such plant") << 4 << u"no-such-plant"_s;
    QTest::newRow("no such group") << 5 << u"no-such-group"_s;
    QTest::newRow("no such equipment") << 6 << u"no-such-equipment"_s;
    QTest::newRow("gone") << 7 << u"no-such-exclusion"_s;
    QTest::newRow("until before since") << 8 << u"exclusion"_s;
}

void tst_Exclusions::refusesWhatCannotBe()
{
    QFETCH(int, change);
    QFETCH(QString, code);
    load();
    Exclusion exclusion = single("2020-01-04T00:00:00", "2020-01-05T00:00:00");
    const QList<std::function<void()>> changes{
        [&] { exclusion.reason = u"  "_s; },
        [&] { exclusion.endsAt = exclusion.startsAt; },
        [&] { exclusion = weekly({}, QTime(1, 0), QTime(2, 0)); },
        [&] {
            exclusion.group = u"G"_s;
            exclusion.equipment = u"A"_s;
        },
        [&] { exclusion.plant = u"other"_s; },
        [&] { exclusion.group = u"other"_s; },
        [&] { exclusion.equipment = u"other"_s; },
        [&] { exclusion.id = 77; },
        [&] {
            exclusion = yearly(1, 1, 1, 2);
            exclusion.since = QDate(2020, 1, 2);
            exclusion.until = QDate(2020, 1, 1);
        }};
    changes.at(change)();
    const auto stored = storeExclusion(*m_connection, exclusion);
    QVERIFY(!stored);
    QCOMPARE(stored.error().code, code);
    QCOMPARE(m_data->ask("SELECT count(*) FROM faultline.excluded_time"), u"0"_s);
}

void tst_Exclusions::goesWithItsPlant()
{
    load();
    Exclusion exclusion = single("2020-01-04T00:00:00", "2020-01-05T00:00:00");
    exclusion.equipment = u"A"_s;
    store(exclusion);
    const auto plants = fetchPlants(*m_connection);
    VERIFY_RESULT(plants);
    VERIFY_RESULT(removePlant(*m_connection, plants->constFirst().id, CancelToken()));
    QCOMPARE(m_data->ask("SELECT count(*) FROM faultline.excluded_time"), u"0"_s);
}

QTEST_GUILESS_MAIN(tst_Exclusions)
#include "tst_Exclusions.moc"
