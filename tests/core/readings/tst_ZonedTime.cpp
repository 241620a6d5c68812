// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/ZonedTime.h"

#include "readings/PlantClocks.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_ZonedTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatClocksShow_data();
    void showsWhatClocksShow();
    void readsWhatItShows_data() { showsWhatClocksShow_data(); }
    void readsWhatItShows();
    void readsUnambiguousTimes_data();
    void readsUnambiguousTimes();
    void readsLocalTimes_data();
    void readsLocalTimes();
    void refusesOtherTexts_data();
    void refusesOtherTexts();
    void isACell();
    void plantsOfOneZoneSayItOnce();
    void plantsOfSeveralZonesSayItInEachTime();
    void unknownZoneShowsUtc();
};

namespace {

Instant instant(const char* text)
{
    return *Instant::fromIso(text);
}

LocalTime zone(const QString& name)
{
    return *LocalTime::fromName(name);
}

} // namespace

void tst_ZonedTime::showsWhatClocksShow_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("utc");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("iso");
    const auto row = [](const char* name, const char* utc, const char* shown, const char* written,
                        const char* iso) {
        QTest::addRow("%s %s", name, utc)
            << QString::fromLatin1(name) << QString::fromLatin1(utc) << QString::fromLatin1(shown)
            << QString::fromLatin1(written) << QString::fromLatin1(iso);
    };
    row("UTC", "2021-03-28T01:30:00Z", "2021-03-28 01:30:00", "2021-03-28 01:30:00",
        "2021-03-28T01:30:00Z");
    row("UTC", "2021-03-28T01:30:00.060250Z", "2021-03-28 01:30:00.060250",
        "2021-03-28 01:30:00.060250", "2021-03-28T01:30:00.060250Z");
    row("Europe/London", "2021-01-28T01:30:00Z", "2021-01-28 01:30:00", "2021-01-28 01:30:00+00:00",
        "2021-01-28T01:30:00+00:00");
    // Clocks are put forward from 02:00 to 03:00.
    row("Europe/Oslo", "2021-03-28T00:59:59.5Z", "2021-03-28 01:59:59.500",
        "2021-03-28 01:59:59.500+01:00", "2021-03-28T01:59:59.500+01:00");
    row("Europe/Oslo", "2021-03-28T01:00:00Z", "2021-03-28 03:00:00", "2021-03-28 03:00:00+02:00",
        "2021-03-28T03:00:00+02:00");
    // The hour from 02:00 comes twice.
    row("Europe/Oslo", "2021-10-30T23:59:59Z", "2021-10-31 01:59:59", "2021-10-31 01:59:59+02:00",
        "2021-10-31T01:59:59+02:00");
    row("Europe/Oslo", "2021-10-31T00:00:00Z", "2021-10-31 02:00:00+02:00",
        "2021-10-31 02:00:00+02:00", "2021-10-31T02:00:00+02:00");
    row("Europe/Oslo", "2021-10-31T01:59:59Z", "2021-10-31 02:59:59+01:00",
        "2021-10-31 02:59:59+01:00", "2021-10-31T02:59:59+01:00");
    row("Europe/Oslo", "2021-10-31T02:00:00Z", "2021-10-31 03:00:00", "2021-10-31 03:00:00+01:00",
        "2021-10-31T03:00:00+01:00");
    row("America/St_Johns", "2021-01-01T01:00:00Z", "2020-12-31 21:30:00",
        "2020-12-31 21:30:00-03:30", "2020-12-31T21:30:00-03:30");
    row("Asia/Kathmandu", "2021-12-31T19:00:00Z", "2022-01-01 00:45:00",
        "2022-01-01 00:45:00+05:45", "2022-01-01T00:45:00+05:45");
    // Local mean time.
    row("America/New_York", "1880-01-01T12:00:00Z", "1880-01-01 07:03:58",
        "1880-01-01 07:03:58-04:56:02", "1880-01-01T07:03:58-04:56:02");
}

void tst_ZonedTime::showsWhatClocksShow()
{
    QFETCH(const QString, name);
    QFETCH(const QString, utc);
    const auto time = ZonedTime::in(zone(name), instant(qUtf8Printable(utc)));
    QTEST(time.shown(), "shown");
    QTEST(time.written(), "written");
    QTEST(time.toIso(), "iso");
    QCOMPARE(
        time.clockText(),
        time.clock().toString(u"yyyy-MM-dd HH:mm:ss"_s) + time.clockText().mid(19));
}

