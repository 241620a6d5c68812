// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/connection/SqlSession.h"
#include "loading/chunks/ReadingOrigin.h"
#include "loading/ledger/UndoLoad.h"
#include "reports/readings/RejectedLineQuery.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// Readings of a wide table: every tenth cell is empty, and one in a hundred can't be read.
QByteArray wideTable(int rows, int columns)
{
    QByteArray table = "Zeit";
    for (int column = 1; column <= columns; ++column)
        table += ";TI-" + QByteArray::number(column);
    table += '\n';
    for (int row = 0; row < rows; ++row) {
        table += QStringLiteral("2021-02-%1 %2:%3:00")
                     .arg(row / 1440 + 1, 2, 10, QLatin1Char('0'))
                     .arg(row / 60 % 24, 2, 10, QLatin1Char('0'))
                     .arg(row % 60, 2, 10, QLatin1Char('0'))
                     .toUtf8();
        for (int column = 0; column < columns; ++column) {
            const int cell = row * columns + column;
            table += ';';
            if (cell % 100 == 57)
                table += "12x4";
            else if (cell % 10 != 3)
                table += QByteArray::number(cell) + ",5";
        }
        table += '\n';
    }
    return table;
}

QByteArray jsonObject(int number)
{
    return QStringLiteral(R"({"ts": "2021-02-03T04:%1:%2Z", "tag": "P-%3", "value": %4})")
        .arg(number / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(number % 60, 2, 10, QLatin1Char('0'))
        .arg(number % 3)
        .arg(number)
        .toUtf8();
}

QByteArray jsonArray(int count, const QByteArray& separator = ",\n ")
{
    QByteArrayList objects;
    for (int i = 0; i < count; ++i)
        objects << jsonObject(i);
    return "[" + objects.join(separator) + "]\n";
}

LoadOptions inChunksOf(int rows)
{
    LoadOptions options;
    options.chunkRows = rows;
    return options;
}

} // namespace

