// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/SocketProxy.h"

#include "database/connection/Connection.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QScopeGuard>
#include <QTest>

#include <chrono>
#include <future>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using Direction = SocketProxy::Direction;
using CommitFault = SocketProxy::CommitFault;

Q_DECLARE_METATYPE(SocketProxy::Direction)
Q_DECLARE_METATYPE(SocketProxy::CommitFault)

namespace {

constexpr auto kInsert = "INSERT INTO number VALUES (1)";
const QString kLinkLost = u"08006"_s;
constexpr std::chrono::milliseconds kStall{200};

} // namespace

/// The proxy between libpq and a real server.
class tst_SocketProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init();
    void carriesEverything();
    void carriesCancelRequests();
    void cutsAfterSoManyBytes_data();
    void cutsAfterSoManyBytes();
    void cutsTheChosenConnection();
    void breaksCommits_data();
    void breaksCommits();
    void breaksEverySoManiethCommit();
    void cutsAll();
    void refusesForAWhile();
    void stallsForAWhile();
    void serverIsGone();

private:
    Connection open() const
    {
        auto opened = Connection::open(m_proxy->through(m_settings));
        if (!opened)
            qFatal("%s", whyNot(opened).constData());
        return *std::move(opened);
    }
    qint64 storedRows() const
    {
        auto direct = Connection::open(m_settings);
        return direct ? direct->execute("SELECT count(*) FROM number")->integer(0, 0) : -1;
    }
    static Result<void> insertAndCommit(Connection& connection)
    {
        if (const auto begun = connection.execute("BEGIN"); !begun)
            return begun.error();
        if (const auto inserted = connection.execute(kInsert); !inserted)
            return inserted.error();
        return connection.commit();
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<SocketProxy> m_proxy;
};

void tst_SocketProxy::init()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings,
        {"CREATE SCHEMA faultline AUTHORIZATION faultline", "CREATE TABLE faultline.number (n int)",
         "ALTER TABLE faultline.number OWNER TO faultline"}));
    m_proxy = std::make_unique<SocketProxy>();
    VERIFY_RESULT(m_proxy->start(m_settings));
}

void tst_SocketProxy::carriesEverything()
{
    constexpr int kLong = 3'000'000;
    auto connection = open();
    const QString text(kLong, u'x');
    const auto answer = connection.execute("SELECT $1::text || $1::text", Parameters().add(text));
    VERIFY_RESULT(answer);
    QCOMPARE(answer->text(0, 0).size(), std::size_t{2 * kLong});
    const auto traffic = m_proxy->traffic();
    QCOMPARE(traffic.connections, 1);
    QVERIFY(traffic.bytesToServer > kLong && traffic.bytesToServer < kLong + 10'000);
    QVERIFY(traffic.bytesToClient > 2 * kLong);
    QCOMPARE(traffic.faults, 0);
}

void tst_SocketProxy::carriesCancelRequests()
{
    auto connection = open();
    const auto canceller = connection.canceller();
    auto sleeping = std::async(
        std::launch::async, [&connection] { return connection.execute("SELECT pg_sleep(600)"); });
    auto direct = Connection::open(m_settings);
    VERIFY_RESULT(direct);
    QTRY_COMPARE(
        direct
            ->execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%sleep(600)'"
                      " AND state = 'active' AND pid <> pg_backend_pid()")
            ->integer(0, 0),
        1);
    canceller.cancel();
    VERIFY_ERROR(sleeping.get(), u"57014"_s);
    QVERIFY(connection.isUsable());
}

void tst_SocketProxy::cutsAfterSoManyBytes_data()
{
    QTest::addColumn<SocketProxy::Direction>("direction");
    QTest::newRow("to the server") << Direction::ToServer;
    QTest::newRow("to the client") << Direction::ToClient;
}

void tst_SocketProxy::cutsAfterSoManyBytes()
{
    QFETCH(SocketProxy::Direction, direction);
    constexpr int kPart = 100'000;
    auto connection = open();
    const auto before = m_proxy->traffic();
    m_proxy->cut(
        {direction,
         (direction == Direction::ToServer ? before.bytesToServer : before.bytesToClient) + kPart});
    const auto small = connection.execute("SELECT 1");
    VERIFY_RESULT(small);
    const auto large =
        connection.execute("SELECT $1::text", Parameters().add(QString(10 * kPart, u'x')));
    VERIFY_ERROR(large, kLinkLost);
    QCOMPARE(m_proxy->traffic().faults, 1);
    // Only once: the next connection works.
    auto again = open();
    VERIFY_RESULT(again.execute("SELECT $1::text", Parameters().add(QString(10 * kPart, u'x'))));
}

