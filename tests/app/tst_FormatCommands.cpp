// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "VesselFolders.h"

#include "database/connection/Connection.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

// Day first only by choice, with a decimal comma, in Windows-1252.
const QByteArray kHistorian = "Zeit;D\xFC"
                              "se 1 [bar];D\xFC"
                              "se 2 [bar]\n"
                              "01/02/2021 10:00;1,5;2,5\n"
                              "01/02/2021 10:01;1,75;bad\n";
const QByteArray kEvents = "datetime,machineID,errorID\n"
                           "2021-02-01 10:00:00,1,pump\n"
                           "2021-02-03 11:00:00,2,valve\n";

} // namespace

/// Looking at files before the load, and deciding how they are read, on the command line.
class tst_FormatCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        QVERIFY(QDir().mkpath(path(u"work"_s)));
        QVERIFY(QDir().mkpath(path(u"plant"_s)));
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        m_settings = *settings;
    }

    void showsAFileWithoutADatabase()
    {
        writeFile(
            path(u"plant/pumps.csv"_s), "time,PT-1,PT-2\n2021-02-01 10:00:00,1.5,x\n"
                                        "2021-02-01 10:01:00,2,3\nrubbish\n");
        const QStringList local{u"--local-dir"_s, path(u"none"_s)};
        const auto answer =
            CommandLineProcess(path(u"work"_s))
                .run(local + QStringList{u"formats"_s, u"show"_s, path(u"plant/pumps.csv"_s)});
        VERIFY_EXIT(answer, 0);
        for (const char* const text :
             {"CSV with commas; a column for each sensor", "“time” is the time.",
              "2021-02-01 10:00:00,1.5,x", "2021-02-01 10:00:00  PT-1  INFO  value 1.5",
              "REJECTED:", "Records: 3. Loaded: 4, rejected: 1, blank: 0 (the whole file)"})
            QVERIFY2(answer.output.contains(text), answer.whole().constData());
        QVERIFY(!QDir(path(u"none"_s)).exists());

        const auto json =
            CommandLineProcess(path(u"work"_s))
                .run(
                    local
                    + QStringList{
                        u"--json"_s, u"formats"_s, u"show"_s, path(u"plant/pumps.csv"_s)});
        VERIFY_EXIT(json, 0);
        const QJsonObject file = json.json()[u"files"_s].toArray().at(0).toObject();
        QCOMPARE(file[u"structure"_s].toString(), u"delimited ,|time|pt1|pt2"_s);
        QCOMPARE(file[u"columns"_s].toArray().at(1)[u"field"_s].toString(), u"value"_s);
        QCOMPARE(
            file[u"records"_s]
                .toArray()
                .at(0)[u"readings"_s]
                .toArray()
                .at(0)[u"occurred_at"_s]
                .toString(),
            u"2021-02-01T10:00:00Z"_s);
        QCOMPARE(
            file[u"rejected"_s]
                .toArray()
                .at(0)[u"rejected"_s]
                .toArray()
                .at(0)[u"reason"_s]
                .toString(),
            u"shape"_s);
    }

    // Times without a zone are the plant's, a kept format's, or those of this load.
    void zonesOfFiles()
    {
        writeFile(
            path(u"plant/pumps.csv"_s), "time,PT-1,PT-2\n2021-07-01 10:00:00,1.5,2\n"
                                        "2021-07-01 10:01:00,2,3\n");
        const QString file = path(u"plant/pumps.csv"_s);
        auto answer = run({u"formats"_s, u"show"_s, file});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(answer.output.contains("Times without a zone: the plant's"), answer.whole());
        answer = run({u"formats"_s, u"set"_s, file, u"--zone"_s, u"Europe/Oslo"_s});
        VERIFY_EXIT(answer, 0);
        for (const char* const text :
             {"Times without a zone: Europe/Oslo", "2021-07-01 08:00:00  PT-1"})
            QVERIFY2(answer.output.contains(text), answer.whole().constData());
        const QJsonObject shown = run({u"--json"_s, u"formats"_s, u"show"_s, file})
                                      .json()[u"files"_s]
                                      .toArray()
                                      .at(0)
                                      .toObject();
        QCOMPARE(shown[u"time_zone"_s].toString(), u"Europe/Oslo"_s);
        QVERIFY(shown[u"local_times"_s].toBool());
        answer = run({u"formats"_s, u"list"_s});
        QVERIFY2(answer.output.contains("times in Europe/Oslo"), answer.whole().constData());
        // The option counts more than what is kept.
        answer = run({u"load"_s, u"--dry-run"_s, path(u"plant"_s), u"--zone"_s, u"-03:30"_s});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(answer.output.contains("2021-07-01 13:30:00"), answer.whole().constData());
        VERIFY_EXIT(run({u"load"_s, path(u"plant"_s)}), 0);
        answer = run({u"load"_s, path(u"plant"_s), u"--zone"_s, u"UTC"_s});
        VERIFY_EXIT(answer, 1);
        QVERIFY2(
            answer.errors.contains("was loaded with its times in the zone Europe/Oslo"),
            answer.whole().constData());
        answer = run({u"load"_s, path(u"plant"_s), u"--zone"_s, u"Oslo"_s});
        QVERIFY(answer.exitCode != 0);
        QVERIFY2(
            answer.errors.contains("There is no time zone \"Oslo\"")
                && answer.errors.contains("or an offset such as +01:00"),
            answer.whole().constData());
        VERIFY_EXIT(run({u"formats"_s, u"set"_s, file, u"--zone"_s, u"plant"_s}), 0);
        answer = run({u"formats"_s, u"list"_s});
        QVERIFY2(!answer.output.contains("Oslo"), answer.whole().constData());
    }

    // With nothing else to load, an encoding is asked like a severity.
    void asksForAnEncoding()
    {
        writeFile(path(u"plant/a.csv"_s), "time;D\xFCse 1;D\xFCse 2\n2021-02-01 10:00:00;1;2\n");
        const auto answer = run({u"load"_s, path(u"plant"_s)});
        VERIFY_EXIT(answer, 2);
        QVERIFY2(
            answer.errors.contains("It isn't clear in which encoding a file is")
                && answer.errors.contains("--encoding windows-1252"),
            answer.whole().constData());
    }

    // What one person decides about one file holds for all like it.
    void decidesOnceForAllFilesLikeIt()
    {
        writeFile(path(u"plant/january.csv"_s), kHistorian);
        const auto set = run(
            {u"formats"_s, u"set"_s, path(u"plant/january.csv"_s), u"--encoding"_s,
             u"windows-1252"_s, u"--dates"_s, u"day-first"_s, u"--name"_s, u"historian"_s});
        VERIFY_EXIT(set, 0);
        QVERIFY2(
            set.output.contains("2021-02-01 10:00:00  Düse 1  INFO  value 1.5"),
            set.whole().constData());
        writeFile(path(u"plant/february.csv"_s), QByteArray(kHistorian).replace("01/", "05/"));
        const auto dry = run({u"load"_s, u"--dry-run"_s, path(u"plant"_s)});
        VERIFY_EXIT(dry, 0);
        QVERIFY2(dry.output.contains("2021-02-05 10:00:00"), dry.whole().constData());
        const auto loaded = run({u"load"_s, path(u"plant"_s)});
        VERIFY_EXIT(loaded, 0);
        QVERIFY2(
            loaded.output.contains("Read as chosen (“historian”): "), loaded.whole().constData());
        auto connection = Connection::open(m_settings);
        VERIFY_RESULT(connection);
        const auto times = connection->execute("SELECT count(*), min(occurred_at)::text, "
                                               "max(occurred_at)::text FROM faultline.reading");
        VERIFY_RESULT(times);
        QCOMPARE(times->string(0, 0), u"8"_s);
        QCOMPARE(times->string(0, 1), u"2021-02-01 10:00:00+00"_s);
        QCOMPARE(times->string(0, 2), u"2021-02-05 10:01:00+00"_s);

        const auto list = run({u"formats"_s, u"list"_s});
        VERIFY_EXIT(list, 0);
        QVERIFY2(
            list.output.contains("historian  day first, windows-1252"), list.whole().constData());
        const auto show = run({u"formats"_s, u"show"_s, u"historian"_s, u"--json"_s});
        VERIFY_EXIT(show, 0);
        QCOMPARE(show.json()[u"choice"_s].toObject()[u"dates"_s].toString(), u"day-first"_s);
        VERIFY_EXIT(run({u"formats"_s, u"forget"_s, u"historian"_s}), 0);
        VERIFY_EXIT(run({u"formats"_s, u"forget"_s, u"historian"_s}), 1);
        QVERIFY(run({u"formats"_s, u"list"_s}).output.contains("No formats are kept."));
    }

    void asksForTheSeverity()
    {
        writeFile(path(u"plant/failures.csv"_s), kEvents);
        const auto asked = run({u"load"_s, path(u"plant"_s)});
        VERIFY_EXIT(asked, 2);
        const QString errors = QString::fromUtf8(asked.errors);
        const qsizetype at = errors.indexOf(u"faultline-cli formats set"_s);
        QVERIFY2(at >= 0, asked.whole().constData());
        QVERIFY2(
            errors.mid(at).startsWith(
                u"faultline-cli formats set '"_s + path(u"plant/failures.csv"_s)
                + u"' --severity ERROR"_s),
            asked.whole().constData());
        VERIFY_EXIT(run({u"load"_s, u"--dry-run"_s, path(u"plant"_s)}), 2);
        const auto whole = run({u"run"_s, u"--out"_s, path(u"reports"_s), path(u"plant"_s)});
        VERIFY_EXIT(whole, 2);
        QVERIFY(!QDir(path(u"reports"_s)).exists());
        const auto json = run({u"load"_s, u"--json"_s, path(u"plant"_s)});
        VERIFY_EXIT(json, 2);
        QCOMPARE(json.json()[u"error"_s].toObject()[u"code"_s].toString(), u"format-question"_s);
        const auto set = run(
            {u"formats"_s, u"set"_s, path(u"plant/failures.csv"_s), u"--severity"_s, u"error"_s});
        VERIFY_EXIT(set, 0);
        QVERIFY2(
            set.output.contains("2021-02-01 10:00:00  1 (equipment)  ERROR"),
            set.whole().constData());
        VERIFY_EXIT(run({u"load"_s, path(u"plant"_s)}), 0);
    }

    void asksForTheUnitOfDurations()
    {
        const QString file = path(u"plant/failures.csv"_s);
        writeFile(
            file, "machine,failed at,finished,failure mode,downtime\n"
                  "P-1,2021-02-01 08:00,2021-02-01 10:00,leak,90\n"
                  "P-1,2021-02-03 08:00,2021-02-02 10:00,jam,45\n");
        const auto asked = run({u"load"_s, path(u"plant"_s)});
        VERIFY_EXIT(asked, 2);
        QVERIFY2(
            asked.errors.contains("failures.csv' --duration-unit h"), asked.whole().constData());
        const auto shown = run({u"formats"_s, u"show"_s, file});
        VERIFY_EXIT(shown, 0);
        QVERIFY2(
            shown.output.contains(
                "In which unit of time are the durations in “downtime”, such as 90?"),
            shown.whole().constData());
        const auto set = run({u"formats"_s, u"set"_s, file, u"--duration-unit"_s, u"minutes"_s});
        VERIFY_EXIT(set, 0);
        QVERIFY2(
            set.output.contains("2021-02-01 08:00:00  P-1 (equipment)  FAILURE  mode leak  "
                                "until 2021-02-01 10:00:00  for 1 h 30 min  "
                                "which contradicts the end"),
            set.whole().constData());
        QVERIFY2(
            set.output.contains("mode jam  its end is before it  for 45 min"),
            set.whole().constData());
        const auto loaded = run({u"load"_s, u"--json"_s, path(u"plant"_s)});
        VERIFY_EXIT(loaded, 0);
        QStringList codes;
        for (const auto& finding : loaded.json()[u"findings"_s].toArray())
            codes << finding[u"code"_s].toString();
        QVERIFY2(codes.contains(u"failure-ends-before"_s), loaded.whole().constData());
        QVERIFY2(codes.contains(u"failure-duration"_s), loaded.whole().constData());

        // Not using it is an answer too.
        writeFile(
            path(u"other/failures.csv"_s), "machine,failed at,failure mode,repair time\n"
                                           "P-1,2021-02-01 08:00,leak,90\n");
        VERIFY_EXIT(run({u"load"_s, path(u"other"_s), u"--plant"_s, u"other"_s}), 2);
        VERIFY_EXIT(
            run(
                {u"formats"_s, u"set"_s, path(u"other/failures.csv"_s), u"--duration-unit"_s,
                 u"none"_s}),
            0);
        VERIFY_EXIT(run({u"load"_s, path(u"other"_s), u"--plant"_s, u"other"_s}), 0);
        const auto wrong =
            run({u"formats"_s, u"set"_s, file, u"--duration-unit"_s, u"fortnights"_s});
        VERIFY_EXIT(wrong, 2);
    }

    void columnsAreChosen()
    {
        writeFile(
            path(u"plant/unit a=b.csv"_s), "time,PT-1 a=b,PT-2,remark\n"
                                           "2021-02-01 10:00:00,1.5,7,x\n"
                                           "2021-02-01 10:01:00,2,7,y\n");
        const auto set = run(
            {u"formats"_s, u"set"_s, path(u"plant/unit a=b.csv"_s), u"--layout"_s, u"long"_s,
             u"--column"_s, u"PT-1 a=b=measurement:pressure"_s, u"--column"_s, u"PT-2=sensor"_s,
             u"--severity"_s, u"warning"_s, u"--json"_s});
        VERIFY_EXIT(set, 0);
        const QJsonObject file = set.json()[u"files"_s].toArray().at(0).toObject();
        const QJsonObject reading =
            file[u"records"_s].toArray().at(0)[u"readings"_s].toArray().at(0).toObject();
        QCOMPARE(reading[u"sensor_id"_s].toString(), u"7"_s);
        QCOMPARE(reading[u"severity"_s].toString(), u"WARNING"_s);
        QCOMPARE(reading[u"measurements"_s].toObject(), QJsonObject({{u"pressure"_s, 1.5}}));
        QCOMPARE(set.json()[u"format"_s].toString(), u"unit a=b"_s);

        // What was chosen before stays.
        const auto more = run(
            {u"formats"_s, u"set"_s, path(u"plant/unit a=b.csv"_s), u"--severity"_s, u"info"_s,
             u"--json"_s});
        VERIFY_EXIT(more, 0);
        QCOMPARE(
            more.json()[u"choice"_s].toObject()[u"table"_s].toObject()[u"layout"_s].toString(),
            u"long"_s);
    }

    // Lists whose names say nothing: chosen once, loaded, and kept for others like them.
    void columnsOfListsAreChosen()
    {
        const QString list = path(u"plant/anlagen.csv"_s);
        writeFile(list, "Anlage;Bereich;Benennung\n1;Nord;Pumpe A\n2;Nord;Pumpe B\n");
        writeFile(path(u"plant/map.csv"_s), "Ort;Kanal;Anlage\nx;TI-1;1\ny;TI-2;2\n");
        writeFile(
            path(u"plant/plant.log"_s),
            "[2021-02-01 10:00:00]\tERROR\tsensor[TI-1]:\t(temperature\t1.5, vibration\t2)\n"
            "[2021-02-01 11:00:00]\tERROR\tsensor[TI-2]:\t(temperature\t1.5, vibration\t2)\n");
        const QStringList columns{
            u"--column"_s, u"Benennung=code"_s, u"--column"_s, u"Bereich=group"_s};
        const auto refused = run({u"formats"_s, u"set"_s, list, u"--role"_s, u"equipment-list"_s});
        VERIFY_EXIT(refused, 1);
        QVERIFY2(
            refused.errors.contains("Choose what the columns of the list mean"),
            refused.whole().constData());
        auto answer = run(
            QStringList{u"formats"_s, u"set"_s, list, u"--role"_s, u"equipment-list"_s} + columns);
        VERIFY_EXIT(answer, 0);
        for (const char* const text : {"Bereich", "group", "Pumpe A", "list, 3 columns used"})
            QVERIFY2(answer.output.contains(text), answer.whole().constData());
        answer = run(
            {u"formats"_s, u"set"_s, path(u"plant/map.csv"_s), u"--role"_s, u"sensor-map"_s,
             u"--column"_s, u"Kanal=sensor"_s, u"--name"_s, u"channels"_s});
        VERIFY_EXIT(answer, 0);
        VERIFY_EXIT(run({u"load"_s, path(u"plant"_s)}), 0);
        auto connection = Connection::open(m_settings);
        VERIFY_RESULT(connection);
        const auto rows = connection->execute(
            "SELECT string_agg(code || ':' || group_name || ':' || sensor_id, ' ' ORDER BY code)"
            " FROM faultline.equipment JOIN faultline.equipment_sensor USING (equipment_key)"
            " JOIN faultline.sensor USING (sensor_key)");
        VERIFY_RESULT(rows);
        QCOMPARE(rows->string(0, 0), u"Pumpe A:Nord:TI-1 Pumpe B:Nord:TI-2"_s);

        // Again: nothing new. In another folder: used under another name.
        answer = run({u"load"_s, path(u"plant"_s)});
        VERIFY_EXIT(answer, 0);
        writeFile(
            path(u"later/equipment.txt"_s), "Anlage;Bereich;Benennung\n1;Nord;Pumpe A\n2;Nord;"
                                            "Pumpe B\n3;Ost;Pumpe C\n");
        answer = run({u"load"_s, path(u"later"_s)});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(answer.whole().contains("anlagen"), answer.whole().constData());
        const auto third =
            connection->execute("SELECT code FROM faultline.equipment WHERE group_name = 'Ost'");
        VERIFY_RESULT(third);
        QCOMPARE(third->string(0, 0), u"Pumpe C"_s);

        // What is loaded keeps its meaning until its load is undone.
        answer = run({u"formats"_s, u"set"_s, list, u"--column"_s, u"Bereich=attribute"_s});
        VERIFY_EXIT(answer, 0);
        answer = run({u"load"_s, path(u"plant"_s)});
        VERIFY_EXIT(answer, 1);
        QVERIFY2(
            answer.errors.contains("another meaning of its columns was chosen"),
            answer.whole().constData());
        answer = run({u"formats"_s, u"show"_s, u"anlagen"_s});
        QVERIFY2(answer.output.contains("attribute"), answer.whole().constData());
    }

    void columnsOfListsWrongly_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("field of readings")
            << QStringList{u"--column"_s, u"code=value"_s}
            << QByteArray("A field is one of: ignored, sensor, equipment, code,");
        QTest::newRow("severity") << QStringList{u"--severity"_s, u"ERROR"_s}
                                  << QByteArray("--severity is for tables of readings");
        QTest::newRow("layout") << QStringList{u"--role"_s, u"readings"_s, u"--layout"_s, u"list"_s}
                                << QByteArray("times. If it is a list, say so");
    }
    void columnsOfListsWrongly()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, text);
        writeFile(path(u"plant/a.csv"_s), "equipment_id,code\n1,A\n");
        const auto answer =
            run(QStringList{u"formats"_s, u"set"_s, path(u"plant/a.csv"_s)} + options);
        VERIFY_EXIT(answer, 2);
        QVERIFY2(answer.errors.contains(text), answer.whole().constData());
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* title, const QStringList& options, const QByteArray& text) {
            QTest::newRow(title) << options << text;
        };
        row("nothing", {}, "Specify what to change, such as --severity ERROR.");
        row("role", {u"--role"_s, u"picture"_s}, "--role takes readings, sensor-map");
        row("no column", {u"--column"_s, u"PT-9=sensor"_s}, "There is no column “PT-9”.");
        row("no field", {u"--column"_s, u"PT-1=tag"_s}, "--column takes NAME=FIELD");
        row("layout", {u"--layout"_s, u"tall"_s}, "--layout takes long or wide");
        row("decimal mark", {u"--decimal-mark"_s, u"'"_s}, "--decimal-mark takes . or ,");
        row("dates", {u"--dates"_s, u"european"_s}, "--dates takes day-first");
        row("encoding", {u"--encoding"_s, u"ebcdic"_s}, "--encoding must be");
    }
    void wrongUsage()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, text);
        writeFile(path(u"plant/a.csv"_s), "time,PT-1,PT-2\n2021-02-01 10:00:00,1.5,2\n");
        const auto answer =
            run(QStringList{u"formats"_s, u"set"_s, path(u"plant/a.csv"_s)} + options);
        VERIFY_EXIT(answer, 2);
        QVERIFY2(answer.errors.contains(text), answer.whole().constData());
        QVERIFY(run({u"formats"_s, u"list"_s}).output.contains("No formats are kept."));
    }

    void cantBeReadLikeThis()
    {
        writeFile(path(u"plant/a.csv"_s), "time,PT-1,PT-2\n2021-02-01 10:00:00,1.5,2\n");
        const auto noTime =
            run({u"formats"_s, u"set"_s, path(u"plant/a.csv"_s), u"--column"_s, u"time=ignored"_s});
        VERIFY_EXIT(noTime, 1);
        QVERIFY2(noTime.errors.contains("No column is the time."), noTime.whole().constData());
        writeFile(path(u"plant/letter.txt"_s), "Dear colleagues\n");
        const auto letter =
            run({u"formats"_s, u"set"_s, path(u"plant/letter.txt"_s), u"--role"_s, u"none"_s});
        VERIFY_EXIT(letter, 1);
        QVERIFY2(
            letter.errors.contains("No format can be kept for the file"),
            letter.whole().constData());
        VERIFY_EXIT(run({u"formats"_s, u"set"_s, path(u"plant"_s), u"--role"_s, u"none"_s}), 1);
        VERIFY_EXIT(run({u"formats"_s, u"show"_s, u"unknown"_s}), 1);
        VERIFY_EXIT(run({u"load"_s, path(u"plant"_s), u"--format"_s, u"unknown"_s}), 1);
    }

private:
    QString path(const QString& relative) const { return m_directory->filePath(relative); }
    CommandLineAnswer run(const QStringList& arguments) const
    {
        return CommandLineProcess(path(u"work"_s))
            .run(QStringList{u"--database"_s, conninfoOf(m_settings)} + arguments);
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(tst_FormatCommands)
#include "tst_FormatCommands.moc"
