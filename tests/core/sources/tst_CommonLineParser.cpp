// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/CommonLineParser.h"

#include "ReadingText.h"
#include "sources/lines/ReadingParser.h"

#include <QRandomGenerator>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

const QByteArray kLine =
    "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t365.26, vibration\t-6305.32)";

// What follows a line in a log, to fill the window that the parser needs.
const QByteArray kRest =
    '\n' + QByteArray(static_cast<qsizetype>(CommonLineParser::kWindowBytes), '7');

QByteArray with(const QByteArray& part, const QByteArray& other)
{
    QByteArray line = kLine;
    return line.replace(part, other);
}

// Most are taken; some don't exist.
QByteArray shortTime(QRandomGenerator& random)
{
    const auto part = [&random](int lowest, int highest) {
        const int number = random.bounded(lowest, highest);
        return random.bounded(2) == 0 ? QByteArray::number(number)
                                      : QByteArray::number(number).rightJustified(2, '0');
    };
    const char separator = random.bounded(4) == 0 ? '/' : '-';
    const QByteArray year = QByteArray::number(random.bounded(1900, 2300));
    const bool isYearFirst = random.bounded(3) > 0;
    const QByteArray date = isYearFirst ? year + separator + part(1, 13) + separator + part(1, 32)
                                        : part(1, 20) + separator + part(1, 20) + separator + year;
    return random.bounded(3) == 0
               ? date
               : date + ' ' + part(0, 25) + ':' + part(0, 61) + ':' + part(0, 61);
}

} // namespace

