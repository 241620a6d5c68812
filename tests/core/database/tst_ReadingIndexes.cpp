// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/schema/ReadingIndexes.h"

#include "database/schema/SchemaMigration.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_ReadingIndexes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void dropsWhatIsThere_data();
    void dropsWhatIsThere();
    void doesntWaitForLong();
    void readerMayNot();

private:
    void makeIndexes(int count);
    qint64 indexesThere()
    {
        const auto count = m_connection->execute(
            "SELECT count(*) FROM pg_class WHERE relname LIKE 'reading\\_by\\_%'");
        return count ? count->integer(0, 0) : -1;
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<Connection> m_connection;
};

void tst_ReadingIndexes::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_ReadingIndexes::init()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    m_connection.emplace(*std::move(connection));
    VERIFY_RESULT(migrateSchema(*m_connection));
}

void tst_ReadingIndexes::cleanup()
{
    m_connection.reset();
}

void tst_ReadingIndexes::makeIndexes(int count)
{
    for (int i = 0; i < count; ++i) {
        const ReadingIndex index = kReadingIndexes.at(static_cast<std::size_t>(i));
        VERIFY_RESULT(m_connection->execute(
            "CREATE INDEX " + readingIndexName(index) + " ON faultline.reading ("
            + readingIndexColumns(index) + ")"));
    }
}

void tst_ReadingIndexes::dropsWhatIsThere_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("none") << 0;
    QTest::newRow("one") << 1;
    QTest::newRow("all") << static_cast<int>(kReadingIndexes.size());
}

void tst_ReadingIndexes::dropsWhatIsThere()
{
    QFETCH(const int, count);
    makeIndexes(count);
    QCOMPARE(indexesThere(), qint64{count});
    VERIFY_RESULT(dropReadingIndexes(*m_connection));
    QCOMPARE(indexesThere(), qint64{0});
    // The setting was for these statements only.
    QCOMPARE(m_connection->execute("SHOW lock_timeout")->string(0, 0), u"0"_s);
}

void tst_ReadingIndexes::doesntWaitForLong()
{
    makeIndexes(2);
    auto reader = Connection::open(m_settings);
    VERIFY_RESULT(reader);
    VERIFY_RESULT(reader->execute("BEGIN; SELECT count(*) FROM faultline.reading"));
    QElapsedTimer clock;
    clock.start();
    VERIFY_ERROR(dropReadingIndexes(*m_connection), u"55P03"_s);
    QVERIFY(clock.elapsed() >= kDropWaitMs - 100);
    QCOMPARE(indexesThere(), qint64{2});
    reader->rollback();
    VERIFY_RESULT(dropReadingIndexes(*m_connection));
}

void tst_ReadingIndexes::readerMayNot()
{
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"DROP ROLE IF EXISTS planner", "CREATE ROLE planner LOGIN",
                     "GRANT USAGE ON SCHEMA faultline TO planner",
                     "GRANT SELECT ON ALL TABLES IN SCHEMA faultline TO planner"}));
    auto planner = Connection::open(TemporaryServer::asRole(m_settings, u"planner"_s));
    VERIFY_RESULT(planner);
    VERIFY_RESULT(dropReadingIndexes(*planner));
    makeIndexes(1);
    VERIFY_ERROR(dropReadingIndexes(*planner), u"42501"_s);
    QCOMPARE(indexesThere(), qint64{1});
}

QTEST_GUILESS_MAIN(tst_ReadingIndexes)
#include "tst_ReadingIndexes.moc"
