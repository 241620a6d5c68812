// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/ReadingParser.h"

#include "ReadingText.h"

#include <QTest>

#include <charconv>
#include <cmath>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Outcome = ReadingParser::Outcome;

const QByteArray kLine =
    "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t365.26, vibration\t-6305.32)";

} // namespace

class tst_ReadingParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decimalsAreRoundedCorrectly_data()
    {
        QTest::addColumn<QByteArray>("number");
        for (const char* number :
             {"0", "-0", "0.1", "0.3", "-6305.32", "9007199254740.99", "123456789012345",
              "0.00000000000001", "1234567890123456", "12345678901234567890",
              "0.1234567890123456789", "4.35", "179.769313486231", "5e-324", "1e22", "1E5", "+7.5",
              ".5"})
            QTest::newRow(number) << QByteArray(number);
    }
    void decimalsAreRoundedCorrectly()
    {
        QFETCH(QByteArray, number);
        QByteArray line = kLine;
        line.replace("365.26", number);
        ReadingParser parser(LocalTime::utc());
        Reading reading;
        QCOMPARE(parser.parse(view(line), reading), Outcome::Reading);
        const QByteArray plain = number.startsWith('+') ? number.mid(1) : number;
        double expected = 0;
        const auto parsed = std::from_chars(plain.cbegin(), plain.cend(), expected);
        QVERIFY(parsed.ptr == plain.cend());
        QCOMPARE(reading.temperature, expected);
        QCOMPARE(std::signbit(reading.temperature), std::signbit(expected));
    }

    void acceptsUnusualLines_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("expected"); // without the timestamp
        const auto row = [](const char* name, const QByteArray& line, const QByteArray& expected) {
            QTest::newRow(name) << line << expected;
        };
        row("spaces for tabs",
            "[2019-12-10 10:46:09] ERROR sensor[5]: (temperature 1.5, vibration 2)",
            "ERROR|5|1.5|2");
        row("padding",
            "  [ 2019-12-10 10:46:09 ]  ERROR  sensor [ 5 ] : ( temperature 1.5 , vibration 2 ) ",
            "ERROR|5|1.5|2");
        row("small severity", "[2019-12-10 10:46:09]\twarning\tsensor[5]:\t(temperature\t1.5)",
            "WARNING|5|1.5|-");
        row("no colon", "[2019-12-10 10:46:09]\tERROR\tsensor[5]\t(temperature\t1.5)",
            "ERROR|5|1.5|-");
        row("order", "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(vibration\t2, temperature\t1.5)",
            "ERROR|5|1.5|2");
        row("none", "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t()", "ERROR|5|-|-");
        row("equals signs",
            "[2019-12-10 10:46:09] ERROR sensor[5]: (temperature=1.5, vibration: 2)",
            "ERROR|5|1.5|2");
        row("others",
            "[2019-12-10 10:46:09] ERROR sensor[5]: (pressure 3.20, temperature 1.5, note a b)",
            "ERROR|5|1.5|-|pressure=3.20|note=a b");
        row("largest sensor", "[2019-12-10 10:46:09] ERROR sensor[2147483647]: (temperature 1)",
            "ERROR|2147483647|1|-");
        row("leading zeros", "[2019-12-10 10:46:09] ERROR sensor[0000000000005]: (temperature 1)",
            "ERROR|5|1|-");
        row("largest number and one", "[2019-12-10 10:46:09] ERROR sensor[2147483648]: ()",
            "ERROR|2147483648|-|-");
        row("large number with zeros",
            "[2019-12-10 10:46:09] ERROR sensor[0099999999999999.00]: ()",
            "ERROR|99999999999999|-|-");
        row("whole number with a point", "[2019-12-10 10:46:09] ERROR sensor[5.0]: ()",
            "ERROR|5|-|-");
        row("zeros", "[2019-12-10 10:46:09] ERROR sensor[000]: ()", "ERROR|0|-|-");
        row("tag", "[2019-12-10 10:46:09]\tERROR\tsensor[TI-101A]:\t(temperature\t1.5)",
            "ERROR|TI-101A|1.5|-");
        row("tag with space inside and around it",
            "[2019-12-10 10:46:09] ERROR sensor[ TI 101 A\t]: ()", "ERROR|TI 101 A|-|-");
        row("tag with other letters", "[2019-12-10 10:46:09] ERROR sensor[\u00D8l-1]: ()",
            "ERROR|\u00D8l-1|-|-");
        row("tags that look like numbers", "[2019-12-10 10:46:09] ERROR sensor[-1]: ()",
            "ERROR|-1|-|-");
        row("half a number", "[2019-12-10 10:46:09] ERROR sensor[5.5]: ()", "ERROR|5.5|-|-");
        row("number with an exponent", "[2019-12-10 10:46:09] ERROR sensor[1e0]: ()",
            "ERROR|1e0|-|-");
        row("round bracket in a tag", "[2019-12-10 10:46:09] ERROR sensor[a(1]: ()",
            "ERROR|a(1|-|-");
        row("tag of 128 bytes",
            "[2019-12-10 10:46:09] ERROR sensor[" + QByteArray(128, 'x') + "]: ()",
            "ERROR|" + QByteArray(128, 'x') + "|-|-");
        row("word for number",
            "[2019-12-10 10:46:09] ERROR sensor[5]: (temperature err, vibration 2)",
            "ERROR|5|-|2|temperature=err");
        row("nothing for number",
            "[2019-12-10 10:46:09] ERROR sensor[5]: (temperature , vibration 2)",
            "ERROR|5|-|2|temperature=");
        row("NaN", "[2019-12-10 10:46:09] ERROR sensor[5]: (temperature NaN, vibration 2)",
            "ERROR|5|-|2|temperature=NaN");
        row("infinite", "[2019-12-10 10:46:09] ERROR sensor[5]: (temperature -inf, vibration 2)",
            "ERROR|5|-|2|temperature=-inf");
        row("too large", "[2019-12-10 10:46:09] ERROR sensor[5]: (temperature 1e400, vibration 2)",
            "ERROR|5|-|2|temperature=1e400");
        row("mark for none",
            "[2019-12-10 10:46:09] ERROR sensor[5]: (temperature 1.7976931348623157e308)",
            "ERROR|5|-|-|temperature=1.7976931348623157e308");
        row("verbatim text",
            "[2019-12-10 10:46:09] ERROR sensor[5]: (note \\N \\. \"x\" '; DROP é)",
            "ERROR|5|-|-|note=\\N \\. \"x\" '; DROP é");
    }
    void acceptsUnusualLines()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, expected);
        ReadingParser parser(LocalTime::utc());
        Reading reading;
        QCOMPARE(parser.parse(view(line), reading), Outcome::Reading);
        QCOMPARE(
            describe(reading), QByteArray::number(utcTime("2019-12-10 10:46:09")) + '|' + expected);
    }

    void rejectsBadLinesWithTheirReason_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<RejectReason>("reason");
        QTest::addColumn<qsizetype>("stoppedAt");
        const auto row = [](const char* name, const QByteArray& line, RejectReason reason,
                            qsizetype stoppedAt) {
            QTest::newRow(name) << line << reason << stoppedAt;
        };
        using enum RejectReason;
        row("words", "hello", Shape, 0);
        row("month 13", "[2019-13-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t1)", Timestamp, 6);
        row("no bracket", "[2019-12-10 10:46:09\tERROR\tsensor[5]:\t()", Timestamp, 20);
        row("no bracket at all", "[2019-12-10 10:46:09\tERROR\tsensor5", Timestamp, 20);
        row("cut off in the time", "[2019-12-10 10:4", Timestamp, 16);
        row("cut off behind the time", "[2019-12-10 10:46:09", Timestamp, 20);
        row("letter O in the time", "[2019-12-10 1O:46:09]\tERROR\tsensor[5]:\t()", Timestamp, 13);
        row("day before month", "[10.12.2019 10:46:09]\tERROR\tsensor[5]:\t()", Timestamp, 1);
        row("no severity", "[2019-12-10 10:46:09]\tsensor[5]:\t(temperature\t1)", Severity, 22);
        row("number as severity", "[2019-12-10 10:46:09]\t17\tsensor[5]:\t()", Severity, 22);
        row("digit in severity", "[2019-12-10 10:46:09]\tERR0R\tsensor[5]:\t()", Severity, 25);
        row("two signs", "[2019-12-10 10:46:09] ERROR sensor[5]: (temperature +-5)", Measurements,
            52);
        row("two colons behind severity", "[2019-12-10 10:46:09]\tERROR::\tsensor[5]:\t()",
            Severity, 28);
        row("severity with an accent", "[2019-12-10 10:46:09]\tERR\xC3\x96R\tsensor[5]:\t()",
            Severity, 25);
        row("severity and sensor in one", "[2019-12-10 10:46:09]\tERRORsensor[5]:\t()", Severity,
            27);
        row("no severity, sensor apart", "[2019-12-10 10:46:09]\tsensor [5]:\t()", Severity, 22);
        row("long severity", "[2019-12-10 10:46:09]\t" + QByteArray(33, 'E') + "\tsensor[5]:\t()",
            Severity, 22);
        row("no sensor between the brackets", "[2019-12-10 10:46:09]\tERROR\tsensor[ ]:\t()",
            SensorId, 36);
        row("tab in the sensor", "[2019-12-10 10:46:09]\tERROR\tsensor[TI\t1]:\t()", SensorId, 37);
        row("delete in the sensor", "[2019-12-10 10:46:09]\tERROR\tsensor[TI\x7F\x31]:\t()",
            SensorId, 37);
        row("control character in the sensor",
            "[2019-12-10 10:46:09]\tERROR\tsensor[TI\xC2\x85\x31]:\t()", SensorId, 37);
        row("sensor of 129 bytes",
            "[2019-12-10 10:46:09]\tERROR\tsensor[" + QByteArray(129, 'x') + "]:\t()", SensorId,
            35 + 128);
        row("sensor that is not UTF-8", "[2019-12-10 10:46:09]\tERROR\tsensor[TI\xFF]:\t()",
            Encoding, 37);
        row("no sensor", "[2019-12-10 10:46:09]\tERROR\tpump[5]:\t()", SensorId, 28);
        row("two words of severity", "[2019-12-10 10:46:09]\tBIG ERROR\tsensor[5]:\t()", SensorId,
            26);
        row("sensor misspelt", "[2019-12-10 10:46:09]\tERROR\tsenzor[5]:\t()", SensorId, 31);
        row("cut off in sensor", "[2019-12-10 10:46:09]\tERROR\tsen", SensorId, 31);
        row("sensor without bracket", "[2019-12-10 10:46:09]\tERROR\tsensor5]:\t()", SensorId, 34);
        row("sensor in round brackets", "[2019-12-10 10:46:09]\tERROR\tsensor(5):\t()", SensorId,
            34);
        row("open sensor", "[2019-12-10 10:46:09]\tERROR\tsensor[5:\t()", SensorId, 36);
        row("bracket in a tag", "[2019-12-10 10:46:09]\tERROR\tsensor[a[1]:\t()", SensorId, 36);
        row("two brackets", "[2019-12-10 10:46:09]\tERROR\tsensor[[5]]:\t()", SensorId, 35);
        row("cut off in the tag", "[2019-12-10 10:46:09]\tERROR\tsensor[TI-5" + kLine, SensorId,
            39);
        row("cut off in the tag twice",
            "[2019-12-10 10:46:09]\tERROR\tsensor[5[2019-12-10 10:46:09", SensorId, 36);
        row("no measurements", "[2019-12-10 10:46:09]\tERROR\tsensor[5]:", Measurements, 38);
        row("cut off", "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t1.5, vibr",
            Measurements, 61);
        row("cut off in a value", "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t1.5",
            Measurements, 55);
        row("decimal comma", "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t1,5)",
            Measurements, 54);
        row("twice", "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t1, temperature\t2)",
            Measurements, 55);
        row("behind the end", "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t1) x", Shape,
            55);
        row("two in a line", kLine + kLine, Shape, kLine.size());
        row("latin-1", "[2019-12-10 10:46:09]\tERR\xD6R\tsensor[5]:\t()", Encoding, 25);
        row("nul", QByteArray("[2019-12-10 10:46:09]\tERR\0R", 27), Encoding, 25);
        row("carriage return inside", "[2019-12-10 10:46:09]\rERROR", Encoding, 21);
    }
    void rejectsBadLinesWithTheirReason()
    {
        QFETCH(QByteArray, line);
        QFETCH(RejectReason, reason);
        QFETCH(qsizetype, stoppedAt);
        ReadingParser parser(LocalTime::utc());
        Reading reading;
        QCOMPARE(parser.parse(view(line), reading), Outcome::Rejected);
        QCOMPARE(parser.reason(), reason);
        QCOMPARE(static_cast<qsizetype>(parser.stoppedAt()), stoppedAt);
        // A bad line doesn't affect the next.
        QCOMPARE(parser.parse(view(kLine), reading), Outcome::Reading);
        QCOMPARE(reading.temperature, 365.26);
    }

    void blankLines()
    {
        ReadingParser parser(LocalTime::utc());
        Reading reading;
        for (const char* line : {"", " ", "\t", "\r", " \t \r"})
            QCOMPARE(parser.parse(line, reading), Outcome::Blank);
    }

    void timesAreThoseOfTheZone()
    {
        const auto zone = LocalTime::fromName(u"Europe/Oslo"_s);
        QVERIFY(zone.ok());
        ReadingParser parser(*zone);
        Reading reading;
        parser.parse("[2021-7-10] ERROR sensor[5]: ()", reading);
        QCOMPARE(reading.occurredAt, utcTime("2021-07-09 22:00:00"));
        QCOMPARE(reading.notes, (ReadingNotes{true}));
        parser.parse("[2021-10-31 02:30:00] ERROR sensor[5]: (temperature err)", reading);
        QCOMPARE(reading.occurredAt, utcTime("2021-10-31 00:30:00"));
        QCOMPARE(reading.notes, (ReadingNotes{false, true}));
        QCOMPARE(
            parser.parse("[2021-03-28 02:30:00] ERROR sensor[5]: ()", reading), Outcome::Rejected);
        QCOMPARE(parser.reason(), RejectReason::SkippedHour);
        QCOMPARE(parser.stoppedAt(), std::size_t{12});
        parser.parse("[2021-03-28 02:30:00Z] ERROR sensor[5]: ()", reading);
        QCOMPARE(reading.occurredAt, utcTime("2021-03-28 02:30:00"));
        QVERIFY(!reading.notes.any());
    }

    void firstLineWithoutATimestamp()
    {
        ReadingParser parser(LocalTime::utc());
        Reading reading;
        QByteArray line = kLine;
        line.replace(1, 19, QByteArray(19, '\0'));
        QCOMPARE(parser.parse(view(line), reading), Outcome::Rejected);
    }
};

QTEST_GUILESS_MAIN(tst_ReadingParser)
#include "tst_ReadingParser.moc"