void tst_SocketProxy::cutsTheChosenConnection()
{
    // Longer than a login, which libpq would retry.
    constexpr int kLater = 10'000;
    const auto sendMuch = [](Connection& connection) {
        return connection.execute("SELECT $1::text", Parameters().add(QString(2 * kLater, u'x')));
    };
    m_proxy->cut({Direction::ToServer, kLater, 2});
    auto first = open();
    auto second = open();
    auto third = open();
    VERIFY_RESULT(sendMuch(first));
    VERIFY_RESULT(sendMuch(third));
    VERIFY_ERROR(sendMuch(second), kLinkLost);
    VERIFY_RESULT(sendMuch(first));
}

void tst_SocketProxy::breaksCommits_data()
{
    QTest::addColumn<SocketProxy::CommitFault>("fault");
    QTest::addColumn<int>("stored");
    QTest::newRow("reply dropped") << CommitFault::DropReply << 2;
    QTest::newRow("cut before") << CommitFault::CutBefore << 1;
}

void tst_SocketProxy::breaksCommits()
{
    QFETCH(SocketProxy::CommitFault, fault);
    QFETCH(int, stored);
    m_proxy->breakCommit(fault, 2);
    auto connection = open();
    VERIFY_RESULT(insertAndCommit(connection));
    VERIFY_ERROR(insertAndCommit(connection), kLinkLost);
    QTRY_COMPARE(storedRows(), stored);
    QCOMPARE(m_proxy->traffic().commits, 2);
    QCOMPARE(m_proxy->traffic().faults, 1);
    auto again = open();
    VERIFY_RESULT(insertAndCommit(again));
}

void tst_SocketProxy::breaksEverySoManiethCommit()
{
    m_proxy->breakCommit(CommitFault::DropReply, 1, 3);
    QList<bool> heard;
    for (int i = 0; i < 7; ++i) {
        auto connection = open();
        heard << insertAndCommit(connection).ok();
    }
    QCOMPARE(heard, QList<bool>({false, true, true, false, true, true, false}));
    QCOMPARE(storedRows(), 7);
}

void tst_SocketProxy::cutsAll()
{
    auto one = open();
    auto other = open();
    m_proxy->cutAll();
    VERIFY_ERROR(one.execute("SELECT pg_sleep(600)"), kLinkLost);
    VERIFY_ERROR(other.execute("SELECT pg_sleep(600)"), kLinkLost);
}

void tst_SocketProxy::refusesForAWhile()
{
    auto connection = open();
    m_proxy->setRefusing(true);
    QVERIFY(!Connection::open(m_proxy->through(m_settings)));
    VERIFY_RESULT(connection.execute("SELECT 1"));
    m_proxy->setRefusing(false);
    VERIFY_RESULT(Connection::open(m_proxy->through(m_settings)));
}

void tst_SocketProxy::stallsForAWhile()
{
    auto connection = open();
    m_proxy->setStalled(true);
    auto inserting =
        std::async(std::launch::async, [&connection] { return connection.execute(kInsert); });
    // A failing test must not wait forever for the insert.
    const auto resume = qScopeGuard([this] { m_proxy->setStalled(false); });
    QCOMPARE(inserting.wait_for(kStall), std::future_status::timeout);
    QCOMPARE(storedRows(), 0);
    m_proxy->setStalled(false);
    VERIFY_RESULT(inserting.get());
    QCOMPARE(storedRows(), 1);
}

void tst_SocketProxy::serverIsGone()
{
    auto connection = open();
    VERIFY_RESULT(m_server.stop());
    QVERIFY(!connection.execute("SELECT 1"));
    VERIFY_ERROR(Connection::open(m_proxy->through(m_settings)), kLinkLost);
    VERIFY_RESULT(m_server.startAgain());
    VERIFY_RESULT(open().execute("SELECT 1"));
}

QTEST_GUILESS_MAIN(tst_SocketProxy)
#include "tst_SocketProxy.moc"
