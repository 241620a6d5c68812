// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/LocalTime.h"

#include <QTest>

#include <array>
#include <cstdlib>
#include <ctime>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr qint64 kSecond = 1'000'000;
constexpr qint64 kSecondsFrom1970To2000 = 946'684'800;

LocalTime zoneOf(const char* name)
{
    const auto zone = LocalTime::fromName(QString::fromLatin1(name));
    if (!zone)
        qFatal("%s", qPrintable(zone.error().toText()));
    return *zone;
}

// The C library as an independent reader of the same database.
qint64 expectedOffset(qint64 secondsFrom2000)
{
    const std::time_t at = secondsFrom2000 + kSecondsFrom1970To2000;
    std::tm local{};
    localtime_r(&at, &local);
    return local.tm_gmtoff;
}

qint64 local(int year, int month, int day, int hour = 0, int minute = 0)
{
    return *daysFromCivil(year, month, day) * kMicrosecondsPerDay
           + (qint64{hour} * 60 + minute) * 60 * kSecond;
}

} // namespace

class tst_LocalTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        qunsetenv("TZ");
        tzset();
    }

    void agreesWithTheSystem_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name :
             {"UTC",
              "Etc/UTC",
              "Europe/Berlin",
              "Asia/Kolkata",
              "Asia/Calcutta",
              "EST5EDT",
              "Etc/GMT+5",
              "Africa/Casablanca",
              "America/Sao_Paulo",
              "Europe/Dublin",
              "Asia/Gaza",
              "Australia/Lord_Howe",
              "America/Nuuk",
              "Asia/Tehran",
              "America/Havana",
              "America/Santiago",
              "Pacific/Apia",
              "Antarctica/Troll",
              "Africa/Monrovia",
              "America/St_Johns"})
            QTest::newRow(name) << QByteArray(name);
    }
    void agreesWithTheSystem()
    {
        QFETCH(QByteArray, name);
        const LocalTime zone = zoneOf(name.constData());
        qputenv("TZ", name);
        tzset();
        LocalClock clock(zone);
        // The years 1800 to 3100, at ever other times of day.
        constexpr qint64 kStep = 86'400 * 2 + 3'601;
        for (qint64 at = -6'300'000'000; at < 34'700'000'000; at += kStep) {
            const qint64 shown = clock.localOf(at * kSecond);
            QCOMPARE(shown / kSecond - at, expectedOffset(at));
            // Each instant is found again, unless it is the second of two with the same local time.
            const auto found = clock.instantOf(shown);
            QVERIFY(found.occurs != LocalTime::Occurs::Never);
            if (found.occurs == LocalTime::Occurs::Once)
                QCOMPARE(found.instant, at * kSecond);
            else
                QVERIFY(found.instant == at * kSecond || clock.localOf(found.instant) == shown);
        }
    }

    void eachStretchIsExact_data() { agreesWithTheSystem_data(); }
    void eachStretchIsExact()
    {
        QFETCH(QByteArray, name);
        const LocalTime zone = zoneOf(name.constData());
        qputenv("TZ", name);
        tzset();
        const qint64 end = local(3000, 1, 1);
        for (qint64 at = local(1, 1, 1); at < end;) {
            const auto stretch = zone.stretchOfInstant(at);
            QVERIFY(stretch.contains(at));
            QCOMPARE(stretch.offset / kSecond, expectedOffset(stretch.end / kSecond - 1));
            at = stretch.end;
            QCOMPARE(zone.stretchOfInstant(at).offset / kSecond, expectedOffset(at / kSecond));
        }
        for (qint64 at = local(1, 1, 1); at < end;) {
            const auto stretch = zone.stretchOfLocal(at);
            QVERIFY(stretch.contains(at));
            for (const qint64 shown : {at, stretch.end - kSecond}) {
                // The two offsets around it say how often it is shown.
                LocalClock clock(zone);
                int times = 0;
                std::array<qint64, 2> offsets{
                    clock.localOf(shown - kMicrosecondsPerDay) - shown + kMicrosecondsPerDay,
                    clock.localOf(shown + kMicrosecondsPerDay) - shown - kMicrosecondsPerDay};
                if (offsets[0] == offsets[1])
                    continue; // two changes in two days, or none
                for (const qint64 offset : offsets)
                    times += clock.localOf(shown - offset) == shown ? 1 : 0;
                const auto occurs = times == 0   ? LocalTime::Occurs::Never
                                    : times == 1 ? LocalTime::Occurs::Once
                                                 : LocalTime::Occurs::Twice;
                QVERIFY(stretch.occurs == occurs);
                if (occurs == LocalTime::Occurs::Twice)
                    QCOMPARE(stretch.offset, offsets[0]);
            }
            at = stretch.end;
        }
    }

    void changesOfTheClock()
    {
        LocalClock oslo(zoneOf("Europe/Oslo"));
        const auto at = [&oslo](qint64 shown) { return oslo.instantOf(shown); };
        QCOMPARE(at(local(2021, 1, 10, 12)).instant, local(2021, 1, 10, 11));
        QCOMPARE(at(local(2021, 7, 10, 12)).instant, local(2021, 7, 10, 10));
        QVERIFY(at(local(2021, 3, 28, 2)).occurs == LocalTime::Occurs::Never);
        QVERIFY(at(local(2021, 3, 28, 2, 59)).occurs == LocalTime::Occurs::Never);
        QCOMPARE(at(local(2021, 3, 28, 3)).instant, local(2021, 3, 28, 1));
        QVERIFY(at(local(2021, 10, 31, 2, 30)).occurs == LocalTime::Occurs::Twice);
        QCOMPARE(at(local(2021, 10, 31, 2, 30)).instant, local(2021, 10, 31, 0, 30));
        QVERIFY(at(local(2021, 10, 31, 3)).occurs == LocalTime::Occurs::Once);
        // The same rule holds in 400 years and in 4,000.
        QCOMPARE(at(local(2421, 7, 10, 12)).instant, local(2421, 7, 10, 10));
        QCOMPARE(at(local(6021, 7, 10, 12)).instant, local(6021, 7, 10, 10));
        QVERIFY(at(local(6021, 3, 28, 2, 30)).occurs == LocalTime::Occurs::Never);
        QCOMPARE(at(local(9999, 12, 31, 12)).instant, local(9999, 12, 31, 11));
        // Before there were zones, it was the sun's time: 43 minutes ahead.
        QCOMPARE(at(local(1, 1, 1)).instant, local(1, 1, 1) - 43 * 60 * kSecond);
    }

    void daysAreThoseOfTheZone()
    {
        LocalClock oslo(zoneOf("Europe/Oslo"));
        QCOMPARE(oslo.dayOf(local(2021, 1, 10, 22, 59)), *daysFromCivil(2021, 1, 10));
        QCOMPARE(oslo.dayOf(local(2021, 1, 10, 23)), *daysFromCivil(2021, 1, 11));
        QCOMPARE(oslo.dayOf(local(2021, 7, 10, 22)), *daysFromCivil(2021, 7, 11));
        QCOMPARE(oslo.dayOf(local(1999, 12, 31, 22, 59)), -1);
        LocalClock utc(LocalTime::utc());
        QCOMPARE(utc.dayOf(local(1999, 12, 31, 23, 59)), -1);
        QCOMPARE(utc.dayOf(local(9999, 12, 31)), *daysFromCivil(9999, 12, 31));
    }

    void daysBeginWithTheirFirstMoment()
    {
        LocalClock oslo(zoneOf("Europe/Oslo"));
        QCOMPARE(oslo.startOfDay(*daysFromCivil(2021, 7, 10)), local(2021, 7, 9, 22));
        // Clocks were put forward from 00:00 to 01:00.
        LocalClock saoPaulo(zoneOf("America/Sao_Paulo"));
        QCOMPARE(saoPaulo.startOfDay(*daysFromCivil(2018, 11, 4)), local(2018, 11, 4, 3));
        // They were put back from 01:00 to 00:00.
        LocalClock havana(zoneOf("America/Havana"));
        QCOMPARE(havana.startOfDay(*daysFromCivil(2021, 11, 7)), local(2021, 11, 7, 4));
        // Samoa moved across the date line and left this day out.
        LocalClock apia(zoneOf("Pacific/Apia"));
        QVERIFY(!apia.startOfDay(*daysFromCivil(2011, 12, 30)));
        QVERIFY(apia.startOfDay(*daysFromCivil(2011, 12, 31)).has_value());
    }

    void namesAreThoseOfTheDatabase_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"", "europe/oslo", "UTC+03:00", "+01:00", "CET-1CEST", "Europe/Nowhere", "Europe",
              "/etc/localtime", "../../etc/hostname", "Europe/../UTC", "tzdata.zi", "localtime",
              "right/Europe/Oslo", "posix/Europe/Oslo", "posixrules", "Europe//Oslo", " UTC",
              "Europe/Oslo\n"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void namesAreThoseOfTheDatabase()
    {
        QFETCH(QString, name);
        const auto zone = LocalTime::fromName(name);
        QVERIFY(!zone.ok());
        QCOMPARE(zone.error().code, u"time-zone"_s);
        QVERIFY(zone.error().what.contains(name));
        QVERIFY(zone.error().remedy.contains(u"Europe/Oslo"_s));
    }

    // Files may also be in a zone without a name.
    void offsetsOfFiles_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("minutes");
        const auto row = [](const char* text, const char* name, int minutes) {
            QTest::newRow(text) << QString::fromLatin1(name) << minutes;
        };
        row("+01:00", "+01:00", 60);
        row("-0330", "-03:30", -210);
        row("+14", "+14:00", 840);
        row("UTC+1", "+01:00", 60);
        row("GMT-05:00", "-05:00", -300);
        row("+00:00", "UTC", 0);
        row("UTC", "UTC", 0);
        row("Asia/Kolkata", "Asia/Kolkata", 330);
        for (const char* const wrong :
             {"+16:00", "+1:60", "01:00", "+", "+01:00\n", "CEST", "+1.5"})
            row(wrong, "", 0);
    }
    void offsetsOfFiles()
    {
        QFETCH(const QString, name);
        const auto zone = LocalTime::fromNameOrOffset(QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(zone.ok(), !name.isEmpty());
        if (!zone) {
            QCOMPARE(zone.error().code, u"time-zone"_s);
            QVERIFY(zone.error().remedy.contains(u"+01:00"_s));
            return;
        }
        QCOMPARE(zone->name(), name);
        QVERIFY(*zone == *LocalTime::fromNameOrOffset(name));
        QFETCH(const int, minutes);
        LocalClock clock(*zone);
        const qint64 local = 21 * 365 * kMicrosecondsPerDay;
        const auto found = clock.instantOf(local);
        QVERIFY(found.occurs == LocalTime::Occurs::Once);
        QCOMPARE(local - found.instant, minutes * qint64{60'000'000});
    }

    void namesAreKept()
    {
        QCOMPARE(zoneOf("Europe/Oslo").name(), u"Europe/Oslo"_s);
        QCOMPARE(LocalTime::utc().name(), u"UTC"_s);
        QCOMPARE(zoneOf("UTC").name(), u"UTC"_s);
    }
};

QTEST_GUILESS_MAIN(tst_LocalTime)
#include "tst_LocalTime.moc"
