// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/OldestPostgres.h"
#include "database/schema/DatabaseCheck.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using Statements = QList<QByteArray>;
using Keywords = QMap<QString, QString>;

// What a database needs and how failures are explained; tst_DatabaseFaults has databases that are
// refused.
class tst_DatabaseCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void refusesOldServers_data();
    void refusesOldServers();
    void freshDatabaseIsReadyForALoad();
    void acceptsForLoading_data();
    void acceptsForLoading();
    void readingNeedsSchemaAndRights();
    void changesNothing();
    void explainsFailures_data();
    void explainsFailures();
    void explainsRefusedConnections();
    void explainsTooManyConnections();
    void explainsAStoppedServer();

private:
    Result<ServerFacts> check(const ConnectionSettings& settings, DatabasePurpose purpose) const;

    TemporaryServer m_server;
};

namespace {

// The statements of a remedy: everything after the first colon.
Statements statementsOf(const QString& remedy)
{
    Statements statements;
    for (const QString& statement : remedy.section(u": "_s, 1).split(u';', Qt::SkipEmptyParts))
        statements << statement.toUtf8();
    return statements;
}

} // namespace

Result<ServerFacts>
tst_DatabaseCheck::check(const ConnectionSettings& settings, DatabasePurpose purpose) const
{
    auto connection = Connection::open(settings);
    if (!connection)
        return explainConnectionFailure(connection.error(), settings);
    return checkDatabase(*connection, purpose);
}

void tst_DatabaseCheck::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_server.settings(),
        {"CREATE ROLE plain LOGIN", "CREATE ROLE \"read\"\"er\" LOGIN",
         "CREATE ROLE guarded LOGIN PASSWORD 'right' IN ROLE with_password",
         "CREATE ROLE locked NOLOGIN", "CREATE ROLE single LOGIN CONNECTION LIMIT 1"}));
}

void tst_DatabaseCheck::refusesOldServers_data()
{
    QTest::addColumn<qint64>("number");
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("willDo");
    QTest::addRow("12") << qint64{120'022} << u"12.22"_s << false;
    QTest::addRow("13") << qint64{130'023} << u"13.23"_s << false;
    QTest::addRow("14") << qint64{140'023} << u"14.23"_s << false;
    QTest::addRow("15 before its release") << qint64{150'000} << u"15beta4"_s << true;
    QTest::addRow("15") << qint64{150'020} << u"15.20"_s << true;
    QTest::addRow("18") << qint64{180'004} << u"18.4"_s << true;
}

void tst_DatabaseCheck::refusesOldServers()
{
    QFETCH(const qint64, number);
    QFETCH(const QString, version);
    QFETCH(const bool, willDo);
    const auto checked = checkServerVersion(number, version);
    QCOMPARE(checked.ok(), willDo);
    if (willDo)
        return;
    QCOMPARE(checked.error().code, u"old-server"_s);
    QVERIFY(checked.error().why.contains(version));
    QVERIFY(checked.error().why.contains(u"version %1 or later"_s.arg(kOldestPostgres)));
    // The text that people read before they install anything.
    QFile readme(QStringLiteral(FAULTLINE_SOURCE_DIR "/README.md"));
    QVERIFY(readme.open(QIODevice::ReadOnly));
    QVERIFY(readme.readAll().contains(
        "PostgreSQL " + QByteArray::number(kOldestPostgres) + " or later"));
}

void tst_DatabaseCheck::freshDatabaseIsReadyForALoad()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    const auto facts = check(*settings, DatabasePurpose::Load);
    VERIFY_RESULT(facts);
    QVERIFY2(facts->version.startsWith(u"1"_s), qPrintable(facts->version));
    QVERIFY(!facts->version.contains(u' '));
    QCOMPARE(facts->database, settings->keywords.value(u"dbname"_s));
    QVERIFY(facts->security.viaSocket);
    QVERIFY(!facts->security.encrypted);
    QVERIFY(facts->security.tlsProtocol.isEmpty());
}

void tst_DatabaseCheck::acceptsForLoading_data()
{
    QTest::addColumn<Statements>("before");
    QTest::newRow("hstore in public") << Statements{"CREATE EXTENSION hstore SCHEMA public"};
    QTest::newRow("hstore in a schema of its own")
        << Statements{"CREATE SCHEMA ext", "CREATE EXTENSION hstore SCHEMA ext"};
    QTest::newRow("empty schema of ours")
        << Statements{"CREATE SCHEMA faultline AUTHORIZATION faultline"};
    QTest::newRow("the person's own tables and functions") << Statements{
        "CREATE TABLE public.logs (a int)",
        "CREATE FUNCTION public.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS "
        "'SELECT true'",
        "CREATE FUNCTION public.getdatabaseencoding() RETURNS name LANGUAGE sql AS "
        "'SELECT ''LATIN1''::name'"};
    QTest::newRow("a plain role that may create, hstore there") << Statements{
        "CREATE EXTENSION hstore", "ALTER DATABASE {db} OWNER TO plain",
        "GRANT CREATE ON DATABASE {db} TO faultline"};
    QTest::newRow("a plain role that may create, no hstore") << Statements{
        "ALTER DATABASE {db} OWNER TO plain", "GRANT CREATE ON DATABASE {db} TO faultline"};
}

void tst_DatabaseCheck::acceptsForLoading()
{
    QFETCH(Statements, before);
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    for (QByteArray& statement : before)
        statement.replace("{db}", settings->keywords.value(u"dbname"_s).toUtf8());
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(*settings, before));
    VERIFY_RESULT(check(*settings, DatabasePurpose::Load));
}

void tst_DatabaseCheck::readingNeedsSchemaAndRights()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    VERIFY_ERROR(check(*settings, DatabasePurpose::Read), u"no-schema"_s);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        *settings, {"CREATE SCHEMA faultline", "CREATE TABLE faultline.reading (a int)"}));
    const ConnectionSettings plain = TemporaryServer::asRole(*settings, u"plain"_s);
    VERIFY_ERROR(check(plain, DatabasePurpose::Read), u"schema-right"_s);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        *settings, {"GRANT USAGE ON SCHEMA faultline TO plain",
                    "GRANT SELECT ON ALL TABLES IN SCHEMA faultline TO plain",
                    "ALTER ROLE plain IN DATABASE " + settings->keywords.value(u"dbname"_s).toUtf8()
                        + " SET default_transaction_read_only = on"}));
    // Reading only needs the right to read.
    VERIFY_RESULT(check(plain, DatabasePurpose::Read));
}

