// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/EquipmentListParser.h"

#include "support/PeakMemory.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QString describe(const Equipment& equipment)
{
    QString text = u"%1:%2:%3"_s.arg(
        QString::fromUtf8(equipment.equipmentId), QString::fromUtf8(equipment.code),
        equipment.groupName ? QString::fromUtf8(*equipment.groupName) : u"-"_s);
    for (const auto& [key, value] : equipment.attributes)
        text +=
            u'|' + QString::fromUtf8(key) + u'=' + (value ? QString::fromUtf8(*value) : u"null"_s);
    return text;
}

} // namespace

class tst_EquipmentListParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsListsAndRejectsBadEntries_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("equipment");
        QTest::addColumn<QString>("rejected"); // line@byte:reason
        const auto row = [](const char* name, const QByteArray& content, const QString& equipment,
                            const QString& rejected = {}) {
            QTest::newRow(name) << content << equipment << rejected;
        };
        row("usual",
            "[\n {\"equipment_id\": 1, \"code\": \"A\", \"group_name\": \"G\"},\n"
            " {\"equipment_id\": 2, \"code\": \"B\", \"group_name\": \"H\"}\n]",
            u"1:A:G 2:B:H"_s);
        row("empty array", "[]", QString());
        row("name for code", R"([{"equipment_id":1,"name":"A"}])", u"1:A:-"_s);
        row("code and name", R"([{"equipment_id":1,"name":"N","code":"A"}])", u"1:A:-|name=N"_s);
        row("group", R"([{"equipment_id":1,"code":"A","group":"G"}])", u"1:A:G"_s);
        row("id as text", R"([{"equipment_id":"1","code":"A"}])", u"1:A:-"_s);
        row("code as number", R"([{"equipment_id":1,"code":314659E12}])", u"1:314659E12:-"_s);
        row("attributes",
            R"([{"equipment_id":1,"code":"A","deck":2,"spare":null,"x":[1,{"y":1.50}],"on":true}])",
            u"1:A:-|deck=2|spare=null|x=[1,{\"y\":1.50}]|on=true"_s);
        row("one line each",
            "{\"equipment_id\":1,\"code\":\"A\"}\n{\"equipment_id\":2,\"code\":\"B\"}\n",
            u"1:A:- 2:B:-"_s);
        row("objects behind each other",
            R"({"equipment_id":1,"code":"A"}{"equipment_id":2,"code":"B"})", u"1:A:- 2:B:-"_s);
        row("no id", R"([{"code":"A"},{"equipment_id":2,"code":"B"}])", u"2:B:-"_s,
            u"1@1:missing-field"_s);
        row("no code", R"([{"equipment_id":1}])", QString(), u"1@1:missing-field"_s);
        row("odd id", R"([{"equipment_id":"P-101A","code":"A"}])", u"P-101A:A:-"_s);
        row("forms of a whole number",
            R"([{"equipment_id":1.0,"code":"A"},{"equipment_id":"0001","code":"B"},)"
            R"({"equipment_id":99999999999999999999,"code":"C"}])",
            u"1:A:- 1:B:- 99999999999999999999:C:-"_s);
        row("space around an id", R"([{"equipment_id":" 1","code":"A"}])", u" 1:A:-"_s);
        row("values that are no id",
            R"([{"equipment_id":true,"code":"A"},{"equipment_id":[1],"code":"A"},)"
            R"({"equipment_id":"","code":"A"},{"equipment_id":"a\tb","code":"A"},)"
            R"({"equipment_id":null,"code":"A"}])",
            QString(),
            u"1@1:field-value 1@34:field-value 1@66:field-value 1@97:field-value "
            "1@132:missing-field"_s);
        row("negative id", R"([{"equipment_id":-1,"code":"A"}])", u"-1:A:-"_s);
        row("nul", R"([{"equipment_id":1,"code":"A\u0000"}])", QString(), u"1@1:encoding"_s);
        // Each is what RFC 8259 says, not a string.
        row("half of a surrogate pair", R"([{"equipment_id":1,"code":"A\ude00"}])", QString(),
            u"1@1:encoding"_s);
        row("half of a pair as attribute", R"([{"equipment_id":1,"code":"A","x":["\ude00"]}])",
            QString(), u"1@1:encoding"_s);
        row("first half of a surrogate pair",
            R"([{"equipment_id":1,"code":"A\ud800"},{"equipment_id":2,"code":"B"}])", u"2:B:-"_s,
            u"1@1:encoding"_s);
        row("first half before other text",
            "[{\"equipment_id\":1,\"code\":\"A\",\"x\":\"\\ud800\\u0041\\ud83d\\ud83d\\udea2\"},"
            "{\"equipment_id\":2,\"code\":\"\\ud83d\\udea2\"}]",
            u"2:\U0001F6A2:-"_s, u"1@1:encoding"_s);
        row("half of a pair in a key", R"([{"equipment_id":1,"code":"A","\ud800":1}])", QString(),
            u"1@1:encoding"_s);
        row("half of a pair in a line",
            "{\"equipment_id\":1,\"code\":\"\\ud800\"}\n{\"equipment_id\":2,\"code\":\"B\"}\n",
            u"2:B:-"_s, u"1@0:encoding"_s);
        row("bytes that are not UTF-8",
            "[{\"equipment_id\":1,\"code\":\"A\xFF\"},{\"equipment_id\":2,\"code\":\"B\"}]",
            u"2:B:-"_s, u"1@1:encoding"_s);
        row("unknown escape",
            "[{\"equipment_id\":1,\"code\":\"\\x\"},{\"equipment_id\":2,\"code\":\"B\"}]",
            u"2:B:-"_s, u"1@1:encoding"_s);
        row("escape without digits",
            "[{\"equipment_id\":1,\"code\":\"\\u12\"},{\"equipment_id\":2,\"code\":\"B\"}]",
            u"2:B:-"_s, u"1@1:encoding"_s);
        row("control characters in a text",
            "[{\"equipment_id\":1,\"code\":\"a\tb\"},\n{\"equipment_id\":2,\"code\":\"a\nb\"},"
            "{\"equipment_id\":3,\"code\":\"C\"}]",
            u"3:C:-"_s, u"1@1:encoding 2@34:encoding"_s);
        row("numbers of any size",
            "[{\"equipment_id\":1,\"code\":\"A\",\"x\":1e9999,\"y\":[-1.50E+99999,{\"z\":0e-0}]},"
            "{\"equipment_id\":2,\"code\":"
                + QByteArray(400, '9') + "}]",
            u"1:A:-|x=1e9999|y=[-1.50E+99999,{\"z\":0e-0}] 2:%1:-"_s.arg(QString(400, u'9')));
        row("number with an exponent as id",
            R"([{"equipment_id":1e9999,"code":"A"},{"equipment_id":1e0,"code":"B"}])",
            u"1e9999:A:- 1e0:B:-"_s);
        row("what JSON doesn't know",
            "[{\"equipment_id\":1,\"code\":\"A\",\"x\":NaN},{\"equipment_id\":01,\"code\":\"A\"},"
            "{\"equipment_id\":1,\"code\":\"A\",\"x\":[1.,{\"y\":+2}]},{\"equipment_id\":2,"
            "\"code\":\"B\"}]",
            u"1:A:-|x=null 2:B:-"_s, u"1@39:field-value 1@70:field-value"_s);
        row("very long record",
            "[{\"equipment_id\":1,\"code\":\"" + QByteArray(2'000'000, 'x')
                + "\",\"x\":{\"y\":[1,2]}},{\"equipment_id\":2,\"code\":\"B\"}]",
            u"2:B:-"_s, u"1@1:too-long"_s);
        row("very deep record",
            "[{\"equipment_id\":1,\"code\":\"A\",\"x\":" + QByteArray(700'000, '[')
                + QByteArray(700'000, ']') + "},{\"equipment_id\":2,\"code\":\"B\"}]",
            u"2:B:-"_s, u"1@1:too-long"_s);
        row("same key twice", R"([{"equipment_id":1,"equipment_id":2,"code":"A","code":"B"}])",
            u"2:B:-"_s);
        row("same attribute twice", R"([{"equipment_id":1,"code":"A","x":1,"y":2,"x":3}])",
            u"1:A:-|y=2|x=3"_s);
        row("two arrays", R"([{"equipment_id":1,"code":"A"}][{"equipment_id":2,"code":"B"}])",
            u"1:A:- 2:B:-"_s);
        row("very long line",
            "{\"equipment_id\":1,\"code\":\"" + QByteArray(2'000'000, 'x')
                + "\"}\n{\"equipment_id\":2,\"code\":\"B\"}\n",
            u"2:B:-"_s, u"1@0:too-long"_s);
        row("broken line",
            "{\"equipment_id\":1,\"code\":\"A\"}\n{\"equipment_id\":2,\n{\"equipment_id\":3,"
            "\"code\":\"C\"}\n",
            u"1:A:- 3:C:-"_s, u"2@30:shape"_s);
        row("loose values in a line each",
            "{\"equipment_id\":1,\"code\":\"A\"}\n5x\n7\n[1]\n{\"equipment_id\":3,\"code\":\"C\"}"
            "\n",
            u"1:A:- 3:C:-"_s, u"2@30:shape 3@33:shape 4@35:shape"_s);
        row("loose values in an array", R"([17, null, [], {"equipment_id":3,"code":"C"}])",
            u"3:C:-"_s, u"1@1:shape 1@5:shape 1@11:shape"_s);
        row("deep",
            QByteArray("[{\"equipment_id\":1,\"code\":\"A\",\"x\":") + QByteArray(50, '[')
                + QByteArray(50, ']') + "}]",
            u"1:A:-|x=%1%2"_s.arg(QString(50, u'['), QString(50, u']')));
    }
    void readsListsAndRejectsBadEntries()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, equipment);
        QFETCH(QString, rejected);
        parse(content);
        QVERIFY2(m_counts.has_value(), qPrintable(m_error));
        QCOMPARE(m_equipment.join(u' '), equipment);
        QCOMPARE(m_rejected.join(u' '), rejected);
        QCOMPARE(m_counts->records, m_equipment.size() + m_rejected.size());
        QCOMPARE(m_counts->rejected, m_rejected.size());
    }

    void rejectedObjectIsKeptAsItStands()
    {
        parse(
            "[ {\"equipment_id\": 1, \"x\": {\"y\": 2}} , 5, {\"equipment_id\":2,\"code\":\"B\"}]");
        QCOMPARE(m_rawTexts.first(), u"{\"equipment_id\": 1, \"x\": {\"y\": 2}}"_s);
        QCOMPARE(m_rejected.size(), 2);
        QCOMPARE(m_equipment, QStringList{u"2:B:-"_s});
    }

    void brokenArraysFail_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("cut off") << QByteArray("[{\"equipment_id\":1,\"code\":\"A\"},{\"equ");
        QTest::newRow("two commas") << QByteArray(R"([{"equipment_id":1,"code":"A"},,])");
        QTest::newRow("missing comma") << QByteArray(R"([{"equipment_id":1 "code":"A"}])");
        QTest::newRow("missing colon") << QByteArray(R"([{"equipment_id" 1}])");
        QTest::newRow("missing value") << QByteArray(R"([{"equipment_id":}])");
        QTest::newRow("open text") << QByteArray("[{\"equipment_id\":1,\"code\":\"A}]");
        QTest::newRow("very deep outside a record") << "[{}," + QByteArray(2'000'000, '[');
        QTest::newRow("very deep and open") << "[{\"equipment_id\":" + QByteArray(2'000'000, '[');
    }
    void brokenArraysFail()
    {
        QFETCH(QByteArray, content);
        parse(content);
        QVERIFY(!m_counts.has_value());
        QVERIFY2(m_error.contains(u"line 1, byte"_s), qPrintable(m_error));
    }

    void textOf200MBNeedsLittleMemory()
    {
        QFile file(m_directory.filePath(u"long.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("[{\"equipment_id\":1,\"code\":\"A\",\"x\":\"");
        const QByteArray piece(1'000'000, 'x');
        for (int i = 0; i < 200; ++i)
            QCOMPARE(file.write(piece), piece.size());
        file.write("\"}]");
        file.close();
        const auto input = InputFile::open(file.fileName());
        QVERIFY(input.ok());
        const PeakMemory memory;
        const auto counts = parseEquipmentList(
            *input, 0,
            {[](const Equipment&) { return Result<void>(); },
             [](const RejectedLine&) { return Result<void>(); }},
            CancelToken());
        QVERIFY(counts.ok());
        QCOMPARE(counts->records, 1);
        QCOMPARE(counts->rejected, 1);
        QVERIFY2(
            memory.growth() < qint64{20} * 1024 * 1024,
            qPrintable(QString::number(memory.growth())));
    }

    // Each line could continue to the end of the file, which must be read once, not once per line.
    void openLinesAreReadOnce()
    {
        parse(QByteArray("{\"a\":\n").repeated(1'000'000));
        QVERIFY2(m_counts.has_value(), qPrintable(m_error));
        QCOMPARE(m_counts->records, m_counts->rejected);
        QVERIFY(m_counts->records > 0);
    }

private:
    void parse(const QByteArray& content)
    {
        m_equipment.clear();
        m_rejected.clear();
        m_rawTexts.clear();
        m_counts.reset();
        QFile file(m_directory.filePath(u"list.json"_s));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            qFatal("can't write");
        file.write(content);
        file.close();
        const ListSink<Equipment> sink{
            [this](const Equipment& equipment) {
                m_equipment << describe(equipment);
                return Result<void>();
            },
            [this](const RejectedLine& line) {
                m_rawTexts << QString::fromUtf8(line.raw);
                m_rejected << u"%1@%2:%3"_s.arg(line.lineNumber)
                                  .arg(line.byteOffset)
                                  .arg(rejectReasonWord(line.reason));
                return Result<void>();
            }};
        const auto counts =
            parseEquipmentList(*InputFile::open(file.fileName()), 0, sink, CancelToken());
        if (counts)
            m_counts = *counts;
        else
            m_error = counts.error().toText();
    }

    QTemporaryDir m_directory;
    QStringList m_equipment;
    QStringList m_rejected;
    QStringList m_rawTexts;
    std::optional<ListCounts> m_counts;
    QString m_error;
};

QTEST_GUILESS_MAIN(tst_EquipmentListParser)
#include "tst_EquipmentListParser.moc"
