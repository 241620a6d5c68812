// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReadingText.h"
#include "sources/lines/CellText.h"
#include "sources/lines/LogRecognition.h"
#include "sources/lines/ReadingParser.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Outcome = ReadingParser::Outcome;

// Measurements in a line that is otherwise usual.
QByteArray lineWith(const QByteArray& measurements)
{
    return "[2021-02-07 03:04:05]\tERROR\tsensor[5]:\t" + measurements;
}

constexpr qsizetype kBeforeMeasurements = 39;

// As a spreadsheet writes a cell.
QByteArray quoted(QByteArray cell)
{
    return '"' + cell.replace("\"", "\"\"") + '"';
}

// A line as it comes back from a spreadsheet that had cut it at tabs.
QByteArray savedWith(const QByteArray& line, char delimiter)
{
    QByteArrayList cells = line.split('\t');
    for (QByteArray& cell : cells) {
        if (cell.contains(delimiter) || cell.contains(',') || cell.contains('"'))
            cell = quoted(cell);
    }
    return cells.join(delimiter);
}

} // namespace

// A row for each sentence of docs/formats.md on the forms of a log.
class tst_LogDialects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("expected"); // without the timestamp
        const auto row = [](const char* name, const QByteArray& line, const QByteArray& expected) {
            QTest::newRow(name) << line << expected;
        };
        // Heads.
        row("no brackets", "2021-02-07 03:04:05 ERROR sensor[5]: (temperature 1.5, vibration 2)",
            "ERROR|5|1.5|2");
        row("no brackets, tabs",
            "2021-02-07 03:04:05\tERROR\tsensor[5]:\t(temperature\t1.5, vibration\t2)",
            "ERROR|5|1.5|2");
        row("date and time apart", "2021-02-07\t03:04:05\tERROR\tsensor[5]:\t(temperature\t1.5)",
            "ERROR|5|1.5|-");
        row("time with a T and a zone", "2021-02-07T03:04:05Z WARN sensor[5]: (temperature 1.5)",
            "WARN|5|1.5|-");
        row("zone in a word of its own",
            "  2021-02-07 04:04:05 +01:00  error sensor[5]: (temperature 1.5)", "ERROR|5|1.5|-");
        row("severity in brackets", "[2021-02-07 03:04:05] [ERROR] sensor[5]: (temperature 1.5)",
            "ERROR|5|1.5|-");
        row("severity in brackets with spaces",
            "2021-02-07 03:04:05 [ warn ] sensor[5]: (temperature 1.5)", "WARN|5|1.5|-");
        row("severity with a colon", "[2021-02-07 03:04:05] ERROR: sensor[5]: (temperature 1.5)",
            "ERROR|5|1.5|-");
        row("severity in brackets with a colon",
            "[2021-02-07 03:04:05] [ERROR]: sensor[5]: (temperature 1.5)", "ERROR|5|1.5|-");
        row("a severity of the plant's own",
            "[2021-02-07 03:04:05] Trip_High sensor[5]: (temperature 1.5)", "TRIP_HIGH|5|1.5|-");
        row("sensor apart", "[2021-02-07 03:04:05] ERROR sensor 5: (temperature 1.5)",
            "ERROR|5|1.5|-");
        row("sensor apart, no colon", "[2021-02-07 03:04:05] ERROR sensor 5 (temperature 1.5)",
            "ERROR|5|1.5|-");
        row("sensor after an equals sign", "[2021-02-07 03:04:05] ERROR sensor=5 (temperature 1.5)",
            "ERROR|5|1.5|-");
        row("sensor after a colon", "[2021-02-07 03:04:05] ERROR sensor: TI-101A (temperature 1.5)",
            "ERROR|TI-101A|1.5|-");
        row("sensor_id", "[2021-02-07 03:04:05] ERROR sensor_id=5 (temperature 1.5)",
            "ERROR|5|1.5|-");
        row("Sensor_ID in brackets", "[2021-02-07 03:04:05] ERROR Sensor_ID[5]: (temperature 1.5)",
            "ERROR|5|1.5|-");
        row("tag without digits", "[2021-02-07 03:04:05] ERROR sensor=inlet (temperature 1.5)",
            "ERROR|inlet|1.5|-");
        row("comma behind the sensor", "2021-02-07 03:04:05 ERROR sensor 5, temperature 1.5",
            "ERROR|5|1.5|-");

        // Lists of measurements.
        row("no parentheses", lineWith("temperature 1.5, vibration -2"), "ERROR|5|1.5|-2");
        row("semicolons", lineWith("(temperature\t10.5; vibration\t-3.25)"), "ERROR|5|10.5|-3.25");
        row("bars", lineWith("(temperature 10.5 | vibration -3.25)"), "ERROR|5|10.5|-3.25");
        row("semicolons without parentheses", lineWith("vibration: -3.25; temperature: 10.5"),
            "ERROR|5|10.5|-3.25");
        row("equals signs and only spaces",
            "2021-02-07 03:04:05 ERROR sensor=5 temperature=1.5 vibration=2 pressure=3.20",
            "ERROR|5|1.5|2|pressure=3.20");
        row("only spaces", lineWith("(vibration\t2\ttemperature\t1.5)"), "ERROR|5|1.5|2");
        row("spaces around equals signs", lineWith("(temperature = 1.5 vibration = err)"),
            "ERROR|5|1.5|-|vibration=err");
        row("a word between spaces", lineWith("temperature=err vibration=2"),
            "ERROR|5|-|2|temperature=err");
        row("words of other measurements", lineWith("(state=OPEN mode=AUTO)"),
            "ERROR|5|-|-|state=OPEN|mode=AUTO");
        row("words separated by semicolons", lineWith("(state=OPEN; mode=AUTO)"),
            "ERROR|5|-|-|state=OPEN|mode=AUTO");
        row("a text with semicolons", lineWith("(note valve; open)"),
            "ERROR|5|-|-|note=valve; open");
        row("a text with semicolons among others", lineWith("(note a;b, temperature 1)"),
            "ERROR|5|1|-|note=a;b");
        row("other measurements without parentheses", lineWith("pressure=3.20, flow=5"),
            "ERROR|5|-|-|pressure=3.20|flow=5");

        // Values.
        for (const char* mark :
             {"err",
              "N/A",
              "Bad",
              "No Data",
              "I/O Timeout",
              "-",
              "---",
              "NaN",
              "inf",
              "-inf",
              "1.#QNAN",
              "-1.#IND",
              "1.#INF",
              "1.#QNAN0",
              "-1.#IND00",
              "1.#SNAN",
              "#N/A",
              "#DIV/0!",
              "#VALUE!",
              "#REF!",
              "Err:502",
              "1e400",
              "-1.7976931348623157e308"})
            row(mark, lineWith("(temperature " + QByteArray(mark) + ", vibration 2)"),
                "ERROR|5|-|2|temperature=" + QByteArray(mark) + "");
        row("nothing", lineWith("(temperature, vibration 2)"), "ERROR|5|-|2|temperature=");
        for (const char* value :
             {"3.20", "1e5", "12.5 bar", "12.5bar", "55 %", "20 \u00B0C", "3 m/s2", "OPEN", "err",
              "valve is open", "RUN2", "10:30:00", "10.0.0.1", "1.#QNAN", "SKF-6205 replaced",
              "C:\\temp\\n \"it's\" {1} => NULL", ""})
            row(value, lineWith("(pressure " + QByteArray(value) + ", temperature 1)"),
                "ERROR|5|1|-|pressure=" + QByteArray(value));

        // What spreadsheets do.
        row("quoted cell", lineWith("(temperature\t\"365.25, vibration\"\t-6305.5)\r"),
            "ERROR|5|365.25|-6305.5");
        row("quoted line", quoted(lineWith("(temperature\t365.25, vibration\t-6305.5)")) + '\r',
            "ERROR|5|365.25|-6305.5");
        row("quoted line with quoted cells",
            quoted(lineWith("(temperature\t\"365.25, vibration\"\t-6305.5)")),
            "ERROR|5|365.25|-6305.5");
        row("doubled quotes", quoted(lineWith("(note \"x\", temperature 1)")),
            "ERROR|5|1|-|note=\"x\"");
        row("cut at commas",
            "\"[2021-02-07 03:04:05]\tERROR\tsensor[5]:\t(temperature\t365.25\",\" "
            "vibration\t-6305.5)\"",
            "ERROR|5|365.25|-6305.5");
        const QByteArray line = lineWith("(temperature\t365.25, vibration\t-6305.5)");
        row("every cell in quotes",
            quoted("[2021-02-07 03:04:05]") + '\t' + quoted("ERROR") + '\t' + quoted("sensor[5]:")
                + '\t' + quoted("(temperature") + '\t' + quoted("365.25, vibration") + '\t'
                + quoted("-6305.5)"),
            "ERROR|5|365.25|-6305.5");
        row("saved with commas", savedWith(line, ','), "ERROR|5|365.25|-6305.5");
        row("saved with semicolons", savedWith(line, ';'), "ERROR|5|365.25|-6305.5");
        row("semicolons without quotes", QByteArray(line).replace('\t', ';'),
            "ERROR|5|365.25|-6305.5");
        row("the same fields with commas",
            "2021-02-07 03:04:05,ERROR,sensor 5,temperature=365.25,vibration=-6305.5",
            "ERROR|5|365.25|-6305.5");
        row("the same fields with bars",
            "2021-02-07 03:04:05 | ERROR | sensor 5 | temperature 365.25 | vibration -6305.5",
            "ERROR|5|365.25|-6305.5");
        row("a fraction after a comma, and commas",
            "\"2021-02-07 03:04:05,000\",ERROR,sensor=5,temperature=365.25", "ERROR|5|365.25|-");
        for (const char* cells : {"\t\t\t", ";;;", ",,,", " , ,", "|"}) {
            row(QByteArray("empty cells: ") + cells, line + cells, "ERROR|5|365.25|-6305.5");
            row(QByteArray("without parentheses: ") + cells,
                lineWith("temperature=1; vibration=2") + cells, "ERROR|5|1|2");
        }
    }
    void reads()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, expected);
        ReadingParser parser(LocalTime::utc());
        Reading reading;
        const auto outcome = parser.parse(view(line), reading);
        QVERIFY2(
            outcome == Outcome::Reading,
            QByteArray::number(static_cast<qint64>(parser.stoppedAt())));
        QCOMPARE(
            describe(reading), QByteArray::number(utcTime("2021-02-07 03:04:05")) + '|' + expected);
    }

    void rejects_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<RejectReason>("reason");
        QTest::addColumn<qsizetype>("stoppedAt");
        const auto row = [](const char* name, const QByteArray& line, RejectReason reason,
                            qsizetype stoppedAt) {
            QTest::newRow(name) << line << reason << stoppedAt;
        };
        using enum RejectReason;
        row("bare time that doesn't exist", "2021-02-30 03:04:05 ERROR sensor 5 x=1", Timestamp, 8);
        row("bare time with a letter", "2021-02-07 O3:04:05 ERROR sensor 5 x=1", Severity, 12);
        row("opening bracket lost", "2021-02-07 03:04:05]\tERROR\tsensor[5]:\t()", Timestamp, 19);
        row("digit in a severity", "2021-02-07 03:04:05 [ERR0R] sensor 5 temperature 1", Severity,
            24);
        row("open severity", "2021-02-07 03:04:05 [ERROR sensor 5 temperature 1", Severity, 27);
        row("no severity", "2021-02-07 03:04:05 sensor: 5 temperature 1", Severity, 20);
        row("no severity, sensor_id", "2021-02-07 03:04:05 sensor_id=5 temperature 1", Severity,
            29);
        row("sensor glued to its number", "2021-02-07 03:04:05 ERROR sensor5 temperature 1",
            SensorId, 32);
        row("message about a sensor", "2021-02-07 03:04:05 ERROR sensor failure: code=5", SensorId,
            33);
        row("colon in a bare id", "2021-02-07 03:04:05 ERROR sensor 5:temperature 3", SensorId, 35);
        row("no id", "2021-02-07 03:04:05 ERROR sensor: (temperature 3)", SensorId, 34);

        const auto values = [&row](const char* name, const QByteArray& list, qsizetype at) {
            row(name, lineWith(list), Measurements, kBeforeMeasurements + at);
        };
        values("quote before a number", "(temperature\t\"365.25, pressure\t1)", 13);
        values("quote in a name", "(temp\"erature\t5, pressure\t1)", 1);
        values("value glued to a name", "(temperature\t1, vibration-999.66)", 25);
        values("value glued to another name", "(temperature\t1, pressure3.25)", 24);
        values("semicolon in a value", "(temperature\t10.5; vibration\t-3.25, pressure\t1)", 13);
        values("semicolons and bars", "(temperature 1; vibration 2 | pressure 3)", 13);
        values("semicolon behind a name alone", "(temperature 1; alarm)", 21);
        values("letter in a number", "(temperature 36S.26, vibration 1)", 13);
        values("unit behind temperature", "(temperature 365.25 C, vibration 1)", 13);
        values("one word with digits", "(temperature RUN2, vibration 1)", 13);
        values("word of 65 bytes", "(temperature " + QByteArray(65, 'x') + ")", 13);
        values("mark with more behind it", "(temperature 1.#QNAN1)", 13);
        values("number in quotes", "(pressure \"365.26\" x, flow 1)", 10);
        values("another line behind a cut name", "(pressure 1, fl" + lineWith("(flow err)"), 27);
        values("name twice", "(flow 1, FLOW 2)", 9);
        values("two points", "(temperature 1.2.3)", 13);
        values("comma lost", "(temperature err vibration err)", 13);
        values("comma lost behind another", "(pressure 3.2vibration -5)", 10);
        values("text with a number", "(note bearing 3 replaced, temperature 1)", 6);
        values("decimal commas", "(temperature=1,5; vibration=2,5)", 15);
        values("a message", "connection lost", 0);
        values("a message with a number", "retry 3", 0);
        values("a message that begins with temperature", "temperature too high", 0);
        values("closing parenthesis without an opening one", "temperature 1, vibration 2)", 26);
        values(
            "another line behind a cut value", "(temperature 1, vibr" + lineWith("(temperature 2)"),
            32);
        values("words without parentheses", "state=OPEN, mode=AUTO", 0);
        // Columns are those of the line as it is in its file.
        row("bad value in a quoted cell", lineWith("(temperature\t\"36S.26, vibration\"\t-1)"),
            Measurements, kBeforeMeasurements + 14);
        row("bad time in a quoted line", quoted("[2021-13-07 03:04:05]\tERROR\tsensor[5]:\t()"),
            Timestamp, 7);
        row("bad value behind quotes", lineWith("(temperature\t\"1, pressure\"\t\"x\ty 5\"\t3)"),
            Measurements, kBeforeMeasurements + 28);
        row("open quote", '"' + lineWith("(temperature\t1)"), Shape, 0);
    }
    void rejects()
    {
        QFETCH(QByteArray, line);
        QFETCH(RejectReason, reason);
        QFETCH(qsizetype, stoppedAt);
        ReadingParser parser(LocalTime::utc());
        Reading reading;
        QCOMPARE(parser.parse(view(line), reading), Outcome::Rejected);
        QCOMPARE(parser.reason(), reason);
        QCOMPARE(static_cast<qsizetype>(parser.stoppedAt()), stoppedAt);
    }

    // A file of such lines is read in one layout, which its first lines show.
    void layouts_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("layout"); // Empty: it stays open, and nothing is read.
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const QByteArray& line, const QString& layout = {},
                            const QByteArray& expected = {}) {
            QTest::newRow(name) << line << layout << expected;
        };
        const QByteArray both = "ERROR|PMP-1|365.25|-3.25";
        row("tag before severity",
            "2021-02-07 03:04:05\tPMP-1\tERROR\ttemperature 365.25, vibration -3.25",
            u"time tag severity"_s, both);
        row("tag before severity, quoted line",
            quoted("2021-02-07 03:04:05\tPMP-1\tERROR\ttemperature 365.25, vibration -3.25"),
            u"time tag severity"_s, both);
        row("tag before severity, parentheses",
            "2021-02-07 03:04:05 PMP-1 ERROR: (temperature 365.25, vibration -3.25)",
            u"time tag severity"_s, both);
        row("bare tag", "2021-02-07 03:04:05 ERROR PMP-1 temperature 365.25, vibration -3.25",
            u"time severity tag"_s, both);
        row("bare tag with a colon", "2021-02-07 03:04:05 ERROR PMP-1: temperature=365.25",
            u"time severity tag"_s, "ERROR|PMP-1|365.25|-");
        row("everything in brackets",
            "[2021-02-07 03:04:05] [PMP-1] [ERROR] temperature 365.25; vibration -3.25",
            u"time tag severity"_s, both);
        row("tag in brackets",
            "2021-02-07 03:04:05 ERROR [PMP-1] vibration=-3.25 temperature=365.25",
            u"time severity tag"_s, both);
        row("cells", "2021-02-07 03:04:05;ERROR;PMP-1;temperature 365.25;vibration -3.25",
            u"time severity tag"_s, both);
        row("a number as a cell", "2021-02-07 03:04:05;ERROR;17;temperature 365.25",
            u"time severity tag"_s, "ERROR|17|365.25|-");
        row("a number in brackets", "1612667045 [17] ERROR temperature=12.5 vibration=0.25",
            u"time tag severity"_s, "ERROR|17|12.5|0.25");
        row("severity among the measurements",
            "2021-02-07 03:04:05 pump-7 temperature=12.5 vibration=0.25 level=ERROR", u"time tag"_s,
            "ERROR|pump-7|12.5|0.25");
        row("pairs", "time=2021-02-07T03:04:05Z level=error sensor=17 temperature=1.5 vibration=3",
            u"pairs"_s, "ERROR|17|1.5|3");
        row("pairs in quotes",
            "level=warn ts=\"2021-02-07 03:04:05\" tag=TI-9 state=\"not open\" temperature=1.5",
            u"pairs"_s, "WARN|TI-9|1.5|-|state=not open");
        row("pairs with commas", "time=2021-02-07 03:04:05, level=error, sensor=17, flow=3",
            u"pairs"_s, "ERROR|17|-|-|flow=3");
        row("severity first", "ERROR 2021-02-07 03:04:05 sensor[17] temperature 1.5, vibration 2",
            u"severity time sensor"_s, "ERROR|17|1.5|2");
        row("sensor before severity", "2021-02-07 03:04:05 sensor[17] ERROR temperature 1.5",
            u"time sensor severity"_s, "ERROR|17|1.5|-");
        row("tag first", "PMP-1 2021-02-07 03:04:05 ERROR temperature 365.25, vibration -3.25",
            u"tag time severity"_s, both);

        row("a number alone", "2021-02-07 03:04:05 ERROR 404 temperature 1");
        row("a tag without a digit", "2021-02-07 03:04:05 ERROR [main] temperature=1");
        row("a word that isn't known as a severity", "2021-02-07 03:04:05 retry P-3 temperature=1");
        row("a message", "2021-02-07 03:04:05 ERROR PMP-1 connection lost");
        row("a message with a number", "2021-02-07 03:04:05 ERROR PMP-1 retry 3");
        row("keyword and id in one", "2021-02-07 03:04:05 ERROR sensor[5 temperature 1");
        row("no severity", "2021-02-07 03:04:05 PMP-1 temperature=1 vibration=2");
        row("pairs without a sensor", "time=2021-02-07T03:04:05Z level=error temperature=1.5");
        row("pairs without a number", "time=2021-02-07T03:04:05Z level=error sensor=1 state=on");
        row("a pair twice",
            "time=2021-02-07T03:04:05Z level=error sensor=1 temperature=1 temperature=2");
    }
    void layouts()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, layout);
        QFETCH(QByteArray, expected);
        const QByteArray file = line + "\r\n" + line + '\n';
        QVERIFY(!recogniseLog(view(file)));
        const auto found = recogniseLayout(view(file));
        QCOMPARE(found ? found->toWord() : QString(), layout);
        if (!found)
            return;
        QCOMPARE(LogLayout::fromWord(layout), found);
        ReadingParser parser(LocalTime::utc(), {}, *found);
        Reading reading;
        QVERIFY(parser.parse(view(line), reading) == Outcome::Reading);
        QCOMPARE(
            describe(reading), QByteArray::number(utcTime("2021-02-07 03:04:05")) + '|' + expected);
        // The usual layout is read in every file.
        const QByteArray usual = lineWith("(temperature\t1.5, vibration\t2)");
        QVERIFY(parser.parse(view(usual), reading) == Outcome::Reading);
        QCOMPARE(
            describe(reading),
            QByteArray::number(utcTime("2021-02-07 03:04:05")) + "|ERROR|5|1.5|2");
    }

    // An unusual word may be a severity if many lines have it.
    void aFrequentWordIsASeverity()
    {
        const QByteArray line = "2021-02-07 03:04:05 TRIP P-3 temperature=1\n";
        QVERIFY(!recogniseLayout(view(line.repeated(9))));
        QCOMPARE(recogniseLayout(view(line.repeated(10)))->toWord(), u"time severity tag"_s);
        QVERIFY(!recogniseLayout(
            view(QByteArray("2021-02-07 03:04:05 temperature P-3 vibration=1\n").repeated(10))));
    }

    // A layout that fits half of the lines shows nothing.
    void mostLinesShowTheLayout()
    {
        const QByteArray one = "2021-02-07 03:04:05 ERROR P-3 temperature=1\n";
        const QByteArray other = "2021-02-07 03:04:05 P-3 ERROR temperature=1\n";
        QVERIFY(!recogniseLayout(view(one + other)));
        QVERIFY(!recogniseLayout(view(one + "nonsense\n")));
        QCOMPARE(recogniseLayout(view(one + other + one))->toWord(), u"time severity tag"_s);
    }

    // Columns are those of the file's layout.
    void damagedLinesOfALayout_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<RejectReason>("reason");
        QTest::addColumn<qsizetype>("stoppedAt");
        using enum RejectReason;
        QTest::newRow("severity") << QByteArray("2021-02-07 03:04:05 ERR0R P-3 temperature=1")
                                  << Severity << qsizetype{23};
        QTest::newRow("tag") << QByteArray("2021-02-07 03:04:05 ERROR pump temperature=1")
                             << SensorId << qsizetype{26};
        QTest::newRow("value") << QByteArray("2021-02-07 03:04:05 ERROR P-3 temperature=1x")
                               << Measurements << qsizetype{42};
        QTest::newRow("no measurements")
            << QByteArray("2021-02-07 03:04:05 ERROR P-3") << Measurements << qsizetype{29};
        QTest::newRow("other layout") << QByteArray("2021-02-07 03:04:05 P-3 ERROR temperature=1")
                                      << Severity << qsizetype{21};
    }
    void damagedLinesOfALayout()
    {
        QFETCH(QByteArray, line);
        QFETCH(RejectReason, reason);
        QFETCH(qsizetype, stoppedAt);
        ReadingParser parser(LocalTime::utc(), {}, *LogLayout::fromWord(u"time severity tag"_s));
        Reading reading;
        QCOMPARE(parser.parse(view(line), reading), Outcome::Rejected);
        QCOMPARE(parser.reason(), reason);
        QCOMPARE(static_cast<qsizetype>(parser.stoppedAt()), stoppedAt);
    }

    void emptyRowsAreBlank()
    {
        ReadingParser parser(LocalTime::utc());
        Reading reading;
        for (const char* line : {",,,", ";;;\r", " , ,", "||"})
            QCOMPARE(parser.parse(line, reading), Outcome::Blank);
        QCOMPARE(parser.parse(",;", reading), Outcome::Rejected);
    }

    // Whatever is in a line, a spreadsheet's quotes change nothing.
    void quotesChangeNothing()
    {
        ReadingParser parser(LocalTime::utc());
        Reading reading;
        for (const char* list :
             {"(temperature\t365.25, vibration\t-6305.5)", "()", "(note\ta, pump\tb)",
              "(note\ta, pump:\tb)", "(temperature\terr, pressure\t12.5 bar)",
              "(vibration 2, temperature\t1)", "temperature\t1, vibration\t2"}) {
            const QByteArray line = lineWith(list);
            QCOMPARE(parser.parse(view(line), reading), Outcome::Reading);
            const QByteArray expected = describe(reading);
            for (const QByteArray& saved :
                 {savedWith(line, '\t'), savedWith(line, ','), savedWith(line, ';'), quoted(line),
                  quoted(savedWith(line, '\t')), savedWith(line, ';') + ";;"}) {
                QVERIFY2(parser.parse(view(saved), reading) == Outcome::Reading, saved);
                QCOMPARE(describe(reading), expected);
            }
        }
    }

    void positionsAreThoseOfTheLine()
    {
        CellText cells;
        QVERIFY(cells.assign("a\t\"b, \"\"c\"\"\"\td", '\t'));
        QCOMPARE(cells.text(), std::string_view("a\tb, \"c\"\td"));
        QCOMPARE(cells.positionInLine(0), std::size_t{0});
        QCOMPARE(cells.positionInLine(2), std::size_t{3});  // b
        QCOMPARE(cells.positionInLine(6), std::size_t{8});  // c
        QCOMPARE(cells.positionInLine(9), std::size_t{13}); // d
        QVERIFY(!cells.assign("a\tb\"c\"", '\t'));
        QVERIFY(!cells.assign("a\t\"b\"c", '\t'));
        QVERIFY(!cells.assign("a\t\"b", '\t'));
    }
};

QTEST_GUILESS_MAIN(tst_LogDialects)
#include "tst_LogDialects.moc"
