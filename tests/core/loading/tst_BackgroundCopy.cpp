// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/BackgroundCopy.h"

#include "database/connection/FailureKind.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QTest>

#include <limits>
#include <memory>
#include <optional>
#include <thread>

#include <pthread.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr auto kCopy = "COPY faultline.target (number) FROM STDIN (FORMAT binary)";
// Holds the copy up: the server has asked for the rows, and doesn't read them while the lock is
// held. They don't fit in a socket, so the thread that sends them waits.
constexpr auto kHeldCopy = "COPY faultline.held (number) FROM STDIN (FORMAT binary)";
constexpr int kManyRows = 500'000;

qsizetype threadCount()
{
    return QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
}

// While it exists, the system can't create a thread: there is no room for its stack.
class NoThreads
{
public:
    NoThreads()
    {
        pthread_getattr_default_np(&m_before);
        pthread_attr_t tooLarge;
        pthread_attr_init(&tooLarge);
        pthread_attr_setstacksize(&tooLarge, std::numeric_limits<std::size_t>::max() / 4);
        pthread_setattr_default_np(&tooLarge);
        pthread_attr_destroy(&tooLarge);
    }
    ~NoThreads()
    {
        pthread_setattr_default_np(&m_before);
        pthread_attr_destroy(&m_before);
    }
    NoThreads(const NoThreads&) = delete;
    NoThreads& operator=(const NoThreads&) = delete;

private:
    pthread_attr_t m_before{};
};

} // namespace

