// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/LedgerCheck.h"
#include "loading/Settlement.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// What somebody damages by hand is found, and nothing else.
class tst_LedgerCheck : public QObject
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
        const auto found = verify();
        VERIFY_RESULT(found);
        QVERIFY(found->verified());
        QCOMPARE(found->loads, 0);
        QCOMPARE(found->readings, 0);
    }

    // Loaded twice, appended, with copies, rejected lines, and lists that change.
    void undamaged()
    {
        fill();
        const auto found = verify();
        VERIFY_RESULT(found);
        QVERIFY2(
            found->verified(),
            found->verified() ? "" : qPrintable(found->discrepancies.first().toText()));
        QCOMPARE(found->loads, 3);
        QCOMPARE(
            found->chunks, m_fixture->ask("SELECT count(*) FROM faultline.load_chunk").toInt());
        QCOMPARE(found->readings, 500);
        QCOMPARE(found->rejectedLines, 3);
        QVERIFY(found->notes.isEmpty());
        QCOMPARE(found->toJson().value(u"verified"_s).toBool(), true);
    }

    void damaged_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::addColumn<QString>("code");
        const QByteArray one = "(SELECT ctid FROM faultline.reading LIMIT 1)";
        QTest::newRow("reading deleted")
            << "DELETE FROM faultline.reading WHERE ctid = " + one << u"ledger-chunk"_s;
        QTest::newRow("reading doubled")
            << "INSERT INTO faultline.reading SELECT * FROM faultline.reading WHERE ctid = " + one
            << u"ledger-chunk"_s;
        QTest::newRow("reading of no chunk")
            << "UPDATE faultline.reading SET chunk_id = 999999 WHERE ctid = " + one
            << u"ledger-unknown-chunk"_s;
        QTest::newRow("rejected line deleted")
            << QByteArray("DELETE FROM faultline.rejected_line WHERE ctid ="
                          " (SELECT min(ctid) FROM faultline.rejected_line)")
            << u"ledger-chunk"_s;
        QTest::newRow("journal row deleted")
            << QByteArray("DELETE FROM faultline.load_chunk WHERE chunk_id ="
                          " (SELECT max(chunk_id) FROM faultline.reading)")
            << u"ledger-unknown-chunk"_s;
        QTest::newRow("journal out of balance")
            << QByteArray("ALTER TABLE faultline.load_chunk DROP CONSTRAINT load_chunk_balanced;"
                          "UPDATE faultline.load_chunk SET records = records + 1 WHERE chunk_id ="
                          " (SELECT max(chunk_id) FROM faultline.reading)")
            << u"ledger-chunk"_s;
        QTest::newRow("receipt changed")
            << QByteArray("UPDATE faultline.load_file SET loaded = loaded + 1,"
                          " records_in = records_in + 1 WHERE load_id = 1 AND role = 'readings'")
            << u"ledger-receipt"_s;
        QTest::newRow("receipt out of balance")
            << QByteArray("UPDATE faultline.load_file SET skipped = skipped + 1 WHERE load_id = 2")
            << u"ledger-receipt"_s;
        QTest::newRow("receipt without a file")
            << QByteArray("DELETE FROM faultline.load_file WHERE load_id = 1 AND role = 'readings'")
            << u"ledger-receipt"_s;
        QTest::newRow("undone with chunks")
            << QByteArray("UPDATE faultline.load_run SET undone_at = now() WHERE load_id = 1")
            << u"ledger-undone"_s;
        QTest::newRow("day deleted")
            << QByteArray("DELETE FROM faultline.daily_summary WHERE ctid ="
                          " (SELECT min(ctid) FROM faultline.daily_summary)")
            << u"ledger-summary"_s;
        QTest::newRow("records of a day changed")
            << QByteArray("UPDATE faultline.daily_records SET records = records + 1,"
                          " without_equipment = without_equipment + 1 WHERE load_id = 2")
            << u"ledger-summary"_s;
        QTest::newRow("records of an equipment changed")
            << QByteArray("UPDATE faultline.daily_records"
                          " SET equipment_records[1] = equipment_records[1] + 1"
                          " WHERE equipment_records[1] > 0")
            << u"ledger-summary"_s;
        QTest::newRow("month changed")
            << QByteArray("UPDATE faultline.monthly_summary SET readings = readings + 1"
                          " WHERE sensor_id = 1")
            << u"ledger-summary"_s;
        QTest::newRow("year deleted")
            << QByteArray("DELETE FROM faultline.yearly_summary") << u"ledger-summary"_s;
        QTest::newRow("failure month changed")
            << QByteArray("UPDATE faultline.failure_month SET events = events - 1"
                          " WHERE equipment_id = 1")
            << u"ledger-summary"_s;
        QTest::newRow("failure year deleted")
            << QByteArray("DELETE FROM faultline.failure_year WHERE equipment_id = 3")
            << u"ledger-summary"_s;
    }
    void damaged()
    {
        QFETCH(QByteArray, damage);
        QFETCH(QString, code);
        fill();
        m_fixture->execute(damage);
        const auto found = verify();
        VERIFY_RESULT(found);
        QVERIFY(!found->verified());
        bool isTold = false;
        for (const UserMessage& message : found->discrepancies) {
            isTold = isTold || message.code == code;
            QVERIFY(!message.toText().contains(u'%'));
            QVERIFY(!message.what.isEmpty() && !message.why.isEmpty() && !message.remedy.isEmpty());
        }
        QVERIFY2(isTold, qPrintable(found->discrepancies.first().toText()));
        QCOMPARE(found->toJson().value(u"verified"_s).toBool(), false);
    }

    void manyAreCounted()
    {
        fill();
        m_fixture->execute("DELETE FROM faultline.reading");
        const auto found = verify();
        VERIFY_RESULT(found);
        QCOMPARE(found->discrepancies.size(), LedgerVerification::kMostListed);
        QVERIFY(found->discrepancyCount > LedgerVerification::kMostListed);
    }

    // What isn't settled is left out, and said.
    void pending()
    {
        fill();
        m_fixture->execute(
            "INSERT INTO faultline.chunk_summary SELECT load_id, chunk_id, 1, '2020-01-01', '', ''"
            " FROM faultline.load_chunk WHERE chunk_id ="
            " (SELECT max(chunk_id) FROM faultline.reading)");
        auto found = verify();
        VERIFY_RESULT(found);
        QCOMPARE(found->notes.size(), 1);
        QCOMPARE(found->notes.first().code, u"ledger-pending"_s);
        m_fixture->execute("UPDATE faultline.summary_state SET summaries_stale = true");
        found = verify();
        VERIFY_RESULT(found);
        QVERIFY(found->verified());
        QCOMPARE(found->notes.size(), 1);
        VERIFY_RESULT(settlePending(m_fixture->settings()));
        found = verify();
        VERIFY_RESULT(found);
        QVERIFY(found->verified() && found->notes.isEmpty());
    }

    void cancelled()
    {
        fill();
        auto locking = Connection::open(m_fixture->settings());
        VERIFY_RESULT(locking);
        VERIFY_RESULT(locking->execute("BEGIN; LOCK TABLE faultline.reading"));
        CancelToken cancel;
        cancel.cancel();
        VERIFY_ERROR(verify(cancel), kCancelledCode.toString());
    }

private:
    void fill() const
    {
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, logLines(200) + "no reading\n\n");
        LoadOptions small;
        small.chunkRows = 10;
        m_fixture->load(small);
        m_fixture->append(u"a.log"_s, logLines(100, 2) + "nor this\n");
        m_fixture->write(u"b.log"_s, logLines(200, 3));
        m_fixture->write(u"copy of b.log"_s, logLines(200, 3));
        m_fixture->write(u"sensors.csv"_s, "equipment_id;sensor_id\n3;1\n3;7\nx;y\n");
        m_fixture->load(small);
        m_fixture->load(small);
    }

    Result<LedgerVerification> verify(const CancelToken& cancel = CancelToken()) const
    {
        auto connection = Connection::open(m_fixture->settings());
        if (!connection)
            return connection.error();
        return verifyLedger(*connection, cancel);
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_LedgerCheck)
#include "tst_LedgerCheck.moc"
