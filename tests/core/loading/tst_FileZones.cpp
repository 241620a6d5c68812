// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/connection/SqlSession.h"
#include "loading/chunks/ReadingOrigin.h"
#include "loading/formats/KeptFormats.h"
#include "loading/ledger/UndoLoad.h"
#include "readings/LocalTime.h"
#include "sources/choices/FileStructure.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <memory>
#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

LocalTime zone(const char* name)
{
    return *LocalTime::fromNameOrOffset(QString::fromLatin1(name));
}

QByteArray line(const QByteArray& time, const QByteArray& sensor = "1")
{
    return "[" + time + "]\tERROR\tsensor[" + sensor + "]:\t(temperature\t1, vibration\t2)\n";
}

LoadOptions inZone(const char* name)
{
    LoadOptions options;
    options.zone = zone(name);
    return options;
}

const UserMessage* findingOf(const LoadReceipt& receipt, const QString& code)
{
    for (const UserMessage& finding : receipt.findings) {
        if (finding.code == code)
            return &finding;
    }
    return nullptr;
}

QString stateOf(const LoadReceipt& receipt, const QString& name)
{
    for (const FileReceipt& file : receipt.files) {
        if (file.relativePath == name)
            return fileStateWord(file.state);
    }
    return {};
}

} // namespace

