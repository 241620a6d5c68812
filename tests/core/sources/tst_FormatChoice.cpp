// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/ChosenFormat.h"
#include "sources/choices/FileStructure.h"
#include "sources/choices/FormatToEdit.h"
#include "sources/choices/TableEdit.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Order = TimeFormat::DateOrder;

const QByteArray kWide = "Zeit;PT-01 [bar];PT-02 [bar]\n"
                         "01/02/2021 10:00;1,5;2,5\n"
                         "01/02/2021 10:01;1,75;\n";
const QByteArray kEvents = "datetime,machineID,errorID\n"
                           "2021-02-01 10:00:00,4,pump\n"
                           "2021-02-03 11:00:00,5,valve\n";
const QByteArray kLog = "[01/02/2021 10:00:00] ERROR sensor[5]: (temperature 1.5, vibration 2)\n";

TableColumn* columnOf(TableFormat& format, const std::string& name)
{
    for (TableColumn& column : format.columns) {
        if (column.name == name)
            return &column;
    }
    return nullptr;
}

} // namespace

class tst_FormatChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void columnsGiveWay()
    {
        TableFormat format;
        format.columns = {
            {"day", TableField::Date},
            {"clock", TableField::TimeOfDay},
            {"tag", TableField::Sensor},
            {"a", TableField::Measurement, "pressure"},
            {"b", TableField::Measurement}};
        const auto fields = [&format] {
            QStringList words;
            for (const TableColumn& column : format.columns)
                words << tableFieldWord(column.field);
            return words.join(u' ');
        };
        setColumn(format, 3, TableField::Sensor);
        QCOMPARE(fields(), u"date time-of-day ignored sensor measurement"_s);
        QCOMPARE(format.columns.at(3).label, std::string());
        setColumn(format, 0, TableField::Time);
        QCOMPARE(fields(), u"time ignored ignored sensor measurement"_s);
        setColumn(format, 2, TableField::Measurement, "x");
        QCOMPARE(fields(), u"time ignored measurement sensor measurement"_s);
        format.sensor = "5";
        setLayout(format, TableLayout::Wide);
        QCOMPARE(fields(), u"time ignored value ignored value"_s);
        QCOMPARE(format.columns.at(2).label, std::string("x"));
        QCOMPARE(format.sensor, std::string());
        setColumn(format, 3, TableField::Value);
        QCOMPARE(fields(), u"time ignored value value value"_s);
        setLayout(format, TableLayout::Long);
        QCOMPARE(fields(), u"time ignored measurement measurement measurement"_s);
        setColumn(format, 3, TableField::Value);
        setColumn(format, 4, TableField::Value);
        QCOMPARE(fields(), u"time ignored measurement ignored value"_s);
    }

    void structureIsThatOfTheForm_data()
    {
        QTest::addColumn<QByteArray>("a");
        QTest::addColumn<QByteArray>("b");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* title, const QByteArray& a, const QByteArray& b,
                            bool same) { QTest::newRow(title) << a << b << same; };
        row("more rows", kWide, kWide + "02/02/2021 10:00;3;4\n", true);
        row("lines before the header", kWide, "Historian export\nPlant 7\n" + kWide, true);
        row("a mark", kWide, "\xEF\xBB\xBF" + kWide, true);
        row("names in another form", kWide, QByteArray(kWide).replace("Zeit", "zeit"), true);
        row("another column", kWide, QByteArray(kWide).replace("PT-02", "PT-03"), false);
        row("another delimiter", kWide, QByteArray(kWide).replace(';', '\t'), false);
        row("table and log", kWide, kLog, false);
        row("logs", kLog,
            "\n[03/02/2021 1:00:00] INFO sensor[TI-101A]: (vibration 2, pressure 1e3)\n", true);
        row("a log with fractions", kLog, QByteArray(kLog).replace("10:00:00", "10:00:00.25"),
            true);
        row("a log with other dates", kLog, QByteArray(kLog).replace("01/02/2021", "2021-02-01"),
            false);
        row("a log without brackets", kLog,
            "01/02/2021 10:00:00 ERROR sensor[5]: (temperature 1.5, vibration 2)\n", false);
        row("lists", "equipment_id;code\n1;A\n", "Equipment ID;Code\n2;B\n", true);
        row("another list", "equipment_id;code\n1;A\n", "equipment_id;sensor_id\n2;B\n", false);
        row("JSON with its keys in another order", R"({"time":"2021-02-01 10:00","TI1":1,"TI2":2})",
            R"({"TI1":1,"time":"2021-02-01 10:00","TI2":2})", true);
    }
    void structureIsThatOfTheForm()
    {
        QFETCH(QByteArray, a);
        QFETCH(QByteArray, b);
        QFETCH(bool, same);
        const auto first = structureOf(found(u"a"_s, a).front());
        const auto second = structureOf(found(u"b"_s, b).front());
        VERIFY_RESULT(first);
        VERIFY_RESULT(second);
        QVERIFY(!first->isEmpty());
        QCOMPARE(*first == *second, same);
    }

    void structureDoesNotDependOnTheEncoding()
    {
        const QByteArray text = "Zeit;D\xFC"
                                "se 1;D\xFC"
                                "se 2\n2021-02-01 10:00;1;2\n";
        SourceFile file = found(u"a.csv"_s, text).front();
        QVERIFY(!file.isUtf8);
        const auto raw = structureOf(file);
        file.input.encoding = TextEncoding::Windows1252;
        const auto decoded = structureOf(file);
        VERIFY_RESULT(raw);
        VERIFY_RESULT(decoded);
        QVERIFY(!raw->isEmpty());
        QCOMPARE(*raw, *decoded);
    }

    void noStructure_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("Dear colleagues\n");
        QTest::newRow("binary") << QByteArray("\0\1\2\3", 4);
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("NUL in a key of a list")
            << QByteArray("[{'equipment_id':1,'code':'A','a\\u0000b':2}]").replace('\'', '"');
        QTest::newRow("NUL in a key of a table")
            << QByteArray("[{'time':'2021-02-01','tag':'A','value':1,'a\\u0000b':2}]")
                   .replace('\'', '"');
    }
    void noStructure()
    {
        QFETCH(QByteArray, content);
        const auto structure = structureOf(found(u"a"_s, content).front());
        VERIFY_RESULT(structure);
        QCOMPARE(*structure, QString());
    }

    void isStoredAndRead_data()
    {
        QTest::addColumn<FormatChoice>("choice");
        FormatChoice choice;
        QTest::newRow("nothing") << choice;
        choice.skip = true;
        QTest::newRow("not loaded") << choice;
        choice = {SourceRole::SensorMap, false, TextEncoding::Windows1252, Order::DayFirst, {}};
        QTest::newRow("all but a table") << choice;
        choice.zone = *LocalTime::fromNameOrOffset(u"-03:30"_s);
        QTest::newRow("zone") << choice;
        choice.role = SourceRole::Readings;
        TableFormat table;
        table.delimiter = ';';
        table.decimalMark = ',';
        table.layout = TableLayout::Wide;
        table.columns = {{"Zeit", TableField::Time}, {"PT-01", TableField::Value, "1"}};
        table.severity = "ERROR";
        choice.table = table;
        QTest::newRow("table") << choice;
        // Such as one that is called like its file.
        choice.table->layout = TableLayout::Long;
        QTest::newRow("table without a sensor") << choice;
    }
    void isStoredAndRead()
    {
        QFETCH(FormatChoice, choice);
        const auto read = FormatChoice::fromJson(choice.toJson());
        VERIFY_RESULT(read);
        QCOMPARE(*read, choice);
    }

    void refusesOtherText_data()
    {
        QTest::addColumn<QJsonObject>("object");
        QTest::newRow("role") << QJsonObject{{u"role"_s, u"picture"_s}};
        QTest::newRow("encoding") << QJsonObject{{u"encoding"_s, u"ebcdic"_s}};
        QTest::newRow("dates") << QJsonObject{{u"dates"_s, 1}};
        QTest::newRow("table") << QJsonObject{{u"table"_s, u"wide"_s}};
        QTest::newRow("zone") << QJsonObject{{u"time_zone"_s, u"CEST"_s}};
    }
    void refusesOtherText()
    {
        QFETCH(QJsonObject, object);
        QVERIFY(!FormatChoice::fromJson(object));
    }

    void datesAreChosen()
    {
        const SourceFile file = found(u"a.log"_s, kLog).front();
        QVERIFY(file.needsDateOrder());
        FormatChoice choice;
        choice.dates = Order::DayFirst;
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(chosen->size(), 1);
        QCOMPARE(chosen->front().format.times.order, Order::DayFirst);

        const SourceFile other =
            found(u"b.log"_s, "[02/13/2021 1:00:00] ERROR sensor[5]: (vibration 2)\n").front();
        const auto proved = withChoice(other, choice, {});
        VERIFY_RESULT(proved);
        QCOMPARE(proved->front().format.times.order, Order::MonthFirst);
    }

    void columnsAreChosen()
    {
        const SourceFile file = found(u"pump 7.csv"_s, "Notes\n" + kWide).front();
        QVERIFY(file.format.table);
        FormatChoice choice;
        choice.table = *file.format.table;
        choice.table->dataBegin = 0;
        choice.table->layout = TableLayout::Long;
        choice.table->severity = "WARNING";
        for (const auto& [name, label] :
             {std::pair("PT-01 [bar]", "inlet"), std::pair("PT-02 [bar]", "outlet")}) {
            TableColumn* const column = columnOf(*choice.table, name);
            QVERIFY(column != nullptr);
            column->field = TableField::Measurement;
            column->label = label;
        }
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        const SourceFile& read = chosen->front();
        QCOMPARE(read.format.table->dataBegin, file.format.table->dataBegin);
        QCOMPARE(read.firstLine, file.firstLine);
        QCOMPARE(read.format.table->sensor, std::string("pump 7"));
        QCOMPARE(read.format.table->severity, std::string("WARNING"));
        QVERIFY(read.needsDateOrder());

        // For another file with the same columns, the sensor is that one's name.
        const auto other = withChoice(found(u"pump 8.csv"_s, kWide).front(), choice, {});
        VERIFY_RESULT(other);
        QCOMPARE(other->front().format.table->sensor, std::string("pump 8"));
        const auto wrong = withChoice(
            found(u"b.csv"_s, QByteArray(kWide).replace("PT-02", "PT-03")).front(), choice, {});
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, u"format-mismatch"_s);
        QCOMPARE(wrong.error().why, u"It has other columns."_s);
    }

    void answersTheSeverity()
    {
        const SourceFile file = found(u"failures.csv"_s, kEvents).front();
        QVERIFY(file.format.table);
        FormatChoice choice;
        choice.table = *file.format.table;
        QVERIFY(!withChoice(file, choice, {}));
        choice.table->severity = "ERROR";
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QVERIFY(chosen->front().format.table->check().ok());
        // Its columns are still explained.
        const QStringList reasons = chosen->front().tableFinding->reasons;
        QVERIFY2(reasons.contains(u"“datetime” is the time."_s), qPrintable(reasons.join(u' ')));
        QCOMPARE(reasons.last(), u"Each row is ERROR, as chosen."_s);
    }

    void encodingIsChosen()
    {
        const QByteArray text = "Zeit;D\xFC"
                                "se 1;D\xFC"
                                "se 2\n2021-02-01 10:00;1;2\n";
        const SourceFile file = found(u"a.csv"_s, text).front();
        FormatChoice choice;
        choice.encoding = TextEncoding::Iso8859_15;
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(chosen->front().role, SourceRole::Readings);
        QCOMPARE(chosen->front().input.encoding, TextEncoding::Iso8859_15);
        QCOMPARE(chosen->front().format.table->columns.at(1).name, std::string("Düse 1"));
    }

    void roleIsChosen()
    {
        const QByteArray both = "equipment_id;sensor_id;code\n1;5;A\n";
        const QList<SourceFile> files = found(u"a.csv"_s, both);
        QCOMPARE(files.size(), 2);
        FormatChoice choice;
        choice.role = SourceRole::SensorMap;
        for (const SourceFile& file : files) {
            const auto chosen = withChoice(file, choice, {});
            VERIFY_RESULT(chosen);
            QCOMPARE(chosen->size(), 1);
            QCOMPARE(chosen->front().role, SourceRole::SensorMap);
        }
        choice.role = SourceRole::Readings;
        QVERIFY(!withChoice(files.front(), choice, {}));
        choice = {};
        choice.skip = true;
        const auto skipped = withChoice(files.front(), choice, {});
        VERIFY_RESULT(skipped);
        QVERIFY(!skipped->front().role);
        QCOMPARE(skipped->front().problem->code, u"skipped-by-choice"_s);
    }

    void listAsksForNoDates()
    {
        const SourceFile file =
            found(u"a.csv"_s, "equipment_id,code,installed,max_pressure\n1,P-1,01/02/2021,7.5\n")
                .front();
        QCOMPARE(file.role, SourceRole::EquipmentList);
        FormatChoice choice;
        choice.role = SourceRole::Readings;
        choice.table = tableToEdit(file, choice.role);
        QVERIFY(choice.table);
        setColumn(*choice.table, 0, TableField::Equipment, {});
        setColumn(*choice.table, 2, TableField::Time, {});
        setColumn(*choice.table, 3, TableField::Measurement, {});
        choice.table->severity = "INFO";
        const auto table = withChoice(file, choice, {});
        VERIFY_RESULT(table);
        QVERIFY(table->front().needsDateOrder());
        choice = {};
        choice.role = SourceRole::EquipmentList;
        const auto list = withChoice(table->front(), choice, {});
        VERIFY_RESULT(list);
        QCOMPARE(list->front().role, SourceRole::EquipmentList);
        QVERIFY(!list->front().needsDateOrder());
    }

    void rolesThatArePossible_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QList<SourceRole>>("roles");
        using Roles = QList<SourceRole>;
        QTest::newRow("log") << kLog << Roles{SourceRole::Readings};
        QTest::newRow("list") << QByteArray("equipment_id;code\n1;A\n")
                              << Roles{SourceRole::EquipmentList, SourceRole::SensorMap};
        QTest::newRow("text") << QByteArray("Dear colleagues\n") << Roles{};
        QTest::newRow("table") << kWide
                               << Roles{
                                      SourceRole::Readings, SourceRole::SensorMap,
                                      SourceRole::EquipmentList};
    }
    void rolesThatArePossible()
    {
        QFETCH(QByteArray, content);
        QFETCH(QList<SourceRole>, roles);
        QCOMPARE(possibleRoles(found(u"a"_s, content).front()), roles);
    }

    void appliesToFilesOfAStructure()
    {
        write(u"a.csv"_s, kWide);
        write(u"b.csv"_s, kWide);
        write(u"c.csv"_s, QByteArray(kWide).replace("PT-02", "PT-03"));
        write(u"both.csv"_s, "equipment_id;sensor_id;code\n1;5;A\n");
        write(u"plant.log"_s, kLog);
        auto folder = findSources(m_directory->path());
        VERIFY_RESULT(folder);
        const auto structure = [&](const QString& name) {
            for (const SourceFile& file : std::as_const(folder->files)) {
                if (file.relativePath == name)
                    return *structureOf(file);
            }
            return QString();
        };
        FormatChoice dates;
        dates.dates = Order::DayFirst;
        FormatChoice map;
        map.role = SourceRole::SensorMap;
        FormatChoice skip;
        skip.skip = true;
        const QList<NamedFormat> formats{
            {u"historian"_s, structure(u"a.csv"_s), dates},
            {u"only a map"_s, structure(u"both.csv"_s), map},
            {u"no logs"_s, structure(u"plant.log"_s), skip}};
        const auto used = applyChoices(*folder, formats, {});
        VERIFY_RESULT(used);
        QStringList texts;
        for (const UsedFormat& each : *used)
            texts << each.name + u": "_s + each.files.join(u' ');
        texts.sort();
        QCOMPARE(
            texts,
            QStringList(
                {u"historian: a.csv b.csv"_s, u"no logs: plant.log"_s, u"only a map: both.csv"_s}));
        QStringList files;
        for (const SourceFile& file : std::as_const(folder->files)) {
            files << u"%1 %2 %3"_s.arg(
                file.relativePath, file.role ? sourceRoleWord(*file.role) : u"-"_s,
                file.needsDateOrder() ? u"open"_s : dateOrderWord(file.format.times.order));
        }
        QCOMPARE(
            files,
            QStringList(
                {u"both.csv sensor_map "_s, u"a.csv readings day-first"_s,
                 u"b.csv readings day-first"_s, u"c.csv readings open"_s, u"plant.log - "_s}));
    }

    void appliesToAllThatFit()
    {
        write(u"a.csv"_s, kWide);
        write(u"c.csv"_s, QByteArray(kWide).replace("PT-02", "PT-03"));
        write(u"list.csv"_s, "equipment_id;code\n1;A\n");
        auto folder = findSources(m_directory->path());
        VERIFY_RESULT(folder);
        FormatChoice dates;
        dates.dates = Order::DayFirst;
        const auto used = applyToAll(*folder, {u"x"_s, u"another"_s, dates}, {});
        VERIFY_RESULT(used);
        QCOMPARE(used->files, QStringList({u"a.csv"_s, u"c.csv"_s}));
        QCOMPARE(folder->files.size(), 3);

        FormatChoice table;
        table.table = TableFormat();
        table.table->columns = {{"time", TableField::Time}, {"x", TableField::Value}};
        const auto none = applyToAll(*folder, {u"x"_s, u"another"_s, table}, {});
        QVERIFY(!none);
        QVERIFY2(
            none.error().why.contains(u"a.csv: It has other columns."),
            qPrintable(none.error().toText()));
    }

private:
    void write(const QString& name, const QByteArray& content) const
    {
        QFile file(m_directory->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    /// What is recognised of a file alone in its folder.
    QList<SourceFile> found(const QString& name, const QByteArray& content) const
    {
        QDir(m_directory->path()).mkdir(name + u".d"_s);
        write(name + u".d/"_s + name, content);
        const auto folder = findSources(m_directory->filePath(name + u".d"_s));
        return folder ? folder->files : QList<SourceFile>{SourceFile()};
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(tst_FormatChoice)
#include "tst_FormatChoice.moc"
