// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/DatabaseCheck.h"
#include "support/EnvironmentGuard.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using Statements = QList<QByteArray>;
using Keywords = QMap<QString, QString>;

// Every refusal has a situation that makes it, and a remedy that, where it is SQL, is run as the
// message says it and then has to help.
class tst_DatabaseCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void freshDatabaseIsReadyForALoad();
    void acceptsForLoading_data();
    void acceptsForLoading();
    void refusesForLoading_data();
    void refusesForLoading();
    void refusesEncoding_data();
    void refusesEncoding();
    void reading();
    void changesNothing();
    void explainsFailures_data();
    void explainsFailures();
    void explainsRefusedConnections();
    void explainsTooManyConnections();
    void explainsAStoppedServer();
    void standbyIsReadOnly();
    void missingHstorePackage();

private:
    Result<ServerFacts> check(const ConnectionSettings& settings, DatabasePurpose purpose) const;

    TemporaryServer m_server;
};

namespace {

// The statements of a remedy: all that follows the first colon.
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

void tst_DatabaseCheck::freshDatabaseIsReadyForALoad()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    const auto facts = check(*settings, DatabasePurpose::Load);
    VERIFY_RESULT(facts);
    QVERIFY2(facts->version.startsWith(u"1"_s), qPrintable(facts->version));
    QVERIFY(!facts->version.contains(u' '));
    QCOMPARE(facts->database, settings->keywords.value(u"dbname"_s));
    QVERIFY(facts->viaSocket);
    QVERIFY(!facts->encrypted);
    QVERIFY(facts->tlsProtocol.isEmpty());
}

void tst_DatabaseCheck::acceptsForLoading_data()
{
    QTest::addColumn<Statements>("before");
    QTest::newRow("hstore in public") << Statements{"CREATE EXTENSION hstore SCHEMA public"};
    QTest::newRow("hstore in a schema of its own")
        << Statements{"CREATE SCHEMA ext", "CREATE EXTENSION hstore SCHEMA ext"};
    QTest::newRow("empty schema of ours")
        << Statements{"CREATE SCHEMA faultline AUTHORIZATION faultline"};
    QTest::newRow("somebody's own tables and functions") << Statements{
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

void tst_DatabaseCheck::refusesForLoading_data()
{
    QTest::addColumn<Statements>("before");
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const Statements& before, const QString& role,
                        const QString& code) { QTest::newRow(name) << before << role << code; };
    const QString odd = u"read\"er"_s;
    row("no hstore and no right to create it", {}, u"plain"_s, u"hstore-right"_s);
    row("the same, with a name to quote", {}, odd, u"hstore-right"_s);
    row("no hstore in a schema that is there",
        {"CREATE SCHEMA faultline", "GRANT ALL ON SCHEMA faultline TO plain"}, u"plain"_s,
        u"hstore-right"_s);
    row("no right to create the schema", {"CREATE EXTENSION hstore"}, u"plain"_s,
        u"schema-right"_s);
    row("the same, with a name to quote", {"CREATE EXTENSION hstore"}, odd, u"schema-right"_s);
    row("no right in the schema", {"CREATE EXTENSION hstore", "CREATE SCHEMA faultline"},
        u"plain"_s, u"schema-right"_s);
    row("only the right to read its tables",
        {"CREATE EXTENSION hstore", "CREATE SCHEMA faultline",
         "CREATE TABLE faultline.reading (a int)", "GRANT USAGE ON SCHEMA faultline TO plain",
         "GRANT SELECT ON ALL TABLES IN SCHEMA faultline TO plain"},
        u"plain"_s, u"schema-right"_s);
    row("one of its tables is closed",
        {"CREATE EXTENSION hstore", "CREATE SCHEMA faultline",
         "CREATE TABLE faultline.reading (a int)", "GRANT USAGE ON SCHEMA faultline TO plain",
         "GRANT ALL ON ALL TABLES IN SCHEMA faultline TO plain",
         "CREATE TABLE faultline.severity (a int)"},
        u"plain"_s, u"schema-right"_s);
    row("its sequences are closed",
        {"CREATE EXTENSION hstore", "CREATE SCHEMA faultline",
         "CREATE TABLE faultline.reading (a int)", "CREATE SEQUENCE faultline.chunk_id_seq",
         "GRANT USAGE ON SCHEMA faultline TO plain",
         "GRANT ALL ON ALL TABLES IN SCHEMA faultline TO plain"},
        u"plain"_s, u"schema-right"_s);
    row("no temporary tables",
        {"CREATE EXTENSION hstore", "CREATE SCHEMA faultline AUTHORIZATION plain",
         "REVOKE TEMPORARY ON DATABASE {db} FROM PUBLIC"},
        u"plain"_s, u"temporary-right"_s);
    row("role that may only read",
        {"ALTER ROLE plain IN DATABASE {db} SET default_transaction_read_only = on"}, u"plain"_s,
        u"read-only"_s);
}

void tst_DatabaseCheck::refusesForLoading()
{
    QFETCH(Statements, before);
    QFETCH(QString, role);
    QFETCH(QString, code);
    const auto fresh = m_server.createDatabase();
    VERIFY_RESULT(fresh);
    const ConnectionSettings settings = TemporaryServer::asRole(*fresh, role);
    for (QByteArray& statement : before)
        statement.replace("{db}", settings.keywords.value(u"dbname"_s).toUtf8());
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(settings, before));

    const auto refused = check(settings, DatabasePurpose::Load);
    VERIFY_ERROR(refused, code);
    QVERIFY(!refused.error().what.isEmpty());
    QVERIFY(!refused.error().why.isEmpty());
    QVERIFY(!refused.error().where.isEmpty());

    // The remedy helps: done as said, this refusal is gone.
    if (code == u"read-only"_s) {
        QVERIFY(refused.error().remedy.contains(u"default_transaction_read_only"_s));
        return;
    }
    const Statements remedy = statementsOf(refused.error().remedy);
    QVERIFY(!remedy.isEmpty());
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(settings, remedy));
    VERIFY_RESULT(check(settings, DatabasePurpose::Load));
}