/// Files that write their times in another zone than their plant's.
class tst_FileZones : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_connection.reset();
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        m_connection.emplace(*std::move(connection));
    }
    void cleanupTestCase() { m_connection.reset(); }

    void timesAreInTheZone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("zoneName");
        QTest::addColumn<QString>("times");
        QTest::newRow("log") << line("2021-07-01 12:00:00") << QByteArray("Europe/Oslo")
                             << u"07-01 10:00:00"_s;
        QTest::newRow("log in another notation")
            << QByteArray("1 July 2021 12:00 ERROR sensor=1 temperature=1 vibration=2\n")
            << QByteArray("Europe/Oslo") << u"07-01 10:00:00"_s;
        QTest::newRow("offset") << line("2021-07-01 12:00:00") << QByteArray("-03:30")
                                << u"07-01 15:30:00"_s;
        QTest::newRow("day") << line("2021-07-01") << QByteArray("+01:00") << u"06-30 23:00:00"_s;
        QTest::newRow("table") << QByteArray("time,sensor,temperature\n2021-07-01 12:00:00,1,2\n"
                                             "2021-07-01T13:00:00Z,1,2\n")
                               << QByteArray("Europe/Oslo") << u"07-01 10:00:00, 07-01 13:00:00"_s;
        QTest::newRow("JSON") << QByteArray(
            "{\"time\":\"2021-07-01T12:00:00\",\"sensor\":\"1\",\"value\":2}\n"
            "{\"time\":\"2021-12-01T12:00:00\",\"sensor\":\"1\",\"value\":2}\n")
                              << QByteArray("Europe/Oslo") << u"07-01 10:00:00, 12-01 11:00:00"_s;
    }
    void timesAreInTheZone()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QByteArray, zoneName);
        m_fixture->write(u"a.dat"_s, content);
        const LoadReceipt receipt = m_fixture->load(inZone(zoneName.constData()));
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QTEST(times(), "times");
        QCOMPARE(m_fixture->ask("SELECT time_zone FROM faultline.plant"), u"UTC"_s);
        QCOMPARE(
            m_fixture->ask("SELECT time_zone FROM faultline.source_file"),
            QString::fromLatin1(zoneName));
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        QCOMPARE(m_fixture->journalMismatch(), QString());
        // Its line gives it again.
        VERIFY_RESULT(originOfFirst());
        // The file keeps its zone, also for what it grows by.
        m_fixture->append(u"a.dat"_s, content);
        const LoadReceipt grown = m_fixture->load();
        QCOMPARE(grown.outcome, LoadReceipt::Outcome::Succeeded);
        QVERIFY(grown.readings().loaded + grown.readings().rejected > 0);
        QCOMPARE(
            m_fixture->ask("SELECT count(*) - count(DISTINCT occurred_at) FROM faultline.reading"),
            QString::number(grown.readings().loaded));
    }

    void endsOfFailuresAreInIt()
    {
        m_fixture->write(
            u"failures.csv"_s, "WO Number,Asset ID,Reported,Failure Mode,Finished\n"
                               "1,P-7,2021-07-01 08:00,leak,2021-07-01 11:30\n");
        QCOMPARE(m_fixture->load(inZone("Europe/Oslo")).readings().loaded, 1);
        QCOMPARE(times(), u"07-01 06:00:00"_s);
        QCOMPARE(
            m_fixture->ask("SELECT to_char(ended_at AT TIME ZONE 'UTC', 'HH24:MI')"
                           " FROM faultline.failure_detail"),
            u"09:30"_s);
    }

    void limitsOfMapsAreInIt()
    {
        m_fixture->write(
            u"map.csv"_s, "equipment_id;sensor_id;valid_from\n1;1;2021-07-01 12:00:00\n");
        QCOMPARE(m_fixture->load(inZone("+02:00")).total().rejected, 0);
        QCOMPARE(
            m_fixture->ask("SELECT to_char(valid_from AT TIME ZONE 'UTC', 'HH24:MI')"
                           " FROM faultline.equipment_sensor"),
            u"10:00"_s);
        // It was read already.
        const LoadReceipt other = m_fixture->load(inZone("+03:00"));
        QCOMPARE(stateOf(other, u"map.csv"_s), u"failed"_s);
        QCOMPARE(stateOf(m_fixture->load(), u"map.csv"_s), u"unchanged"_s);
    }

    void aKeptChoiceIsForItsStructure()
    {
        m_fixture->write(u"a.log"_s, line("2021-07-01 12:00:00"));
        m_fixture->write(u"b.log"_s, "2021/07/01 12:00:00 ERROR sensor=2 temperature=1\n");
        SourceFile file;
        file.path = m_fixture->path(u"a.log"_s);
        file.input.path = file.path;
        const auto structure = structureOf(file);
        VERIFY_RESULT(structure);
        FormatChoice choice;
        choice.zone = zone("Europe/Oslo");
        VERIFY_RESULT(keepFormat(*m_connection, {u"historian"_s, *structure, choice}));
        QCOMPARE(keptFormats(*m_connection)->first().choice, choice);
        const LoadReceipt receipt = m_fixture->load();
        QVERIFY(findingOf(receipt, u"format-used"_s));
        QCOMPARE(times(), u"07-01 10:00:00, 07-01 12:00:00"_s);
        // Without the choice, the file is still read as it was.
        VERIFY_RESULT(forgetFormat(*m_connection, u"historian"_s));
        m_fixture->append(u"a.log"_s, line("2021-07-01 13:00:00"));
        QCOMPARE(m_fixture->load().readings().loaded, 1);
        QCOMPARE(times(), u"07-01 10:00:00, 07-01 11:00:00, 07-01 12:00:00"_s);
    }

    // What was stored in one zone isn't read in another one.
    void anotherZoneFails()
    {
        m_fixture->write(u"a.log"_s, line("2021-07-01 12:00:00"));
        const LoadReceipt first = m_fixture->load();
        m_fixture->write(u"b.log"_s, line("2021-07-02 12:00:00", "2"));
        const LoadReceipt receipt = m_fixture->load(inZone("Europe/Oslo"));
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Failed);
        QCOMPARE(stateOf(receipt, u"a.log"_s), u"failed"_s);
        QCOMPARE(stateOf(receipt, u"b.log"_s), u"loaded"_s);
        QString message;
        for (const FileReceipt& file : receipt.files)
            message += file.message;
        QVERIFY2(
            message.contains(u"in the zone UTC"_s) && message.contains(u"Europe/Oslo"_s),
            qPrintable(message));
        VERIFY_RESULT(undoLoad(*m_connection, static_cast<LoadId>(first.loadId), CancelToken()));
        QCOMPARE(m_fixture->load(inZone("Europe/Oslo")).readings().loaded, 1);
        QCOMPARE(times(), u"07-01 10:00:00, 07-02 10:00:00"_s);
        // The same zone again, or the plant's if it is the same, is no change.
        QCOMPARE(m_fixture->load(inZone("Europe/Oslo")).outcome, LoadReceipt::Outcome::Succeeded);
    }

    void timesWithAZoneDontCare()
    {
        m_fixture->write(
            u"a.log"_s, line("2021-07-01T12:00:00Z") + line("2021-07-01T12:30:00+02:00"));
        QCOMPARE(m_fixture->load().readings().loaded, 2);
        const LoadReceipt again = m_fixture->load(inZone("Europe/Oslo"));
        QCOMPARE(stateOf(again, u"a.log"_s), u"unchanged"_s);
        QCOMPARE(again.outcome, LoadReceipt::Outcome::Succeeded);
    }

    // Lines that are edited or in another export are compared in the zone that they were read in.
    void sharedLinesAreLoadedOnce()
    {
        QByteArray log;
        for (int i = 10; i < 40; ++i)
            log += line("2021-07-01 12:00:" + QByteArray::number(i));
        m_fixture->write(u"a.log"_s, log);
        QCOMPARE(m_fixture->load(inZone("Europe/Oslo")).readings().loaded, 30);
        m_fixture->write(u"a.log"_s, line("2021-07-01 11:59:59") + log);
        LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings().loaded, 1);
        m_fixture->write(u"b.log"_s, log + line("2021-07-01 12:01:00"));
        receipt = m_fixture->load();
        QCOMPARE(receipt.readings().loaded, 1);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"32"_s);
        QCOMPARE(
            m_fixture->ask("SELECT to_char(max(occurred_at) AT TIME ZONE 'UTC', 'HH24:MI:SS')"
                           " FROM faultline.reading"),
            u"10:01:00"_s);
        QCOMPARE(m_fixture->journalMismatch(), QString());
    }

    void hoursThatClocksSkip_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("log") << line("2021-03-28 01:30:00") + line("2021-03-28 02:30:00")
                                    + line("2021-03-28 02:45:00") + line("2021-03-28 03:00:00");
        QTest::newRow("log without brackets")
            << QByteArray("2021-03-28 01:30:00 ERROR sensor=1 temperature=1\n"
                          "2021-03-28 02:30:00 ERROR sensor=1 temperature=1\n"
                          "2021-03-28 02:45:00 ERROR sensor=1 temperature=1\n");
        QTest::newRow("table") << QByteArray("time,sensor,temperature\n2021-03-28 01:30:00,1,2\n"
                                             "2021-03-28 02:30:00,1,2\n2021-03-28 02:45,1,2\n");
        QTest::newRow("date and time of day")
            << QByteArray("date,time,sensor,temperature\n2021-03-28,01:30:00,1,2\n"
                          "2021-03-28,02:30:00,1,2\n2021-03-28,02:45:00,1,2\n");
        QTest::newRow("end of a failure")
            << QByteArray("WO Number,Asset ID,Reported,Failure Mode,Finished\n"
                          "1,P-7,2021-03-28 01:00:00,leak,2021-03-28 04:00:00\n"
                          "2,P-7,2021-03-28 01:00:00,leak,2021-03-28 02:30:00\n"
                          "3,P-7,2021-03-28 02:45:00,leak,2021-03-28 04:30:00\n");
    }
    void hoursThatClocksSkip()
    {
        QFETCH(const QByteArray, content);
        m_fixture->write(u"a.dat"_s, content);
        for (const bool isDry : {true, false}) {
            LoadOptions options = inZone("Europe/Oslo");
            options.dryRun = isDry;
            const LoadReceipt receipt = m_fixture->load(options);
            QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
            QCOMPARE(receipt.total().rejected, 2);
            const UserMessage* const finding = findingOf(receipt, u"skipped-hours"_s);
            QVERIFY(finding);
            QCOMPARE(finding->kind, UserMessage::Kind::Warning);
            QCOMPARE(finding->details[u"count"_s].toInt(), 2);
            QCOMPARE(
                finding->details[u"rejected"_s].toString(), isDry ? QString() : u"skipped-hour"_s);
            QVERIFY2(
                finding->why.contains(
                    u"a.dat, line "_s
                    + (content.startsWith("[") || content.startsWith("2021") ? u"2"_s : u"3"_s)),
                qPrintable(finding->why));
        }
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(DISTINCT reason, ',') FROM faultline.rejected_line"),
            u"skipped-hour"_s);
        // A load without such lines doesn't speak of them.
        m_fixture->write(u"b.log"_s, line("2021-07-01 12:00:00", "2"));
        QVERIFY(!findingOf(m_fixture->load(), u"skipped-hours"_s));
    }

