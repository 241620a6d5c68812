// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/schema/DatabaseCheck.h"
#include "support/EnvironmentGuard.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using Verified = ConnectionSecurity::Verified;

// A server with TLS on the loopback interface and a certificate of our own authority: the
// negotiated security is reported, and the wrong server gets no password.
class tst_ConnectionSecurity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void saysHowTheLinkIsEncrypted_data();
    void saysHowTheLinkIsEncrypted();
    void refusesServersThatCantProveThemselves_data();
    void refusesServersThatCantProveThemselves();
    void warnsOfWhatCanBeRead_data();
    void warnsOfWhatCanBeRead();

private:
    bool makeCertificates();
    QString path(const QString& name) const { return m_directory.filePath(name); }
    ConnectionSettings
    settings(const QString& host, const QString& mode, const QString& authority) const;

    QTemporaryDir m_directory{u"/tmp/faultline-test-XXXXXX"_s};
    EnvironmentGuard m_environment;
    TemporaryServer m_server;
    QString m_address;
};

// An authority, its certificate for "localhost", and an unknown authority.
bool tst_ConnectionSecurity::makeCertificates()
{
    const QString script =
        u"set -e; umask 077\n"
        "authority() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        " -days 2 -subj \"/CN=$1\" -keyout $1.key -out $1.crt; }\n"
        "authority ours; authority foreign\n"
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost"
        " -keyout server.key -out server.csr\n"
        "openssl x509 -req -in server.csr -CA ours.crt -CAkey ours.key -CAcreateserial -days 2"
        " -out server.crt\n"_s;
    QProcess openssl;
    openssl.setWorkingDirectory(m_directory.path());
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(u"/bin/sh"_s, {u"-c"_s, script});
    const bool done = openssl.waitForFinished(60'000) && openssl.exitCode() == 0;
    if (!done)
        qWarning("%s", openssl.readAll().constData());
    return done;
}

void tst_ConnectionSecurity::initTestCase()
{
    // Without the ~/.postgresql of the person who runs this.
    m_environment.set("HOME", QFile::encodeName(m_directory.path()));
    QVERIFY(makeCertificates());
    // Every address in 127/8 is this machine's; on one of our own the usual port is free.
    const auto process = static_cast<unsigned>(getpid());
    m_address = u"127.83.%1.%2"_s.arg(process / 250 % 250 + 1).arg(process % 250 + 1);
    const auto identity = ProcessIdentity::forServer();
    VERIFY_RESULT(identity);
    QCOMPARE(::chmod(QFile::encodeName(m_directory.path()).constData(), 0755), 0);
    for (const QString& name : {u"server.key"_s, u"server.crt"_s}) {
        const QByteArray file = QFile::encodeName(path(name));
        QCOMPARE(::chown(file.constData(), identity->userId(), identity->groupId()), 0);
    }
    VERIFY_RESULT(m_server.start(
        {{u"listen_addresses"_s, m_address},
         {u"ssl"_s, u"on"_s},
         {u"ssl_cert_file"_s, path(u"server.crt"_s)},
         {u"ssl_key_file"_s, path(u"server.key"_s)}}));
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_server.settings(),
        {"CREATE ROLE planner LOGIN PASSWORD 'c4nary' IN ROLE with_password"}));
}

ConnectionSettings tst_ConnectionSecurity::settings(
    const QString& host, const QString& mode, const QString& authority) const
{
    ConnectionSettings settings;
    settings.keywords = {
        {u"host"_s, host},         {u"hostaddr"_s, m_address},    {u"port"_s, u"5432"_s},
        {u"user"_s, u"planner"_s}, {u"dbname"_s, u"faultline"_s}, {u"password"_s, u"c4nary"_s},
        {u"sslmode"_s, mode}};
    if (!authority.isEmpty())
        settings.keywords.insert(u"sslrootcert"_s, path(authority));
    return settings;
}

