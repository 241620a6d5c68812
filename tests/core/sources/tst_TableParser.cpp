// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableParser.h"

#include "sources/times/TimestampParser.h"

#include <QTest>

#include <cmath>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Outcome = ParsedRecord::Outcome;

qint64 timeOf(const char* text)
{
    LocalClock clock(LocalTime::utc());
    return parseTimestamp(text, clock).occurredAt.value();
}

QByteArray number(double value)
{
    return std::isnan(value) ? QByteArray("-") : QByteArray::number(value, 'g', 17);
}

// Readings as "slot sensor severity temperature vibration name=value …", then rejected cells.
QByteArray toText(const ParsedRecord& record)
{
    if (record.outcome == Outcome::Blank)
        return "blank";
    if (record.outcome == Outcome::Rejected)
        return rejectReasonWord(record.reason).toLatin1() + '@'
               + QByteArray::number(static_cast<qint64>(record.stoppedAt));
    QByteArrayList parts;
    for (const RecordReading& reading : record.readings) {
        QByteArray part = QByteArray::number(reading.slot) + ' '
                          + QByteArray::fromStdString(sensorIdOf(reading)) + ' '
                          + QByteArray::fromStdString(std::string(reading.severity)) + ' '
                          + number(reading.temperature) + ' ' + number(reading.vibration);
        for (const ExtraMeasurement& extra : reading.extras)
            part += ' ' + QByteArray::fromStdString(std::string(extra.name)) + '='
                    + QByteArray::fromStdString(std::string(extra.value));
        parts.append(part);
    }
    for (const RejectedCell& cell : record.rejectedCells)
        parts.append(
            QByteArray::number(cell.slot) + " rejected " + rejectReasonWord(cell.reason).toLatin1()
            + '@' + QByteArray::number(static_cast<qint64>(cell.stoppedAt)));
    if (record.blankSlots > 0)
        parts.append(QByteArray::number(record.blankSlots) + " blank");
    return parts.join("; ");
}

TableFormat longFormat()
{
    TableFormat format;
    format.columns = {
        {"time", TableField::Time},
        {"sensor", TableField::Sensor},
        {"severity", TableField::Severity},
        {"temperature", TableField::Measurement},
        {"vibration", TableField::Measurement},
        {"speed", TableField::Measurement},
        {"q", TableField::Quality}};
    format.severity = "INFO";
    return format;
}

TableFormat valueFormat()
{
    TableFormat format;
    format.columns = {
        {"time", TableField::Time}, {"tag", TableField::Sensor}, {"value", TableField::Value}};
    format.severity = "info";
    return format;
}

TableFormat wideFormat(char delimiter, char decimalMark)
{
    TableFormat format;
    format.layout = TableLayout::Wide;
    format.delimiter = delimiter;
    format.decimalMark = decimalMark;
    format.severity = "INFO";
    format.columns = {
        {"time", TableField::Time},
        {"TI-1 [bar]", TableField::Value, "TI-1"},
        {"note", TableField::Ignored},
        {"07", TableField::Value},
        {"TI-3", TableField::Value}};
    return format;
}

TableFormat jsonFormat(TableShape shape)
{
    TableFormat format = longFormat();
    format.shape = shape;
    return format;
}

QByteArray parsed(const TableFormat& format, std::string_view text)
{
    TableParser parser(format, LocalTime::utc());
    ParsedRecord record;
    parser.parse(text, record);
    return toText(record);
}

} // namespace

Q_DECLARE_METATYPE(TableFormat)

