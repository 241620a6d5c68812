// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableRecognition.h"

#include "sources/tables/TableParser.h"

#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Kind = TableQuestion::Kind;

QByteArray wordOf(const TableColumn& column, TableLayout layout)
{
    const QByteArray label = QByteArray::fromStdString(column.labelOrName());
    switch (column.field) {
    case TableField::Time:
        return "time";
    case TableField::Date:
        return "date";
    case TableField::TimeOfDay:
        return "clock";
    case TableField::Sensor:
        return "sensor";
    case TableField::Equipment:
        return "equipment";
    case TableField::Severity:
        return "severity";
    case TableField::Quality:
        return "quality";
    case TableField::Value:
        return layout == TableLayout::Wide ? "=" + label : QByteArray("value");
    case TableField::MeasurementName:
        return "name";
    case TableField::Measurement:
        return "+" + label;
    default:
        return "-";
    }
}

// "delimited;,. long time sensor value", with what is constant behind it.
QByteArray summary(const RecognisedTable& table)
{
    const TableFormat& format = table.format;
    QByteArray text;
    if (format.shape == TableShape::Delimited)
        text += format.delimiter == '\t' ? 'T' : format.delimiter;
    else
        text += format.shape == TableShape::JsonLines ? "lines" : "array";
    if (format.decimalMark == ',')
        text += " comma";
    text += format.layout == TableLayout::Wide ? " wide" : " long";
    for (const TableColumn& column : format.columns)
        text += ' ' + wordOf(column, format.layout);
    if (!format.sensor.empty())
        text += " | sensor " + QByteArray::fromStdString(format.sensor);
    if (!format.severity.empty())
        text += " | " + QByteArray::fromStdString(format.severity);
    for (const std::string& key : format.path)
        text += " | in " + QByteArray::fromStdString(key);
    for (const TableQuestion& question : table.questions)
        text += '?' + QByteArray::number(static_cast<int>(question.kind));
    return text;
}

} // namespace