// As a filter does.
void tst_ZonedTime::readsWhatItShows()
{
    QFETCH(const QString, name);
    QFETCH(const QString, utc);
    const auto time = ZonedTime::in(zone(name), instant(qUtf8Printable(utc)));
    for (const QString& text : {time.shown(), time.written(), time.toIso(), time.toIso(6)}) {
        const auto read = instantFromText(text, zone(name));
        QVERIFY2(read.ok(), qUtf8Printable(text));
        QCOMPARE(*read, time.instant);
    }
}

void tst_ZonedTime::readsLocalTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("utc");
    QTest::newRow("year") << u"2021"_s << u"2020-12-31T23:00:00Z"_s;
    QTest::newRow("summer") << u"2021-06-01 10:30"_s << u"2021-06-01T08:30:00Z"_s;
    QTest::newRow("twice") << u"2021-10-31 02:30"_s << u"2021-10-31T00:30:00Z"_s;
    QTest::newRow("the second one") << u"2021-10-31 02:30+01:00"_s << u"2021-10-31T01:30:00Z"_s;
    QTest::newRow("left out") << u"2021-03-28 02:30:05.25"_s << u"2021-03-28T01:00:00Z"_s;
    QTest::newRow("in UTC") << u"2021-06-01 10:30Z"_s << u"2021-06-01T10:30:00Z"_s;
}

void tst_ZonedTime::readsLocalTimes()
{
    QFETCH(const QString, text);
    const auto read = instantFromText(text, zone(u"Europe/Oslo"_s));
    QVERIFY(read.ok());
    QTEST(read->toIso(), "utc");
}

void tst_ZonedTime::readsUnambiguousTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("instant");
    QTest::newRow("year") << u"2020"_s << u"2020-01-01T00:00:00Z"_s;
    QTest::newRow("month") << u"2020-03"_s << u"2020-03-01T00:00:00Z"_s;
    QTest::newRow("day") << u" 2020-03-29 "_s << u"2020-03-29T00:00:00Z"_s;
    QTest::newRow("minute") << u"2020-03-29 01:30"_s << u"2020-03-29T01:30:00Z"_s;
    QTest::newRow("second") << u"2020-03-29 01:30:05"_s << u"2020-03-29T01:30:05Z"_s;
    QTest::newRow("fraction") << u"2020-03-29 01:30:05.25"_s << u"2020-03-29T01:30:05.250Z"_s;
    QTest::newRow("to the microsecond")
        << u"2020-03-29 01:30:05.060250"_s << u"2020-03-29T01:30:05.060250Z"_s;
    QTest::newRow("as machines write") << u"2020-03-29T01:30:05Z"_s << u"2020-03-29T01:30:05Z"_s;
    QTest::newRow("offset") << u"2020-03-29 01:30+02"_s << u"2020-03-28T23:30:00Z"_s;
    QTest::newRow("offset west") << u"2020-03-29 01:30:05.5 -0330"_s
                                 << u"2020-03-29T05:00:05.500Z"_s;
    QTest::newRow("offset with seconds")
        << u"1890-01-01 00:43:00+00:43:00"_s << u"1890-01-01T00:00:00Z"_s;
}

void tst_ZonedTime::readsUnambiguousTimes()
{
    QFETCH(const QString, text);
    const auto instant = instantFromText(text, LocalTime::utc());
    QVERIFY(instant.ok());
    QTEST(instant->toIso(), "instant");
}

void tst_ZonedTime::refusesOtherTexts_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "all", "yesterday", "2020-13", "2020-02-30", "2020-01-01 24:30", "2020-01-01 1:30",
          "2020-01..2020-02", "10:30", "2020-01-01 10:30:00.1234567", "2020-01-01 10:30 or so",
          "2020-01-01+01:00", "2020-01-01 10:30+1"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void tst_ZonedTime::refusesOtherTexts()
{
    QFETCH(const QString, text);
    const auto instant = instantFromText(text, LocalTime::utc());
    QVERIFY(!instant.ok());
    QCOMPARE(instant.error().code, u"time"_s);
    QVERIFY(!instant.error().remedy.isEmpty());
}

