// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/reader/ReaderAccess.h"
#include "database/reader/ReaderRole.h"
#include "database/schema/SchemaMigration.h"
#include "loading/ledger/KnownFiles.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/settlement/Settlement.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The locks that loading programs wait for: each conflicts only with itself, and read-only roles
/// neither wait for them nor block anyone.
class tst_LoadLocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void shutOutTheirLike_data();
    void shutOutTheirLike();
    void areNotForReaders_data();
    void areNotForReaders();
    void readersKeepNobodyWaiting();

private:
    using Lock = std::function<Result<void>(Connection&)>;
    Connection open(const ConnectionSettings& settings) const;

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    ConnectionSettings m_reader;
};

Q_DECLARE_METATYPE(std::function<Result<void>(Connection&)>)

// A lock that isn't free soon gives an error.
Connection tst_LoadLocks::open(const ConnectionSettings& settings) const
{
    auto connection = Connection::open(settings);
    if (!connection || !connection->execute("SET lock_timeout = '200ms'"))
        qFatal("no connection");
    return std::move(connection).value();
}

void tst_LoadLocks::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    auto fixture = LoadFixture::make(m_server);
    VERIFY_RESULT(fixture);
    m_fixture = *std::move(fixture);
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(100));
    QVERIFY(!m_fixture->load().failure);
    auto owner = open(m_fixture->settings());
    VERIFY_RESULT(createReader(owner, {}));
    m_reader = readerSettings(m_fixture->settings());
}

void tst_LoadLocks::shutOutTheirLike_data()
{
    QTest::addColumn<Lock>("lock");
    QTest::addColumn<QByteArray>("table");
    QTest::newRow("settlement") << Lock([](Connection& connection) {
        return lockSettlement(connection, CancelToken());
    }) << QByteArray("faultline.summary_state");
    QTest::newRow("identities") << Lock(&lockFileIdentities) << QByteArray("faultline.source_file");
}

void tst_LoadLocks::shutOutTheirLike()
{
    QFETCH(Lock, lock);
    QFETCH(QByteArray, table);
    auto first = open(m_fixture->settings());
    auto second = open(m_fixture->settings());
    VERIFY_RESULT(first.execute("BEGIN"));
    VERIFY_RESULT(lock(first));
    // None that every role can take.
    const auto advisory = first.execute("SELECT count(*) FROM pg_locks"
                                        " WHERE locktype = 'advisory' AND pid = pg_backend_pid()");
    VERIFY_RESULT(advisory);
    QCOMPARE(advisory->integer(0, 0), 0);
    VERIFY_RESULT(second.execute("BEGIN"));
    VERIFY_ERROR(lock(second), u"55P03"_s);
    second.rollback();
    // Everything else continues.
    auto reader = open(m_reader);
    VERIFY_RESULT(reader.execute("SELECT * FROM " + table));
    VERIFY_RESULT(second.execute("BEGIN; SELECT FROM " + table + " FOR UPDATE; ROLLBACK"));
    first.rollback();
    VERIFY_RESULT(second.execute("BEGIN"));
    VERIFY_RESULT(lock(second));
    second.rollback();
}

void tst_LoadLocks::areNotForReaders_data()
{
    QTest::addColumn<QByteArray>("table");
    for (const char* table : {"summary_state", "source_file", "schema_version"})
        QTest::newRow(table) << QByteArray(table);
}

void tst_LoadLocks::areNotForReaders()
{
    QFETCH(QByteArray, table);
    auto reader = open(m_reader);
    VERIFY_RESULT(reader.execute("SET default_transaction_read_only = off"));
    for (const char* mode :
         {"ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE",
          "EXCLUSIVE", "ACCESS EXCLUSIVE"}) {
        VERIFY_RESULT(reader.execute("BEGIN"));
        VERIFY_ERROR(
            reader.execute("LOCK TABLE faultline." + table + " IN " + mode + " MODE"), u"42501"_s);
        reader.rollback();
    }
}

// In an open transaction that has read everything, and with the advisory lock for creating the
// schema.
void tst_LoadLocks::readersKeepNobodyWaiting()
{
    auto reader = open(m_reader);
    VERIFY_RESULT(reader.execute("SELECT pg_advisory_lock(7377281885418645870)"));
    VERIFY_RESULT(reader.execute("BEGIN"));
    for (const char* table :
         {"summary_state", "source_file", "schema_version", "sensor_summary", "unsettled_chunk",
          "load_run", "load_chunk", "reading"})
        VERIFY_RESULT(reader.execute(QByteArray("SELECT count(*) FROM ") + table));
    auto owner = open(m_fixture->settings());
    VERIFY_RESULT(migrateSchema(owner));
    VERIFY_RESULT(rebuildSummaries(owner, CancelToken()));
    m_fixture->write(u"b.log"_s, logLines(50, 2));
    const LoadReceipt receipt = m_fixture->load();
    QVERIFY(!receipt.failure);
    VERIFY_RESULT(undoLoad(owner, static_cast<LoadId>(receipt.loadId), CancelToken()));
    VERIFY_RESULT(reader.execute("SELECT count(*) FROM reading"));
}

QTEST_GUILESS_MAIN(tst_LoadLocks)
#include "tst_LoadLocks.moc"
