// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/Connection.h"
#include "support/EnvironmentGuard.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLocalServer>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr qint64 kSoonMs = 10'000;
constexpr quint16 kUsualPort = 5432;

// Counts this process's threads ("task") or open files ("fd").
qsizetype countOf(const QString& what)
{
    return QDir(u"/proc/self/"_s + what)
        .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
        .size();
}

QHostAddress addressNumber(int number)
{
    // Every address in 127/8 is this machine's; on an address of our own the usual port is free.
    const auto process = static_cast<unsigned>(getpid());
    return QHostAddress(
        u"127.%1.%2.%3"_s.arg(number).arg(process / 250 % 250 + 1).arg(process % 250 + 1));
}

/// A port with a full queue: a connection request gets no answer, as behind a firewall that drops
/// all packets.
class FullPort
{
public:
    FullPort()
    {
        m_sockets.push_back(::socket(AF_INET, SOCK_STREAM, 0));
        m_address.sin_family = AF_INET;
        m_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(m_address);
        static_cast<void>(::bind(m_sockets.front(), address(), size));
        ::getsockname(m_sockets.front(), address(), &size);
        ::listen(m_sockets.front(), 0);
        for (int i = 0; i < 4; ++i) {
            m_sockets.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
            static_cast<void>(::connect(m_sockets.back(), address(), size));
        }
    }
    ~FullPort()
    {
        for (const int socket : m_sockets)
            ::close(socket);
    }
    FullPort(const FullPort&) = delete;
    FullPort& operator=(const FullPort&) = delete;

    QString number() const { return QString::number(ntohs(m_address.sin_port)); }

private:
    sockaddr* address() { return reinterpret_cast<sockaddr*>(&m_address); }

    sockaddr_in m_address{};
    std::vector<int> m_sockets;
};

} // namespace

/// Logging in to servers that refuse, and to some that never answer.
class tst_ConnectionOpening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void logsInOnce_data();
    void logsInOnce();
    void cancelLeavesNoThreadBehind_data();
    void cancelLeavesNoThreadBehind();
    void triesTheNextServer_data();
    void triesTheNextServer();
    void triesTheNextAddress();
    void knowsTheServersOfAServiceFile();
    void knowsTheServersOfTheEnvironment();
    void primaryBeforeAStandbyThatDoesNotAnswer();

private:
    using Keywords = QMap<QString, QString>;
    ConnectionSettings with(const Keywords& keywords) const;
    int loginCount() const;

    TemporaryServer m_server;
    const QHostAddress m_address = addressNumber(85);
    QTemporaryDir m_directory;
    QLocalServer m_mute; ///< A socket file that never accepts a connection.
    QTcpServer m_muteTcp;
    FullPort m_full;
};

void tst_ConnectionOpening::initTestCase()
{
    VERIFY_RESULT(m_server.start(
        {{u"log_connections"_s, u"on"_s}, {u"listen_addresses"_s, m_address.toString()}}));
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_server.settings(), {"CREATE ROLE guarded LOGIN PASSWORD 'right' IN ROLE with_password"}));
    QVERIFY(m_mute.listen(m_directory.filePath(u".s.PGSQL.5432"_s)));
    QVERIFY(m_muteTcp.listen(addressNumber(86), kUsualPort));
}

ConnectionSettings tst_ConnectionOpening::with(const Keywords& keywords) const
{
    ConnectionSettings settings = m_server.settings();
    settings.keywords.insert(u"connect_timeout"_s, u"2"_s);
    settings.keywords.insert(keywords);
    return settings;
}

// The server logs each login before it answers.
int tst_ConnectionOpening::loginCount() const
{
    QFile log(m_server.logFile());
    return log.open(QIODevice::ReadOnly)
               ? static_cast<int>(log.readAll().count("connection received"))
               : -1;
}

void tst_ConnectionOpening::logsInOnce_data()
{
    QTest::addColumn<Keywords>("keywords");
    QTest::addColumn<QString>("code");
    const QString user = u"user"_s;
    QTest::newRow("let in") << Keywords{} << QString();
    QTest::newRow("let in, over TCP") << Keywords{
        {u"host"_s, m_address.toString()},
        {user, u"guarded"_s},
        {u"password"_s, u"right"_s}} << QString();
    QTest::newRow("no such database") << Keywords{{u"dbname"_s, u"nowhere"_s}} << u"3D000"_s;
    QTest::newRow("no such role") << Keywords{{user, u"nobody_here"_s}} << u"28000"_s;
    QTest::newRow("no password") << Keywords{{user, u"guarded"_s}} << u"no-password"_s;
    QTest::newRow("wrong password")
        << Keywords{{user, u"guarded"_s}, {u"password"_s, u"wrong"_s}} << u"28P01"_s;
}

void tst_ConnectionOpening::logsInOnce()
{
    QFETCH(const Keywords, keywords);
    QFETCH(const QString, code);
    const int before = loginCount();
    const auto opened = Connection::open(with(keywords));
    if (code.isEmpty())
        VERIFY_RESULT(opened);
    else
        VERIFY_ERROR(opened, code);
    QCOMPARE(loginCount() - before, 1);
}

