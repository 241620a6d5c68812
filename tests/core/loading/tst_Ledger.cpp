// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/Ledger.h"
#include "loading/ledger/LoadJournal.h"
#include "support/VerifyResult.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_Ledger : public QObject
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

    void emptyDatabase()
    {
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        QVERIFY(fetchLedger(*session, 10)->isEmpty());
        const auto summary = fetchDataSummary(*session);
        QCOMPARE(summary->readings, 0);
        QVERIFY(!summary->firstAt.isValid());
    }

    // The stored receipt is the one that the load returned.
    void ledgerTellsTheReceipts()
    {
        const LoadReceipt first = m_fixture->load(LoadFixture::sampleFolder());
        const LoadReceipt second = m_fixture->load(LoadFixture::sampleFolder());
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        const auto ledger = fetchLedger(*session, 10);
        VERIFY_RESULT(ledger);
        QCOMPARE(ledger->size(), 2);
        QCOMPARE(ledger->at(0).loadId, second.loadId);
        const LedgerEntry& entry = ledger->at(1);
        QCOMPARE(entry.loadId, first.loadId);
        QCOMPARE(entry.state, LedgerEntry::State::Succeeded);
        QVERIFY(entry.startedAt.isValid() && entry.endedAt >= entry.startedAt);
        QCOMPARE(entry.toJson().value(u"files"_s), first.toJson().value(u"files"_s));
        QCOMPARE(entry.toJson().value(u"findings"_s), first.toJson().value(u"findings"_s));
        QCOMPARE(fetchLedger(*session, 1)->size(), 1);

        const auto summary = fetchDataSummary(*session);
        QCOMPARE(summary->readings, 4'992);
        QCOMPARE(summary->rejectedLines, 7);
        QCOMPARE(summary->firstAt.timeSpec(), Qt::UTC);
        QCOMPARE(summary->firstAt.date().year(), 2021);
    }

    // A killed program wrote no receipt; the journal knows what it stored.
    void interruptedLoad()
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(100));
        m_fixture->load();
        m_fixture->execute("DELETE FROM faultline.load_file");
        m_fixture->execute("UPDATE faultline.load_run SET state = 'running', ended_at = NULL");
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        auto ledger = fetchLedger(*session, 10);
        VERIFY_RESULT(ledger);
        QCOMPARE(ledger->first().state, LedgerEntry::State::Interrupted);
        RecordCounts records;
        for (const FileReceipt& file : ledger->first().files)
            records += file.records;
        QCOMPARE(records, (RecordCounts{112, 112, 0, 0, 0}));
        // A live one holds its lock.
        auto program = Connection::open(m_fixture->settings());
        VERIFY_RESULT(program);
        const auto load = reserveLoadId(*program);
        VERIFY_RESULT(load);
        VERIFY_RESULT(beginLoad(*program, *load, m_fixture->folder(), {}, {}));
        VERIFY_RESULT(holdLoad(*program, *load));
        ledger = fetchLedger(*session, 1);
        QCOMPARE(ledger->first().state, LedgerEntry::State::Running);
    }

    // The ledger's receipt of a load equals the one that the load returned.
    void receiptOfALoad()
    {
        const LoadReceipt given = m_fixture->load(LoadFixture::sampleFolder());
        m_fixture->execute(
            "UPDATE faultline.load_file SET content_hash = '\\xABCD',"
            " started_at = '2020-01-02 03:04:05.5+00', ended_at = '2020-01-02 03:04:06+00'"
            " WHERE position = 1");
        m_fixture->execute("UPDATE faultline.load_run SET program_version = '0.0.1'");
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        auto entry = fetchLedgerEntry(*session, LoadId{given.loadId});
        VERIFY_RESULT(entry);
        QVERIFY(entry->has_value());
        const LoadReceipt receipt = (*entry)->receipt();
        QCOMPARE(receipt.outcome, given.outcome);
        QCOMPARE(receipt.total(), given.total());
        QCOMPARE(receipt.findings, given.findings);
        QVERIFY(receipt.elapsedMs > 0 && !receipt.failure);
        const QJsonObject json = receipt.toJson();
        QCOMPARE(json.value(u"program_version"_s).toString(), u"0.0.1"_s);
        const QJsonObject file = json.value(u"files"_s).toArray().first().toObject();
        QCOMPARE(file.value(u"hash"_s).toString(), u"xxh3-128:abcd"_s);
        QCOMPARE(file.value(u"started_at"_s).toString(), u"2020-01-02T03:04:05.500Z"_s);
        QCOMPARE(file.value(u"ended_at"_s).toString(), u"2020-01-02T03:04:06.000Z"_s);
        const QJsonObject other = json.value(u"files"_s).toArray().last().toObject();
        QVERIFY(other.contains(u"hash"_s));

        m_fixture->execute("UPDATE faultline.load_run SET undone_at = '2020-02-03 00:00:00+00'");
        entry = fetchLedgerEntry(*session, LoadId{given.loadId});
        VERIFY_RESULT(entry);
        QCOMPARE((*entry)->state, LedgerEntry::State::Undone);
        QCOMPARE((*entry)->receipt().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(
            (*entry)->toJson().value(u"undone_at"_s).toString(), u"2020-02-03T00:00:00.000Z"_s);
        QVERIFY(!fetchLedgerEntry(*session, LoadId{77})->has_value());
    }

    void whyALoadFailed()
    {
        m_fixture->write(u"a.log"_s, logLines(10));
        m_fixture->load();
        m_fixture->execute(
            "UPDATE faultline.load_run SET state = 'failed', failure = '{\"kind\": \"error\","
            " \"what\": \"The disk is full\", \"why\": \"w\", \"where\": \"h\","
            " \"remedy\": \"r\", \"code\": \"53100\"}'");
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        const auto ledger = fetchLedger(*session, 1);
        VERIFY_RESULT(ledger);
        const LedgerEntry& entry = ledger->first();
        QCOMPARE(entry.state, LedgerEntry::State::Failed);
        QCOMPARE(
            entry.failure, UserMessage::error(u"The disk is full"_s)
                               .because(u"w"_s)
                               .at(u"h"_s)
                               .withRemedy(u"r"_s)
                               .withCode(u"53100"_s));
        QCOMPARE(entry.receipt().failure, entry.failure);
    }

    void loadToGoOnWith_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<bool>("offered");
        const QByteArray failed = "UPDATE faultline.load_run SET state = 'failed', failure ="
                                  " jsonb_build_object('code', '";
        QTest::newRow("done") << QByteArray("SELECT 1") << false;
        QTest::newRow("its program died")
            << QByteArray("UPDATE faultline.load_run SET state = 'running', ended_at = NULL")
            << true;
        QTest::newRow("died, and undone since")
            << QByteArray("UPDATE faultline.load_run SET state = 'running', undone_at = now()")
            << false;
        QTest::newRow("link lost") << failed + "08006')" << true;
        QTest::newRow("disk full") << failed + "53100')" << true;
        QTest::newRow("a file failed") << failed + "file')" << false;
        QTest::newRow("cancelled")
            << QByteArray("UPDATE faultline.load_run SET state = 'cancelled'") << false;
        QTest::newRow("folder loaded since")
            << failed
                   + "08006') WHERE load_id = 1; INSERT INTO faultline.load_run (folder, state,"
                     " program_version, settings) SELECT folder, 'cancelled', '', '{}'"
                     " FROM faultline.load_run"
            << false;
        QTest::newRow("another folder loaded since")
            << failed
                   + "08006') WHERE load_id = 1; INSERT INTO faultline.load_run (folder, state,"
                     " program_version, settings) VALUES ('/x', 'succeeded', '', '{}')"
            << true;
    }
    void loadToGoOnWith()
    {
        QFETCH(QByteArray, change);
        QFETCH(bool, offered);
        m_fixture->write(u"a.log"_s, logLines(10));
        m_fixture->load();
        m_fixture->execute(change);
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        const auto load = faultline::interruptedLoad(*session);
        VERIFY_RESULT(load);
        QCOMPARE(load->has_value(), offered);
        if (offered) {
            QCOMPARE((*load)->loadId, 1);
            QCOMPARE((*load)->records().loaded, 10);
            QVERIFY((*load)->failure.has_value());
        }
    }

private:
    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_Ledger)
#include "tst_Ledger.moc"