/// Rows are sent by another thread; whatever happens to them is the caller's result.
class tst_BackgroundCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        VERIFY_RESULT(m_server.start());
        m_threads = threadCount();
    }
    void init()
    {
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        auto connection = Connection::open(*settings);
        VERIFY_RESULT(connection);
        m_connection.emplace(*std::move(connection));
        auto other = Connection::open(*settings);
        VERIFY_RESULT(other);
        m_other.emplace(*std::move(other));
        VERIFY_RESULT(m_other->execute(R"sql(
CREATE SCHEMA faultline;
CREATE TABLE faultline.target (number integer CHECK (number >= 0));
CREATE TABLE faultline.held (number integer);
CREATE FUNCTION faultline.hold() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END';
CREATE TRIGGER hold BEFORE INSERT ON faultline.held
    FOR EACH STATEMENT EXECUTE FUNCTION faultline.hold();
SELECT pg_advisory_lock(1))sql"));
        VERIFY_RESULT(m_connection->execute("BEGIN"));
    }
    void cleanup()
    {
        m_connection.reset();
        m_other.reset();
        QTRY_COMPARE(threadCount(), m_threads); // joined
    }

    void sendsAllRows()
    {
        BackgroundCopy copies(*m_connection);
        CopyBuffer rows;
        for (int i = 0; i < 5; ++i) {
            add(rows, 0, 1'000);
            VERIFY_RESULT(copies.send(kCopy, rows));
            QCOMPARE(rows.rowCount(), 0);
        }
        VERIFY_RESULT(copies.send(kCopy, rows)); // none
        VERIFY_RESULT(copies.wait());
        VERIFY_RESULT(copies.wait());
        VERIFY_RESULT(m_connection->commit());
        QCOMPARE(count("target"), 5'000);
    }

    void leavesTheCallerFreeWhileItSends()
    {
        BackgroundCopy copies(*m_connection);
        CopyBuffer rows;
        add(rows, 0, kManyRows);
        VERIFY_RESULT(copies.send(kHeldCopy, rows));
        waitUntilItIsHeld();
        QCOMPARE(threadCount(), m_threads + 1);
        add(rows, 0, 1); // for the next call
        VERIFY_RESULT(m_other->execute("SELECT pg_advisory_unlock(1)"));
        VERIFY_RESULT(copies.send(kCopy, rows));
        VERIFY_RESULT(copies.wait());
        VERIFY_RESULT(m_connection->commit());
        QCOMPARE(count("held"), kManyRows);
        QCOMPARE(count("target"), 1);
    }

    void destructorWaits()
    {
        auto copies = std::make_unique<BackgroundCopy>(*m_connection);
        CopyBuffer rows;
        add(rows, 0, kManyRows);
        VERIFY_RESULT(copies->send(kHeldCopy, rows));
        waitUntilItIsHeld();
        std::thread destroying([&copies] { copies.reset(); });
        VERIFY_RESULT(m_other->execute("SELECT pg_advisory_unlock(1)"));
        destroying.join();
        VERIFY_RESULT(m_connection->commit());
        QCOMPARE(count("held"), kManyRows);
    }

    void refusedRowsAreTheNextCallsError_data() { addNextCalls(); }
    void refusedRowsAreTheNextCallsError()
    {
        BackgroundCopy copies(*m_connection);
        CopyBuffer rows;
        add(rows, 0, 10);
        VERIFY_RESULT(copies.send(kCopy, rows));
        VERIFY_RESULT(copies.wait());
        add(rows, -1, 10);
        VERIFY_RESULT(copies.send(kCopy, rows));
        VERIFY_ERROR(nextCall(copies), u"23514"_s);
        QVERIFY(!m_connection->commit());
        QCOMPARE(count("target"), 0);
    }

    void lostConnectionIsTheNextCallsError_data() { addNextCalls(); }
    void lostConnectionIsTheNextCallsError()
    {
        BackgroundCopy copies(*m_connection);
        CopyBuffer rows;
        add(rows, 0, 10);
        VERIFY_RESULT(copies.send(kCopy, rows));
        add(rows, 0, kManyRows);
        VERIFY_RESULT(copies.send(kHeldCopy, rows));
        waitUntilItIsHeld();
        VERIFY_RESULT(m_other->execute("SELECT pg_terminate_backend(pid) FROM pg_locks"
                                       " WHERE locktype = 'advisory' AND NOT granted"));
        const auto lost = nextCall(copies);
        QVERIFY(!lost);
        QVERIFY2(failureKind(lost.error()) == FailureKind::Transient, whyNot(lost).constData());
        QVERIFY(!m_connection->commit());
        QCOMPARE(count("target"), 0);
        QCOMPARE(count("held"), 0);
    }

    void cancelEndsTheSending_data() { addNextCalls(); }
    void cancelEndsTheSending()
    {
        const CancelToken cancel;
        m_connection->setCancelToken(cancel);
        BackgroundCopy copies(*m_connection);
        CopyBuffer rows;
        add(rows, 0, 10);
        VERIFY_RESULT(copies.send(kCopy, rows));
        add(rows, 0, kManyRows);
        VERIFY_RESULT(copies.send(kHeldCopy, rows));
        waitUntilItIsHeld();
        cancel.cancel();
        VERIFY_ERROR(nextCall(copies), kCancelledCode.toString());
        m_connection->rollback();
        QCOMPARE(count("target"), 0);
        QCOMPARE(count("held"), 0);
    }

    // Then send() returns when the rows are stored.
    void sendsItselfWithoutAThread()
    {
        BackgroundCopy copies(*m_connection);
        CopyBuffer rows;
        add(rows, 0, 1'000);
        {
            const NoThreads noThreads;
            VERIFY_RESULT(copies.send(kCopy, rows));
            QCOMPARE(
                m_connection->execute("SELECT count(*) FROM faultline.target")->integer(0, 0),
                1'000);
            QCOMPARE(rows.rowCount(), 0);
            add(rows, -1, 10);
            VERIFY_ERROR(copies.send(kCopy, rows), u"23514"_s);
            m_connection->rollback();
        }
        VERIFY_RESULT(m_connection->execute("BEGIN"));
        add(rows, 0, 10);
        VERIFY_RESULT(copies.send(kCopy, rows));
        VERIFY_RESULT(copies.wait());
        VERIFY_RESULT(m_connection->commit());
        QCOMPARE(count("target"), 10);
    }

private:
    static void add(CopyBuffer& rows, qint32 number, int howOften)
    {
        for (int i = 0; i < howOften; ++i)
            rows.addRow(number);
    }

    static void addNextCalls()
    {
        QTest::addColumn<bool>("isWait");
        QTest::newRow("wait") << true;
        QTest::newRow("send") << false;
    }
    static Result<void> nextCall(BackgroundCopy& copies)
    {
        QFETCH(bool, isWait);
        if (isWait)
            return copies.wait();
        CopyBuffer rows;
        add(rows, 0, 1);
        return copies.send(kCopy, rows);
    }

    void waitUntilItIsHeld()
    {
        QTRY_COMPARE(
            m_other
                ->execute("SELECT count(*) FROM pg_locks"
                          " WHERE locktype = 'advisory' AND NOT granted")
                ->integer(0, 0),
            1);
    }

    // As others see it.
    qint64 count(const QByteArray& table)
    {
        const auto rows = m_other->execute("SELECT count(*) FROM faultline." + table);
        return rows ? rows->integer(0, 0) : -1;
    }

    TemporaryServer m_server;
    qsizetype m_threads = 0; ///< Without any that sends.
    std::optional<Connection> m_connection;
    std::optional<Connection> m_other; ///< Holds the lock.
};

QTEST_GUILESS_MAIN(tst_BackgroundCopy)
#include "tst_BackgroundCopy.moc"
