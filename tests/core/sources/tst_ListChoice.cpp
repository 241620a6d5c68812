// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/ChosenFormat.h"
#include "sources/choices/FileStructure.h"
#include "sources/choices/FormatToEdit.h"
#include "sources/choices/TableEdit.h"
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/SensorMapParser.h"
#include "sources/preview/FilePreview.h"
#include "support/VerifyResult.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// No name of a code, and no group.
const QByteArray kPlants = "Anlage;Bezeichnung;Bereich;Baujahr\n"
                           "7;Pumpe 7;Halle 1;1998\n"
                           "8;Pumpe 8;;\n";

QString text(const QByteArray& bytes)
{
    return QString::fromUtf8(bytes);
}

QString describe(const Equipment& equipment)
{
    QString result = u"%1:%2:%3"_s.arg(
        text(equipment.equipmentId), text(equipment.code),
        equipment.groupName ? text(*equipment.groupName) : u"-"_s);
    for (const auto& [key, value] : equipment.attributes)
        result += u'|' + text(key) + u'=' + (value ? text(*value) : u"null"_s);
    return result;
}

QString describe(const SensorMapEntry& entry)
{
    QString result = text(entry.sensorId) + u'>' + text(entry.equipmentId);
    for (const auto& limit : {entry.validFrom, entry.validTo}) {
        if (limit)
            result += u'@'
                      + QDateTime(QDate(2000, 1, 1), QTime(), Qt::UTC)
                            .addMSecs(*limit / 1000)
                            .toString(u"yyyy-MM-dd"_s);
    }
    return result;
}

// What a load would store of the file.
QString entriesOf(const SourceFile& file)
{
    QStringList entries;
    const auto take = [&entries](const auto& entry) {
        entries << describe(entry);
        return Result<void>();
    };
    const auto reject = [&entries](const RejectedLine& line) {
        entries << u"rejected %1(%2)"_s.arg(
            rejectReasonWord(line.reason), QString::fromUtf8(line.field));
        return Result<void>();
    };
    const auto input = InputFile::open(file.input);
    if (!input)
        return input.error().toText();
    const auto counts =
        file.role == SourceRole::SensorMap
            ? parseSensorMap(
                *input, file.dataBegin, LocalTime::utc(), ListSink<SensorMapEntry>{take, reject},
                {}, file.format)
            : parseEquipmentList(
                *input, file.dataBegin, ListSink<Equipment>{take, reject}, {}, file.format);
    return counts ? entries.join(u' ') : counts.error().toText();
}

QString fieldsOf(const TableFormat& format)
{
    QStringList words;
    for (const TableColumn& column : format.columns)
        words << tableFieldWord(column.field);
    return words.join(u' ');
}

} // namespace