void tst_ConnectionSecurity::saysHowTheLinkIsEncrypted_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<Verified>("verified");
    QTest::addColumn<QString>("text");
    const QString ours = u"ours.crt"_s;
    QTest::newRow("prefer") << u"prefer"_s << QString() << Verified::Nothing
                            << u"TLS 1.3, server not verified"_s;
    QTest::newRow("require") << u"require"_s << QString() << Verified::Nothing
                             << u"TLS 1.3, server not verified"_s;
    QTest::newRow("require, with an authority")
        << u"require"_s << ours << Verified::Certificate << u"TLS 1.3, certificate verified"_s;
    QTest::newRow("verify-ca") << u"verify-ca"_s << ours << Verified::Certificate
                               << u"TLS 1.3, certificate verified"_s;
    QTest::newRow("verify-full") << u"verify-full"_s << ours << Verified::Name
                                 << u"TLS 1.3, server verified"_s;
    QTest::newRow("disable") << u"disable"_s << QString() << Verified::Nothing
                             << u"not encrypted (this machine)"_s;
}

void tst_ConnectionSecurity::saysHowTheLinkIsEncrypted()
{
    QFETCH(QString, mode);
    QFETCH(QString, authority);
    QFETCH(Verified, verified);
    QFETCH(QString, text);
    const auto connection = Connection::open(settings(u"localhost"_s, mode, authority));
    VERIFY_RESULT(connection);
    const auto security = ConnectionSecurity::of(connection->handle());
    QCOMPARE(security.encrypted, mode != u"disable"_s);
    QVERIFY(!security.viaSocket);
    QVERIFY(security.toThisMachine);
    QCOMPARE(security.verified, verified);
    QCOMPARE(security.text(), text);
    QVERIFY(!security.warning());
}

void tst_ConnectionSecurity::refusesServersThatCantProveThemselves_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("inRemedy");
    const QString host = u"localhost"_s;
    QTest::newRow("another name") << u"db.example.org"_s << u"verify-full"_s << u"ours.crt"_s
                                  << u"tls-name"_s << u"PG_HOST"_s;
    QTest::newRow("another name, by its address")
        << m_address << u"verify-full"_s << u"ours.crt"_s << u"tls-name"_s << u"PG_HOST"_s;
    QTest::newRow("foreign authority, verify-full")
        << host << u"verify-full"_s << u"foreign.crt"_s << u"tls-authority"_s << u"foreign.crt"_s;
    QTest::newRow("foreign authority, verify-ca")
        << host << u"verify-ca"_s << u"foreign.crt"_s << u"tls-authority"_s << u"foreign.crt"_s;
    QTest::newRow("nothing to check by")
        << host << u"verify-full"_s << QString() << u"tls-no-authority"_s << u"root.crt"_s;
}

void tst_ConnectionSecurity::refusesServersThatCantProveThemselves()
{
    QFETCH(QString, host);
    QFETCH(QString, mode);
    QFETCH(QString, authority);
    QFETCH(QString, code);
    QFETCH(QString, inRemedy);
    ConnectionSettings asked = settings(host, mode, authority);
    if (host == m_address)
        asked.keywords.remove(u"hostaddr"_s);
    const auto connection = Connection::open(asked);
    QVERIFY(!connection);
    const UserMessage message = explainConnectionFailure(connection.error(), asked);
    QVERIFY2(message.code == code, qPrintable(message.code + u": "_s + message.toText()));
    QVERIFY2(message.remedy.contains(inRemedy), qPrintable(message.remedy));
    QVERIFY(!message.toText().contains(u"c4nary"_s));
    // With verify-ca the name doesn't matter.
    if (code == u"tls-name"_s)
        VERIFY_RESULT(Connection::open(settings(host, u"verify-ca"_s, authority)));
}

void tst_ConnectionSecurity::warnsOfWhatCanBeRead_data()
{
    QTest::addColumn<ConnectionSecurity>("security");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("warns");
    ConnectionSecurity security;
    QTest::newRow("plain") << security << u"not encrypted"_s << true;
    security.encrypted = true;
    QTest::newRow("of unknown version") << security << u"TLS, server not verified"_s << false;
    security.viaSocket = true;
    QTest::newRow("socket") << security << u"encryption not needed (local)"_s << false;
}

void tst_ConnectionSecurity::warnsOfWhatCanBeRead()
{
    QFETCH(ConnectionSecurity, security);
    QFETCH(QString, text);
    QFETCH(bool, warns);
    QCOMPARE(security.text(), text);
    QCOMPARE(security.warning().has_value(), warns);
    QVERIFY(!warns || !security.warning()->remedy.isEmpty());
}

QTEST_GUILESS_MAIN(tst_ConnectionSecurity)
#include "tst_ConnectionSecurity.moc"
