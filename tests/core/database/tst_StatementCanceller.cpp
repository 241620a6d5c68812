// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/StatementCanceller.h"

#include "database/connection/Connection.h"
#include "database/connection/SqlSession.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr auto kLong = "SELECT pg_sleep(60)";
constexpr qint64 kSoonMs = 20'000;

} // namespace

/// Cancelling statements from another thread, on both kinds of connection.
class tst_StatementCanceller : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tokenEndsAStatement();
    void tokenEndsAWaitForALock();
    void raisedBeforehand();
    void answersWhenNotCancelled();
    void errorIsNoCancel();
    void serverThatDoesNotAnswer();
    void endedBySomebodyElse();
    void cancelsFromAnotherThread_data();
    void cancelsFromAnotherThread();
    void idleConnectionNoticesNothing();
    void outlivesTheConnection();

private:
    Connection connection() const
    {
        auto opened = Connection::open(m_server.settings());
        if (!opened)
            qFatal("%s", whyNot(opened).constData());
        return *std::move(opened);
    }

    TemporaryServer m_server;
};

void tst_StatementCanceller::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_StatementCanceller::tokenEndsAStatement()
{
    Connection worker = connection();
    const CancelToken cancel;
    std::atomic<int> looks = 0;
    QElapsedTimer clock;
    clock.start();
    const auto answer = worker.execute(kLong, cancel, [&] {
        if (++looks == 3)
            cancel.cancel();
    });
    VERIFY_ERROR(answer, kCancelledCode);
    QCOMPARE(answer.error().kind, UserMessage::Kind::Information);
    QCOMPARE(looks.load(), 3);
    QVERIFY(clock.elapsed() < kSoonMs);
    // And the connection still works.
    VERIFY_RESULT(worker.execute("SELECT 1"));
}

void tst_StatementCanceller::tokenEndsAWaitForALock()
{
    Connection holder = connection();
    VERIFY_RESULT(holder.execute("CREATE SCHEMA odd; CREATE TABLE odd.held ()"));
    VERIFY_RESULT(holder.execute("BEGIN; LOCK TABLE odd.held"));
    Connection waiter = connection();
    const CancelToken cancel;
    const auto answer =
        waiter.execute("BEGIN; LOCK TABLE odd.held", cancel, [&] { cancel.cancel(); });
    VERIFY_ERROR(answer, kCancelledCode);
}

void tst_StatementCanceller::raisedBeforehand()
{
    Connection worker = connection();
    const CancelToken cancel;
    cancel.cancel();
    VERIFY_ERROR(worker.execute(kLong, cancel), kCancelledCode);
}

void tst_StatementCanceller::answersWhenNotCancelled()
{
    Connection worker = connection();
    const auto answer =
        worker.execute("SELECT 1; SELECT pg_sleep(0.3); SELECT 'last'", CancelToken());
    VERIFY_RESULT(answer);
    QCOMPARE(answer->string(0, 0), u"last"_s);
    VERIFY_RESULT(worker.execute("SELECT 1"));
}

void tst_StatementCanceller::errorIsNoCancel()
{
    Connection worker = connection();
    const CancelToken cancel;
    VERIFY_ERROR(
        worker.execute("SELECT pg_sleep(0.3); SELECT 1 / 0; SELECT 2", cancel), u"22012"_s);
    VERIFY_RESULT(worker.execute("SELECT 1"));
}

// Like a broken network, or a disk that doesn't respond.
void tst_StatementCanceller::serverThatDoesNotAnswer()
{
    Connection worker = connection();
    const CancelToken cancel;
    worker.setCancelToken(cancel);
    const pid_t process = PQbackendPID(worker.handle());
    VERIFY_RESULT(worker.execute("BEGIN"));
    QCOMPARE(::kill(process, SIGSTOP), 0);
    std::thread canceller([&] { cancel.cancel(); });
    const auto answer = worker.execute("SELECT 1");
    canceller.join();
    QCOMPARE(::kill(process, SIGCONT), 0);
    VERIFY_ERROR(answer, kCancelledCode);
    worker.rollback();
    QVERIFY(!worker.isUsable());
}

void tst_StatementCanceller::endedBySomebodyElse()
{
    Connection worker = connection();
    Connection other = connection();
    const QByteArray process = QByteArray::number(PQbackendPID(worker.handle()));
    const auto answer = worker.execute(kLong, {}, [&] {
        static_cast<void>(other.execute("SELECT pg_cancel_backend(" + process + ")"));
    });
    VERIFY_ERROR(answer, u"57014"_s);
    const auto lost = worker.execute(kLong, {}, [&] {
        static_cast<void>(other.execute("SELECT pg_terminate_backend(" + process + ")"));
    });
    QVERIFY(!lost);
    QVERIFY(!worker.isUsable());
    VERIFY_ERROR(worker.execute("SELECT 1", CancelToken()), u"08006"_s);
}

void tst_StatementCanceller::cancelsFromAnotherThread_data()
{
    QTest::addColumn<bool>("sqlSession");
    QTest::newRow("Connection") << false;
    QTest::newRow("SqlSession") << true;
}

void tst_StatementCanceller::cancelsFromAnotherThread()
{
    QFETCH(const bool, sqlSession);
    Connection worker = connection();
    auto session = SqlSession::open(m_server.settings());
    VERIFY_RESULT(session);
    const StatementCanceller canceller = sqlSession ? session->canceller() : worker.canceller();
    std::atomic<bool> done = false;
    std::thread other([&] {
        // Repeated, because a request that overtakes the statement is ignored.
        while (!done) {
            canceller.cancel();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
    QElapsedTimer clock;
    clock.start();
    QString code;
    if (sqlSession)
        code = session->execute(QString::fromLatin1(kLong)).error().code;
    else
        code = worker.execute(kLong).error().code;
    done = true;
    other.join();
    QCOMPARE(code, u"57014"_s);
    QVERIFY(clock.elapsed() < kSoonMs);
}

void tst_StatementCanceller::idleConnectionNoticesNothing()
{
    Connection worker = connection();
    worker.canceller().cancel();
    StatementCanceller().cancel();
    QTRY_VERIFY(worker.execute("SELECT 1").ok());
}

void tst_StatementCanceller::outlivesTheConnection()
{
    StatementCanceller canceller;
    {
        const Connection worker = connection();
        canceller = worker.canceller();
    }
    canceller.cancel();
    VERIFY_RESULT(connection().execute("SELECT 1"));
}

QTEST_GUILESS_MAIN(tst_StatementCanceller)
#include "tst_StatementCanceller.moc"
