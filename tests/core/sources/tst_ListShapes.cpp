// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/ListRecognition.h"
#include "sources/lists/SensorMapParser.h"

#include "sources/fields/FieldNames.h"
#include "sources/lists/JsonColumns.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

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
        if (!entry.validFrom && !entry.validTo)
            break;
        result += u'@';
        if (limit) {
            result += QDateTime(QDate(2000, 1, 1), QTime(), Qt::UTC)
                          .addMSecs(*limit / 1000)
                          .toString(u"yyyy-MM-dd"_s);
        }
    }
    return result;
}

// line@byte+column:reason(field)#record
QString describe(const RejectedLine& line)
{
    QString result = u"%1@%2+%3:%4"_s.arg(line.lineNumber)
                         .arg(line.byteOffset)
                         .arg(line.columnNumber)
                         .arg(rejectReasonWord(line.reason));
    if (!line.field.isEmpty())
        result += u"(%1)"_s.arg(text(line.field));
    return result + u"#%1"_s.arg(line.recordNumber);
}

} // namespace

/// One row for each way to write a list that docs/formats.md names.
class tst_ListShapes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void readsEquipment_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("equipment");
        QTest::addColumn<QString>("rejected");
        const auto row = [](const char* name, const QByteArray& content, const QString& equipment,
                            const QString& rejected = {}) {
            QTest::newRow(name) << content << equipment << rejected;
        };
        const QString two = u"1:A:G 2:B:H"_s;

        // Separators and what spreadsheets add.
        row("semicolons", "equipment_id;code;group_name\n1;A;G\n2;B;H\n", two);
        row("commas", "equipment_id,code,group_name\r\n1,A,G\r\n2,B,H\r\n", two);
        row("tabs", "equipment_id\tcode\tgroup_name\n1\tA\tG\n2\tB\tH\n", two);
        row("bars", "equipment_id|code|group_name\n1|A|G\n2|B|H", two);
        row("sep line", "sep=;\r\nequipment_id;code;group_name\r\n1;A;G\r\n2;B;H\r\n", two);
        row("sep line in quotes", "\"sep=|\"\nequipment_id|code|group_name\n1|A|G\n2|B|H\n", two);
        row("blank lines first", "\n;;\nequipment_id;code;group_name\n1;A;G\n2;B;H\n",
            u"header"_s); // Only white space is blank.
        row("blank line first", "\n \nequipment_id;code;group_name\n1;A;G\n2;B;H\n", two);
        row("columns without a name", "equipment_id;code;group_name;;\n1;A;G;;\n2;B;H;;\n", two);
        row("more empty cells", "equipment_id;code;group_name\n1;A;G;;\n2;B;H; \n", two);
        row("quoted line end", "equipment_id,code,note\n1,A,\"one\ntwo\"\n2,\"B \"\"x\"\"\",\n",
            u"1:A:-|note=one\ntwo 2:B \"x\":-|note=null"_s);
        row("name that is no text", "equipment_id,code,\xFF\n1,A,x\n", u"1:A:-|\\xff=x"_s);
        row("padding", "equipment_id;code;group_name\n 1.0 ; A ;G \n\"02\";B; H\n", two);
        row("further columns", "machineID,code,model,age\n1,A,model3,18\n2,B,,7\n",
            u"1:A:-|model=model3|age=18 2:B:-|model=null|age=7"_s);

        // Shapes of JSON.
        row("array",
            R"([{"equipment_id":1,"code":"A","group_name":"G"},)"
            R"({"equipment_id":2,"code":"B","group_name":"H"}])",
            two);
        row("one a line",
            "{\"equipment_id\":1,\"code\":\"A\",\"group_name\":\"G\"}\n"
            "{\"equipment_id\":2,\"code\":\"B\",\"group_name\":\"H\"}\n",
            two);
        row("one object", R"({"equipment_id":1,"code":"A","site":{"x":1}})",
            u"1:A:-|site={\"x\":1}"_s);
        row("inside a wrapper",
            R"({"count":2,"next":null,"results":[{"equipment_id":1,"code":"A","group":"G"},)"
            R"({"equipment_id":2,"code":"B","group":"H"}]})",
            two);
        row("deep inside",
            R"({"meta":{"by":[{"a":1}],"n":[1,[2]]},"data":{"x":[{"id":7}],)"
            R"("items":[{"equipment_id":1,"code":"A","group":"G"},)"
            R"({"equipment_id":2,"code":"B","group":"H"}],"y":{}},"end":{"z":[{}]}})",
            two);
        row("the same key elsewhere",
            R"({"other":{"items":[{"equipment_id":9,"code":"X"}]},)"
            R"("items":[5]})",
            u"9:X:-"_s);
        row("several wrappers",
            R"({"rows":[{"equipment_id":1,"code":"A","group":"G"}]})"
            "\n"
            R"({"rows":[{"equipment_id":2,"code":"B","group":"H"}]})",
            two);
        row("by index",
            R"({"0":{"equipment_id":1,"code":"A","group":"G"},)"
            R"("1":{"equipment_id":2,"code":"B","group":"H"}})",
            two);
        row("by columns",
            R"({"equipment_id":{"0":1,"1":2},"code":{"0":"A","1":"B"},)"
            R"("group":{"0":"G","1":"H"}})",
            two);
        row("by columns in another order",
            R"({"code":{"a":"A","b":"B"},)"
            R"("equipment_id":{"b":2,"a":1},"deck":{"b":3}})",
            u"1:A:- 2:B:-|deck=3"_s);
        row("by columns as arrays", R"({"equipment_id":[1,2],"code":["A","B"],"group":["G","H"]})",
            two);
        row("by columns inside",
            R"({"n":2,"data":{"equipment_id":[1,2],"code":["A","B"],)"
            R"("x":[[1,2],{"y":null}]}})",
            u"1:A:-|x=[1,2] 2:B:-|x={\"y\":null}"_s);
        row("split",
            R"({"columns":["equipment_id","code","group"],"index":[0,1],)"
            R"("data":[[1,"A","G"],[2,"B","H"]]})",
            two);
        row("as pandas writes a table",
            R"({"schema":{"fields":[{"name":"index"},{"name":"code"}],"primaryKey":["index"]},)"
            R"("data":[{"index":0,"equipment_id":1,"code":"A"}]})",
            u"1:A:-|index=0"_s);

        // Names.
        for (const char* const id :
             {"equipmentId", "EQUIPMENT ID", "Equipment-Id", "machineID", "machine", "asset",
              "asset_id", "equip_id", "eq_id", "Asset Number", "unit_id", "equipment"})
            row(id, QByteArray(id) + ",code\n1,A\n", u"1:A:-"_s);
        for (const char* const code :
             {"equipment_code", "Equipment Code", "machineCode", "name", "EquipmentName",
              "asset tag", "machine"})
            row(code, QByteArray("equipment_id,") + code + "\n1,A\n", u"1:A:-"_s);
        for (const char* const group :
             {"group", "groupName", "Group_Name", "equipment_group", "EquipmentType", "type",
              "class", "category", "asset-class", "system"})
            row(group, QByteArray("equipment_id,code,") + group + "\n1,A,G\n", u"1:A:G"_s);
        row("tag with a group", "equipment_id;tag;group\n1;A;G\n", u"1:A:G"_s);
        row("id with a code and a group", "id,code,group_name\n1,A,G\n", u"1:A:G"_s);
        row("id of machines", R"([{"id":1,"machineName":"A"}])", u"1:A:-"_s);
        row("the best name counts", "type;name;code;equipment_id;group;id\nT;N;A;1;G;7\n",
            u"1:A:G|type=T|name=N|id=7"_s);
        row("the name where the code is empty", "equipment_id;code;name\n1;;N\n2;B;M\n",
            u"1:N:- 2:B:-|name=M"_s);
        row("names that differ only by case", R"([{"equipment_id":1,"code":"A","Code":"B"}])",
            u"1:A:-|Code=B"_s);
        row("places are attributes", "equipment_id;code;area;location;unit\n1;A;N;S;bar\n",
            u"1:A:-|area=N|location=S|unit=bar"_s);

        // What isn't JSON, but clear.
        row("NaN", R"([{"equipment_id":1,"code":"A","x":NaN,"y":[-Infinity,1],"group":NaN}])",
            u"1:A:-|x=null|y=[null,1]"_s);
        row("NaN as code", R"([{"equipment_id":1,"code":NaN,"name":"N"}])", u"1:N:-"_s);
        row("trailing commas", "[{\"equipment_id\":1,\"code\":\"A\",\"x\":[1,],},\n]",
            u"1:A:-|x=[1]"_s);

        // Rejected: which field of which record.
        row("no code", R"([{"equipment_id":1},{"equipment_id":2,"code":"B"}])", u"2:B:-"_s,
            u"1@1+1:missing-field(code)#1"_s);
        row("no id", R"([{"code":"A"},{"code":"B","equipment_id":NaN}])", QString(),
            u"1@1+1:missing-field(equipment_id)#1 1@14+1:missing-field(equipment_id)#2"_s);
        row("two on one line",
            R"([{"equipment_id":1,"code":"A"},{"equipment_id":[],"code":"A"},)"
            R"({"equipment_id":2,"code":""},{"code":"C"}])",
            u"1:A:-"_s,
            u"1@31+17:field-value(equipment_id)#2 1@62+1:missing-field(code)#3 "
            "1@91+1:missing-field(equipment_id)#4"_s);
        row("bad values",
            R"([{"equipment_id":1,"code":"A","deck":01},)"
            R"({"equipment_id":2,"co\udc00de":1},{"equipment_id":3,"code":"\x"}])",
            QString(),
            u"1@1+37:field-value(deck)#1 1@41+32:encoding(co\\xed\\xb0\\x80de)#2 "
            "1@75+26:encoding(code)#3"_s);
        row("bad cells", "equipment_id;code\n;A\n\"x\ty\";B\n3;\n4;\xFF\n5\n", QString(),
            u"2@18+1:missing-field(equipment_id)#1 3@21+1:field-value(equipment_id)#2 "
            "4@29+1:missing-field(code)#3 5@32+3:encoding(code)#4 6@36+1:shape#5"_s);
        row("bad rows by columns",
            "{\"equipment_id\":[1,null,\n[3],01],\"code\":[null,\"B\","
            "\"C\",\"D\"]}",
            QString(),
            u"1@17+1:missing-field(code)#1 1@19+1:missing-field(equipment_id)#2 "
            "2@25+1:field-value(equipment_id)#3 2@29+1:field-value(equipment_id)#4"_s);
        row("bad rows of a split",
            R"({"columns":["equipment_id","code"],"data":[[1,"A"],[2],5,)"
            R"({"equipment_id":3},[4,"D","x"],[5,null]]})",
            u"1:A:-"_s,
            u"1@51+1:shape#2 1@55+1:shape#3 1@57+1:shape#4 1@76+1:shape#5 "
            "1@88+1:missing-field(code)#6"_s);
        row("bad rows in a wrapper",
            R"({"rows":[{"equipment_id":1,"code":"A"},null,[[]],)"
            R"({"equipment_id":2}]})",
            u"1:A:-"_s, u"1@39+1:shape#2 1@44+1:shape#3 1@49+1:missing-field(code)#4"_s);
    }
    void readsEquipment()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, equipment);
        QFETCH(QString, rejected);
        const auto input = fileWith(content);
        QStringList found;
        QStringList refused;
        const ListSink<Equipment> sink{
            [&found](const Equipment& entry) {
                found << describe(entry);
                return Result<void>();
            },
            [&](const RejectedLine& line) {
                refused << describe(line);
                if (content.mid(line.byteOffset, line.raw.size()) != line.raw)
                    qFatal("the raw text is not what is there");
                return Result<void>();
            }};
        const auto counts = parseEquipmentList(input, 0, sink, CancelToken());
        if (!counts)
            found << counts.error().code;
        QCOMPARE(found.join(u' '), equipment);
        QCOMPARE(refused.join(u' '), rejected);
    }

    void readsMaps_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("entries");
        QTest::addColumn<QString>("rejected");
        const auto row = [](const char* name, const QByteArray& content, const QString& entries,
                            const QString& rejected = {}) {
            QTest::newRow(name) << content << entries << rejected;
        };
        const QString two = u"1>4 TI-2>P-8"_s;
        row("bars", "equipment_id|sensor_id\n4|1\nP-8|TI-2\n", two);
        row("sep line", "sep=,\nequipment_id,sensor_id\n4,1\nP-8,TI-2\n", two);
        row("array",
            R"([{"equipment_id":4,"sensor_id":1},{"equipment_id":"P-8","sensor_id":"TI-2"}])", two);
        row("one a line",
            "{\"equipment_id\":4.0,\"sensor_id\":1.0}\n"
            "{\"equipment_id\":\"P-8\",\"sensor_id\":\"TI-2\"}\n",
            two);
        row("inside a wrapper",
            R"({"value":[{"machine":4,"Sensor":"01"},)"
            R"({"machine":"P-8","Sensor":"TI-2"}]})",
            two);
        row("by columns", R"({"equipmentId":{"0":4,"1":"P-8"},"sensorId":{"0":1,"1":"TI-2"}})",
            two);
        row("split", R"({"columns":["sensor_id","equipment_id"],"data":[[1,4],["TI-2","P-8"]]})",
            two);
        for (const char* const sensor :
             {"sensor", "Sensor-ID", "sensorTag", "tag", "tag_name", "point", "signal", "channel",
              "Channel ID"})
            row(sensor, QByteArray("asset,") + sensor + "\n4,1\nP-8,TI-2\n", two);
        row("since when",
            R"([{"equipment_id":4,"sensor_id":1,"valid_from":"2021-02-10"},)"
            R"({"equipment_id":5,"sensor_id":1,"ValidUntil":"2021-02-10","from":null}])",
            u"1>4@2021-02-10@ 1>5@@2021-02-10"_s);
        row("names of times", "asset,point,Start Date,end_date\n4,1,2021-02-10,2021-02-11\n",
            u"1>4@2021-02-10@2021-02-11"_s);
        row("other columns", "sensor_id,name,type,unit,equipment_id\n1,N,T,bar,4\n", u"1>4"_s);
        row("bad records",
            R"([{"equipment_id":4},{"sensor_id":1},{"sensor_id":[],"equipment_id":4},)"
            R"({"sensor_id":1,"equipment_id":true},{"sensor_id":1,"equipment_id":4,"since":"soon"},)"
            R"({"sensor_id":2,"equipment_id":4}])",
            u"2>4"_s,
            u"1@1+1:missing-field(sensor_id)#1 1@20+1:missing-field(equipment_id)#2 "
            "1@36+14:sensor-id(sensor_id)#3 1@70+31:field-value(equipment_id)#4 "
            "1@106+41:field-value(since)#5"_s);
        row("bad cells", "equipment_id;sensor_id\n4;\n;1\n", QString(),
            u"2@23+3:sensor-id(sensor_id)#1 3@26+1:field-value(equipment_id)#2"_s);
    }
    void readsMaps()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, entries);
        QFETCH(QString, rejected);
        const auto input = fileWith(content);
        QStringList found;
        QStringList refused;
        const ListSink<SensorMapEntry> sink{
            [&found](const SensorMapEntry& entry) {
                found << describe(entry);
                return Result<void>();
            },
            [&](const RejectedLine& line) {
                refused << describe(line);
                if (content.mid(line.byteOffset, line.raw.size()) != line.raw)
                    qFatal("the raw text is not what is there");
                return Result<void>();
            }};
        const auto counts = parseSensorMap(input, 0, LocalTime::utc(), sink, CancelToken());
        if (!counts)
            found << counts.error().code;
        QCOMPARE(found.join(u' '), entries);
        QCOMPARE(refused.join(u' '), rejected);
    }

    void tellsListsFromOtherTables_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("roles");
        QTest::addColumn<QString>("why"); // a word of the reason
        const auto row = [](const char* name, const QByteArray& content, const QString& roles,
                            const QString& why = {}) {
            QTest::newRow(name) << content << roles << why;
        };
        row("list", "equipment_id,code\n", u"list"_s);
        row("map", "equipment_id,sensor_id\n", u"map"_s);
        row("both", "equipment_id,code,group_name,sensor_id\n", u"list map"_s);
        row("both, by the group", "machine,machine type,sensor\n", u"list map"_s);
        row("names of sensors", "equipment_id,sensor_id,name,type\n", u"map"_s);
        row("tag of equipment", "equipment_id,tag,group\n", u"list"_s);
        row("tag of a sensor", "equipment_id,tag,type\n", u"map"_s);
        row("errors", "datetime,machineID,code\n", QString(), u"datetime"_s);
        row("readings", "Time;sensor_id;equipment_id;value\n", QString(), u"Time"_s);
        row("readings in JSON", R"([{"timestamp":"2021-02-01","sensor_id":1,"machine":2}])",
            QString(), u"timestamp"_s);
        row("dates of equipment", "equipment_id,code,installation_date,updated_at\n", u"list"_s);
        row("no code", "machineID,model,age\n1,m,2\n", QString(), u"machineID"_s);
        row("no equipment", "sensor_id,unit\n1,bar\n", QString(), u"sensor_id"_s);
        row("our own export", "code,group_name,failure_events,equipment_id\n", QString(),
            u"exported"_s);
        row("people", R"([{"id":1,"name":"Ann","group":"staff"}])", QString());
        row("unit of measurement", "unit,code,group\n", QString());
        row("settings", R"({"name":"x","version":1,"files":["a"]})", QString());
        row("prose", "Call Ann about pump 4, or the log.\n", QString());
        row("empty array", "[]", QString());
        row("numbers", "[[1,2],[3,4]]", QString());
        row("cut off", "{\"n\":1,\"rows\":[{\"equipment_id\":1,\"code\":\"A\"},{\"equip",
            u"list"_s);
        row("cut off in the first row", "{\"rows\":[{\"equipment_id\":1,\"code\":\"A", u"list"_s);
        row("key without code", R"([{"equipment_id":1,"colour":"red"}])", u"list"_s);
        row("single quotes", "[{'equipment_id': 1}]", QString(), u"single quote"_s);
        row("a comma too many", "{\"a\":1,,}", QString(), u"line 1, byte 7"_s);
        row("log", "[2021-02-01 00:00:00]\tERROR\tsensor[1]:\t()\n", QString());
    }
    void tellsListsFromOtherTables()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, roles);
        QFETCH(QString, why);
        const std::string_view view(content.constData(), static_cast<std::size_t>(content.size()));
        const auto layout = recogniseList(view);
        QStringList found;
        if (layout && layout->hasEquipment)
            found << u"list"_s;
        if (layout && layout->hasMap)
            found << u"map"_s;
        QCOMPARE(found.join(u' '), roles);
        if (!layout)
            QVERIFY2(
                why.isEmpty() == whyNoList(view).isEmpty() && whyNoList(view).contains(why),
                qPrintable(whyNoList(view)));
    }

    void whatIsNotJsonIsCounted()
    {
        const auto input = fileWith("[\n{\"equipment_id\":1,\"code\":\"A\",\"x\":NaN},\n"
                                    "{\"equipment_id\":2,\"code\":\"B\",\"x\":-Infinity,},\n]\n");
        const auto counts = parseEquipmentList(input, 0, ignoring<Equipment>(), CancelToken());
        QVERIFY(counts.ok());
        QCOMPARE(counts->records, 2);
        QCOMPARE(counts->leniency.unknownNumbers, 2);
        QCOMPARE(counts->leniency.trailingCommas, 2);
        QCOMPARE(counts->leniency.firstLine, 2);
        QCOMPARE(counts->leniency.firstByte, 35);
    }

    void brokenJsonSaysWhereAndHow_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("why");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("remedy");
        QTest::newRow("single quotes") << QByteArray("[{'equipment_id': 1}]") << u"single quote"_s
                                       << u"line 1, byte 2"_s << u"double quotes"_s;
        QTest::newRow("cut off") << QByteArray("[{\"equipment_id\":1,\"code\":\"A\"},\n{\"equ")
                                 << u"too early. This is after record 1."_s << u"line 2, byte 37"_s
                                 << u"new export"_s;
        QTest::newRow("no comma") << QByteArray("[{\"equipment_id\":1;\"code\":\"A\"}]")
                                  << u"A comma or a closing } is missing. There is “"_s
                                  << u"line 1, byte 19"_s << u"Fix the file there"_s;
        QTest::newRow("by columns") << QByteArray("{\"equipment_id\":[1],\"code\":[\"A\"")
                                    << u"too early"_s << u"byte 31"_s << u"new export"_s;
    }
    void brokenJsonSaysWhereAndHow()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, why);
        QFETCH(QString, where);
        QFETCH(QString, remedy);
        const auto counts =
            parseEquipmentList(fileWith(content), 0, ignoring<Equipment>(), CancelToken());
        QVERIFY(!counts.ok());
        QVERIFY2(counts.error().why.contains(why), qPrintable(counts.error().why));
        QVERIFY2(counts.error().where.contains(where), qPrintable(counts.error().where));
        QVERIFY2(counts.error().remedy.contains(remedy), qPrintable(counts.error().remedy));
    }

    void columnsAreLimited()
    {
        const QByteArray head = "{\"equipment_id\":[1],\"code\":[\"A\"],\"x\":[";
        const auto parsed = [this](const QByteArray& content) {
            return parseEquipmentList(fileWith(content), 0, ignoring<Equipment>(), CancelToken());
        };
        const auto many = parsed(head + QByteArray("1,").repeated(kMaxColumnsCells) + "1]}");
        QVERIFY(!many.ok());
        QCOMPARE(many.error().code, u"columns"_s);
        const auto large = parsed(head + '"' + QByteArray(kMaxColumnsBytes, 'x') + "\"]}");
        QVERIFY(!large.ok());
        QCOMPARE(large.error().code, u"columns"_s);
        const auto most = parsed(head + QByteArray("1,").repeated(100'000) + "1]}");
        QVERIFY(most.ok());
        QCOMPARE(most->records, 100'001);
        QCOMPARE(most->rejected, 100'000);
    }

    void namesAreNormalised()
    {
        QCOMPARE(comparableName("  Equipment_ID "), std::string("equipmentid"));
        QCOMPARE(comparableName("equipment.id-No 2"), std::string("equipmentidno2"));
        QCOMPARE(comparableName("Größe"), std::string("größe"));
        QCOMPARE(comparableName("GRÖSSE (mm)"), std::string("grösse"));
        QCOMPARE(comparableName("-"), std::string());
        QCOMPARE(comparableName("%"), std::string("%"));
    }

private:
    template<typename Record>
    static ListSink<Record> ignoring()
    {
        return {
            [](const Record&) { return Result<void>(); },
            [](const RejectedLine&) { return Result<void>(); }};
    }

    InputFile fileWith(const QByteArray& content)
    {
        QFile file(m_directory->filePath(u"list"_s));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)
            || file.write(content) != content.size())
            qFatal("can't write");
        file.close();
        auto input = InputFile::open(file.fileName());
        if (!input)
            qFatal("can't open");
        return std::move(*input);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(tst_ListShapes)
#include "tst_ListShapes.moc"
