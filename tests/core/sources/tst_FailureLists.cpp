// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/Instant.h"
#include "sources/failures/Durations.h"
#include "sources/tables/FailureCells.h"
#include "sources/tables/TableParser.h"
#include "sources/tables/TableRecognition.h"

#include <QTest>

#include <cmath>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Outcome = ParsedRecord::Outcome;

QByteArray toBytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

QByteArray wordOf(const TableColumn& column)
{
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
    case TableField::Measurement:
        return "+" + QByteArray::fromStdString(column.labelOrName());
    case TableField::Value:
        return "value";
    case TableField::FailureMode:
        return "mode";
    case TableField::Cause:
        return "cause";
    case TableField::End:
        return "end";
    case TableField::EndTimeOfDay:
        return "end-clock";
    case TableField::Duration:
        return "duration:" + QByteArray::fromStdString(column.label);
    case TableField::Planned:
        return column.label.empty() ? "planned" : "unplanned";
    default:
        return "-";
    }
}

// "time equipment mode | FAILURE", or "-" for no table; with a question mark if the severity is
// asked, and an exclamation mark if it can't be anything but a failure list.
QByteArray summary(const std::optional<RecognisedTable>& table)
{
    if (!table)
        return "-";
    QByteArrayList words;
    for (const TableColumn& column : table->format.columns)
        words.append(wordOf(column));
    QByteArray text = words.join(' ');
    if (!table->format.severity.empty())
        text += " | " + QByteArray::fromStdString(table->format.severity);
    if (table->hasQuestion(TableQuestion::Kind::Severity))
        text += " ?";
    if (table->isFailureList)
        text += " !";
    return text;
}

// "severity sensor mode=… cause=… end=… seconds=… planned=…".
QByteArray toText(const ParsedRecord& record)
{
    if (record.outcome == Outcome::Rejected)
        return rejectReasonWord(record.reason).toLatin1() + '@'
               + QByteArray::number(static_cast<qint64>(record.stoppedAt));
    QByteArrayList parts;
    for (const RecordReading& reading : record.readings) {
        const ReadingNotes& notes = reading.notes;
        parts.append(toBytes(reading.severity) + ' ' + toBytes(sensorIdOf(reading)));
        for (const ExtraMeasurement& extra : reading.extras)
            parts.append(toBytes(extra.name) + '=' + toBytes(extra.value));
        const FailureDetail detail = reading.detail ? *reading.detail : FailureDetail();
        if (!detail.mode.empty())
            parts.append("mode=" + toBytes(detail.mode));
        if (!detail.cause.empty())
            parts.append("cause=" + toBytes(detail.cause));
        if (detail.endedAt)
            parts.append(
                "end=+" + QByteArray::number((*detail.endedAt - reading.occurredAt) / 1'000'000));
        if (detail.seconds)
            parts.append("seconds=" + QByteArray::number(*detail.seconds, 'g', 17));
        if (detail.isPlanned)
            parts.append(*detail.isPlanned ? "planned" : "unplanned");
        if (notes.isEndBefore)
            parts.append("end before");
        if (notes.isContradictory)
            parts.append("contradictory");
    }
    return parts.join(' ');
}

// A list with all columns.
TableFormat workOrders()
{
    TableFormat format;
    format.delimiter = ';';
    format.columns = {{"start", TableField::Time},       {"asset", TableField::Equipment},
                      {"mode", TableField::FailureMode}, {"cause", TableField::Cause},
                      {"end", TableField::End},          {"downtime", TableField::Duration, "h"},
                      {"type", TableField::Planned},     {"cost", TableField::Measurement}};
    format.severity = "FAILURE";
    return format;
}

} // namespace

