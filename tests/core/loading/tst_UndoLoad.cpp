// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/KnownFiles.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/settlement/Settlement.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/ReportQuery.h"
#include "support/ReportFixture.h"
#include "support/VerifyResult.h"

#include <QTest>
#include <QtConcurrentRun>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// By the order of loads, whose numbers differ between databases.
constexpr auto kAppliedLists = "(SELECT dense_rank() OVER (ORDER BY load_id), position, plant_id,"
                               " chunk_id FROM faultline.applied_list)";

} // namespace

/// After an undo it is as if the load had never happened, and it can be loaded again.
class tst_UndoLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_fixture = make();
        m_small = LoadOptions();
        m_small.chunkRows = 37;
    }

    void undoneLoadLeavesTheOthers_data()
    {
        QTest::addColumn<int>("undone");
        QTest::newRow("first") << 0;
        QTest::newRow("middle") << 1;
        QTest::newRow("last") << 2;
    }
    // All with the same four days and sensors, and with common instants.
    void undoneLoadLeavesTheOthers()
    {
        QFETCH(int, undone);
        m_fixture->writeLists();
        m_fixture->load(m_small);
        const auto other = make();
        other->writeLists();
        other->load(m_small);
        const QStringList names{u"a.log"_s, u"b.log"_s, u"c.log"_s};
        QList<LoadReceipt> receipts;
        for (int i = 0; i < names.size(); ++i) {
            const QByteArray log = logLines(400 + i, static_cast<quint32>(i)) + "no reading\n\n";
            m_fixture->write(names.at(i), log);
            receipts << m_fixture->load(m_small);
            if (i != undone) {
                other->write(names.at(i), log);
                other->load(m_small);
            }
        }
        const auto answer = undo(receipts.at(undone).loadId);
        VERIFY_RESULT(answer);
        QCOMPARE(answer->readings, 400 + undone);
        QCOMPARE(answer->rejectedLines, 1);
        compareWith(*other);
        QVERIFY(
            m_fixture->ask("SELECT count(*) FROM faultline.load_file WHERE loaded > 400").toInt()
            <= 2);
        verifyAll();

        // Its receipt says what it did; loading again does exactly the same.
        const LoadReceipt again = m_fixture->load(m_small);
        QCOMPARE(again.total().loaded, receipts.at(undone).total().loaded);
        QCOMPARE(again.total().rejected, 1);
        QCOMPARE(again.total().blank, 1);
        QVERIFY(again.balanced());
        other->write(names.at(undone), logLines(400 + undone, static_cast<quint32>(undone)));
        other->load(m_small);
        QCOMPARE(m_fixture->digest(), other->digest());
        verifyAll();
    }

    void allLoadsUndoneLeaveNothing()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(300));
        const int first = m_fixture->load(m_small).loadId;
        m_fixture->append(u"a.log"_s, logLines(300, 2));
        const int second = m_fixture->load(m_small).loadId;
        VERIFY_RESULT(undo(first));
        verifyAll();
        VERIFY_RESULT(undo(second));
        for (const auto* const table :
             {"reading", "rejected_line", "load_chunk", "unsettled_chunk", "sensor_summary",
              "equipment_summary", "failure_day", "failure_summary", "failure_hours",
              "equipment_entry", "sensor_entry", "applied_list", "equipment_sensor"})
            QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline." + QByteArray(table)), u"0"_s);
        QCOMPARE(m_fixture->ask("SELECT count(code) FROM faultline.equipment"), u"0"_s);
        const LoadReceipt again = m_fixture->load(m_small);
        QCOMPARE(again.readings().loaded, 600);
        verifyAll();
    }

    // A failure with records in two files and loads is one event, with either and with both.
    void eventsOfTwoLoadsAtOneInstant()
    {
        m_fixture->writeLists();
        const QByteArray noon = "[2020-02-01 12:00:00]\tERROR\tsensor[";
        const QByteArray rest = "]:\t(temperature\t1, vibration\t2)\n";
        m_fixture->write(u"a.log"_s, noon + '1' + rest + noon + '5' + rest);
        const int first = m_fixture->load().loadId;
        m_fixture->write(
            u"b.log"_s, noon + '2' + rest + "[2020-02-01 13:00:00] ERROR sensor[1]: ()\n"
                            + "[2020-02-02 13:00:00] ERROR sensor[1]: ()\n");
        const int second = m_fixture->load().loadId;
        QCOMPARE(events(), u"1:2020-02-01:2 1:2020-02-02:1 2:2020-02-01:1"_s);
        VERIFY_RESULT(undo(first));
        QCOMPARE(events(), u"1:2020-02-01:2 1:2020-02-02:1"_s);
        verifyAll();
        VERIFY_RESULT(undo(second));
        QCOMPARE(events(), QString());
        verifyAll();
    }

    void appendedFile_data() { undoneLoadLeavesTheOthers_data(); }
    void appendedFile()
    {
        QFETCH(int, undone);
        m_fixture->writeLists();
        QByteArray whole;
        QList<int> loads;
        for (int i = 0; i < 3; ++i) {
            const QByteArray part = logLines(150, static_cast<quint32>(i));
            whole += part;
            m_fixture->append(u"a.log"_s, part);
            loads << m_fixture->load(m_small).loadId;
        }
        const QString all = m_fixture->digest();
        VERIFY_RESULT(undo(loads.at(undone)));
        verifyAll();
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"300"_s);
        // The bytes that are missing now are a gap like any other.
        const LoadReceipt again = m_fixture->load(m_small);
        QCOMPARE(again.readings(), (RecordCounts{450, 150, 0, 0, 300}));
        QCOMPARE(m_fixture->digest(), all);
        verifyAll();
    }

    // Its summaries aren't settled when it is undone.
    void cancelledLoad()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(300));
        m_fixture->load(m_small);
        const auto other = make();
        other->writeLists();
        other->write(u"a.log"_s, logLines(300));
        other->load(m_small);
        m_fixture->write(u"b.log"_s, logLines(60'000, 2));
        LoadOptions options;
        options.chunkRows = 50;
        const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
        QTRY_VERIFY(
            m_fixture->ask("SELECT count(*) FROM faultline.load_chunk WHERE records = 50").toInt()
            > 3);
        job.cancel();
        const LoadReceipt receipt = job.future().result();
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Cancelled);
        QVERIFY(m_fixture->ask("SELECT count(*) FROM faultline.unsettled_chunk").toInt() > 0);
        const auto answer = undo(receipt.loadId);
        VERIFY_RESULT(answer);
        QCOMPARE(answer->readings, receipt.readings().loaded);
        compareWith(*other);
        verifyAll();
    }

    // Another load's summaries aren't settled yet, and stay pending.
    void othersArePending()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(200));
        const int first = m_fixture->load(m_small).loadId;
        m_fixture->write(u"b.log"_s, logLines(60'000, 2));
        LoadOptions options;
        options.chunkRows = 50;
        const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
        QTRY_VERIFY(
            m_fixture->ask("SELECT count(*) FROM faultline.load_chunk WHERE records = 50").toInt()
            > 3);
        job.cancel();
        job.future().waitForFinished();
        QVERIFY(m_fixture->ask("SELECT count(*) FROM faultline.unsettled_chunk").toInt() > 0);
        VERIFY_RESULT(undo(first));
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        verifyAll();
    }

    void listsAlone()
    {
        m_fixture->writeLists();
        const LoadReceipt lists = m_fixture->load(m_small);
        m_fixture->write(u"a.log"_s, logLines(200));
        m_fixture->load(m_small);
        const auto answer = undo(lists.loadId);
        VERIFY_RESULT(answer);
        QCOMPARE(answer->readings, 0);
        verifyAll();
        const LoadReceipt again = m_fixture->load(m_small);
        QCOMPARE(again.files.at(0).records.in, 3);
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.load_chunk c"
                           " JOIN faultline.source_file USING (file_id) WHERE role <> 'readings'"),
            u"2"_s);
        verifyAll();
    }

    // A killed program left no receipt; the history still has one.
    void interruptedLoad()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(100));
        const int load = m_fixture->load(m_small).loadId;
        m_fixture->execute("DELETE FROM faultline.load_file");
        m_fixture->execute("UPDATE faultline.load_run SET state = 'running', ended_at = NULL");
        VERIFY_RESULT(undo(load));
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(position || ':' || loaded, ' ' ORDER BY position)"
                           " FROM faultline.load_file"),
            u"1:3 2:9 3:100"_s);
        verifyAll();
    }

    void refusesUnknownRunningAndUndoneLoads()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(100));
        const int load = m_fixture->load(m_small).loadId;
        VERIFY_ERROR(undo(77), u"no-such-load"_s);
        auto program = Connection::open(m_fixture->settings());
        VERIFY_RESULT(program);
        const auto running = reserveLoadId(*program);
        VERIFY_RESULT(running);
        VERIFY_RESULT(beginLoad(*program, *running, m_fixture->folder(), {}, {}));
        VERIFY_RESULT(holdLoad(*program, *running));
        VERIFY_ERROR(undo(toInt(*running)), u"load-running"_s);
        QVERIFY(!undo(toInt(*running)).error().remedy.isEmpty());
        VERIFY_RESULT(undo(load));
        VERIFY_ERROR(undo(load), u"already-undone"_s);
        verifyAll();
    }

    // While waiting for another program's settlement, and before anything is final.
    void cancelledUndoChangesNothing()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(300));
        const int load = m_fixture->load(m_small).loadId;
        const QString before = m_fixture->digest();
        auto other = Connection::open(m_fixture->settings());
        VERIFY_RESULT(other);
        VERIFY_RESULT(other->execute("BEGIN"));
        VERIFY_RESULT(lockSettlement(*other, CancelToken()));
        const CancelToken cancel;
        auto undoing = QtConcurrent::run([this, load, cancel] { return undo(load, cancel); });
        QTRY_COMPARE(
            m_fixture->ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                           " AND datname = current_database()"),
            u"1"_s);
        cancel.cancel();
        VERIFY_ERROR(undoing.result(), kCancelledCode.toString());
        other->rollback();
        VERIFY_ERROR(undo(load, cancel), kCancelledCode.toString());
        QCOMPARE(m_fixture->digest(), before);
        verifyAll();
        VERIFY_RESULT(undo(load));
    }

    // Meanwhile another program loads into the same days, and settles afterwards.
    void whileAnotherLoads()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(2'000));
        const int first = m_fixture->load(m_small).loadId;
        m_fixture->write(u"b.log"_s, logLines(30'000, 2));
        LoadOptions options;
        options.chunkRows = 100;
        const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
        QTRY_VERIFY(
            m_fixture->ask("SELECT count(*) FROM faultline.load_chunk WHERE records = 100").toInt()
            > 3);
        VERIFY_RESULT(undo(first));
        const LoadReceipt receipt = job.future().result();
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        // It had planned to skip a.log, but finds out that this is missing now, unless it ended
        // earlier.
        QVERIFY(receipt.balanced());
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        verifyAll();
        const qint64 loaded = receipt.readings().loaded;
        QCOMPARE(loaded + m_fixture->load(m_small).readings().loaded, 32'000);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"32000"_s);
        verifyAll();
    }

    // A program about to load the same bytes waits for the undo to end.
    void whileAnotherComesToTheSameBytes()
    {
        m_fixture->write(u"a.log"_s, logLines(200));
        const int first = m_fixture->load(m_small).loadId;
        const QString all = m_fixture->digest();
        auto other = Connection::open(m_fixture->settings());
        VERIFY_RESULT(other);
        VERIFY_RESULT(other->execute("BEGIN"));
        // The undo waits before its last steps, because another program is identifying files.
        VERIFY_RESULT(lockFileIdentities(*other));
        auto undoing = QtConcurrent::run([this, first] { return undo(first); });
        const auto waiting = [this] {
            return m_fixture->ask(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database()");
        };
        QTRY_COMPARE(waiting(), u"1"_s);
        const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), m_small);
        QTRY_COMPARE(waiting(), u"2"_s);
        other->rollback();
        VERIFY_RESULT(undoing.result());
        QCOMPARE(job.future().result().readings().loaded, 200);
        QCOMPARE(m_fixture->digest(), all);
        verifyAll();
    }

    void thenRebuilt()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(300));
        const int first = m_fixture->load(m_small).loadId;
        m_fixture->write(u"b.log"_s, logLines(300, 2));
        m_fixture->load(m_small);
        VERIFY_RESULT(undo(first));
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto rebuilt = rebuildSummaries(*connection, CancelToken());
        VERIFY_RESULT(rebuilt);
        QCOMPARE(*rebuilt, 300);
        verifyAll();
    }

    // The sensor map changed after the load, so its events now belong to other equipment.
    void afterTheMapChanged()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(300));
        const int first = m_fixture->load(m_small).loadId;
        m_fixture->write(u"b.log"_s, logLines(300, 2));
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n3;1\n3;2\n3;3\n");
        m_fixture->load(m_small);
        VERIFY_RESULT(undo(first));
        // The first load's map, which is undone too, had assigned the other sensors.
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        verifyAll();
    }

    // Byte for byte, whatever the load's lists and readings had changed.
    void everyReportIsAsBefore()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(2'000) + "no reading\n");
        m_fixture->load(m_small);
        const QStringList before = reports();
        m_fixture->write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"ZZ","group_name":"TWO"},
                {"equipment_id":2,"code":"BBBB","group_name":"ONE","deck":2},
                {"equipment_id":4,"code":"DDDD","group_name":"ONE"}])");
        m_fixture->write(
            u"sensors.csv"_s, "equipment_id;sensor_id\n2;1\n1;2\n4;9\n4;12\n3;13\nx;y\n");
        m_fixture->write(
            u"b.log"_s, logLines(1'000, 2)
                            + "[2020-02-01 12:00:00] ERROR sensor[12]: (temperature 7)\n"
                              "[2021-03-01 12:00:00] ALARM sensor[99]: (vibration 8)\nx\n");
        const LoadReceipt second = m_fixture->load(m_small);
        QCOMPARE(second.outcome, LoadReceipt::Outcome::Succeeded);
        const QStringList between = reports();
        QCOMPARE(between.size(), before.size());
        QVERIFY(between != before);
        VERIFY_RESULT(undo(second.loadId));
        const QStringList after = reports();
        for (qsizetype i = 0; i < before.size(); ++i)
            QCOMPARE(after.at(i), before.at(i));
        verifyAll();
    }

    void undoneSampleCanBeLoadedAgain()
    {
        const int load = m_fixture->load(LoadFixture::sampleFolder()).loadId;
        const QString all = m_fixture->digest();
        const auto answer = undo(load);
        VERIFY_RESULT(answer);
        QCOMPARE(answer->readings, 4'992);
        QCOMPARE(answer->rejectedLines, 7);
        QCOMPARE(m_fixture->load(LoadFixture::sampleFolder()).readings().loaded, 4'992);
        QCOMPARE(m_fixture->digest(), all);
        verifyAll();
    }

private:
    std::unique_ptr<LoadFixture> make()
    {
        auto fixture = LoadFixture::make(m_server);
        if (!fixture)
            qFatal("%s", qPrintable(fixture.error().toText()));
        return *std::move(fixture);
    }

    Result<UndoneLoad> undo(int load, const CancelToken& cancel = CancelToken()) const
    {
        auto connection = Connection::open(m_fixture->settings());
        if (!connection)
            return connection.error();
        return undoLoad(*connection, LoadId{load}, cancel);
    }

    // Each with its name and all rows.
    QStringList reports() const
    {
        if (const auto settled = settlePending(m_fixture->settings()); !settled)
            return {settled.error().toText()};
        const auto catalogue = ReportCatalogue::builtIn();
        auto session = SqlSession::open(m_fixture->settings());
        if (!catalogue || !session)
            return {};
        QStringList texts;
        for (const ReportDefinition& report : catalogue->reports()) {
            QStringList rows{report.name};
            const auto read =
                forEachReportRow(*session, report, {}, {}, [&rows](const ReportRow& row) {
                    rows << rowText(row);
                    return Result<void>();
                });
            texts << rows.join(u'\n') + (read ? QString() : read.error().toText());
        }
        return texts;
    }

    QString events() const
    {
        return m_fixture->ask("SELECT string_agg(equipment_key || ':' || day || ':' || events, ' '"
                              " ORDER BY equipment_key, day) FROM faultline.failure_day");
    }

    void compareWith(const LoadFixture& other) const
    {
        QCOMPARE(m_fixture->digest(), other.digest());
        for (const auto* const table :
             {"failure_day", "failure_summary", "failure_hours", "equipment_entry", "sensor_entry",
              "equipment_sensor", kAppliedLists}) {
            const QByteArray rows = QByteArray("SELECT string_agg(t::text, ' ' ORDER BY t::text)"
                                               " FROM ")
                                    + (*table == '(' ? "" : "faultline.") + table + " t";
            QCOMPARE(m_fixture->ask(rows), other.ask(rows));
        }
    }

    void verifyAll() const
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        const auto found = verifyLedger(*connection, CancelToken());
        VERIFY_RESULT(found);
        QVERIFY2(
            found->verified(),
            found->verified() ? "" : qPrintable(found->discrepancies.first().toText()));
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    LoadOptions m_small;
};

QTEST_GUILESS_MAIN(tst_UndoLoad)
#include "tst_UndoLoad.moc"