// The fast path must be invisible: the other parser gives the same result for what it takes.
class tst_CommonLineParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsCommonLines()
    {
        CommonLineParser parser(LocalTime::utc());
        Reading reading;
        QCOMPARE(
            parser.parse(view(kLine + "\r\n" + kRest), reading),
            static_cast<std::size_t>(kLine.size()) + 2);
        QCOMPARE(reading.occurredAt, utcTime("2019-12-10 10:46:09"));
        QCOMPARE(reading.severity, std::string_view("ERROR"));
        QCOMPARE(reading.sensorNumber, 5);
        QCOMPARE(reading.temperature, 365.26);
        QCOMPARE(reading.vibration, -6305.32);
        QVERIFY(reading.extras.empty());
        QVERIFY(!parser.severityRepeated());
        QCOMPARE(
            parser.parse(view(kLine + '\n' + kRest), reading),
            static_cast<std::size_t>(kLine.size()) + 1);
        QVERIFY(parser.severityRepeated());
    }

    void readsTags_data()
    {
        QTest::addColumn<QByteArray>("tag");
        QTest::addColumn<bool>("isTaken");
        for (const char* tag :
             {"TI-101A", "A", "1A", "007A", "12-34", "-1", "1e0", "1,5", "!~", "1/2", "a(1",
              "ABCDEFGH", "ABCDEFGHI", "ABCDEFGHIJKLMNOP", "ABCDEFGHIJKLMNOPQRSTUVW"})
            QTest::newRow(tag) << QByteArray(tag) << true;
        for (const char* tag :
             {"5.0", "5.5", "1000000000", "2147483648", "0000000000001", "1234567890", "TI 101",
              " TI", "TI\t", "TI\x7F", "\xC3\x98l", "A\xFF\x21", "ABCDEFGHIJKLMNOPQRSTUVWX", "",
              "...", "a[1", "[5", "5[2019-12-10 10:46:09", "ABCDEFGH[J"})
            QTest::newRow(QByteArray("left: ") + tag) << QByteArray(tag) << false;
    }
    void readsTags()
    {
        QFETCH(QByteArray, tag);
        QFETCH(bool, isTaken);
        const QByteArray line = with("[5]", '[' + tag + ']');
        CommonLineParser parser(LocalTime::utc());
        Reading reading;
        const std::size_t bytes = parser.parse(view(line + kRest), reading);
        QCOMPARE(bytes, isTaken ? static_cast<std::size_t>(line.size()) + 1 : 0);
        if (!isTaken)
            return;
        QCOMPARE(reading.sensorNumber, -1);
        QCOMPARE(sensorIdOf(reading), tag.toStdString());
        Reading expected;
        QVERIFY(
            ReadingParser(LocalTime::utc()).parse(view(line), expected)
            == ReadingParser::Outcome::Reading);
        QCOMPARE(describe(reading), describe(expected));
    }

    void readsNumbersAsIds()
    {
        for (const qint32 number :
             {0, 7, 42, 123, 1'234, 54'321, 123'456, 9'999'999, 12'345'678, 999'999'999}) {
            for (const auto* const zeros : {"", "0", "00"}) {
                const QByteArray text = zeros + QByteArray::number(number);
                const QByteArray line = with("[5]", '[' + text + ']');
                CommonLineParser parser(LocalTime::utc());
                Reading reading;
                const bool isTaken = text.size() <= 9;
                QCOMPARE(parser.parse(view(line + kRest), reading) > 0, isTaken);
                if (isTaken)
                    QCOMPARE(reading.sensorNumber, number);
            }
        }
    }

    void readsShortTimes_data()
    {
        QTest::addColumn<QByteArray>("time");
        QTest::addColumn<bool>("isTaken");
        for (const char* time :
             {"2021-2-7 3:04:05", "2021-02-07 3:4:5", "2021-2-07 13:04:05", "2021-2-7",
              "2021-12-31", "2021-10-31 2:30:00", "2021-10-31 02:30:00", "2021-3-28", "2021/2/7",
              "2021/02/07 03:04:05", "2021/2/7 3:04:05"})
            QTest::newRow(time) << QByteArray(time) << true;
        for (const char* time :
             {"2021-2-7 ", "2021-2-7 3:04", "2021-2-7 3:04:05.5", "2021-2-7T3:04:05", "2021/2-7",
              "2021-2/7", "2021.2.7", "2021-:-7", "2021-2-7 3:0:", "202:-2-7", "2021-2-7 2<:00:00",
              "2021-2-30", "2021-3-28 2:30:00", "2021-03-28 02:30:00", "2021-3-28 2:30:00Z",
              "2021-2-7Z", "", "2021-002-7"})
            QTest::newRow(QByteArray("left: ") + time) << QByteArray(time) << false;
    }
    void readsShortTimes()
    {
        QFETCH(QByteArray, time);
        QFETCH(bool, isTaken);
        const auto zone = LocalTime::fromName(u"Europe/Oslo"_s);
        QVERIFY(zone.ok());
        CommonLineParser parser(*zone);
        Reading reading;
        const QByteArray line = with("2019-12-10 10:46:09", time);
        // Again after another line, to show that it doesn't count as repeated.
        for (int i = 0; i < 2; ++i) {
            const std::size_t bytes = parser.parse(view(line + kRest), reading);
            QCOMPARE(bytes, isTaken ? static_cast<std::size_t>(line.size()) + 1 : 0);
            if (isTaken) {
                Reading expected;
                QVERIFY(
                    ReadingParser(*zone).parse(view(line), expected)
                    == ReadingParser::Outcome::Reading);
                QCOMPARE(describe(reading), describe(expected));
            }
            QVERIFY(parser.parse(view(kLine + kRest), reading) > 0);
            QCOMPARE(reading.occurredAt, utcTime("2019-12-10 09:46:09"));
            QVERIFY(!reading.notes.any());
        }
    }

    // One parser for all lines, to show that what it remembers of one doesn't leak into another.
    void agreesWithTheOtherParser_data()
    {
        QTest::addColumn<TimeFormat::DateOrder>("order");
        QTest::newRow("no order") << TimeFormat::DateOrder::Unknown;
        QTest::newRow("day first") << TimeFormat::DateOrder::DayFirst;
        QTest::newRow("month first") << TimeFormat::DateOrder::MonthFirst;
    }
    void agreesWithTheOtherParser()
    {
        QFETCH(TimeFormat::DateOrder, order);
        QRandomGenerator random(20240229);
        // With changes of the clock in all years.
        const auto zone = LocalTime::fromName(u"Europe/Oslo"_s);
        QVERIFY(zone.ok());
        CommonLineParser common(*zone, {order});
        ReadingParser tolerant(*zone, {order});
        Reading a;
        Reading b;
        int taken = 0;
        const auto number = [&random](int most) {
            return QByteArray::number(random.bounded(most));
        };
        for (int i = 0; i < 300'000; ++i) {
            QByteArray line = kLine;
            line.replace(
                "365.26",
                number(3) == "0" ? number(10'000'000) : number(100'000) + '.' + number(100'000));
            line.replace(
                "-6305.32", (number(2) == "0" ? "-" : "") + number(20'000) + '.' + number(100));
            line.replace("[5]", '[' + number(random.bounded(2) == 0 ? 100 : 2'000'000'000) + ']');
            if (random.bounded(3) == 0) {
                QByteArray tag(random.bounded(1, 26), 'A');
                for (char& c : tag)
                    c = static_cast<char>(
                        random.bounded(8) == 0 ? random.bounded('!', 0x7F)
                                               : random.bounded('0', '9' + 2));
                line.replace(
                    line.indexOf("r[") + 2, line.indexOf("]:") - line.indexOf("r[") - 2, tag);
            }
            line.replace("09]", QByteArray::number(random.bounded(10, 62)) + ']');
            if (random.bounded(3) == 0)
                line.replace(1, line.indexOf(']') - 1, shortTime(random));
            // Cut off anywhere, and another line follows at once.
            if (random.bounded(8) == 0)
                line = line.left(random.bounded(static_cast<int>(line.size()))) + line;
            if (random.bounded(3) == 0)
                line.replace("ERROR", random.bounded(2) == 0 ? "CRITICAL" : "WARN");
            // Damage some of them at any position.
            if (random.bounded(4) == 0) {
                const auto at = random.bounded(static_cast<int>(line.size()));
                line[at] = static_cast<char>(random.bounded(256));
            }
            const bool crlf = random.bounded(2) == 0;
            const QByteArray text = line + (crlf ? "\r" : "") + kRest;
            const std::size_t bytes = common.parse(view(text), a);
            const QByteArray whole = text.left(text.indexOf('\n'));
            const auto outcome = tolerant.parse(view(whole), b);
            if (bytes == 0)
                continue;
            ++taken;
            QVERIFY2(outcome == ReadingParser::Outcome::Reading, line.constData());
            QCOMPARE(static_cast<qsizetype>(bytes), whole.size() + 1);
            QCOMPARE(describe(a), describe(b));
        }
        QVERIFY(taken > 100'000);
    }

    void takesOnlyPlainDecimals_data()
    {
        QTest::addColumn<QByteArray>("number");
        QTest::addColumn<bool>("isTaken");
        for (const char* number :
             {"0",
              "7",
              "0.0",
              "-0.0",
              "0.1",
              "9.99999",
              "99999.9",
              "123456.7",
              "1234567.8",
              "4.35",
              "179.769313486231",
              "123456789012345",
              "0.00000000000001",
              "0001.50",
              "-6305.32",
              ".5",
              "-.5",
              "5.",
              "-0.",
              "999999.",
              ".999999",
              "-1.",
              "12345678.9"})
            QTest::newRow(number) << QByteArray(number) << true;
        for (const char* number :
             {"", "-", ".", "-.", "..", ".5.", "1e22", "1E5", "+7.5", "1234567890123456", "1.2.3",
              "1,5", "--1", "0.1234567890123456789", "nan", "1 "})
            QTest::newRow(qPrintable(u"left: %1"_s.arg(QLatin1StringView(number))))
                << QByteArray(number) << false;
    }
    void takesOnlyPlainDecimals()
    {
        QFETCH(QByteArray, number);
        QFETCH(bool, isTaken);
        for (const auto* const place : {"365.26", "-6305.32"}) {
            const QByteArray line = with(place, number);
            CommonLineParser parser(LocalTime::utc());
            Reading reading;
            const std::size_t bytes = parser.parse(view(line + kRest), reading);
            QCOMPARE(bytes, isTaken ? static_cast<std::size_t>(line.size()) + 1 : 0);
            if (!isTaken)
                continue;
            Reading expected;
            QVERIFY(
                ReadingParser(LocalTime::utc()).parse(view(line), expected)
                == ReadingParser::Outcome::Reading);
            QCOMPARE(describe(reading), describe(expected));
        }
    }

    void leavesOtherLinesAlone_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("zeros") << QByteArray(22, '\0') + kLine.mid(22);
        QTest::newRow("space for tab") << with("]\tERROR", "] ERROR");
        QTest::newRow("space after") << kLine + ' ';
        QTest::newRow("two CR") << kLine + "\r\r";
        QTest::newRow("small severity") << with("ERROR", "error");
        QTest::newRow("long severity") << with("ERROR", "EMERGENCY");
        QTest::newRow("no severity") << with("ERROR", "");
        QTest::newRow("ten digits") << with("[5]", "[1000000000]");
        QTest::newRow("no sensor") << with("[5]", "[]");
        QTest::newRow("month 13") << with("-12-", "-13-");
        QTest::newRow("third measurement") << with(")", ", pressure\t1)");
    }
    void leavesOtherLinesAlone()
    {
        QFETCH(QByteArray, line);
        CommonLineParser parser(LocalTime::utc());
        Reading reading;
        QCOMPARE(parser.parse(view(line + kRest), reading), std::size_t{0});
        // Nor after a good one.
        QVERIFY(parser.parse(view(kLine + kRest), reading) > 0);
        QCOMPARE(parser.parse(view(line + kRest), reading), std::size_t{0});
    }

    // So does the longest line that is taken.
    void longestLineFitsInTheWindow()
    {
        QByteArray line = kLine;
        line.replace("ERROR", "CRITICAL");
        line.replace("[5]", '[' + QByteArray(23, 'T') + ']');
        for (const auto* const place : {"365.26", "-6305.32"})
            line.replace(place, "-0.12345678901234");
        line += "\r\n";
        const auto size = CommonLineParser::kWindowBytes;
        QVERIFY(static_cast<std::size_t>(line.size()) <= size);
        const auto memory = std::make_unique<char[]>(size);
        std::fill_n(memory.get(), size, '1');
        std::copy_n(line.data(), line.size(), memory.get());
        CommonLineParser parser(LocalTime::utc());
        Reading reading;
        QCOMPARE(
            parser.parse({memory.get(), size}, reading), static_cast<std::size_t>(line.size()));
        // One digit more is left to the other parser, and isn't looked for beyond the memory.
        line.chop(3);
        std::copy_n(
            (line + "1234567").data(), std::min<qsizetype>(line.size() + 7, 128), memory.get());
        QCOMPARE(parser.parse({memory.get(), size}, reading), std::size_t{0});
    }

    // The memory ends with the text, so that the sanitizers detect reads beyond it.
    void staysInsideItsText()
    {
        for (qsizetype length = 0; length <= kLine.size(); ++length) {
            for (const char filler : {'\n', '1', 'A', '.', '\r'}) {
                const auto size = CommonLineParser::kWindowBytes;
                const auto memory = std::make_unique<char[]>(size);
                std::fill_n(memory.get(), size, filler);
                std::copy_n(kLine.data(), length, memory.get());
                CommonLineParser parser(LocalTime::utc());
                Reading reading;
                const std::size_t bytes = parser.parse({memory.get(), size}, reading);
                const bool isWhole = length == kLine.size() && filler == '\n';
                QCOMPARE(bytes, isWhole ? static_cast<std::size_t>(length) + 1 : 0);
            }
        }
        CommonLineParser parser(LocalTime::utc());
        Reading reading;
        QCOMPARE(parser.parse(view(kLine + '\n'), reading), std::size_t{0});
    }

    void severityIsRememberedOfTakenLinesOnly()
    {
        CommonLineParser parser(LocalTime::utc());
        Reading reading;
        QVERIFY(parser.parse(view(kLine + kRest), reading) > 0);
        QVERIFY(parser.parse(view(with("ERROR", "INFO") + kRest), reading) > 0);
        QVERIFY(!parser.severityRepeated());
        QCOMPARE(reading.severity, std::string_view("INFO"));
        QVERIFY(parser.parse(view(with("ERROR", "INFOS") + kRest), reading) > 0);
        QVERIFY(!parser.severityRepeated());
        // The line fails after its severity: the next one must not count as repeated.
        QVERIFY(parser.parse(view(with("ERROR\tsensor", "DEBUG\tother") + kRest), reading) == 0);
        QVERIFY(parser.parse(view(with("ERROR", "DEBUG") + kRest), reading) > 0);
        QVERIFY(!parser.severityRepeated());
    }
};

QTEST_GUILESS_MAIN(tst_CommonLineParser)
#include "tst_CommonLineParser.moc"