class tst_TableParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsAreRead_data()
    {
        QTest::addColumn<TableFormat>("format");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const TableFormat& format, const char* text,
                            const char* expected) {
            QTest::newRow(name) << format << QByteArray(text) << QByteArray(expected);
        };
        const TableFormat full = longFormat();
        row("row", full, "2021-02-01 00:00:00,5,ERROR,1.5,-2,7.25,Good\n",
            "0 5 ERROR 1.5 -2 speed=7.25");
        row("CRLF", full, "2021-02-01 00:00:00,5,ERROR,1.5,-2,7.25,\r\n",
            "0 5 ERROR 1.5 -2 speed=7.25");
        row("no line end", full, "2021-02-01 00:00:00,5,ERROR,1.5,-2,7.25,192",
            "0 5 ERROR 1.5 -2 speed=7.25");
        row("quotes and spaces", full,
            " \"2021-02-01 00:00:00\" , \"TI \"\"5\"\"\" ,\"warn\" , 1.5 ,\"-2\",\"7.25\",x\n",
            "0 TI \"5\" WARN 1.5 -2 speed=7.25 quality=x");
        row("line feed in a cell", full, "2021-02-01,5,ERROR,1,2,3,\"B\n\"\n", "field-value@26");
        row("no measurements", full, "2021-02-01,5,,,,,\n", "0 5 INFO - -");
        row("bad quality", full, "2021-02-01,5,,1,,,Bad\n", "0 5 INFO 1 - quality=Bad");
        row("words", full, "2021-02-01,5,,err,I/O Timeout,NaN,\n",
            "0 5 INFO - - temperature=err vibration=I/O Timeout speed=NaN");
        row("further marks with digits", full, "2021-02-01,5,,1.#QNAN00,Err:502,1e400,\n",
            "0 5 INFO - - temperature=1.#QNAN00 vibration=Err:502 speed=1e400");
        row("marks with digits", full, "2021-02-01,5,,1.#QNAN,#DIV/0!,-1.#IND,\n",
            "0 5 INFO - - temperature=1.#QNAN vibration=#DIV/0! speed=-1.#IND");
        row("numbers", full, "2021-02-01,007.0,,+1.5,.5,1e3,\n", "0 7 INFO 1.5 0.5 speed=1e3");
        row("long numbers", full,
            "2021-02-01,123456789012,,1234567.25,-123456789.125,0.000000001,\n",
            "0 123456789012 INFO 1234567.25 -123456789.125 speed=0.000000001");
        row("more empty cells", full, "2021-02-01,5,,,,,,,,\n", "0 5 INFO - -");
        row("unit behind a number", full, "2021-02-01,5,,1,2,12.5 bar,\n", "measurements@18");
        row("mark for thousands", full, "2021-02-01,5,,\"1,234\",2,3,\n", "measurements@15");
        row("too large", full, "2021-02-01,5,,1e300,2,3,\n",
            "0 5 INFO - 2 temperature=1e300 speed=3");
        row("hexadecimal", full, "2021-02-01,5,,0x10,2,3,\n", "measurements@14");
        row("time", full, "2021-02-30,5,,1,2,3,\n", "timestamp@8");
        row("no time", full, ",5,,1,2,3,\n", "missing-field@0");
        row("severity", full, "2021-02-01,5,ERR0R,1,2,3,\n", "severity@16");
        row("no sensor", full, "2021-02-01,,ERROR,1,2,3,\n", "sensor-id@11");
        row("control character", full,
            "2021-02-01,a\x01"
            "b,ERROR,1,2,3,\n",
            "sensor-id@12");
        row("not UTF-8", full, "2021-02-01,a\xFF,ERROR,1,2,3,\n", "sensor-id@12");
        row("too few cells", full, "2021-02-01,5,ERROR,1,2,3\r\n", "shape@24");
        row("too many cells", full, "2021-02-01,5,ERROR,1,2,3,,,x\n", "shape@27");
        row("unclosed quote", full, "2021-02-01,5,ERROR,1,2,3,\"x\n2021\n", "shape@25");
        row("blank", full, "\n", "blank");
        row("blank with spaces", full, "  \t\r\n", "blank");
        row("blank with delimiters", full, ",, , ,,,\n", "blank");
        row("value", valueFormat(), "2021-02-01,TI-1,5.5\n", "0 TI-1 INFO - - value=5.5");
        row("value that is a word", valueFormat(), "2021-02-01,TI-1,Bad\n",
            "0 TI-1 INFO - - value=Bad");
        row("no value", valueFormat(), "2021-02-01,TI-1,\n", "0 TI-1 INFO - -");
        TableFormat named = valueFormat();
        named.columns.push_back({"metric", TableField::MeasurementName});
        row("named value", named, "2021-02-01,TI-1,5.5,Temperature\n", "0 TI-1 INFO 5.5 -");
        row("other named value", named, "2021-02-01,TI-1,5.5,flow\n", "0 TI-1 INFO - - flow=5.5");
        TableFormat twoTimes = valueFormat();
        twoTimes.columns = {
            {"clock", TableField::TimeOfDay},
            {"equipment", TableField::Equipment},
            {"date", TableField::Date},
            {"tag", TableField::Sensor},
            {"value", TableField::Value}};
        row("date and time of day", twoTimes, "14:00:00,P-1,2021-02-01,,1\n",
            "0 P-1 (equipment) INFO - - value=1");
        row("time of day that is none", twoTimes, "14:60:00,P-1,2021-02-01,TI-1,1\n",
            "timestamp@3");
        row("date that is none", twoTimes, "14:00:00,P-1,2021-13-01,TI-1,1\n", "timestamp@18");
        TableFormat constant = valueFormat();
        constant.columns[1].field = TableField::Ignored;
        constant.sensor = "01";
        row("constant sensor", constant, "2021-02-01,TI-1,5.5\n", "0 1 INFO - - value=5.5");

        const TableFormat wide = wideFormat(';', ',');
        row("wide", wide, "2021-02-01;1,5;x;2;-3\n",
            "0 TI-1 INFO - - value=1.5; 1 7 INFO - - value=2; 2 TI-3 INFO - - value=-3");
        row("wide with gaps", wide, "2021-02-01;;x;Bad;\n", "1 7 INFO - - value=Bad; 2 blank");
        row("wide with damage", wide, "2021-02-01;1.5;x;2,5;1 2\n",
            "1 7 INFO - - value=2.5; 0 rejected measurements@11; 2 rejected measurements@21");
        row("wide without values", wide, "2021-02-01;;;;\n", "3 blank");
        row("decimal comma", wide, "2021-02-01;-1234567,25;;1,5E-3;,5\n",
            "0 TI-1 INFO - - value=-1234567.25; 1 7 INFO - - value=1.5E-3; 2 TI-3 INFO - - "
            "value=.5");
        TableFormat good = wide;
        good.columns[2].field = TableField::Quality;
        row("wide with a quality", good, "2021-02-01;1;Bad;2;\n",
            "0 TI-1 INFO - - value=1 quality=Bad; 1 7 INFO - - value=2 quality=Bad; 1 blank");

        const TableFormat lines = jsonFormat(TableShape::JsonLines);
        row("object", lines,
            "{\"time\":\"2021-02-01T00:00:00Z\",\"sensor\":1.0,\"severity\":\"error\","
            "\"temperature\":1.5,"
            "\"vibration\":null,\"more\":[{\"a\":\"}\"}],\"speed\":\"fast\"}"
            "\n",
            "0 1 ERROR 1.5 - speed=fast");
        row("escapes", lines,
            "{ \"t\\u0069me\" : \"2021-02-01\" , "
            "\"sensor\":\"T\\u00e4\\/\\ud83d\\ude00\",\"speed\":1e2 }",
            "0 T\xC3\xA4/\xF0\x9F\x98\x80 INFO - - speed=1e2");
        row("last of two", lines, "{\"time\":\"2021-02-01\",\"sensor\":\"a\",\"sensor\":\"b\"}",
            "0 b INFO - -");
        row("NaN", lines, "{\"time\":\"2021-02-01\",\"sensor\":\"a\",\"temperature\":NaN}",
            "0 a INFO - - temperature=NaN");
        row("missing time", lines, "{\"sensor\":\"a\"}", "missing-field@0");
        row("nested field", lines, "{\"time\":\"2021-02-01\",\"sensor\":\"a\",\"speed\":[1]}",
            "measurements@42");
        TableFormat inner = lines;
        inner.columns.push_back({"data.pump.speed", TableField::Measurement, "rpm"});
        inner.columns.push_back({"data.flow", TableField::Measurement});
        row("inner objects", inner,
            "{\"data\":{\"pump\":{\"speed\":5},\"flow\":2,\"time\":3},\"time\":\"2021-02-01\","
            "\"sensor\":\"a\"}",
            "0 a INFO - - rpm=5 data.flow=2");
        row("key with a point", inner,
            "{\"time\":\"2021-02-01\",\"sensor\":\"a\",\"data.flow\":3,\"data\":{\"pump.speed\":4}"
            "}",
            "0 a INFO - - rpm=4 data.flow=3");
        row("no inner object", inner,
            "{\"time\":\"2021-02-01\",\"sensor\":\"a\",\"data\":[{\"flow\":3}]}", "0 a INFO - -");
        row("cut off inner object", inner, "{\"time\":\"2021-02-01\",\"data\":{\"flow\":3}",
            "shape@38");
        row("blank line", lines, " \r\n", "blank");
        row("no object", lines, "[1]\n", "shape@0");
        row("cut off", lines, "{\"time\":\"2021-02-01\",\"sen\n", "shape@21");
        row("comma too many", lines, "{\"time\":\"2021-02-01\",}", "shape@21");
        row("two on a line", lines, "{\"time\":\"2021-02-01\"}{}\n", "shape@21");
        row("half of a pair", lines, "{\"time\":\"2021-02-01\",\"sensor\":\"\\ud83d\"}",
            "shape@38");
        const TableFormat array = jsonFormat(TableShape::JsonElements);
        row("element", array, "{\n\"time\":\"2021-02-01\",\n\"sensor\":5}\n , {}", "0 5 INFO - -");
        row("end", array, "]\n", "blank");
        row("damaged element", array, "{\"time\":\"2021-02-01\"; },\n{}", "shape@20");
    }
    void recordsAreRead()
    {
        QFETCH(TableFormat, format);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QVERIFY2(format.check().ok(), format.toJson().c_str());
        const std::string_view view(text.constData(), static_cast<std::size_t>(text.size()));
        QCOMPARE(parsed(format, view), expected);
        // The bytes behind a record mean nothing.
        TableParser parser(format, LocalTime::utc());
        ParsedRecord record;
        const std::size_t bytes = parser.parse(view, record);
        for (const char* next : {"", "1", "88888888888", "{\"time\":1}\n"}) {
            if (!text.endsWith('\n'))
                break;
            const std::string more = text.toStdString() + next;
            if (format.shape == TableShape::JsonElements)
                break;
            QCOMPARE(parser.parse(more, record), bytes);
            QCOMPARE(toText(record), expected);
        }
    }

    void timesAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected"); // in UTC
        QTest::addColumn<bool>("isDateOnly");
        QTest::addColumn<bool>("isTwice");
        const auto row = [](const char* text, const char* expected, bool isDateOnly = false,
                            bool isTwice = false) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(expected) << isDateOnly
                                << isTwice;
        };
        row("2021-02-01 14:00:00", "2021-02-01 13:00:00");
        row("2021-2-1 4:00:05", "2021-02-01 03:00:05");
        row("2021/02/01 14:00", "2021-02-01 13:00:00");
        row("2021-02-01T14:00:00", "2021-02-01 13:00:00");
        row("2021-02-01T14:00:00Z", "2021-02-01 14:00:00");
        row("2021-02-01T14:00:00.25Z", "2021-02-01 14:00:00.25");
        row("2021-02-01 14:00:00+05:30", "2021-02-01 08:30:00");
        row("2021-02-01", "2021-01-31 23:00:00", true);
        row("2021-10-31 02:30:00", "2021-10-31 00:30:00", false, true);
        row("2021-10-31T02:30:00Z", "2021-10-31 02:30:00");
    }
    void timesAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QFETCH(bool, isDateOnly);
        QFETCH(bool, isTwice);
        TableParser parser(valueFormat(), *LocalTime::fromName(u"Europe/Oslo"_s));
        ParsedRecord record;
        const std::string row = text.toStdString() + ",A,1\n";
        // The second and third ones are remembered, or not.
        for (const std::string& each : {row, row, std::string("2020-01-01,A,1\n"), row}) {
            QCOMPARE(parser.parse(each, record), each.size());
            QCOMPARE(record.readings.size(), std::size_t{1});
        }
        QCOMPARE(record.readings[0].occurredAt, timeOf(expected.constData()));
        QCOMPARE(record.readings[0].notes.isDateOnly, isDateOnly);
        QCOMPARE(record.readings[0].notes.isTimeTwice, isTwice);
    }

    void timeThatDoesNotExistIsRejected()
    {
        TableParser parser(valueFormat(), *LocalTime::fromName(u"Europe/Oslo"_s));
        ParsedRecord record;
        parser.parse("2021-03-28 02:30:00,A,1\n", record);
        QCOMPARE(toText(record), QByteArray("skipped-hour@11"));
    }

    void slotsAreThoseOfTheFormat()
    {
        QCOMPARE(TableParser(longFormat(), LocalTime::utc()).slots(), 1);
        QCOMPARE(TableParser(wideFormat(',', '.'), LocalTime::utc()).slots(), 3);
    }

    void recordsAreThoseOfTheCutter_data()
    {
        QTest::addColumn<TableFormat>("format");
        QTest::addColumn<QByteArrayList>("parts");
        const QByteArrayList cells{"2021-02-01", "2021-02-01 14:00:00",
                                   "5",          "TI-1",
                                   "1.5",        "\"",
                                   "\"\"",       "\"a\nb\"",
                                   ",",          ",",
                                   ",",          ",",
                                   "\n",         "\n",
                                   "\r\n",       " ",
                                   "x"};
        QTest::newRow("long") << valueFormat() << cells;
        QTest::newRow("wide") << wideFormat(',', '.') << cells;
        const QByteArrayList json{
            "{\"time\":\"2021-02-01\",",
            "\"sensor\":",
            "\"speed\":1",
            "\"sensor\":\"A\"",
            "{",
            "}",
            "}",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            ",",
            ",",
            ":",
            "\n",
            " ",
            "1",
            "null"};
        QTest::newRow("lines") << jsonFormat(TableShape::JsonLines) << json;
        QTest::newRow("elements") << jsonFormat(TableShape::JsonElements) << json;
    }
    void recordsAreThoseOfTheCutter()
    {
        QFETCH(TableFormat, format);
        QFETCH(QByteArrayList, parts);
        TableParser parser(format, LocalTime::utc());
        ParsedRecord record;
        unsigned state = 1;
        for (int i = 0; i < 20'000; ++i) {
            std::string text;
            for (int j = 0; j < 20; ++j) {
                state = state * 1664525U + 1013904223U;
                text += parts[static_cast<qsizetype>(
                                  (state >> 16U) % static_cast<unsigned>(parts.size()))]
                            .toStdString();
            }
            std::string_view rest = text;
            RecordCutter cutter = parser.cutter();
            while (!rest.empty()) {
                const auto cut = cutter.cut(rest, 1, true);
                if (cut.records == 0) {
                    QVERIFY(cut.ended);
                    break;
                }
                const std::size_t bytes = parser.parse(rest, record);
                QVERIFY2(bytes == cut.bytes, text.c_str());
                if (record.outcome == Outcome::Readings)
                    QCOMPARE(
                        static_cast<int>(record.readings.size() + record.rejectedCells.size())
                            + record.blankSlots,
                        parser.slots());
                else
                    QVERIFY(record.readings.empty() && record.stoppedAt <= bytes);
                rest.remove_prefix(bytes);
            }
        }
    }
};

QTEST_APPLESS_MAIN(tst_TableParser)
#include "tst_TableParser.moc"