/// Tables of readings, from the file to the database and back.
class tst_TableLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_session.reset();
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        m_session.emplace(*std::move(session));
    }
    void cleanupTestCase() { m_session.reset(); }

    void shapesGiveTheSameReadings_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        const QByteArray rows = "2021-02-03 04:05:06,TI-1,1.5\n2021-02-03 04:05:07,TI-2,Bad\n";
        QTest::newRow("CSV") << u"a.csv"_s << QByteArray("timestamp,tag,value\n" + rows);
        QTest::newRow("byte order mark, CRLF, sep=")
            << u"a.csv"_s
            << QByteArray("\xEF\xBB\xBFsep=,\r\ntimestamp,tag,value\r\n"
                          "2021-02-03 04:05:06,TI-1,1.5\r\n2021-02-03 04:05:07,TI-2,Bad\r\n");
        QTest::newRow("semicolons, decimal comma")
            << u"a.csv"_s
            << QByteArray("Zeitstempel;Messstelle;Wert\n"
                          "2021-02-03 04:05:06;TI-1;1,5\n2021-02-03 04:05:07;TI-2;Bad\n");
        QTest::newRow("heading lines, quotes, line ends in cells")
            << u"a.txt"_s
            << QByteArray("Report of plant 7\n\n\"timestamp\",\"note\",\"tag\",\"value\"\n"
                          "\"2021-02-03 04:05:06\",\"two\nlines\",\"TI-1\",\"1.5\"\n"
                          "\"2021-02-03 04:05:07\",\"\",\"TI-2\",\"Bad\"\n");
        QTest::newRow("JSON array")
            << u"a.json"_s
            << QByteArray(R"([{"time":"2021-02-03T04:05:06Z","tag":"TI-1","value":1.5},
                 {"time":"2021-02-03T04:05:07Z","tag":"TI-2","value":"Bad"}])");
        QTest::newRow("JSON by columns")
            << u"a.json"_s
            << QByteArray(R"({"time":{"0":"2021-02-03T04:05:06Z", "1":"2021-02-03T04:05:07Z"},
                 "tag":{"0":"TI-1","1":"TI-2"}, "value":{"0":1.5,"1":"Bad"}})");
        QTest::newRow("JSON by columns, arrays")
            << u"a.json"_s
            << QByteArray(R"({"plant": "x", "time":["2021-02-03T04:05:06Z","2021-02-03T04:05:07Z"],
                 "tag":["TI-1","TI-2"], "value":[1.5,"Bad"]})");
        QTest::newRow("JSON with the columns first")
            << u"a.json"_s << QByteArray(R"({"columns":["time","tag","value"],"index":[0,1],"data":[
                 ["2021-02-03T04:05:06Z","TI-1",1.5],["2021-02-03T04:05:07Z","TI-2","Bad"]]})");
        QTest::newRow("JSON lines")
            << u"a.jsonl"_s
            << QByteArray(
                   "{\"time\":\"2021-02-03T04:05:06Z\",\"tag\":\"TI-1\",\"value\":1.5}\n"
                   "{\"time\":\"2021-02-03T04:05:07Z\",\"tag\":\"TI-2\",\"value\":\"Bad\"}\n");
        QTest::newRow("wrapped JSON") << u"a.json"_s << QByteArray(R"({"data":{"rows":[
                 {"time":"2021-02-03T04:05:06Z","tag":"TI-1","value":1.5},
                 {"time":"2021-02-03T04:05:07Z","tag":"TI-2","value":"Bad"}], "more":[{}]}})");
    }
    void shapesGiveTheSameReadings()
    {
        QFETCH(const QString, name);
        QFETCH(const QByteArray, content);
        m_fixture->write(name, content);
        for (const int chunkRows : {1, 100'000}) {
            const LoadReceipt receipt = m_fixture->load(inChunksOf(chunkRows));
            QCOMPARE(receipt.readings().loaded, 2);
            QCOMPARE(
                m_fixture->ask(
                    "SELECT string_agg(concat_ws('|', r.occurred_at, s.sensor_id,"
                    " r.extra, v.name), ' ' ORDER BY r.occurred_at)"
                    " FROM faultline.reading r JOIN faultline.sensor s USING (sensor_key)"
                    " JOIN faultline.severity v ON v.code = r.severity"),
                u"2021-02-03 04:05:06+00|TI-1|\"value\"=>\"1.5\"|INFO "
                "2021-02-03 04:05:07+00|TI-2|\"value\"=>\"Bad\"|INFO"_s);
            verifyConsistent();
            // Nothing is loaded twice.
            QCOMPARE(m_fixture->load().readings().loaded, 0);
            QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"2"_s);
            for (const int sensor : {1, 2})
                VERIFY_RESULT(originOf(u"TI-%1"_s.arg(sensor)));
            QVERIFY(undo(LoadId{receipt.loadId}));
            QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"0"_s);
        }
    }

    void orderOfDatesIsProvedByRows()
    {
        QByteArray table = "tag,time,value\n";
        for (int i = 0; i < 3000; ++i)
            table += "TI-1,03/02/2021 04:05:06," + QByteArray::number(i) + '\n';
        m_fixture->write(u"a.csv"_s, table + "TI-2,13/02/2021 00:00:00,1\n");
        QCOMPARE(m_fixture->load().readings().loaded, 3001);
        QCOMPARE(
            m_fixture->ask("SELECT min(occurred_at) FROM faultline.reading"),
            u"2021-02-03 04:05:06+00"_s);
        VERIFY_RESULT(originOf(u"TI-2"_s));
        // Without the proof it is asked.
        m_fixture->write(u"b.csv"_s, table.replace("TI-1", "TI-5"));
        const LoadReceipt receipt = m_fixture->load();
        QVERIFY(receipt.failure);
    }

    // Cells are counted and addressed one by one.
    void wideTableIsCutAnywhere_data()
    {
        QTest::addColumn<int>("chunkRows");
        for (const int rows : {1, 7, 100, 100'000})
            QTest::addRow("%d", rows) << rows;
    }
    void wideTableIsCutAnywhere()
    {
        QFETCH(const int, chunkRows);
        constexpr int kRows = 60;
        constexpr int kColumns = 20;
        const QByteArray table = wideTable(kRows, kColumns);
        m_fixture->write(u"wide.csv"_s, table);
        const LoadReceipt receipt = m_fixture->load(inChunksOf(chunkRows));
        constexpr int kCells = kRows * kColumns;
        QCOMPARE(
            receipt.readings(),
            (RecordCounts{
                kCells, kCells - kCells / 10 - kCells / 100, kCells / 100, kCells / 10, 0}));
        verifyConsistent();
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        for (const char* const sensor : {"TI-1", "TI-7", "TI-20"}) {
            const auto origin = originOf(QLatin1StringView(sensor));
            VERIFY_RESULT(origin);
            QVERIFY(table.contains('\n' + origin->location.raw + '\n'));
            QCOMPARE(
                origin->location.lineNumber,
                table.left(origin->location.byteOffset).count('\n') + 1);
        }
        // Each rejected cell is shown in its row.
        const auto page = fetchRejectedLines(*m_session, {}, {}, 100);
        VERIFY_RESULT(page);
        QCOMPARE(page->size(), kCells / 100);
        for (const StoredRejectedLine& line : *page) {
            const LineLocation at = line.location();
            QCOMPARE(table.mid(at.byteOffset, at.lineBytes), at.raw);
            QVERIFY(at.raw.mid(at.columnNumber - 1).startsWith("12x4"));
        }
    }

    // Rows that the table got at its end, or in another export, are loaded once.
    void growsAndOverlaps()
    {
        const QByteArray table = wideTable(200, 10);
        const qsizetype half = table.indexOf('\n', table.size() / 2) + 1;
        const qsizetype header = table.indexOf('\n') + 1;
        m_fixture->write(u"wide.csv"_s, table.left(half));
        const qint64 first = m_fixture->load(inChunksOf(50)).readings().loaded;
        m_fixture->append(u"wide.csv"_s, table.mid(half));
        const LoadReceipt grown = m_fixture->load(inChunksOf(50));
        QCOMPARE(first + grown.readings().loaded, 2000 - 200 - 20);
        verifyConsistent();
        const QString digest = m_fixture->digest();
        // Another export with the second half, and the first one edited.
        m_fixture->write(
            u"second.csv"_s, table.left(header) + table.mid(table.indexOf('\n', 3000) + 1));
        QByteArray edited = table;
        edited.insert(header, "2021-01-31 00:00:00;1,5;2,5;;;;;;;;\n");
        m_fixture->write(u"wide.csv"_s, edited);
        QCOMPARE(m_fixture->load(inChunksOf(33)).readings().loaded, 2);
        m_fixture->execute("DELETE FROM faultline.reading WHERE occurred_at < '2021-02-01'");
        QCOMPARE(m_fixture->digest().size(), digest.size());
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.reading"),
            QString::number(2000 - 200 - 20));
    }

    void arrayGrows_data()
    {
        QTest::addColumn<QByteArray>("separator");
        QTest::newRow("lines") << QByteArray(",\n ");
        QTest::newRow("one line") << QByteArray(",");
        QTest::newRow("comma first") << QByteArray("\n, ");
    }
    void arrayGrows()
    {
        QFETCH(const QByteArray, separator);
        m_fixture->write(u"a.json"_s, jsonArray(50, separator));
        const LoadReceipt receipt = m_fixture->load(inChunksOf(7));
        QCOMPARE(receipt.readings(), (RecordCounts{50, 50, 0, 0, 0}));
        QCOMPARE(receipt.files.at(0).message, QString());
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        m_fixture->write(u"a.json"_s, jsonArray(120, separator));
        QCOMPARE(m_fixture->load(inChunksOf(7)).readings().loaded, 70);
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"120"_s);
        for (const int sensor : {0, 1, 2}) {
            const auto origin = originOf(u"P-%1"_s.arg(sensor));
            VERIFY_RESULT(origin);
            QVERIFY(origin->location.raw.startsWith('{') && origin->location.raw.endsWith('}'));
        }
        verifyConsistent();
    }

    // Objects one after another have no end but their own.
    void objectsGrow()
    {
        const QByteArray first = "{\n \"ts\": \"2021-02-03T04:05:06Z\",\n \"tag\": \"P-1\",\n"
                                 " \"value\": 1\n}\n";
        m_fixture->write(u"a.json"_s, first);
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{1, 1, 0, 0, 0}));
        m_fixture->append(u"a.json"_s, QByteArray(first).replace("P-1", "P-2"));
        QCOMPARE(m_fixture->load().readings().loaded, 1);
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        verifyConsistent();
    }

    // The name of a file may be its sensor: equal bytes are then other readings.
    void equalFilesOfTwoSensors()
    {
        const QByteArray idle = "time,value\n2021-02-03 04:05:06,0.0\n2021-02-03 04:06:06,0.0\n";
        m_fixture->write(u"pump2.csv"_s, idle);
        QCOMPARE(m_fixture->load().readings().loaded, 2);
        for (const char* const name : {"pump1.csv", "pump3.csv"})
            m_fixture->write(QString::fromLatin1(name), idle);
        QCOMPARE(m_fixture->load().readings().loaded, 4);
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(sensor_id, ' ' ORDER BY sensor_id)"
                           " FROM faultline.sensor"),
            u"pump1 pump2 pump3"_s);
        // A file that was renamed stays what it was.
        QVERIFY(QFile::rename(m_fixture->path(u"pump1.csv"_s), m_fixture->path(u"pump4.csv"_s)));
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        verifyConsistent();
    }

    // Rows under another header are other readings, although no byte of them has changed.
    void headerIsCorrected()
    {
        const QByteArray rows = "2021-02-03 04:05:06,1.5,2.5\n2021-02-03 04:06:06,3.5,4.5\n";
        m_fixture->write(u"a.csv"_s, "time,TI-1,TI-2\n" + rows);
        QCOMPARE(m_fixture->load().readings().loaded, 4);
        m_fixture->write(u"a.csv"_s, "time,TI-7,TI-8\n" + rows);
        QCOMPARE(m_fixture->load().readings().loaded, 4);
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        VERIFY_RESULT(originOf(u"TI-7"_s));
        verifyConsistent();
    }

    // What follows an array is read over, however long it is.
    void longRestOfAFile()
    {
        QByteArray content = R"({"rows": )" + jsonArray(10) + R"(, "log": [)";
        for (int i = 0; i < 100'000; ++i)
            content += "{\"note\": \"no reading\"},\n";
        m_fixture->write(u"a.json"_s, content + "{}]}");
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{10, 10, 0, 0, 0}));
        QCOMPARE(m_fixture->load().readings().loaded, 0);
        verifyConsistent();
    }

    void tooLongRecordIsRejectedAlone()
    {
        QByteArray content = "timestamp,note,tag,value\n2021-02-03 04:05:06,,TI-1,1\n";
        content += "2021-02-03 04:05:07,\"" + QByteArray(2 * 1024 * 1024, 'x') + "\",TI-1,2\n";
        m_fixture->write(u"a.csv"_s, content + "2021-02-03 04:05:08,,TI-1,3\n");
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{3, 2, 1, 0, 0}));
        QCOMPARE(
            m_fixture->ask(
                "SELECT concat_ws(' ', line_number, reason) FROM faultline.rejected_line"),
            u"3 too-long"_s);
    }

    // A measurement with its unit in the cells isn't missing in silence.
    void columnsThatAreNotUsedAreNamed()
    {
        m_fixture->write(
            u"a.csv"_s,
            "nr,timestamp,tag,value,pressure\n1,2021-02-03 04:05:06,TI-1,1.5,12.5 bar\n");
        const LoadReceipt receipt = m_fixture->load();
        const auto found = std::find_if(
            receipt.findings.begin(), receipt.findings.end(),
            [](const UserMessage& finding) { return finding.code == u"unused-columns"; });
        QVERIFY(found != receipt.findings.end());
        QVERIFY2(found->why.endsWith(u": pressure."_s), qPrintable(found->why));
    }

    void dryRunCountsTheSame()
    {
        m_fixture->write(u"wide.csv"_s, wideTable(30, 10));
        m_fixture->write(u"a.json"_s, jsonArray(20));
        LoadOptions options;
        options.dryRun = true;
        const RecordCounts dry = m_fixture->load(options).readings();
        QCOMPARE(dry, m_fixture->load().readings());
    }