void tst_DatabaseCheck::refusesEncoding_data()
{
    QTest::addColumn<QString>("encoding");
    QTest::newRow("LATIN1") << u"LATIN1"_s;
    QTest::newRow("SQL_ASCII") << u"SQL_ASCII"_s;
}

void tst_DatabaseCheck::refusesEncoding()
{
    QFETCH(QString, encoding);
    TemporaryDatabaseOptions options;
    options.encoding = encoding;
    const auto settings = m_server.createDatabase(options);
    VERIFY_RESULT(settings);
    for (const auto purpose : {DatabasePurpose::Load, DatabasePurpose::Read}) {
        const auto refused = check(*settings, purpose);
        VERIFY_ERROR(refused, u"encoding"_s);
        QVERIFY(refused.error().why.contains(encoding));
        QVERIFY(refused.error().remedy.contains(u"UTF8"_s));
    }
}

void tst_DatabaseCheck::reading()
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
    // To read, the right to read is enough.
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
    row("wrong password", {{u"user"_s, u"guarded"_s}, {u"password"_s, u"c4nary"_s}}, u"28P01"_s,
        u"\"guarded\""_s, u"password"_s);
    row("no password", {{u"user"_s, u"guarded"_s}}, u"no-password"_s, u"\"guarded\""_s,
        u"PG_PASSWORD"_s);
    row("no such role", {{u"user"_s, u"missing"_s}}, u"28000"_s, u"no user \"missing\""_s,
        u"CREATE ROLE \"missing\""_s);
    row("role that may not log in", {{u"user"_s, u"locked"_s}}, u"28000"_s, u"\"locked\""_s,
        u"administrator"_s);
    row("no such database", {{u"dbname"_s, u"nowhere"_s}}, u"3D000"_s, u"\"nowhere\""_s,
        u"CREATE DATABASE \"nowhere\" OWNER \"faultline\" ENCODING 'UTF8'"_s);
    row("no such socket", {{u"host"_s, u"/nonexistent"_s}}, u"no-server"_s, u"/nonexistent"_s,
        u"Start the server"_s);
    row("no such socket, by its port", {{u"port"_s, u"5999"_s}}, u"no-server"_s, u"socket"_s,
        u"5999"_s);
    row("port refused", {{u"host"_s, u"127.0.0.1"_s}, {u"port"_s, u"1"_s}}, u"no-server"_s,
        u"listens at"_s, u"port (1)"_s);
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

void tst_DatabaseCheck::standbyIsReadOnly()
{
    TemporaryServer standby;
    VERIFY_RESULT(standby.start({{u"wal_level"_s, u"replica"_s}, {u"max_wal_senders"_s, u"1"_s}}));
    VERIFY_RESULT(standby.stop());
    QFile signal(standby.dataDirectory() + u"/standby.signal"_s);
    QVERIFY(signal.open(QIODevice::WriteOnly));
    signal.close();
    VERIFY_RESULT(standby.startAgain());
    const auto refused = check(standby.settings(), DatabasePurpose::Load);
    VERIFY_ERROR(refused, u"read-only"_s);
    QVERIFY(refused.error().remedy.contains(u"primary"_s));
}

// A copy of PostgreSQL without hstore's files. A server finds its files relative to its program.
void tst_DatabaseCheck::missingHstorePackage()
{
    const auto installations = PostgresInstallation::all();
    VERIFY_RESULT(installations);
    const QString version = QString::number(installations->first().majorVersion());
    const QString lib = u"/usr/lib/postgresql/"_s + version;
    const QString share = u"/usr/share/postgresql/"_s + version;
    if (!QDir(lib).exists() || !QDir(share).exists())
        QSKIP("only for the layout of Debian's packages");
    const QTemporaryDir directory(u"/tmp/faultline-test-XXXXXX"_s);
    QCOMPARE(::chmod(QFile::encodeName(directory.path()).constData(), 0755), 0);
    const QString script =
        u"mkdir -p lib/postgresql/%1/bin share/postgresql && "
        "cp %2/bin/postgres %2/bin/initdb %2/bin/pg_ctl lib/postgresql/%1/bin && "
        "ln -s %2/lib lib/postgresql/%1/lib && "
        "cp -r %3 share/postgresql/%1 && "
        "rm share/postgresql/%1/extension/hstore*"_s.arg(version, lib, share);
    QProcess copy;
    copy.setWorkingDirectory(directory.path());
    copy.start(u"/bin/sh"_s, {u"-c"_s, script});
    QVERIFY(copy.waitForFinished());
    QCOMPARE(copy.exitCode(), 0);

    EnvironmentGuard environment;
    environment.set(
        "FAULTLINE_POSTGRES_BIN",
        QFile::encodeName(directory.filePath(u"lib/postgresql/"_s + version + u"/bin"_s)));
    TemporaryServer server;
    VERIFY_RESULT(server.start());
    const auto refused = check(server.settings(), DatabasePurpose::Load);
    VERIFY_ERROR(refused, u"hstore-missing"_s);
    QVERIFY(refused.error().remedy.contains(u"postgresql-"_s + version));
}

QTEST_GUILESS_MAIN(tst_DatabaseCheck)
#include "tst_DatabaseCheck.moc"