void tst_ZonedTime::isACell()
{
    const auto time = ZonedTime::in(zone(u"Europe/Oslo"_s), instant("2020-01-02 03:04:05.060250"));
    const auto cell = QVariant::fromValue(time);
    QCOMPARE(zonedTimeOf(cell), time);
    QCOMPARE(instantOf(cell), time.instant);
    QCOMPARE(cell.toString(), u"2020-01-02 04:04:05.060250"_s);
    QCOMPARE(cell.toDateTime(), QDateTime(QDate(2020, 1, 2), QTime(3, 4, 5, 60), Qt::UTC));
    QCOMPARE(cell, QVariant::fromValue(time));
    QCOMPARE(zonedTimeOf(cell.toDateTime())->toIso(), u"2020-01-02T03:04:05.060Z"_s);
    QVERIFY(!zonedTimeOf(QVariant()));
    QVERIFY(!zonedTimeOf(QDateTime()));
    QVERIFY(!instantOf(u"2020-01-02 03:04:05"_s));
}

void tst_ZonedTime::plantsOfOneZoneSayItOnce()
{
    PlantClocks clocks;
    QCOMPARE(clocks.heading(u"Time"_s), u"Time (UTC)"_s);
    QCOMPARE(clocks.at(instant("2021-06-01T10:00:00Z")).shown(), u"2021-06-01 10:00:00"_s);
    clocks.add(u"north"_s, u"Europe/Oslo"_s);
    QVERIFY(!clocks.haveSeveralPlants());
    QCOMPARE(clocks.heading(u"Time"_s), u"Time (Europe/Oslo)"_s);
    QCOMPARE(clocks.at(instant("2021-06-01T10:00:00Z")).shown(), u"2021-06-01 12:00:00"_s);
    clocks.add(u"south"_s, u"Europe/Oslo"_s);
    QVERIFY(clocks.haveSeveralPlants());
    QVERIFY(clocks.shareZone());
    QCOMPARE(
        clocks.at(instant("2021-06-01T10:00:00Z"), u"south"_s).shown(), u"2021-06-01 12:00:00"_s);
    QCOMPARE(clocks.commonZone().name(), u"Europe/Oslo"_s);
}

void tst_ZonedTime::plantsOfSeveralZonesSayItInEachTime()
{
    PlantClocks clocks;
    clocks.add(u"north"_s, u"Europe/Oslo"_s);
    clocks.add(u"base"_s, u"UTC"_s);
    const Instant at = instant("2021-06-01T10:00:00Z");
    QVERIFY(!clocks.shareZone());
    QCOMPARE(clocks.heading(u"Time"_s), u"Time"_s);
    QCOMPARE(clocks.commonZone().name(), u"UTC"_s);
    QCOMPARE(clocks.at(at, u"north"_s).shown(), u"2021-06-01 12:00:00+02:00"_s);
    QCOMPARE(clocks.at(at, u"base"_s).shown(), u"2021-06-01 10:00:00+00:00"_s);
    QCOMPARE(clocks.at(at, u"base"_s).toIso(), u"2021-06-01T10:00:00Z"_s);
    QCOMPARE(clocks.at(at, u"none"_s).shown(), u"2021-06-01 10:00:00+00:00"_s);
    const PlantClocks one = clocks.of({u"north"_s});
    QCOMPARE(one.heading(u"Time"_s), u"Time (Europe/Oslo)"_s);
    QCOMPARE(one.at(at).shown(), u"2021-06-01 12:00:00"_s);
    QCOMPARE(clocks.of({}).zoneName(), QString());
}

void tst_ZonedTime::unknownZoneShowsUtc()
{
    PlantClocks clocks;
    clocks.add(u"moon"_s, u"Moon/Tycho"_s);
    QCOMPARE(clocks.heading(u"Time"_s), u"Time (UTC)"_s);
    QCOMPARE(clocks.at(instant("2021-06-01T10:00:00Z")).shown(), u"2021-06-01 10:00:00"_s);
}

QTEST_GUILESS_MAIN(tst_ZonedTime)
#include "tst_ZonedTime.moc"