class tst_FailureLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsAreRecognised_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("time, machine, mode", "datetime,machineID,failure\n2021-02-01 06:00:00,7,comp2\n",
            "time equipment mode | FAILURE");
        row("work orders",
            "WO Number;Asset ID;Asset Name;Reported;Failure Mode;Root Cause;Finished;Maintenance "
            "Type\n1001;P-7;Feed pump;2021-02-01 08:15;Seal leak;Dry run;2021-02-01 "
            "11:45;Corrective\n",
            "- equipment - time mode cause end planned | FAILURE !");
        row("breakdowns with a duration",
            "equipment_id,breakdown_start,downtime_hours,cause\n7,2021-02-01 08:15,3.5,wear\n",
            "equipment time duration:h cause | FAILURE !");
        row("unit in brackets", "machine,failure time,Repair time [min]\nM1,2021-02-01 08:15,90\n",
            "equipment time duration:min | FAILURE");
        row("durations of hours and minutes",
            "machine,failed_at,downtime\nM1,2021-02-01 08:15,1:30\nM1,2021-02-02,0:45\n",
            "equipment time duration: | FAILURE");
        row("duration without a unit", "machine,failed_at,downtime\nM1,2021-02-01 08:15,90\n",
            "equipment time duration:? | FAILURE");
        row("a unit is better than none",
            "machine,failed_at,downtime,repair_time_min\nM1,2021-02-01 08:15,90,60\n",
            "equipment time - duration:min | FAILURE");
        row("a unit that the ends show",
            "machine,failed_at,end,downtime\nM1,2021-02-01 08:15,2021-02-01 09:45,90\n"
            "M1,2021-02-02 08:15,2021-02-02 08:45,30\nM1,2021-02-03 08:15,2021-02-03 09:15,60\n",
            "equipment time end duration:min | FAILURE !");
        row("ends that don't fit",
            "machine,failed_at,closed_at,downtime\nM1,2021-02-01 08:15,2021-02-01 09:45,90\n"
            "M1,2021-02-02 08:15,2021-02-05 08:45,30\nM1,2021-02-03 08:15,2021-02-03 09:15,60\n",
            "equipment time end duration:? | FAILURE !");
        row("end of a date and a time of day",
            "machine,failure,start date,start time,end date,end time\n"
            "M1,leak,2021-02-01,08:15,2021-02-01,09:15\n",
            "equipment mode date clock end end-clock | FAILURE !");
        row("dates and times of day in any order",
            "machine,end time,start time,failure,end date,start date\n"
            "M1,09:15,08:15,leak,2021-02-01,2021-02-01\n",
            "equipment end-clock clock mode end date | FAILURE !");
        row("end that is only a time of day",
            "machine,failure,start,end\nM1,leak,2021-02-01 08:15,09:15\n",
            "equipment mode time end-clock | FAILURE !");
        row("end with a time of day needs no other",
            "machine,failure,start,end,finish time\nM1,leak,2021-02-01 08:15,2021-02-01 "
            "09:15,10:00\n",
            "equipment mode time end - | FAILURE !");
        row("SAP's dates and times",
            "Notification;Functional Loc.;Malfunct. start;Start Malfn (T);Malfunction end;"
            "End Malfn (T);Breakdown dur.\n"
            "10004711;P-7;2021-02-01;08:15:00;2021-02-01;09:15:00;1,0\n",
            "- equipment date clock end end-clock duration:? | FAILURE !");
        row("marks of breakdowns",
            "Order;Equipment;Malfunction start;Breakdown;Damage code;Cause code\n"
            "4000123;P1;2021-02-03 08:15;X;LEAK;WEAR\n4000124;P2;2021-02-27 23:10;;TRIP;\n",
            "- equipment time unplanned mode cause | FAILURE !");
        row("Maximo's names",
            "WONUM,ASSETNUM,REPORTDATE,ACTFINISH,FAILURECODE,PROBLEMCODE\n"
            "1001,P1,2021-02-01T08:00:00,2021-02-01T10:30:00,PUMPS,LEAK\n",
            "- equipment time end - mode | FAILURE !");
        row("costs are kept",
            "start,machine,work order,failure_mode,cost\n2021-02-01,M1,5,leak,350.5\n",
            "time equipment - mode +cost | FAILURE !");
        row("priority is no severity",
            "start,machine,work_order,priority,status\n2021-02-01,M1,5,Critical,Closed\n",
            "time equipment - - - | FAILURE !");
        row("severity is one",
            "start,machine,work_order,severity\n2021-02-01,M1,5,ERROR\n2021-02-01,M1,6,warning\n",
            "time equipment - severity !");
        row("severity in other words",
            "start,machine,failure_mode,severity\n2021-02-01,M1,leak,major\n",
            "time equipment mode - | FAILURE");
        row("unplanned",
            "machine,started_at,ended_at,unplanned,reason\nM1,2021-02-01 08:00,2021-02-01 "
            "09:00,yes,jam\n",
            "equipment time end unplanned cause | FAILURE !");
        row("Störungen",
            "Maschine;Störungsbeginn;Störungsende;Ursache;Ausfallzeit (Std)\n"
            "P7;2021-02-01 08:15;2021-02-01 09:15;Lager;1,0\n",
            "equipment time end cause duration:h | FAILURE !");
        row("pannes",
            "Équipement;Date panne;Fin;Cause;Durée (min)\nP7;2021-02-01 08:15;2021-02-01 "
            "09:15;Usure;60\n",
            "equipment time end cause duration:min | FAILURE !");
        row("averías",
            "equipo;fecha_fallo;fecha_fin;causa;tipo_mantenimiento\nP7;2021-02-01 "
            "08:15;2021-02-01 09:15;Desgaste;Correctivo\n",
            "equipment time end cause planned | FAILURE !");
        row("JSON",
            "[{\"asset\":\"P7\",\"failed_at\":\"2021-02-01T08:15:00Z\",\"failureMode\":\"leak\","
            "\"downtime\":\"PT1H30M\"}]",
            "equipment time mode duration: | FAILURE !");
        row("events with a sensor",
            "time,sensor_id,failure_mode,end\n2021-02-01,S1,leak,2021-02-02\n",
            "time sensor mode end | FAILURE !");
        row("what was planned, in a column of any name",
            "machine,start,work_order,Type\nM1,2021-02-01,5,Planned\nM1,2021-02-02,6,Unplanned\n",
            "equipment time - planned | FAILURE !");
        row("what was planned, in a column for the mode",
            "machine,start,work_order,failure_type\nM1,2021-02-01,5,PM\nM1,2021-02-02,6,"
            "Breakdown\n",
            "equipment time - planned | FAILURE !");
        row("a column of its own for what was planned",
            "machine,start,planned,failure_type\nM1,2021-02-01,yes,PM\nM1,2021-02-02,no,"
            "Breakdown\n",
            "equipment time planned mode | FAILURE !");
        row("one kind of work alone says nothing",
            "machine,start,work_order,Type\nM1,2021-02-01,5,Repair\nM1,2021-02-02,6,Unplanned\n",
            "equipment time - - | FAILURE !");
        row("yes and no may be about anything",
            "machine,start,work_order,Type\nM1,2021-02-01,5,yes\nM1,2021-02-02,6,no\n",
            "equipment time - - | FAILURE !");
        row("SAP",
            "Notification;Functional Loc.;Malfunct. start;Malfunction end;Damage Text\n"
            "10004711;P-7;2021-02-01 08:15;2021-02-01 09:15;Leak\n",
            "- equipment time end mode | FAILURE !");
        // Not failures, or not surely.
        row("errors", "time,machine,errorID\n2021-02-01,M1,error5\n", "time equipment - ?");
        row("alarms", "time,machine,alarm\n2021-02-01,M1,high level\n", "time equipment - ?");
        row("telemetry with a flag",
            "time,machine,volt,temperature,failure\n2021-02-01,M1,170.5,60,0\n",
            "time equipment +volt +temperature +failure | INFO");
        row("telemetry with a mode",
            "time,machine,volt,pressure,failure_mode\n2021-02-01,M1,170.5,60,none\n",
            "time equipment +volt +pressure - | INFO");
        row("telemetry with a mode that is one",
            "time,machine,volt,pressure,failure_mode\n2021-02-01,M1,170.5,60,leak\n",
            "time equipment +volt +pressure - ?");
        row("flag alone", "time,machine,failure\n2021-02-01,M1,0\n2021-02-02,M1,1\n",
            "time equipment +failure | INFO");
        row("figures of days", "date,machine,failures,downtime_hours\n2021-02-01,M1,3,2.5\n",
            "time equipment +failures +downtime_hours | INFO");
        row("production runs", "machine,start,end\nM1,2021-02-01 06:00,2021-02-01 14:00\n", "-");
        row("equipment list", "equipment_id,code,start_date,type\n7,P-7,2021-02-01,Pump\n", "-");
        row("sensor map", "equipment_id,sensor_id,start,end\n7,1,2021-02-01,2021-03-01\n", "-");
    }
    void listsAreRecognised()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const std::string sample = text.toStdString();
        const auto table = recogniseTable(sample, "list.csv");
        QCOMPARE(summary(table), expected);
        if (!table || table->hasQuestion(TableQuestion::Kind::Severity))
            return;
        QVERIFY2(table->format.check().ok(), table->format.toJson().c_str());
        const auto again = TableFormat::fromJson(table->format.toJson());
        QVERIFY(again.ok());
        QVERIFY(*again == table->format);
        TableParser parser(table->format, LocalTime::utc());
        ParsedRecord record;
        parser.parse(
            std::string_view(sample).substr(static_cast<std::size_t>(table->format.dataBegin)),
            record);
        QCOMPARE(record.outcome, Outcome::Readings);
    }

    void plannedWorkIsInTheReasons()
    {
        const QString none =
            u"No column says which work was planned: each row counts as a failure."_s;
        const auto without =
            recogniseTable("machine,start,failure_mode\nM1,2021-02-01,leak\n", "list.csv");
        QVERIFY(without.has_value());
        QVERIFY(without->reasons.contains(none));
        const auto with = recogniseTable(
            "machine,start,failure_mode,type\nM1,2021-02-01,leak,planned\n"
            "M1,2021-02-02,leak,unplanned\n",
            "list.csv");
        QVERIFY(with.has_value());
        QVERIFY(!with->reasons.contains(none));
        QVERIFY(with->reasons.contains(
            u"“type” says whether a row is planned work, which isn't a failure."_s));
    }

    void rowsAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("row", "2021-02-01 08:00;7;leak;wear;2021-02-01 09:30;1.5;unplanned;20\n",
            "FAILURE 7 (equipment) cost=20 mode=leak cause=wear end=+5400 seconds=5400 unplanned");
        row("nothing but a failure", "2021-02-01 08:00;P-7;;;;;;\n", "FAILURE P-7 (equipment)");
        row("planned work", "2021-02-01 08:00;7;;;;;Preventive;\n",
            "PLANNED 7 (equipment) planned");
        row("texts of several lines",
            "2021-02-01 08:00;7;\"seal; upper\";\"dry\nrun \xC3\xA4\";;;;\n",
            "FAILURE 7 (equipment) mode=seal; upper cause=dry\nrun \xC3\xA4");
        row("end that is the start", "2021-02-01 08:00;7;;;2021-02-01 08:00;0;;\n",
            "FAILURE 7 (equipment) end=+0 seconds=0");
        row("end on that day", "2021-02-01 08:00;7;;;2021-02-01;;;\n", "FAILURE 7 (equipment)");
        row("end on the next day", "2021-02-01 08:00;7;;;2021-02-02;;;\n",
            "FAILURE 7 (equipment) end=+57600");
        row("end before the start", "2021-02-01 08:00;7;leak;;2021-02-01 07:59;1;;\n",
            "FAILURE 7 (equipment) mode=leak seconds=3600 end before");
        row("end the day before", "2021-02-01 08:00;7;;;2021-01-31;;;\n",
            "FAILURE 7 (equipment) end before");
        row("start without a time of day", "2021-02-01;7;;;2021-02-01 09:30;1.5;;\n",
            "FAILURE 7 (equipment) end=+34200 seconds=5400");
        row("a minute apart", "2021-02-01 08:00;7;;;2021-02-01 09:01;1;;\n",
            "FAILURE 7 (equipment) end=+3660 seconds=3600");
        row("more than a minute apart", "2021-02-01 08:00;7;;;2021-02-01 09:02;1;;\n",
            "FAILURE 7 (equipment) end=+3720 seconds=3600 contradictory");
        row("less than 1 % apart", "2021-02-01 08:00;7;;;2021-02-05 08:30;96;;\n",
            "FAILURE 7 (equipment) end=+347400 seconds=345600");
        row("an end without a time of day fits any", "2021-02-01 08:00;7;;;2021-02-02;30;;\n",
            "FAILURE 7 (equipment) end=+57600 seconds=108000");
        row("an end on a day that doesn't fit", "2021-02-01 08:00;7;;;2021-02-02;3;;\n",
            "FAILURE 7 (equipment) end=+57600 seconds=10800 contradictory");
        row("end that is none", "2021-02-01 08:00;7;;;2021-02-30;;;\n", "field-value@29");
        row("duration below nothing", "2021-02-01 08:00;7;;;;-1;;\n", "field-value@22");
        row("duration that is none", "2021-02-01 08:00;7;;;;long;;\n", "field-value@22");
        row("neither planned nor unplanned", "2021-02-01 08:00;7;;;;;perhaps;\n", "field-value@23");
        row("text that isn't UTF-8", "2021-02-01 08:00;7;a\xFF;;;;;\n", "field-value@19");
        row("no equipment", "2021-02-01 08:00;;leak;;;;;\n", "sensor-id@17");
    }
    void rowsAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        TableParser parser(workOrders(), LocalTime::utc());
        ParsedRecord record;
        parser.parse("2021-02-01;1;m;c;2021-02-03;5;planned;1\n", record);
        const std::string row = text.toStdString();
        parser.parse(row, record);
        QCOMPARE(toText(record), expected);
    }

    void endInTheHourThatComesTwice_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("end");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* start, const char* end,
                            const char* expected) {
            QTest::newRow(name) << QByteArray(start) << QByteArray(end) << QByteArray(expected);
        };
        row("before the start", "02:50", "02:10", "FAILURE 7 (equipment) end=+1200");
        row("after the start", "02:10", "02:50", "FAILURE 7 (equipment) end=+2400");
        row("after both", "02:50", "03:10", "FAILURE 7 (equipment) end=+4800");
        row("before the hour", "02:50", "01:50", "FAILURE 7 (equipment) end before");
        row("after the hour", "03:10", "02:50", "FAILURE 7 (equipment) end before");
    }
    void endInTheHourThatComesTwice()
    {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, end);
        QFETCH(QByteArray, expected);
        const auto berlin = LocalTime::fromName(u"Europe/Berlin"_s);
        QVERIFY(berlin.ok());
        TableParser parser(workOrders(), *berlin);
        ParsedRecord record;
        parser.parse(
            ("2020-10-25 " + start + ";7;;;2020-10-25 " + end + ";;;\n").toStdString(), record);
        QCOMPARE(toText(record), expected);
    }

    void endsOfDatesAndTimesOfDayAreRead_data()
    {
        QTest::addColumn<QByteArray>("text"); // start, end, its time of day, duration
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("both", "2021-02-01 08:00;2021-02-02;09:30;\n", "end=+91800");
        row("of twelve hours", "2021-02-01 08:00;2021-02-01;1:30 PM;\n", "end=+19800");
        row("only a date", "2021-02-01 08:00;2021-02-02;;\n", "end=+57600");
        row("before the start", "2021-02-01 08:00;2021-02-01;07:00;\n", "end before");
        row("only a time of day", "2021-02-01 08:00;;09:30;\n", "end=+5400");
        row("at the start", "2021-02-01 08:00;;08:00;\n", "end=+0");
        row("on the next day", "2021-02-01 22:00;;06:15;\n", "end=+29700");
        row("on the day that the duration says", "2021-02-01 22:00;;06:15;32.25\n",
            "end=+116100 seconds=116100");
        row("on the day that is nearest to it", "2021-02-01 22:00;;06:15;30\n",
            "end=+116100 seconds=108000 contradictory");
        row("in a summer night", "2020-10-24 23:00;;03:30;\n", "end=+19800");
        row("in the hour that comes twice", "2020-10-25 02:50;;02:10;\n", "end=+1200");
        row("that doesn't exist", "2021-03-27 23:00;;02:30;\n", "field-value@18");
        row("with a zone", "2021-02-01 08:00;;09:30Z;\n", "field-value@18");
        row("no time of day", "2021-02-01 08:00;;noon;\n", "field-value@18");
        row("date that is none", "2021-02-01 08:00;2021-02-30;09:30;\n", "field-value@25");
        row("time of day that is none", "2021-02-01 08:00;2021-02-03;09:61;\n", "field-value@31");
    }
    void endsOfDatesAndTimesOfDayAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        TableFormat format;
        format.delimiter = ';';
        format.sensor = "7";
        format.severity = "FAILURE";
        format.columns = {
            {"start", TableField::Time},
            {"end date", TableField::End},
            {"end time", TableField::EndTimeOfDay},
            {"downtime", TableField::Duration, "h"}};
        QVERIFY(format.check().ok());
        const auto berlin = LocalTime::fromName(u"Europe/Berlin"_s);
        QVERIFY(berlin.ok());
        TableParser parser(format, *berlin);
        ParsedRecord record;
        parser.parse("2021-02-01 01:00;2021-02-03;10:00;1\n", record);
        const std::string row = text.toStdString();
        parser.parse(row, record);
        QCOMPARE(toText(record).replace("FAILURE 7 ", ""), expected);
    }

    void unknownUnitIsAsked()
    {
        const auto table = recogniseTable(
            "machine;failed_at;Downtime\nM1;2021-02-01 08:15;1,5\nM1;2021-02-02 08:15;\n",
            "list.csv");
        QVERIFY(table.has_value());
        QVERIFY(table->format.isOpen());
        QVERIFY(table->hasQuestion(TableQuestion::Kind::DurationUnit));
        QCOMPARE(
            table->questions.front().text,
            u"In which unit of time are the durations in “Downtime”, such as 1,5?"_s);
        // Until it is answered, rows are read without their durations.
        TableParser parser(table->format, LocalTime::utc());
        ParsedRecord record;
        parser.parse("M1;2021-02-01 08:15;1,5\n", record);
        QCOMPARE(toText(record), QByteArray("FAILURE M1 (equipment)"));
        parser.parse("M1;2021-02-01 08:15;1:30\n", record);
        QCOMPARE(toText(record), QByteArray("FAILURE M1 (equipment) seconds=5400"));
    }

    void unitIsProved_data()
    {
        QTest::addColumn<QByteArrayList>("rows"); // "number seconds"
        QTest::addColumn<QByteArray>("unit");
        const auto row = [](const char* name, const QByteArrayList& rows, const char* unit) {
            QTest::newRow(name) << rows << QByteArray(unit);
        };
        row("hours", {"1.5 5400", "2 7200", "0.25 900"}, "h");
        row("minutes", {"90 5400", "120 7200", "15 900"}, "min");
        row("seconds, ends in minutes", {"5390 5400", "7230 7200", "912 900"}, "s");
        row("days", {"1.5 129600", "2 172800", "0.25 21600"}, "d");
        row("rounded hours", {"2 5900", "2 8000", "5 17500"}, "h");
        row("too few", {"90 5400", "120 7200"}, "");
        row("too many that don't fit", {"90 5400", "120 7200", "15 900", "10 900"}, "");
        row("what may be two units shows nothing", {"1 60", "1 60", "1 60"}, "");
        row("nothing shows nothing", {"0 0", "0 60", "x 60", "5 -300"}, "");
    }
    void unitIsProved()
    {
        QFETCH(QByteArrayList, rows);
        QFETCH(QByteArray, unit);
        DurationUnitProof proof;
        for (const QByteArray& row : std::as_const(rows)) {
            const QByteArrayList parts = row.split(' ');
            proof.add(parts.at(0).toStdString(), '.', parts.at(1).toDouble());
        }
        QCOMPARE(toBytes(proof.unit()), unit);
    }

    void recordsOfOtherFilesHaveNoDetail()
    {
        ParsedRecord record;
        TableParser failures(workOrders(), LocalTime::utc());
        failures.parse("2021-02-01;1;m;c;2021-02-03;5;planned;1\n", record);
        QVERIFY(record.readings[0].detail);
        TableFormat values;
        values.columns = {
            {"time", TableField::Time}, {"tag", TableField::Sensor}, {"v", TableField::Value}};
        values.severity = "INFO";
        TableParser parser(values, LocalTime::utc());
        parser.parse("2021-02-01,A,5\n", record);
        QVERIFY(!record.readings[0].detail);
    }

    void ownSeverityStays()
    {
        TableFormat format = workOrders();
        format.columns[7].field = TableField::Severity;
        TableParser parser(format, LocalTime::utc());
        ParsedRecord record;
        parser.parse("2021-02-01;7;;;;;planned;error\n", record);
        QCOMPARE(toText(record), QByteArray("ERROR 7 (equipment) planned"));
    }

    void unplannedIsTheOpposite_data()
    {
        QTest::addColumn<QByteArray>("cell");
        QTest::addColumn<bool>("isPlanned");
        QTest::newRow("yes") << QByteArray("yes") << false;
        QTest::newRow("0") << QByteArray("0") << true;
        QTest::newRow("a word says what it means") << QByteArray("planned") << true;
    }
    void unplannedIsTheOpposite()
    {
        QFETCH(QByteArray, cell);
        QFETCH(bool, isPlanned);
        TableFormat format = workOrders();
        format.columns[6].label = kUnplanned;
        QVERIFY(format.check().ok());
        TableParser parser(format, LocalTime::utc());
        ParsedRecord record;
        const std::string row = "2021-02-01;7;;;;;" + cell.toStdString() + ";\n";
        parser.parse(row, record);
        QVERIFY(record.readings[0].detail);
        QCOMPARE(record.readings[0].detail->isPlanned, std::optional(isPlanned));
    }

    void durationsAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("unit");
        QTest::addColumn<double>("seconds"); // -1: none
        const auto row = [](const char* text, const char* unit, double seconds) {
            QTest::addRow("%s in '%s'", text, unit)
                << QByteArray(text) << QByteArray(unit) << seconds;
        };
        row("90", "min", 5400);
        row("1.5", "h", 5400);
        row("0.5", "d", 43'200);
        row("90", "s", 90);
        row("90", "", -1);
        row("1:30", "", 5400);
        row("1:30", "min", 5400);
        row("101:05:07.5", "", 363'907.5);
        row("1:60", "", -1);
        row("1:2:3:4", "", -1);
        row("90 min", "h", 5400);
        row("1.5h", "", 5400);
        row("2 Std.", "", 7200);
        row("1 h 30 min", "", 5400);
        row("1 day, 2 hours", "", 93'600);
        row("30 min 1 h", "", -1);
        row("PT1H30M", "", 5400);
        row("P1DT2H", "", 93'600);
        row("P1M", "", -1);
        row("-1", "h", -1);
        row("1,5", "h", -1);
        row("1e3", "h", -1);
        row("nan", "h", -1);
        row("99999999999", "d", -1);
        row("", "h", -1);
    }
    void durationsAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, unit);
        QFETCH(double, seconds);
        const auto found = durationSeconds(text.toStdString(), unit.toStdString(), '.');
        QCOMPARE(found.value_or(-1), seconds);
    }
};

QTEST_APPLESS_MAIN(tst_FailureLists)
#include "tst_FailureLists.moc"
