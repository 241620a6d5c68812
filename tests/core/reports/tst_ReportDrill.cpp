// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ReportDrill.h"

#include "readings/ZonedTime.h"
#include "reports/definition/ReportParser.h"

#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

const Instant kAt = *Instant::fromIso("2020-03-10 12:33:19.123456");

} // namespace

class tst_ReportDrill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void needsALink();
    void narrowsToEquipment();
    void needsWhatTheRowLacks();
    void needsNoSensorWithinAnEquipment();
    void keepsAPeriodWithinTheChosenOne();
    void opensReadings();

private:
    static ReportDefinition report(const QString& link)
    {
        const auto report = parseReport(
            u"mine"_s, u"-- title: A\n-- section: B\n-- explanation: C.\n"
                       "-- column code: Equipment | text\n-- column sensor: Sensor | integer\n"
                       "-- column first: First | text\n-- column last: Last | text\n"
                       "-- column at: At | timestamp\n"_s
                           + link + u"\nSELECT :from::date, :to::date, :equipment::text"_s);
        return report ? *report : ReportDefinition();
    }
    static ReportRow row()
    {
        return {
            u"E1"_s, 12, u"2020-03-01"_s, u"2020-03-31"_s,
            QVariant::fromValue(ZonedTime::utc(kAt))};
    }
};

void tst_ReportDrill::needsALink()
{
    QVERIFY(!drillDown(report({}), {}, row()));
}

void tst_ReportDrill::narrowsToEquipment()
{
    ReportFilter filter;
    filter.group = u"G"_s;
    filter.burstMinutes = 5;
    const auto drill =
        drillDown(report(u"-- opens: events | equipment code | sensor sensor\n"_s), filter, row());
    QVERIFY(drill);
    QCOMPARE(drill->report, u"events"_s);
    QCOMPARE(drill->label, u"E1, sensor 12"_s);
    filter.equipment = u"E1"_s;
    filter.sensor = u"12"_s;
    QCOMPARE(drill->filter, filter);
    // The step before already selected the equipment.
    QCOMPARE(
        drillDown(report(u"-- opens: events | equipment code | sensor sensor\n"_s), filter, row())
            ->label,
        u"sensor 12"_s);
}

void tst_ReportDrill::needsWhatTheRowLacks()
{
    ReportRow without = row();
    without[0] = QVariant();
    QVERIFY(!drillDown(report(u"-- opens: events | equipment code\n"_s), {}, without));
    ReportRow endless = row();
    endless[4] = u"infinity"_s;
    QVERIFY(!drillDown(report(u"-- opens: readings | instant at\n"_s), {}, endless));
}

// A row may be about one sensor, or about all sensors of its equipment.
void tst_ReportDrill::needsNoSensorWithinAnEquipment()
{
    ReportRow without = row();
    without[1] = QVariant();
    const auto whole =
        drillDown(report(u"-- opens: events | equipment code | sensor sensor\n"_s), {}, without);
    QVERIFY(whole);
    QCOMPARE(whole->filter.equipment, u"E1"_s);
    QVERIFY(whole->filter.sensor.isEmpty());
    QCOMPARE(whole->label, u"E1"_s);
    QVERIFY(!drillDown(report(u"-- opens: events | sensor sensor\n"_s), {}, without));
}

void tst_ReportDrill::keepsAPeriodWithinTheChosenOne()
{
    const ReportDefinition mine = report(u"-- opens: events | from first | to last\n"_s);
    const auto whole = drillDown(mine, {}, row());
    QCOMPARE(whole->filter.period, *Period::fromText(u"2020-03"_s));
    QCOMPARE(whole->label, u"2020-03"_s);
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020-03-15..2020-04"_s);
    QCOMPARE(
        drillDown(mine, filter, row())->filter.period,
        *Period::fromText(u"2020-03-15..2020-03-31"_s));
}

void tst_ReportDrill::opensReadings()
{
    ReportFilter filter;
    filter.period = *Period::fromText(u"2020"_s);
    const auto drill =
        drillDown(report(u"-- opens: readings | equipment code | instant at\n"_s), filter, row());
    QVERIFY(drill->report.isEmpty());
    ReadingFilter readings;
    readings.equipment = u"E1"_s;
    readings.severity = kFailureSeverities.toString();
    readings.instant = kAt;
    QCOMPARE(drill->readings, readings);
    filter.sensor = u"12"_s;
    QCOMPARE(
        drillDown(report(u"-- opens: readings | equipment code | instant at\n"_s), filter, row())
            ->readings.sensor,
        u"12"_s);
    QCOMPARE(drill->label, u"E1, 2020-03-10 12:33:19.123456"_s);

    // A failure that consists of several events.
    const ReportDefinition burst =
        report(u"-- opens: readings | equipment code | instant at | until at\n"_s);
    QCOMPARE(drillDown(burst, {}, row())->readings.until, std::nullopt);
    QCOMPARE(drillDown(burst, {}, row())->label, drill->label);
    const Instant later{kAt.microseconds + 61'000'000};
    ReportRow ends = row();
    ends << QVariant::fromValue(ZonedTime::utc(later));
    ReportDefinition twoTimes = burst;
    twoTimes.columns << ReportColumn{u"until"_s, u"Until"_s, ReportColumn::Type::Timestamp};
    twoTimes.link->steps.last().column = u"until"_s;
    const auto whole = drillDown(twoTimes, {}, ends);
    QCOMPARE(whole->readings.instant, kAt);
    QCOMPARE(whole->readings.until, later);
    QCOMPARE(whole->label, u"E1, 2020-03-10 12:33:19.123456, to 2020-03-10 12:34:20.123456"_s);
}

QTEST_GUILESS_MAIN(tst_ReportDrill)
#include "tst_ReportDrill.moc"
