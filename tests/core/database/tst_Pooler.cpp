// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/PoolerProbe.h"
#include "database/schema/DatabaseCheck.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

#include <csignal>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// It ends with its directory, even if this program is killed.
const QString kStart = u"printf %s \"$1\" > \"$2/ini\"; /usr/sbin/pgbouncer -q -d \"$2/ini\";"
                       "until [ -s \"$2/pid\" ]; do sleep 0.02; done; pid=$(cat \"$2/pid\");"
                       "(while [ -d \"$2\" ] && kill -0 $pid; do sleep 0.2; done; kill $pid)"
                       " >/dev/null 2>&1 </dev/null &"_s;

} // namespace

/// A pooler that shares the server's sessions is refused before anything is loaded; one that keeps
/// a session for each client isn't. With a real PgBouncer, whose pools are idle, busy, or have one
/// or many sessions.
class tst_Pooler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { stopPooler(); }
    void cleanupTestCase() { stopPooler(); }
    void knowsWhoShares_data();
    void knowsWhoShares();
    void refusesBeforeLoading_data();
    void refusesBeforeLoading();
    void directConnectionIsAskedOnce();

private:
    void startPooler(const QString& mode, int sessions, bool takesOldest);
    void stopPooler();
    ConnectionSettings pooled() const;
    qint64 ask(const QByteArray& sql) const;

    TemporaryServer m_server;
    ConnectionSettings m_database;
    QString m_directory;
    qint64 m_pooler = 0;
};

void tst_Pooler::initTestCase()
{
    QVERIFY2(QFile::exists(u"/usr/sbin/pgbouncer"_s), "installer/test.sh installs PgBouncer");
    VERIFY_RESULT(m_server.start());
    m_directory = m_server.socketDirectory() + u"/pooler"_s;
    VERIFY_RESULT(m_server.run(u"/bin/mkdir"_s, {m_directory}));
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_server.settings(), {"CREATE ROLE client LOGIN"}));
    const auto database = m_server.createDatabase({u"UTF8"_s, u"client"_s});
    VERIFY_RESULT(database);
    m_database = *database;
}

// In its own directory, as the server's user: it refuses to run as root.
void tst_Pooler::startPooler(const QString& mode, int sessions, bool takesOldest)
{
    const QString settings =
        uR"([databases]
data = host=%1 dbname=%2 user=client
[pgbouncer]
listen_addr =
unix_socket_dir = %3
auth_type = any
pool_mode = %4
default_pool_size = %5
server_round_robin = %6
pidfile = %3/pid
logfile = %3/log
)"_s.arg(m_server.socketDirectory(), m_database.keywords.value(u"dbname"_s), m_directory, mode,
         QString::number(sessions), QString::number(takesOldest ? 1 : 0));
    VERIFY_RESULT(m_server.run(u"/bin/sh"_s, {u"-euc"_s, kStart, u"sh"_s, settings, m_directory}));
    QFile pid(m_directory + u"/pid"_s);
    QVERIFY(pid.open(QIODevice::ReadOnly));
    m_pooler = pid.readAll().trimmed().toLongLong();
    QVERIFY(m_pooler > 0);
}

void tst_Pooler::stopPooler()
{
    if (m_pooler <= 0)
        return;
    ::kill(static_cast<pid_t>(m_pooler), SIGTERM);
    QTRY_VERIFY(::kill(static_cast<pid_t>(m_pooler), 0) != 0);
    m_pooler = 0;
}

ConnectionSettings tst_Pooler::pooled() const
{
    ConnectionSettings settings = TemporaryServer::asRole(m_database, u"client"_s);
    settings.keywords.insert(u"host"_s, m_directory);
    settings.keywords.insert(u"port"_s, u"6432"_s);
    settings.keywords.insert(u"dbname"_s, u"data"_s);
    return settings;
}