class tst_TableRecognition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tablesAreRecognised_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<QByteArray>("first"); // what the records begin with
        const auto row = [](const char* name, const char* text, const char* expected,
                            const char* first) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected) << QByteArray(first);
        };
        row("long", "timestamp,tag,value\n2021-02-01 00:00,TI-1,5.5\n",
            ", long time sensor value | INFO", "2021");
        row("long with everything",
            "Sensor ID;Time Stamp;Log Level;Quality;Temperature;Vibration;Speed [rpm];Note\n"
            "7;2021-02-01 00:00;ERROR;Good;1,5;2,5;100;x1\n",
            "; comma long sensor time severity quality +temperature +vibration +Speed -", "7;");
        row("tabs", "ts\tpoint\treading\n2021-02-01\tA\t1\n", "T long time sensor value | INFO",
            "2021");
        row("bars", "ts|point|reading\n2021-02-01|A|1\n", "| long time sensor value | INFO",
            "2021");
        row("named delimiter", "sep=;\r\nts;point;reading\r\n2021-02-01;A;1\r\n",
            "; long time sensor value | INFO", "2021");
        row("byte order mark", "\xEF\xBB\xBFts,point,reading\n2021-02-01,A,1\n",
            ", long time sensor value | INFO", "2021");
        row("quoted header",
            "\"datetime\",\"machineID\",\"volt\",\"vibration\"\n"
            "2015-01-01 06:00:00,1,176.2,45.1\n",
            ", long time equipment +volt +vibration | INFO", "2015");
        row("metric and value", "time,device,metric,value\n2021-02-01 00:00,P1,temperature,5\n",
            ", long time equipment name value | INFO", "2021");
        row("wide", "Time,TI-101A,FIC_2.PV\n2021-02-01 00:00,1.5,2\n",
            ", wide time =TI-101A =FIC_2.PV | INFO", "2021");
        row("wide with units and preamble",
            "Report;of the plant\nFrom;2021-01-01 00:00\n\n"
            "Zeitstempel;TI-101 [bar];TI-102 (°C);TI-103\n;bar;°C;\n"
            "2021-02-01 00:00;1,5;Bad;\n2021-02-01 00:01;1,6;2,5;\n",
            "; comma wide time =TI-101 =TI-102 =TI-103 | INFO", "2021-02-01 00:00;");
        row("wide without a name for the time", ";TI-1;TI-2\n2021-02-01;1;2\n",
            "; wide time =TI-1 =TI-2 | INFO", "2021");
        row("wide with other words for time", "Moment;TI-1;TI-2\n2021-02-01;1;2\n",
            "; wide time =TI-1 =TI-2 | INFO", "2021");
        row("wide with plain names", "time,pressure,flow\n2021-02-01,1,2\n",
            ", wide time =pressure =flow | INFO?2", "2021");
        row("wide with qualities", "time,T1,T1_Quality,T2,T2 quality\n2021-02-01,1,192,2,192\n",
            ", wide time =T1 - =T2 - | INFO", "2021");
        row("date and time of day", "Date,Time,Sensor,Value\n2021-02-01,14:00:00,A,1\n",
            ", long date clock sensor value | INFO", "2021");
        row("Datum und Uhrzeit", "Datum;Uhrzeit;Messstelle;Messwert\n2021-02-01;14:00;A;1,5\n",
            "; comma long date clock sensor value | INFO", "2021");
        row("one sensor a file", "time,temperature,vibration\n2021-02-01,1,2\n",
            ", long time +temperature +vibration | sensor pump-7 | INFO?1", "2021");
        row("one value a file", "time,value\n2021-02-01,1\n",
            ", long time value | sensor pump-7 | INFO?1", "2021");
        row("level that is one", "time,sensor,level,value\n2021-02-01,A,Warning,1\n",
            ", long time sensor severity value", "2021");
        row("level of a tank", "time,sensor,level\n2021-02-01,A,2.5\n",
            ", long time sensor +level | INFO", "2021");
        row("status that is a quality", "time,sensor,value,status\n2021-02-01,A,2.5,Good\n",
            ", long time sensor value quality | INFO", "2021");
        row("status that is something else", "time,sensor,value,status\n2021-02-01,A,2.5,open\n",
            ", long time sensor value - | INFO", "2021");
        row("events", "time,machine,errorID\n2021-02-01,1,error5\n2021-02-02,2,error1\n",
            ", long time equipment -?3", "2021");
        row("alarms with a value", "time,tag,alarm,value\n2021-02-01,A,HIHI,95.5\n",
            ", long time sensor - value?3", "2021");
        row("events with a measurement",
            "time,machine,event_type,pressure\n2021-02-01,M1,Pump tripped,5\n",
            ", long time equipment - +pressure?3", "2021");
        row("alarm flag", "time,tag,value,alarm\n2021-02-01,A,1,0\n2021-02-01,A,2,1\n",
            ", long time sensor value +alarm | INFO", "2021");
        row("alarm flag in words",
            "time,tag,value,alarm\n2021-02-01,A,1,false\n2021-02-01,A,2,true\n",
            ", long time sensor value - | INFO", "2021");
        row("alarm states", "time,tag,value,alarm\n2021-02-01,A,1,Normal\n2021-02-01,A,2,High\n",
            ", long time sensor value - | INFO", "2021");
        row("few alarms", "time,tag,value,alarm\n2021-02-01,A,1,\n2021-02-01,A,2,High\n",
            ", long time sensor value - | INFO", "2021");
        row("numbers of errors", "time,tag,value,error\n2021-02-01,A,1,17\n",
            ", long time sensor value +error | INFO", "2021");
        row("OPC UA",
            "NodeId;ServerTimestamp;SourceTimestamp;Value;StatusCode\n"
            "\"ns=2;s=TI-101\";2021-02-02T00:00:01Z;2021-02-01T00:00:00Z;1.5;Good\n",
            "; long sensor - time value quality | INFO", "\"ns=2");
        row("events with severity", "time,sensor,severity\n2021-02-01,A,ERROR\n",
            ", long time sensor severity", "2021");
        row("day first", "time;sensor;value\n13.02.2021 14:00;A;1,25\n14.02.2021 14:00;A;2\n",
            "; comma long time sensor value | INFO?0", "13.02");
        row("epoch", "epoch,sensor,value\n1612188000,A,1\n", ", long time sensor value | INFO",
            "1612");
        row("thousands or decimals", "time;sensor;value\n2021-02-01;A;1,234\n",
            "; comma long time sensor value | INFO?4", "2021");
        row("both marks", "time;sensor;value\n2021-02-01;A;1,23\n2021-02-01;A;1.23\n",
            "; comma long time sensor value | INFO?4", "2021");
        row("row numbers", "Unnamed: 0,time,sensor,value\n0,2021-02-01,A,1\n",
            ", long - time sensor value | INFO", "0,");
        row("lines",
            "{\"timestamp\":\"2021-02-01T00:00:00Z\",\"level\":\"ERROR\",\"sensorId\":1,"
            "\"temperature\":10.5}\n{\"timestamp\":\"2021-02-01T00:00:00Z\"}\n",
            "lines long time severity sensor +temperature", "{");
        row("array",
            " [ {\"time\":\"2021-02-01\",\"tag\":\"A\",\"value\":null},\n"
            "{\"time\":\"2021-02-01\",\"tag\":\"A\",\"value\":1}]",
            "array long time sensor value | INFO", "{\"time");
        row("wrapped",
            "{\"count\":2,\"info\":{\"x\":[1,2]},\"list\":[{\"id\":1}],\"data\":"
            "{\"rows\":[{\"time\":\"2021-02-01\",\"tag\":\"A\",\"value\":1}]}}",
            "array long time sensor value | INFO | in data | in rows", "{\"time");
        row("objects on several lines",
            "{\n \"time\":\"2021-02-01\",\n \"tag\":\"A\",\n \"value\":1\n}\n"
            "{\n \"time\":\"2021-02-02\",\n \"tag\":\"A\",\n \"value\":1\n}\n",
            "array long time sensor value | INFO", "{\n");
        row("objects in a record",
            "{\"ts\":1612188000000,\"deviceId\":\"P1\",\"data\":{\"temperature\":20.5,\"x\":"
            "{\"speed\":5}},\"tags\":[\"a\"]}\n",
            "lines long time equipment +temperature +speed - | INFO", "{");
        row("an id in an object",
            "{\"time\":\"2021-02-01\",\"sensor\":{\"id\":\"A\",\"unit\":\"bar\"},\"value\":1}\n",
            "lines long time sensor - value | INFO", "{");
        row("the same key in two objects",
            "{\"time\":\"2021-02-01\",\"P1\":{\"speed\":5},\"P2\":{\"speed\":6}}\n",
            "lines wide time =P1.speed =P2.speed | INFO", "{");
        row("arrays in one object",
            "{\"time\":\"2021-02-01\",\"info\":{\"device\":\"P1\",\"value\":1},\"data\":"
            "[{\"time\":\"2021-02-01\",\"tag\":\"A\",\"value\":1}]}",
            "array long time sensor value | INFO | in data", "{\"time\":\"2021-02-01\",\"tag");
        row("annotated CSV",
            "#datatype,string,long,dateTime:RFC3339,double,string,string\n"
            ",result,table,_time,_value,_field,tag\n"
            ",,0,2021-05-18T00:00:00Z,1.5,temperature,P1\n"
            ",,0,2021-05-18T00:01:00Z,1.5,temperature,P1\n",
            ", long - - - time value name sensor | INFO", ",,0");
        row("wide objects", "{\"time\":\"2021-02-01\",\"TI-1\":1,\"TI-2\":2}\n",
            "lines wide time =TI-1 =TI-2 | INFO", "{");
    }
    void tablesAreRecognised()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QFETCH(QByteArray, first);
        const std::string sample = text.toStdString();
        const auto table = recogniseTable(sample, "pump-7.2021.csv");
        QVERIFY(table.has_value());
        QCOMPARE(summary(*table), expected);
        QVERIFY(text.mid(table->format.dataBegin).startsWith(first));
        QVERIFY(!table->reasons.isEmpty());
        if (table->hasQuestion(Kind::Severity))
            return;
        QVERIFY2(table->format.check().ok(), table->format.toJson().c_str());
        const auto again = TableFormat::fromJson(table->format.toJson());
        QVERIFY(again.ok());
        QVERIFY(*again == table->format);
        const auto same = formatForFile(table->format, sample);
        QVERIFY(same.has_value());
        QVERIFY(*same == table->format);
        // What was recognised can be read.
        if (table->hasQuestion(Kind::Times))
            return;
        TableParser parser(table->format, LocalTime::utc());
        ParsedRecord record;
        const std::string_view records =
            std::string_view(sample).substr(static_cast<std::size_t>(table->format.dataBegin));
        QVERIFY(parser.parse(records, record) > 0);
        QCOMPARE(record.outcome, ParsedRecord::Outcome::Readings);
        QVERIFY(!record.readings.empty());
    }

    void otherFilesAreNot_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const char* text) {
            QTest::newRow(name) << QByteArray(text);
        };
        row("nothing", "");
        row("space", " \n\n");
        row("log",
            "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t365.26, vibration\t1)\n"
            "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t365.26, vibration\t1)\n");
        row("sensor map", "equipment_id;sensor_id\n1;1\n1;2\n");
        row("sensor map with times", "equipment_id,sensor_id,valid_from\n1,1,2021-02-01\n");
        row("sensor map with dates", "equipment_id,sensor_id,date\n1,1,2021-02-01\n");
        row("equipment list", "equipment_id,code,group_name,date\n1,P-1,Pumps,2021-02-01\n");
        row("equipment list with numbers",
            "equipment_id,code,installed,max_pressure\n1,P-1,2021-02-01,7.5\n");
        row("JSON equipment list",
            R"([{"equipment_id":1,"code":"P-1","group_name":"G"},{"equipment_id":2,"code":"P-2"}])");
        row("header alone", "time,sensor,value\n");
        row("no header", "2021-02-01 00:00,TI-1,5.5\n2021-02-01 00:00,TI-2,5.5\n");
        row("text", "Dear all,\nplease find the file, as of 2021-02-01, attached.\n");
        row("JSON that is none", "{\"a\":1,");
        row("JSON text", "\"time\"");
        row("array of numbers", "[1,2,3]");
        row("NUL in a key", "[{\"time\":\"2021-02-01\",\"sensor\":1,\"value\":1,\"a\\u0000b\":2}]");
        QTest::newRow("NUL in a header")
            << QByteArray("time,sensor,value,a!b\n2021-02-01,1,1,2\n").replace('!', '\0');
    }
    void otherFilesAreNot()
    {
        QFETCH(QByteArray, text);
        const auto table = recogniseTable(text.toStdString(), "file.csv");
        QVERIFY2(!table, table ? summary(*table).constData() : "");
    }

    void timesHaveManyNames_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name :
             {"time", "TIMESTAMP", "datetime", "date_time", "Date", "ts", "occurredAt",
              "event time", "Zeitstempel", "Time (UTC)", "horodatage", "fecha_hora"})
            QTest::newRow(name) << QByteArray(name);
    }
    void timesHaveManyNames()
    {
        QFETCH(QByteArray, name);
        const auto table =
            recogniseTable("sensor," + name.toStdString() + ",value\nA,2021-02-01,1\n", "x");
        QVERIFY(table.has_value());
        QCOMPARE(table->format.columns[1].field, TableField::Time);
    }

    void formatIsOfOneStructure()
    {
        const auto table = recogniseTable("time,tag,value\n2021-02-01,A,1\n", "a.csv");
        const std::string_view other = "Export of today\n\nTime,TAG,Value\n2021-02-03,B,1\n";
        const auto format = formatForFile(table->format, other);
        QVERIFY(format.has_value());
        QVERIFY(
            other.substr(static_cast<std::size_t>(format->dataBegin)).starts_with("2021-02-03"));
        QVERIFY(!formatForFile(table->format, "time,tag,val\n2021-02-01,A,1\n"));
    }

    void anyBeginningIsHandled()
    {
        // Files end anywhere within a sample.
        const std::string text =
            "\xEF\xBB\xBF{\"a\":{\"rows\":[{\"time\":\"2021-02-01\",\"tag\":\"\\u00e9"
            "\",\"value\":1.5},{\"time\":\"2021-02-01\",\"tag\":\"A\"}]}}";
        for (std::size_t bytes = 0; bytes <= text.size(); ++bytes)
            static_cast<void>(recogniseTable(text.substr(0, bytes), "x"));
        QVERIFY(recogniseTable(text, "x"));
    }
};

QTEST_APPLESS_MAIN(tst_TableRecognition)
#include "tst_TableRecognition.moc"