class tst_ListChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void unknownNamesCanBeChosen()
    {
        const SourceFile file = only(u"plants.csv"_s, kPlants);
        QVERIFY(!file.role);
        QVERIFY(possibleRoles(file).contains(SourceRole::EquipmentList));
        QVERIFY(possibleRoles(file).contains(SourceRole::SensorMap));
        FormatChoice choice;
        choice.role = SourceRole::EquipmentList;
        const auto refused = withChoice(file, choice, {});
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, u"format-mismatch"_s);
        QVERIFY2(refused.error().why.contains(u"code"_s), qPrintable(refused.error().why));
        choice.table = tableToEdit(file, choice.role);
        QVERIFY(choice.table.has_value());
        QCOMPARE(fieldsOf(*choice.table), u"equipment attribute attribute attribute"_s);
        setColumn(*choice.table, 1, TableField::Code);
        setColumn(*choice.table, 2, TableField::Group);
        choice.table->dataBegin = 0; // it doesn't matter, and isn't kept
        QVERIFY(*FormatChoice::fromJson(choice.toJson()) == choice);
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(chosen->size(), 1);
        QCOMPARE(chosen->front().role, SourceRole::EquipmentList);
        QCOMPARE(
            entriesOf(chosen->front()),
            u"7:Pumpe 7:Halle 1|Baujahr=1998 8:Pumpe 8:-|Baujahr=null"_s);
        const auto preview = previewFile(chosen->front(), {}, {});
        VERIFY_RESULT(preview);
        QVERIFY2(preview->problem.isEmpty(), qPrintable(preview->problem));
        QCOMPARE(preview->readingsRead, 2);
        QCOMPARE(preview->columns.at(1).field, u"code"_s);
        QCOMPARE(preview->columns.at(1).example, u"Pumpe 7"_s);
        QVERIFY(preview->columns.at(3).choices.contains(u"group"_s));
        QVERIFY(!preview->columns.at(3).choices.contains(u"time"_s));
    }

    // With a header and a mark, under another name, with other rows and names that differ in case.
    void keptFormatIsForAllFilesLikeIt()
    {
        const SourceFile first = only(u"plants.csv"_s, kPlants);
        NamedFormat format{u"plants"_s, *structureOf(first), {}};
        format.choice.role = SourceRole::EquipmentList;
        format.choice.table = tableToEdit(first, format.choice.role);
        setColumn(*format.choice.table, 1, TableField::Code);
        write(
            u"other/anlagen.txt"_s,
            "\xEF\xBB\xBFsep=;\r\nANLAGE;Bezeichnung;\"Be-reich\";Baujahr\r\n9;P 9;Süd;2001\r\n");
        auto folder = findSources(m_directory->filePath(u"other"_s));
        VERIFY_RESULT(folder);
        const auto used = applyChoices(*folder, {format}, {});
        VERIFY_RESULT(used);
        QCOMPARE(used->size(), 1);
        QCOMPARE(entriesOf(folder->files.front()), u"9:P 9:-|Be-reich=Süd|Baujahr=2001"_s);
        // The same format for files with other columns.
        write(u"third/list.csv"_s, "Anlage;Bezeichnung\n9;P 9\n");
        folder = findSources(m_directory->filePath(u"third"_s));
        VERIFY_RESULT(folder);
        const auto forced = applyToAll(*folder, format, {});
        QVERIFY(!forced.ok());
        QVERIFY2(forced.error().why.contains(u"other columns"_s), qPrintable(forced.error().why));
    }

    void recognisedColumnsCanMeanSomethingElse()
    {
        const SourceFile file =
            only(u"list.csv"_s, "equipment_id,code,name,type,note\n1,A,First,T,x\n2,,Second,T,\n");
        QCOMPARE(file.role, SourceRole::EquipmentList);
        QCOMPARE(entriesOf(file), u"1:A:T|name=First|note=x 2:Second:T|note=null"_s);
        FormatChoice choice;
        choice.table = tableToEdit(file);
        QCOMPARE(fieldsOf(*choice.table), u"equipment code attribute group attribute"_s);
        // As it is recognised, also where the code is empty.
        auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(entriesOf(chosen->front()), entriesOf(file));
        setColumn(*choice.table, 3, TableField::Attribute);
        setColumn(*choice.table, 2, TableField::Code);
        QCOMPARE(fieldsOf(*choice.table), u"equipment ignored code attribute attribute"_s);
        chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(
            entriesOf(chosen->front()), u"1:First:-|type=T|note=x 2:Second:-|type=T|note=null"_s);
    }

    void timesOfAMapCanBeChosen()
    {
        const SourceFile file = only(
            u"map.csv"_s,
            "Gerät|Fühler|ab|bis\n7|TI-1|01/02/2021|\n7|TI-2|13/02/2021|14/03/2021\n");
        QVERIFY(!file.role);
        FormatChoice choice;
        choice.role = SourceRole::SensorMap;
        choice.table = tableToEdit(file, choice.role);
        QCOMPARE(fieldsOf(*choice.table), u"ignored ignored ignored ignored"_s);
        setColumn(*choice.table, 0, TableField::Equipment);
        setColumn(*choice.table, 1, TableField::Sensor);
        setColumn(*choice.table, 2, TableField::ValidFrom);
        setColumn(*choice.table, 3, TableField::ValidTo);
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(chosen->front().dateOrder->reason, DateOrderFinding::Reason::Proved);
        QCOMPARE(entriesOf(chosen->front()), u"TI-1>7@2021-02-01 TI-2>7@2021-02-13@2021-03-14"_s);
    }

    void oneFileCanBeBoth()
    {
        const SourceFile file =
            only(u"both.csv"_s, "machine;Benennung;Kanal\n7;Pumpe;TI-1\n7;Pumpe;TI-2\n");
        FormatChoice choice;
        choice.role = SourceRole::EquipmentList;
        choice.table = tableToEdit(file, choice.role);
        choice.role.reset();
        setColumn(*choice.table, 1, TableField::Code);
        setColumn(*choice.table, 2, TableField::Sensor);
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(chosen->size(), 2);
        QCOMPARE(chosen->at(0).role, SourceRole::SensorMap);
        QCOMPARE(entriesOf(chosen->at(0)), u"TI-1>7 TI-2>7"_s);
        QCOMPARE(chosen->at(1).role, SourceRole::EquipmentList);
        QCOMPARE(entriesOf(chosen->at(1)), u"7:Pumpe:- 7:Pumpe:-"_s);
    }

    // Its names are enough once it is known that they aren't readings.
    void tableOfReadingsCanBeAMap()
    {
        const SourceFile file = only(
            u"log.csv"_s, "time;machine_id;sensor_id;value\n2021-02-01 10:00;7;TI-1;1.5\n"
                          "2021-02-01 10:01;8;TI-2;2\n");
        QCOMPARE(file.role, SourceRole::Readings);
        FormatChoice choice;
        choice.role = SourceRole::SensorMap;
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(entriesOf(chosen->front()), u"TI-1>7 TI-2>8"_s);
    }

    void keysOfJsonCanBeChosen_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("array") << QByteArray("[{\"Kennung\":7,\"Titel\":\"P 7\",\"x\":{\"a\":1}},"
                                             "{\"Titel\":\"P 8\",\"Kennung\":8}]");
        QTest::newRow("one a line")
            << QByteArray("{\"Kennung\":7,\"Titel\":\"P 7\",\"x\":{\"a\":1}}\n{\"Titel\":\"P "
                          "8\",\"Kennung\":8}\n");
        QTest::newRow("in a wrapper") << QByteArray(
            "{\"count\":2,\"rows\":[{\"Kennung\":7,\"Titel\":\"P 7\",\"x\":{\"a\":1}},"
            "{\"Titel\":\"P 8\",\"Kennung\":8}]}");
    }
    void keysOfJsonCanBeChosen()
    {
        QFETCH(QByteArray, content);
        const SourceFile file = only(u"list.json"_s, content);
        QVERIFY(!file.role);
        FormatChoice choice;
        choice.role = SourceRole::EquipmentList;
        choice.table = tableToEdit(file, choice.role);
        QVERIFY(choice.table.has_value());
        QCOMPARE(fieldsOf(*choice.table), u"attribute attribute attribute"_s);
        setColumn(*choice.table, 0, TableField::Equipment);
        setColumn(*choice.table, 1, TableField::Code);
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        QCOMPARE(entriesOf(chosen->front()), u"7:P 7:-|x={\"a\":1} 8:P 8:-"_s);
        setColumn(*choice.table, 2, TableField::Ignored);
        const auto without = withChoice(file, choice, {});
        VERIFY_RESULT(without);
        QCOMPARE(entriesOf(without->front()), u"7:P 7:- 8:P 8:-"_s);
        QVERIFY(structuresOf(file)->contains(*structureOf(file)));
    }

    void changedColumnsAreNoticed()
    {
        const SourceFile file = only(u"plants.csv"_s, kPlants);
        FormatChoice choice;
        choice.role = SourceRole::EquipmentList;
        choice.table = tableToEdit(file, choice.role);
        setColumn(*choice.table, 1, TableField::Code);
        const auto chosen = withChoice(file, choice, {});
        VERIFY_RESULT(chosen);
        write(u"folder/plants.csv"_s, "Anlage;Standort\n7;Halle 1\n");
        const QString now = entriesOf(chosen->front());
        QVERIFY2(now.contains(u"no longer has its columns"_s), qPrintable(now));
    }

    void logsAndProseAreNoLists_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("log") << QByteArray(
            "[2021-02-03 10:00:00]\tERROR\tsensor[5]:\t(temperature\t1.5, vibration\t2)\n");
        QTest::newRow("one column") << QByteArray("Notes\nPump 7 was repaired\n");
        QTest::newRow("numbers") << QByteArray("1;2;3\n4;5;6\n");
        QTest::newRow("no rows") << QByteArray("Anlage;Bezeichnung\n");
        QTest::newRow("the same names") << QByteArray("a;a\n1;2\n");
    }
    void logsAndProseAreNoLists()
    {
        QFETCH(QByteArray, content);
        QVERIFY(!possibleRoles(only(u"file.txt"_s, content)).contains(SourceRole::EquipmentList));
    }

private:
    void write(const QString& name, const QByteArray& content) const
    {
        const QString path = m_directory->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    // As it is recognised.
    SourceFile only(const QString& name, const QByteArray& content) const
    {
        write(u"folder/"_s + name, content);
        const auto folder = findSources(m_directory->filePath(u"folder"_s));
        return folder && !folder->files.isEmpty() ? folder->files.front() : SourceFile();
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_MAIN(tst_ListChoice)
#include "tst_ListChoice.moc"