private:
    QString times() const
    {
        return m_fixture->ask("SELECT string_agg(to_char(occurred_at AT TIME ZONE 'UTC',"
                              " 'MM-DD HH24:MI:SS'), ', ' ORDER BY occurred_at)"
                              " FROM faultline.reading");
    }
    Result<ReadingOrigin> originOfFirst() const
    {
        auto session = SqlSession::open(m_fixture->settings());
        if (!session)
            return session.error();
        auto row = session->execute(
            u"SELECT r.reading_id, r.occurred_at, s.sensor_id, v.name, r.temperature, r.vibration,"
            " r.extra::text FROM faultline.reading r JOIN faultline.sensor s USING (sensor_key)"
            " JOIN faultline.severity v ON v.code = r.severity ORDER BY r.occurred_at LIMIT 1"_s,
            {});
        if (!row)
            return row.error();
        if (!row->next())
            return UserMessage::error(u"no reading"_s);
        const auto text = [&row](int column) {
            return row->value(column).isNull() ? QString() : row->value(column).toString();
        };
        const auto reading = fetchLoadedReading(
            *session, {static_cast<ReadingId>(row->value(0).toLongLong()), text(1), text(2),
                       text(3), text(4), text(5), text(6)});
        return reading ? findReadingOrigin(*reading, CancelToken()) : reading.error();
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::optional<Connection> m_connection;
};

QTEST_GUILESS_MAIN(tst_FileZones)
#include "tst_FileZones.moc"