qint64 tst_Pooler::ask(const QByteArray& sql) const
{
    auto connection = Connection::open(TemporaryServer::asSuperuser(m_database));
    const auto answer = connection ? connection->execute(sql) : connection.error();
    return answer ? answer->integer(0, 0) : -1;
}

void tst_Pooler::knowsWhoShares_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("sessions");
    QTest::addColumn<bool>("takesOldest");
    QTest::addColumn<int>("others");
    QTest::addColumn<bool>("shares");
    for (const bool takesOldest : {false, true}) {
        const char* which = takesOldest ? "the oldest" : "the newest";
        QTest::addRow("transaction, one session, %s", which)
            << u"transaction"_s << 1 << takesOldest << 0 << true;
        QTest::addRow("transaction, idle, %s", which)
            << u"transaction"_s << 20 << takesOldest << 0 << true;
        QTest::addRow("transaction, two sessions that were used, %s", which)
            << u"transaction"_s << 20 << takesOldest << 2 << true;
        QTest::addRow("transaction, many sessions that were used, %s", which)
            << u"transaction"_s << 20 << takesOldest << 7 << true;
        QTest::addRow("statement, %s", which) << u"statement"_s << 20 << takesOldest << 0 << true;
        QTest::addRow("session, %s", which) << u"session"_s << 20 << takesOldest << 0 << false;
        QTest::addRow("session, after others, %s", which)
            << u"session"_s << 20 << takesOldest << 3 << false;
    }
    QTest::addRow("session, only one") << u"session"_s << 1 << false << 0 << false;
}

void tst_Pooler::knowsWhoShares()
{
    QFETCH(const QString, mode);
    QFETCH(const int, sessions);
    QFETCH(const bool, takesOldest);
    QFETCH(const int, others);
    startPooler(mode, sessions, takesOldest);
    {
        // This many server sessions exist afterwards, all idle.
        std::vector<Connection> clients;
        for (int i = 0; i < others; ++i) {
            auto client = Connection::open(pooled());
            VERIFY_RESULT(client);
            VERIFY_RESULT(client->execute("BEGIN; SELECT 1"));
            clients.push_back(*std::move(client));
        }
        for (Connection& client : clients)
            VERIFY_RESULT(client.commit());
    }
    auto connection = Connection::open(pooled());
    VERIFY_RESULT(connection);
    const auto shares = sharesItsSession(*connection);
    VERIFY_RESULT(shares);
    QTEST(*shares, "shares");
}

void tst_Pooler::refusesBeforeLoading_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addRow("transaction") << u"transaction"_s;
    QTest::addRow("statement") << u"statement"_s;
    QTest::addRow("session") << u"session"_s;
}

void tst_Pooler::refusesBeforeLoading()
{
    QFETCH(const QString, mode);
    startPooler(mode, 20, false);
    for (const DatabasePurpose purpose : {DatabasePurpose::Load, DatabasePurpose::Read}) {
        auto connection = Connection::open(pooled());
        VERIFY_RESULT(connection);
        const auto facts = checkDatabase(*connection, purpose);
        if (mode != u"session"_s) {
            QVERIFY(!facts);
            QCOMPARE(facts.error().code, u"pooler"_s);
            QVERIFY(facts.error().remedy.contains(u"pool_mode = session"_s));
        } else if (purpose == DatabasePurpose::Load) {
            VERIFY_RESULT(facts);
        } else {
            QCOMPARE(facts.error().code, u"no-schema"_s);
        }
    }
    QCOMPARE(ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'faultline'"), 0);
}

// A directly reached server gets no second connection.
void tst_Pooler::directConnectionIsAskedOnce()
{
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_database, {"ALTER ROLE client CONNECTION LIMIT 1"}));
    auto connection = Connection::open(TemporaryServer::asRole(m_database, u"client"_s));
    VERIFY_RESULT(connection);
    const auto shares = sharesItsSession(*connection);
    VERIFY_RESULT(shares);
    QVERIFY(!*shares);
}

QTEST_GUILESS_MAIN(tst_Pooler)
#include "tst_Pooler.moc"
