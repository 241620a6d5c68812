// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/Ledger.h"
#include "loading/LoadJournal.h"
#include "loading/RejectedLineQuery.h"
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
        QCOMPARE(*countRejectedLines(*session), 0);
        QVERIFY(fetchRejectedLines(*session, {}, 10)->isEmpty());
    }

    // What is stored is the receipt that the load gave.
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
        QCOMPARE(entry.state, u"succeeded"_s);
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

    // A program that was killed wrote no receipt; the journal knows what it stored.
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
        QCOMPARE(ledger->first().state, u"interrupted"_s);
        RecordCounts records;
        for (const FileReceipt& file : ledger->first().files)
            records += file.records;
        QCOMPARE(records, (RecordCounts{112, 112, 0, 0, 0}));
        // One that lives holds its lock.
        auto program = Connection::open(m_fixture->settings());
        VERIFY_RESULT(program);
        const auto load = reserveLoadId(*program);
        VERIFY_RESULT(load);
        VERIFY_RESULT(beginLoad(*program, *load, m_fixture->folder(), {}));
        VERIFY_RESULT(holdLoad(*program, *load));
        ledger = fetchLedger(*session, 1);
        QCOMPARE(ledger->first().state, u"running"_s);
    }

    void rejectedLinesArePagedByKey()
    {
        m_fixture->load(LoadFixture::sampleFolder());
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        const auto all = fetchRejectedLines(*session, {}, 100);
        VERIFY_RESULT(all);
        QCOMPARE(all->size(), 7);
        QFile log(LoadFixture::sampleFolder() + u"/equipment_failure_sensors.log"_s);
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray content = log.readAll();
        for (const StoredRejectedLine& line : *all) {
            QCOMPARE(content.mid(line.key.byteOffset, line.raw.size()), line.raw);
            QCOMPARE(content.left(line.key.byteOffset).count('\n') + 1, line.key.lineNumber);
            QVERIFY(!line.rawText().isEmpty());
        }
        std::optional<RejectedLineKey> after;
        for (qsizetype i = 0; i < all->size(); i += 2) {
            const auto page = fetchRejectedLines(*session, after, 2);
            VERIFY_RESULT(page);
            QCOMPARE(page->first().key.lineNumber, all->at(i).key.lineNumber);
            after = page->last().key;
        }
        QVERIFY(fetchRejectedLines(*session, after, 2)->isEmpty());
    }

private:
    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_Ledger)
#include "tst_Ledger.moc"