private:
    void verifyConsistent()
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }
    bool undo(LoadId load)
    {
        auto connection = Connection::open(m_fixture->settings());
        return connection && undoLoad(*connection, load, {}).ok();
    }
    // Of the sensor's last reading.
    Result<ReadingOrigin> originOf(const QString& sensor)
    {
        auto row = m_session->execute(
            u"SELECT r.reading_id, r.occurred_at::text, s.sensor_id, v.name, r.temperature::text,"
            " r.vibration::text, r.extra::text FROM faultline.reading r"
            " JOIN faultline.sensor s USING (sensor_key)"
            " JOIN faultline.severity v ON v.code = r.severity"
            " WHERE s.sensor_id = :sensor ORDER BY r.occurred_at DESC LIMIT 1"_s,
            {{u"sensor"_s, sensor}});
        if (!row)
            return row.error();
        if (!row->next())
            return UserMessage::error(u"no reading of "_s + sensor);
        const auto text = [&row](int column) {
            return row->value(column).isNull() ? QString() : row->value(column).toString();
        };
        const ReadingRow reading{
            static_cast<ReadingId>(row->value(0).toLongLong()),
            text(1),
            text(2),
            text(3),
            text(4),
            text(5),
            text(6)};
        const auto loaded = fetchLoadedReading(*m_session, reading);
        if (!loaded)
            return loaded.error();
        return findReadingOrigin(*loaded, CancelToken());
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::optional<SqlSession> m_session;
};

QTEST_GUILESS_MAIN(tst_TableLoad)
#include "tst_TableLoad.moc"
