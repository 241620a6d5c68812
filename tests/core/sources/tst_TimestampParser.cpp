// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/TimestampParser.h"

#include "readings/Reading.h"

#include <QDateTime>
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
        row("9999-12-31 23:59:59", u"9999-12-31T23:59:59Z"_s);
    }
    void acceptsDates()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, utc);
        const auto parsed = parseTimestamp(view(text));
        QVERIFY(parsed.occurredAt.has_value());
        QCOMPARE(*parsed.occurredAt, expectedMicroseconds(utc));
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
        row("2021-05-18", 10);
        row("2021-05-18 ", 11);
        row("2021-05-18 07:05:", 17);
        row("2021-05-18 07:05:06.", 20);
        row("2021-05-18 07:05:06 CET", 20);
        row("2021-05-18 07:05:06+5", 20);
        row("2021-05-18 07:05:06+16:00", 20);
        row("2021-05-18 07:05:06+05:60", 23);
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
        const auto parsed = parseTimestamp(view(text));
        QVERIFY(!parsed.occurredAt.has_value());
        QCOMPARE(static_cast<qsizetype>(parsed.stoppedAt), stoppedAt);
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
        const QByteArray text = "2024-02-29 12:34:56";
        QCOMPARE(*parseCommonTimestamp(text.constData()), *parseTimestamp(view(text)).occurredAt);
    }

    void commonFormIsStrict_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"2019-12-10T10:46:09", "2019/12/10 10:46:09", "2019-1 -10 10:46:09",
              "2019-12-10 10:4a:09", "2019-12-32 10:46:09", "2019-12-10 24:00:00",
              "2019-12-10 10:46:60", "+019-12-10 10:46:09"})
            QTest::newRow(text) << QByteArray(text);
    }
    void commonFormIsStrict()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(text.size(), 19);
        QVERIFY(!parseCommonTimestamp(text.constData()).has_value());
    }
};

QTEST_GUILESS_MAIN(tst_TimestampParser)
#include "tst_TimestampParser.moc"