void tst_DatabaseCheck::changesNothing()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    auto connection = Connection::open(*settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(checkDatabase(*connection, DatabasePurpose::Load));
    const auto left = connection->execute(
        "SELECT (SELECT count(*) FROM pg_extension WHERE extname = 'hstore')"
        " + (SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'faultline%')");
    VERIFY_RESULT(left);
    QCOMPARE(left->integer(0, 0), 0);
    QCOMPARE(PQtransactionStatus(connection->handle()), PQTRANS_IDLE);
}

void tst_DatabaseCheck::explainsFailures_data()
{
    QTest::addColumn<Keywords>("changes");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("inWhat");
    QTest::addColumn<QString>("inRemedy");
    const auto row = [](const char* name, const Keywords& changes, const QString& code,
                        const QString& inWhat, const QString& inRemedy) {
        QTest::newRow(name) << changes << code << inWhat << inRemedy;
    };
    row("no password", {{u"user"_s, u"guarded"_s}}, u"no-password"_s, u"\"guarded\""_s,
        u"PG_PASSWORD"_s);
    row("no such role", {{u"user"_s, u"missing"_s}}, u"28000"_s, u"no role \"missing\""_s,
        u"CREATE ROLE \"missing\""_s);
    row("role that may not log in", {{u"user"_s, u"locked"_s}}, u"28000"_s, u"\"locked\""_s,
        u"administrator"_s);
    row("no such socket", {{u"host"_s, u"/nonexistent"_s}}, u"no-server"_s, u"/nonexistent"_s,
        u"Start the server"_s);
    row("no such socket, by its port", {{u"port"_s, u"5999"_s}}, u"no-server"_s, u"socket"_s,
        u"5999"_s);
    row("port refused", {{u"host"_s, u"127.0.0.1"_s}, {u"port"_s, u"1"_s}}, u"no-server"_s,
        u"listening at"_s, u"port (1)"_s);
    row("unknown host", {{u"host"_s, u"no-such-machine.invalid"_s}}, u"unknown-host"_s,
        u"\"no-such-machine.invalid\""_s, u"spelling"_s);
    row("settings that libpq refuses", {{u"sslmode"_s, u"sometimes"_s}}, u"no-server"_s, QString(),
        QString());
}

void tst_DatabaseCheck::explainsFailures()
{
    QFETCH(Keywords, changes);
    QFETCH(QString, code);
    QFETCH(QString, inWhat);
    QFETCH(QString, inRemedy);
    ConnectionSettings settings = m_server.settings();
    settings.keywords.insert(changes);
    const auto refused = check(settings, DatabasePurpose::Load);
    VERIFY_ERROR(refused, code);
    const UserMessage& message = refused.error();
    QVERIFY2(message.what.contains(inWhat), qPrintable(message.what));
    QVERIFY2(message.remedy.contains(inRemedy), qPrintable(message.remedy));
    QVERIFY(!message.why.isEmpty());
    QVERIFY(!message.where.isEmpty());
    QVERIFY(!message.toText().contains(u"c4nary"_s));
}

void tst_DatabaseCheck::explainsRefusedConnections()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        *settings, {"REVOKE CONNECT ON DATABASE " + settings->keywords.value(u"dbname"_s).toUtf8()
                    + " FROM public"}));
    const ConnectionSettings plain = TemporaryServer::asRole(*settings, u"plain"_s);
    const auto refused = check(plain, DatabasePurpose::Read);
    VERIFY_ERROR(refused, u"42501"_s);
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(*settings, statementsOf(refused.error().remedy)));
    VERIFY_ERROR(check(plain, DatabasePurpose::Read), u"no-schema"_s);
}

void tst_DatabaseCheck::explainsTooManyConnections()
{
    const ConnectionSettings settings = TemporaryServer::asRole(m_server.settings(), u"single"_s);
    const auto first = Connection::open(settings);
    VERIFY_RESULT(first);
    const auto refused = check(settings, DatabasePurpose::Read);
    VERIFY_ERROR(refused, u"53300"_s);
    QVERIFY(refused.error().remedy.contains(u"CONNECTION LIMIT"_s));
}

void tst_DatabaseCheck::explainsAStoppedServer()
{
    ConnectionSettings settings = m_server.settings();
    VERIFY_RESULT(m_server.stop());
    const auto described = check(settings, DatabasePurpose::Load);
    settings.isLocalServer = true;
    const auto local = check(settings, DatabasePurpose::Load);
    VERIFY_RESULT(m_server.startAgain());
    VERIFY_ERROR(described, u"no-server"_s);
    VERIFY_ERROR(local, u"no-server"_s);
    QVERIFY(local.error().remedy.contains(u"server.log"_s));
}

QTEST_GUILESS_MAIN(tst_DatabaseCheck)
#include "tst_DatabaseCheck.moc"
