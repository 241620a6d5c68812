// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/TimestampAdvice.h"
#include "sources/times/ShortTimestampParser.h"
#include "sources/times/TimestampParser.h"

#include "readings/Calendar.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr qint64 kEpochMs = qint64{10'957} * 86'400'000; // 2000-01-01 in Qt's count

std::string_view view(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

// Qt's calendar as an independent check.
qint64 expectedMicroseconds(const QString& isoUtc)
{
    const QDateTime at = QDateTime::fromString(isoUtc, Qt::ISODateWithMs);
    return (at.toMSecsSinceEpoch() - kEpochMs) * 1'000;
}

} // namespace

class tst_TimestampParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsDates_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("utc");
        const auto row = [](const char* text, const QString& utc) {
            QTest::newRow(text) << QByteArray(text) << utc;
        };
        row("2019-12-10 10:46:09", u"2019-12-10T10:46:09Z"_s);
        row("2021-02-9 6:0:1", u"2021-02-09T06:00:01Z"_s);
        row("2021/05/18 00:00:00", u"2021-05-18T00:00:00Z"_s);
        row("2021-05-18T23:59:59", u"2021-05-18T23:59:59Z"_s);
        row("2021-05-18 7:05", u"2021-05-18T07:05:00Z"_s);
        row("2021-05-18 07:05:06.5", u"2021-05-18T07:05:06.500Z"_s);
        row("2021-05-18 07:05:06,123", u"2021-05-18T07:05:06.123Z"_s);
        row("2021-05-18 07:05:06.123000999", u"2021-05-18T07:05:06.123Z"_s);
        row("2021-05-18 07:05:06Z", u"2021-05-18T07:05:06Z"_s);
        row("2021-05-18 07:05:06 UTC", u"2021-05-18T07:05:06Z"_s);
        row("2021-05-18 07:05:06 GMT", u"2021-05-18T07:05:06Z"_s);
        row("2021-05-18 07:05:06+05", u"2021-05-18T02:05:06Z"_s);
        row("2021-05-18 07:05:06 -03:30", u"2021-05-18T10:35:06Z"_s);
        row("2021-05-18 01:05:06+0530", u"2021-05-17T19:35:06Z"_s);
        row("2000-02-29 00:00:00", u"2000-02-29T00:00:00Z"_s);
        row("1999-12-31 23:59:59", u"1999-12-31T23:59:59Z"_s);
        row("0001-01-01 00:00:00", u"0001-01-01T00:00:00Z"_s);
        row("2021-2-7", u"2021-02-07T00:00:00Z"_s);
        row("2021/05/18", u"2021-05-18T00:00:00Z"_s);
        row("9999-12-31 23:59:59", u"9999-12-31T23:59:59Z"_s);
        row("2021.05.18 07:05:06", u"2021-05-18T07:05:06Z"_s);
        row("2021-05-18 \t07:05:06", u"2021-05-18T07:05:06Z"_s);
        row("2021-05-18, 07:05:06", u"2021-05-18T07:05:06Z"_s);
        row("2021-05-18 07.05.06", u"2021-05-18T07:05:06Z"_s);
        row("2021-05-18 07.05.06.25", u"2021-05-18T07:05:06.250Z"_s);
        row("2021-05-18 07:05:06 UTC+02:00", u"2021-05-18T05:05:06Z"_s);
        row("2021-05-18 07:05:06 GMT-0300", u"2021-05-18T10:05:06Z"_s);
        row("2021-05-18 07:05:06 -03", u"2021-05-18T10:05:06Z"_s);
        row("2021-05-18 07:05:06-0300", u"2021-05-18T10:05:06Z"_s);
        row("2021-05-18 07:05:06 America/Sao_Paulo", u"2021-05-18T10:05:06Z"_s);
        row("2021-01-18 07:05:06 Europe/Oslo", u"2021-01-18T06:05:06Z"_s);
        row("2021-07-18 07:05:06 Europe/Oslo", u"2021-07-18T05:05:06Z"_s);
        // Twelve hours.
        row("2021-05-18 2:00 PM", u"2021-05-18T14:00:00Z"_s);
        row("2021-05-18 02:00:00PM", u"2021-05-18T14:00:00Z"_s);
        row("2021-05-18 02:00:00.5 pm", u"2021-05-18T14:00:00.500Z"_s);
        row("2021-05-18 12:30 AM", u"2021-05-18T00:30:00Z"_s);
        row("2021-05-18 12:30:00 PM", u"2021-05-18T12:30:00Z"_s);
        row("2021-05-18 11:59:59 AM", u"2021-05-18T11:59:59Z"_s);
        row("2021-05-18 2:00 p.m.", u"2021-05-18T14:00:00Z"_s);
        row("2021-05-18 2:00 a. m.", u"2021-05-18T02:00:00Z"_s);
        row("2021-05-18 2:00:00\xE2\x80\xAFPM", u"2021-05-18T14:00:00Z"_s);
        row("2021-05-18 02:00:00 PM -0300", u"2021-05-18T17:00:00Z"_s);
        // The same in any order.
        row("05/05/2021 07:05:06", u"2021-05-05T07:05:06Z"_s);
        // Month names.
        row("18-May-2021 07:05:06", u"2021-05-18T07:05:06Z"_s);
        row("01-feb-2021 14:00:00.400", u"2021-02-01T14:00:00.400Z"_s);
        row("03-mag-2016 03:54:22.400", u"2016-05-03T03:54:22.400Z"_s);
        row("1 Feb 2021 14:00", u"2021-02-01T14:00:00Z"_s);
        row("01.Feb.2021 14:00:00", u"2021-02-01T14:00:00Z"_s);
        row("1. M\xC3\xA4rz 2021 14:00:00", u"2021-03-01T14:00:00Z"_s);
        row("1 AO\xC3\x9BT 2021 14:00:00", u"2021-08-01T14:00:00Z"_s);
        row("7 de febrero de 2021, 14:00:00", u"2021-02-07T14:00:00Z"_s);
        row("5 dez. 2021 14:00:00", u"2021-12-05T14:00:00Z"_s);
        row("5 Dec 2021", u"2021-12-05T00:00:00Z"_s);
        row("Feb 7, 2021 2:00:00 PM", u"2021-02-07T14:00:00Z"_s);
        row("February 7 2021 14:00:00", u"2021-02-07T14:00:00Z"_s);
        row("Feb-07-2021 14:00:00", u"2021-02-07T14:00:00Z"_s);
        row("2021-Feb-07 14:00:00", u"2021-02-07T14:00:00Z"_s);
        row("07FEB2021:14:00:00", u"2021-02-07T14:00:00Z"_s);
        row("07/Feb/2021:14:00:00 -0300", u"2021-02-07T17:00:00Z"_s);
        row("Mon Feb  1 14:00:00 2021", u"2021-02-01T14:00:00Z"_s);
        row("Mon Feb  1 14:00:00 UTC 2021", u"2021-02-01T14:00:00Z"_s);
        row("Mon Feb 01 14:00:00 -0300 2021", u"2021-02-01T17:00:00Z"_s);
        row("Mon, 01 Feb 2021 14:00:00 +0000", u"2021-02-01T14:00:00Z"_s);
        row("Monday, February 1, 2021 2:00:00 PM", u"2021-02-01T14:00:00Z"_s);
        // Compact.
        row("20210518T142000", u"2021-05-18T14:20:00Z"_s);
        row("20210518T1420", u"2021-05-18T14:20:00Z"_s);
        row("20210518T142000Z", u"2021-05-18T14:20:00Z"_s);
        row("20210518T142000.250-0300", u"2021-05-18T17:20:00.250Z"_s);
        row("20210518142000", u"2021-05-18T14:20:00Z"_s);
        row("20210518142000Z", u"2021-05-18T14:20:00Z"_s);
        row("20210518142000 +02:00", u"2021-05-18T12:20:00Z"_s);
        row("20210518 142000", u"2021-05-18T14:20:00Z"_s);
        row("20210518 14:20:00", u"2021-05-18T14:20:00Z"_s);
        row("20210518", u"2021-05-18T00:00:00Z"_s);
        // Since 1970.
        row("1612188000", u"2021-02-01T14:00:00Z"_s);
        row("1612188000.123", u"2021-02-01T14:00:00.123Z"_s);
        row("1612188000123", u"2021-02-01T14:00:00.123Z"_s);
        row("1612188000123000", u"2021-02-01T14:00:00.123Z"_s);
        row("1000000000", u"2001-09-09T01:46:40Z"_s);
        row("9999999999", u"2286-11-20T17:46:39Z"_s);
    }
    void acceptsDates()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, utc);
        const auto parsed = parseTimestamp(view(text), m_utc);
        QVERIFY(!parsed.isSkipped);
        QVERIFY(parsed.occurredAt.has_value());
        QCOMPARE(*parsed.occurredAt, expectedMicroseconds(utc));
        QCOMPARE(parsed.isDateOnly, utc.endsWith("T00:00:00Z"_L1) && !text.contains("00"));
        QVERIFY(!parsed.isTwice);
    }

    void refusesDates_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qsizetype>("stoppedAt");
        const auto row = [](const char* text, qsizetype stoppedAt) {
            QTest::newRow(text) << QByteArray(text) << stoppedAt;
        };
        row("", 0);
        row("2021-13-01 00:00:00", 5);
        row("2021-00-01 00:00:00", 5);
        row("2021-02-30 00:00:00", 8);
        row("2021-02-29 00:00:00", 8);
        row("1900-02-29 00:00:00", 8);
        row("2021-04-31 00:00:00", 8);
        row("0000-01-01 00:00:00", 8);
        row("2021-05-18 24:00:00", 11);
        row("2021-05-18 23:60:00", 14);
        row("2021-05-18 23:59:60", 17);
        row("2021-05-18Z", 10);
        row("2021-05-18 ", 11);
        row("2021-05-18 07:05:", 17);
        row("2021-05-18 07:05:06.", 20);
        row("2021-05-18 07:05:06 CET", 20);
        row("2021-05-18 07:05:06+5", 20);
        row("2021-05-18 07:05:06+16:00", 20);
        row("2021-05-18 07:05:06+05:60", 23);
        row("2021-05-18 07:05:06 BRT", 20);
        row("2021-05-18 07:05:06 AMT", 20);
        row("2021-05-18 07:05:06 America/Nowhere", 20);
        row("2021-05-18 07:05:06 ../../etc/passwd", 20);
        row("2021-05-18 14:00 PM", 11);
        row("2021-05-18 00:30 AM", 11);
        row("2021-05-18 07.05", 16);
        row("2021-05-18 07.5.06", 14);
        row("2021-05.18 07:05:06", 7);
        row("01/02/2021 14:00:00", 0);
        row("13/02/2021 14:00:00", 0);
        row("13/13/2021 14:00:00", 3);
        row("05/05/21 14:00:00", 0);
        row("1 Feb 21 14:00:00", 6);
        row("1 Feb 14:00:00", 6);
        row("Feb 1 14:00:00", 14);
        row("30 Feb 2021 14:00:00", 0);
        row("1-Feb/2021", 5);
        row("1 Foo 2021", 2);
        row("Tue Feb  1 14:00:00 2021", 0);
        row("2021-032 14:00:00", 7);
        row("20210230T000000", 6);
        row("20210518T", 9);
        row("20210518T240000", 9);
        row("20210518T142060", 13);
        row("202105181420", 4);
        row("161218800", 4);
        row("1612188000Z", 10);
        row("1612188000123.5", 13);
        row("16121880001234567", 4);
        row("2021020114", 0); // or a time of the year 2034
        row("2021-05/18 07:05:06", 7);
        row("21-05-18 07:05:06", 0);
        row("18/05/2021 07:05:06", 0);
        row("12021-05-18 07:05:06", 4);
        row("now", 0);
        row("yesterday", 0);
        row("infinity", 0);
        row("2021-05-18 07:05:06x", 19);
    }
    void refusesDates()
    {
        QFETCH(QByteArray, text);
        QFETCH(qsizetype, stoppedAt);
        const auto parsed = parseTimestamp(view(text), m_utc);
        QVERIFY(!parsed.occurredAt.has_value());
        QCOMPARE(static_cast<qsizetype>(parsed.stoppedAt), stoppedAt);
    }

    void datesInOrder_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("dayFirst"); // empty: it can't be read so
        QTest::addColumn<QString>("monthFirst");
        const auto row = [](const char* text, const QString& day, const QString& month) {
            QTest::newRow(text) << QByteArray(text) << day << month;
        };
        row("01/02/2021 14:00:00", u"2021-02-01T14:00:00Z"_s, u"2021-01-02T14:00:00Z"_s);
        row("1.2.2021 4:00:00", u"2021-02-01T04:00:00Z"_s, u"2021-01-02T04:00:00Z"_s);
        row("13-02-2021 14:00:00", u"2021-02-13T14:00:00Z"_s, QString());
        row("02/13/2021 14:00:00", QString(), u"2021-02-13T14:00:00Z"_s);
        row("5/5/2021", u"2021-05-05T00:00:00Z"_s, u"2021-05-05T00:00:00Z"_s);
        row("2/1/2021, 2:00:00 PM", u"2021-01-02T14:00:00Z"_s, u"2021-02-01T14:00:00Z"_s);
        row("2/1/2021T02:00:00 -0300", u"2021-01-02T05:00:00Z"_s, u"2021-02-01T05:00:00Z"_s);
        row("Mon 01/02/2021 14:00:00", u"2021-02-01T14:00:00Z"_s, QString());
        row("01/02.2021 14:00:00", QString(), QString());
        row("01/02/21 14:00:00", QString(), QString());
        row("31/04/2021 14:00:00", QString(), QString());
        row("2021-02-01 14:00:00", u"2021-02-01T14:00:00Z"_s, u"2021-02-01T14:00:00Z"_s);
    }
    void datesInOrder()
    {
        QFETCH(QByteArray, text);
        using Order = TimeFormat::DateOrder;
        for (const Order order : {Order::DayFirst, Order::MonthFirst}) {
            QFETCH(QString, dayFirst);
            QFETCH(QString, monthFirst);
            const QString utc = order == Order::DayFirst ? dayFirst : monthFirst;
            const auto parsed = parseTimestamp(view(text), m_utc, {order});
            QCOMPARE(parsed.occurredAt.has_value(), !utc.isEmpty());
            if (!utc.isEmpty())
                QCOMPARE(*parsed.occurredAt, expectedMicroseconds(utc));
            // The fast reader takes the same, if it takes it.
            const QByteArray padded = text + QByteArray(20, ']');
            ShortTimestamp found;
            ShortTimestampParser parser({order});
            for (int time = 0; time < 2; ++time) {
                const char* const end = parser.parse(padded.constData(), found);
                const bool isWhole = end && end - padded.constData() == text.size();
                if (isWhole)
                    QCOMPARE(std::optional(found.local), parsed.occurredAt);
                const bool isShort = !text.startsWith("Mon") && !text.contains("00 ")
                                     && !text.contains(',') && !utc.isEmpty();
                QCOMPARE(isWhole, isShort);
            }
        }
    }

    // The names of the Unicode CLDR.
    void monthNames_data()
    {
        QTest::addColumn<QLocale::Language>("language");
        QTest::newRow("English") << QLocale::English;
        QTest::newRow("German") << QLocale::German;
        QTest::newRow("French") << QLocale::French;
        QTest::newRow("Spanish") << QLocale::Spanish;
        QTest::newRow("Portuguese") << QLocale::Portuguese;
        QTest::newRow("Italian") << QLocale::Italian;
        QTest::newRow("Dutch") << QLocale::Dutch;
    }
    void monthNames()
    {
        QFETCH(QLocale::Language, language);
        const QLocale locale(language);
        for (int month = 1; month <= 12; ++month) {
            for (const auto form : {QLocale::LongFormat, QLocale::ShortFormat}) {
                for (const QString& name :
                     {locale.monthName(month, form), locale.standaloneMonthName(month, form),
                      locale.monthName(month, form).toUpper()}) {
                    const QByteArray text = "3 " + name.toUtf8() + " 2021";
                    const auto parsed = parseTimestamp(view(text), m_utc);
                    QVERIFY2(parsed.occurredAt.has_value(), text.constData());
                    QCOMPARE(
                        *parsed.occurredAt,
                        QDate(2000, 1, 1).daysTo(QDate(2021, month, 3)) * kMicrosecondsPerDay);
                }
            }
        }
    }

    void adviceSaysWhatToDo_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("advice");
        QTest::newRow("order") << QByteArray("01/02/2021 14:00:00") << u"order of its dates"_s;
        QTest::newRow("year") << QByteArray("01/02/21 14:00:00") << u"two digits"_s;
        QTest::newRow("year first") << QByteArray("21-02-01 14:00:00") << u"two digits"_s;
        QTest::newRow("zone") << QByteArray("2021-02-01 14:00:00 BRT") << u"“BRT”"_s;
        QTest::newRow("nothing") << QByteArray("2021-02-30 14:00:00") << QString();
    }
    void adviceSaysWhatToDo()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, advice);
        const auto parsed = parseTimestamp(view(text), m_utc);
        QVERIFY(!parsed.occurredAt);
        const QString given = timestampAdvice(view(text).substr(parsed.stoppedAt));
        QCOMPARE(given.isEmpty(), advice.isEmpty());
        QVERIFY2(given.contains(advice), qPrintable(given));
    }

    // Every day of four centuries, after which the calendar repeats; both parsers must agree.
    void calendarAgreesWithQt()
    {
        QDate day(1900, 1, 1);
        for (; day < QDate(2301, 1, 1); day = day.addDays(1)) {
            const auto days = daysFromCivil(day.year(), day.month(), day.day());
            QVERIFY(days.has_value());
            QCOMPARE(qint64{*days}, QDate(2000, 1, 1).daysTo(day));
        }
    }

    // Any byte anywhere, with dates that it knows and such that it doesn't.
    void knownDatesWithAnyByte_data()
    {
        QTest::addColumn<QByteArray>("whole");
        for (const char* whole :
             {"2024-02-29 12:34:56]", "2024-02-29 2:34:56]", "2024-2-9 12:34:56]",
              "2024-12-9 2:34:56]", "2024-12-9]"})
            QTest::newRow(whole) << QByteArray(whole);
    }
    void knownDatesWithAnyByte()
    {
        QFETCH(QByteArray, whole);
        whole += QByteArray(20, '~');
        ShortTimestampParser parser;
        int taken = 0;
        for (qsizetype at = 0; at < whole.size(); ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                QByteArray text = whole;
                text[at] = static_cast<char>(byte);
                ShortTimestamp expected;
                const char* const end = parseShortTimestamp(text.constData(), expected);
                taken += end ? 1 : 0;
                for (int time = 0; time < 2; ++time) {
                    ShortTimestamp found;
                    QCOMPARE(parser.parse(text.constData(), found), end);
                    QVERIFY(!end || found.local == expected.local);
                    QVERIFY(!end || found.isDateOnly == expected.isDateOnly);
                }
            }
        }
        QVERIFY(taken > 50);
        const QByteArray zeros = QByteArray(8, '\0') + " 12:34:56]" + QByteArray(20, '~');
        ShortTimestamp found;
        QVERIFY(!ShortTimestampParser().parse(zeros.constData(), found));
    }

    void shortFormsEndWhereTheyEnd_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("time"); // empty: it is none
        for (const char* text :
             {"2021-2-7 3:04:05", "2021-02-07 03:04:05", "2021-12-31 23:59:59", "2021-2-7 3:4:5",
              "2021-2-7", "2021-12-31", "0001-1-1 0:0:0", "2021/2/7", "2021/02/07 3:04:05"}) {
            for (const char* rest : {"]", "x", "Z", ".5", " "})
                QTest::newRow(QByteArray(text) + rest)
                    << QByteArray(text) + rest << QByteArray(text);
        }
        for (const char* text :
             {"2021-2-7 24:00:00]", "2021-2-7 3:60:00]", "2021-2-7 3:04:60]", "2021-2-30]",
              "2021-13-1]", "2021-2-7 3:04]", "2021-2-7 :04:05]", "2021--7]", "2021-2-]",
              "221-2-7]", "0000-1-1]", "2021/2-7]", "2021-2/7]", "2021.2.7]", "2021-:-7]",
              "2021-0-1]", "2021-002-7]"})
            QTest::newRow(text) << QByteArray(text) << QByteArray();
    }
    void shortFormsEndWhereTheyEnd()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, time);
        text += QByteArray(20, '~');
        ShortTimestamp found;
        const char* const end = parseShortTimestamp(text.constData(), found);
        // A date may be followed by a space that begins no time.
        if (time.isEmpty() || !end) {
            QCOMPARE(end != nullptr, !time.isEmpty() && !text.contains(" ~"));
            return;
        }
        QCOMPARE(end - text.constData(), time.size());
        const auto whole = parseTimestamp(view(time), m_utc);
        QCOMPARE(std::optional(found.local), whole.occurredAt);
        QCOMPARE(found.isDateOnly, whole.isDateOnly);
    }

    void localTimesAreThoseOfTheClock_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("utc"); // empty: there is no such time
        QTest::addColumn<bool>("isTwice");
        const auto row = [](const char* text, const QString& utc, bool isTwice = false) {
            QTest::newRow(text) << QByteArray(text) << utc << isTwice;
        };
        row("2021-01-10 12:00:00", u"2021-01-10T11:00:00Z"_s);
        row("2021-07-10 12:00:00.5", u"2021-07-10T10:00:00.500Z"_s);
        row("2021-07-10", u"2021-07-09T22:00:00Z"_s);
        row("2021-03-28 01:59:59", u"2021-03-28T00:59:59Z"_s);
        row("2021-03-28 02:00:00", QString());
        row("2021-03-28 02:59:59", QString());
        row("2021-03-28 03:00:00", u"2021-03-28T01:00:00Z"_s);
        row("2021-10-31 01:59:59", u"2021-10-30T23:59:59Z"_s);
        row("2021-10-31 02:00:00", u"2021-10-31T00:00:00Z"_s, true);
        row("2021-10-31 02:59:59", u"2021-10-31T00:59:59Z"_s, true);
        row("2021-10-31 03:00:00", u"2021-10-31T02:00:00Z"_s);
        // What the text says wins.
        row("2021-03-28 02:30:00Z", u"2021-03-28T02:30:00Z"_s);
        row("2021-10-31 02:30:00 UTC", u"2021-10-31T02:30:00Z"_s);
        row("2021-10-31 02:30:00+01:00", u"2021-10-31T01:30:00Z"_s);
        row("2021-10-31 02:30:00 America/Sao_Paulo", u"2021-10-31T05:30:00Z"_s);
        row("1635643800", u"2021-10-31T01:30:00Z"_s);
        row("31-Oct-2021 02:30:00", u"2021-10-31T00:30:00Z"_s, true);
        row("20211031T023000", u"2021-10-31T00:30:00Z"_s, true);
        row("2021-07-10 2:00 PM", u"2021-07-10T12:00:00Z"_s);
    }
    void localTimesAreThoseOfTheClock()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, utc);
        QFETCH(bool, isTwice);
        const auto zone = LocalTime::fromName(u"Europe/Oslo"_s);
        QVERIFY(zone.ok());
        LocalClock clock(*zone);
        const auto parsed = parseTimestamp(view(text), clock);
        QCOMPARE(parsed.occurredAt.has_value(), !utc.isEmpty());
        QCOMPARE(parsed.isTwice, isTwice);
        QCOMPARE(parsed.isSkipped, utc.isEmpty());
        if (utc.isEmpty())
            QCOMPARE(parsed.stoppedAt, std::size_t{11});
        else
            QCOMPARE(*parsed.occurredAt, expectedMicroseconds(utc));
    }

private:
    LocalClock m_utc{LocalTime::utc()};
};

QTEST_GUILESS_MAIN(tst_TimestampParser)
#include "tst_TimestampParser.moc"