void tst_ConnectionOpening::cancelLeavesNoThreadBehind_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("port");
    QTest::newRow("a socket file") << m_directory.path() << u"5432"_s;
    QTest::newRow("a port") << m_muteTcp.serverAddress().toString() << u"5432"_s;
    QTest::newRow("a firewall") << u"127.0.0.1"_s << m_full.number();
}

void tst_ConnectionOpening::cancelLeavesNoThreadBehind()
{
    QFETCH(const QString, host);
    QFETCH(const QString, port);
    const auto settings =
        with({{u"host"_s, host}, {u"port"_s, port}, {u"connect_timeout"_s, u"0"_s}});
    const auto threads = countOf(u"task"_s);
    const auto files = countOf(u"fd"_s);
    const CancelToken cancel;
    QElapsedTimer clock;
    std::thread canceller([&] {
        while (countOf(u"fd"_s) == files)
            std::this_thread::yield(); // it hasn't started yet
        clock.start();
        cancel.cancel();
    });
    const auto opened = Connection::open(settings, cancel);
    canceller.join();
    qInfo("ended within %lld ms", static_cast<long long>(clock.elapsed()));
    VERIFY_ERROR(opened, kCancelledCode);
    QCOMPARE(countOf(u"task"_s), threads);
    QVERIFY(clock.elapsed() < kSoonMs);
    VERIFY_ERROR(Connection::open(settings, {}, std::chrono::milliseconds(200)), u"08001"_s);
    QCOMPARE(countOf(u"task"_s), threads);
}

void tst_ConnectionOpening::triesTheNextServer_data()
{
    QTest::addColumn<Keywords>("keywords");
    const QString host = u"host"_s;
    const QString address = u"hostaddr"_s;
    const QString port = u"port"_s;
    const QString real = m_server.socketDirectory();
    const QString realTcp = m_address.toString();
    const QString mute = m_muteTcp.serverAddress().toString();
    QTest::newRow("after a socket file") << Keywords{{host, m_directory.path() + u',' + real}};
    QTest::newRow("after a port") << Keywords{{host, mute + u',' + real}};
    QTest::newRow("after a firewall")
        << Keywords{{host, u"127.0.0.1,"_s + real}, {port, m_full.number() + u",5432"_s}};
    QTest::newRow("after several") << Keywords{
        {host, u"127.0.0.1,/nonexistent,%1,%2"_s.arg(mute, real)},
        {port, m_full.number() + u",5432,5432,5432"_s}};
    const Keywords guarded{
        {address, mute + u',' + realTcp}, {u"user"_s, u"guarded"_s}, {u"password"_s, u"right"_s}};
    Keywords named = guarded;
    named.insert(host, u"silent.example,loud.example"_s);
    QTest::newRow("addresses without names") << guarded;
    QTest::newRow("addresses with names") << named;
}

void tst_ConnectionOpening::triesTheNextServer()
{
    QFETCH(const Keywords, keywords);
    ConnectionSettings settings = with(keywords);
    if (!keywords.contains(u"host"_s))
        settings.keywords.remove(u"host"_s);
    VERIFY_RESULT(Connection::open(settings));
}

void tst_ConnectionOpening::triesTheNextAddress()
{
    QTcpServer six;
    QTcpServer four;
    if (!six.listen(QHostAddress::LocalHostIPv6)
        || !four.listen(QHostAddress::LocalHost, six.serverPort()))
        QSKIP("localhost has one address here");
    const auto opened = Connection::open(
        with({{u"host"_s, u"localhost"_s}, {u"port"_s, QString::number(six.serverPort())}}));
    VERIFY_ERROR(opened, u"08006"_s);
    for (const QString& address : {u"127.0.0.1 "_s, u"::1 "_s}) {
        if (!opened.error().why.contains(address))
            QSKIP("localhost has one address here");
    }
    QCOMPARE(opened.error().why.count(u"connect_timeout"_s), 2);
}

void tst_ConnectionOpening::knowsTheServersOfAServiceFile()
{
    QFile file(m_directory.filePath(u"services.conf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "[fleet]\nhost=" + (m_directory.path() + u',' + m_server.socketDirectory()).toUtf8()
        + '\n');
    file.close();
    EnvironmentGuard environment;
    environment.set("PGSERVICEFILE", QFile::encodeName(file.fileName()));
    ConnectionSettings settings = with({{u"service"_s, u"fleet"_s}});
    settings.keywords.remove(u"host"_s);
    VERIFY_RESULT(Connection::open(settings));
}

void tst_ConnectionOpening::knowsTheServersOfTheEnvironment()
{
    EnvironmentGuard environment;
    environment.set("PGHOST", (m_directory.path() + u',' + m_server.socketDirectory()).toUtf8());
    ConnectionSettings settings = with({});
    settings.keywords.remove(u"host"_s);
    VERIFY_RESULT(Connection::open(settings));
}

void tst_ConnectionOpening::primaryBeforeAStandbyThatDoesNotAnswer()
{
    VERIFY_RESULT(Connection::open(with(
        {{u"host"_s, m_server.socketDirectory() + u',' + m_directory.path()},
         {u"target_session_attrs"_s, u"prefer-standby"_s}})));
}

QTEST_GUILESS_MAIN(tst_ConnectionOpening)
#include "tst_ConnectionOpening.moc"
