// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/UndoLoad.h"
#include "sources/input/LineContext.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

const QByteArray kEquipment = R"([{"equipment_id":1,"code":"P 1","group":"Pumps"},)"
                              R"({"equipment_id":2,"code":"P 2","group":"Pumps"}])";
const QByteArray kSensors = R"([{"equipment_id":1,"sensor_id":"TI-1"},)"
                            R"({"equipment_id":2,"sensor_id":"TI-2"}])";

QByteArray readings(int count)
{
    QByteArrayList rows;
    for (int i = 0; i < count; ++i) {
        rows
            << QStringLiteral(
                   R"({"time":"2021-02-01 %1:%2:00","sensor":"TI-%3","severity":"ERROR","temperature":%4})")
                   .arg(i / 60 % 24, 2, 10, QLatin1Char('0'))
                   .arg(i % 60, 2, 10, QLatin1Char('0'))
                   .arg(1 + i % 2)
                   .arg(i)
                   .toUtf8();
    }
    return "[\n  " + rows.join(",\n  ") + "\n]";
}

QByteArray document(int count)
{
    return "{\"plant\":{\"name\":\"[{\"},\n\"equipment\": " + kEquipment + ",\n\"sensors\":"
           + kSensors + ",\"readings\":" + readings(count) + ",\"comments\":[\"none\"]}\n";
}

} // namespace

/// Equipment, sensors and readings in one JSON document: each list is a source file of its own.
class tst_JsonDocuments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
    }
    void cleanup()
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto ledger = verifyLedger(*connection, CancelToken());
        VERIFY_RESULT(ledger);
        QVERIFY(ledger->verified());
    }

    void eachListIsLoadedOnce()
    {
        m_fixture->write(u"export.json"_s, document(1'000));
        LoadOptions options;
        options.chunkRows = 300;
        const LoadReceipt receipt = m_fixture->load(options);
        QStringList names;
        for (const FileReceipt& file : receipt.files)
            names << file.relativePath;
        QCOMPARE(
            names, QStringList(
                       {u"export.json › equipment"_s, u"export.json › sensors"_s,
                        u"export.json › readings"_s}));
        QCOMPARE(receipt.readings(), (RecordCounts{1'000, 1'000, 0, 0, 0}));
        QCOMPARE(assigned(), u"P 1:Pumps:TI-1 P 2:Pumps:TI-2"_s);
        QCOMPARE(m_fixture->load(options).readings(), (RecordCounts{1'000, 0, 0, 0, 1'000}));
    }

    void documentThatWasWrittenAgainWithMore()
    {
        m_fixture->write(u"export.json"_s, document(400));
        m_fixture->load();
        m_fixture->write(u"export.json"_s, document(700));
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{700, 300, 0, 0, 400}));
        const QString digest = m_fixture->digest();
        // The same readings alone, in a file of their own.
        m_fixture->write(u"readings.json"_s, readings(700));
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        QCOMPARE(m_fixture->digest(), digest);
    }

    void undoAndLoadAgain()
    {
        m_fixture->write(u"export.json"_s, document(200));
        const LoadReceipt receipt = m_fixture->load();
        const QString digest = m_fixture->digest();
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{receipt.loadId}, CancelToken()));
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"0"_s);
        QCOMPARE(assigned(), QString());
        QCOMPARE(m_fixture->load().readings().loaded, 200);
        QCOMPARE(m_fixture->digest(), digest);
        QCOMPARE(assigned(), u"P 1:Pumps:TI-1 P 2:Pumps:TI-2"_s);
    }

    void originalLine()
    {
        QByteArray text = document(50);
        text.replace("\"temperature\":7}", "\"temperature\":\"7 K\"}");
        m_fixture->write(u"export.json"_s, text);
        QCOMPARE(m_fixture->load().readings().rejected, 1);
        const QString path = m_fixture->path(u"export.json › readings"_s);
        QCOMPARE(
            m_fixture->ask("SELECT f.path FROM faultline.rejected_line"
                           " JOIN faultline.load_chunk USING (chunk_id)"
                           " JOIN faultline.source_file f USING (file_id)"),
            path);
        const auto number = [this](const char* column) {
            return m_fixture->ask(QByteArray("SELECT ") + column + " FROM faultline.rejected_line")
                .toLongLong();
        };
        LineLocation location;
        location.lineNumber = number("line_number");
        location.byteOffset = number("byte_offset");
        location.lineBytes = number("line_bytes");
        location.raw =
            m_fixture->ask("SELECT convert_from(raw, 'UTF8') FROM faultline.rejected_line")
                .toUtf8();
        location.isRecord = true;
        QCOMPARE(location.lineNumber, 9);
        const auto context = readLineContext(InputName::fromText(path), location);
        VERIFY_RESULT(context);
        QVERIFY(context->lines.first().bytes.contains("7 K"));
        // The document is another one now.
        m_fixture->write(u"export.json"_s, "{\"readings\": 5}");
        VERIFY_ERROR(readLineContext(InputName::fromText(path), location), u"file-gone");
    }

    // A list keeps them as attributes; a table has a column for each of their values.
    void objectsInRecords()
    {
        m_fixture->write(
            u"export.json"_s,
            R"({"site":{"name":"North","pumps":[{"x":1}]},
"equipment":[{"equipment_id":1,"code":"P 1","group":"Pumps","maker":{"name":"A","since":[1]}}],
"readings":[{"time":"2021-02-01 10:00","sensor":{"id":"TI-1"},"asset":{"id":1},"severity":"ERROR",
"data":{"temperature":5}}]})");
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings(), (RecordCounts{1, 1, 0, 0, 0}));
        QCOMPARE(assigned(), u"P 1:Pumps:TI-1"_s);
        QCOMPARE(
            m_fixture->ask("SELECT attributes->'maker' FROM faultline.equipment"),
            uR"({"name":"A","since":[1]})"_s);
        QCOMPARE(m_fixture->ask("SELECT temperature FROM faultline.reading"), u"5"_s);
    }

    void documentsThatAreOneSource_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("one list") << QByteArray(
            "{\"a\":[{\"x\":1}],\"readings\":" + readings(9) + "}");
        QTest::newRow("an object a line")
            << QByteArray(readings(9).replace("},\n", "}\n").replace('[', ' ').replace(']', ' '));
        QTest::newRow("a list alone") << readings(9);
    }
    void documentsThatAreOneSource()
    {
        QFETCH(QByteArray, content);
        m_fixture->write(u"export.json"_s, content);
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.files.size(), 1);
        QCOMPARE(receipt.files.first().relativePath, u"export.json"_s);
        QCOMPARE(receipt.readings().loaded, 9);
    }

private:
    QString assigned() const
    {
        return m_fixture->ask(
            "SELECT coalesce(string_agg(code || ':' || group_name || ':' || sensor_id, ' '"
            " ORDER BY code), '') FROM faultline.equipment"
            " JOIN faultline.equipment_sensor USING (equipment_key)"
            " JOIN faultline.sensor USING (sensor_key)");
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_JsonDocuments)
#include "tst_JsonDocuments.moc"
