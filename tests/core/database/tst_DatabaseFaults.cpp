// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/DatabaseAccess.h"
#include "database/schema/SchemaMigration.h"
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

// A message reports what makes a database unfit, before anything is loaded. Its remedy must help:
// if it contains SQL, the test runs it exactly as written. Faults that only a load meets are in
// tst_SchemaFaults; faults of the local server are in tst_LocalServer and tst_LocalCluster.
class tst_DatabaseFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void refusesToLoadWithoutRights_data();
    void refusesToLoadWithoutRights();
    void refusesOtherEncodings_data();
    void refusesOtherEncodings();
    void refusesToLoadIntoAStandby();
    void namesThePackageOfHstore();
    void explainsWrongDatabaseOrPassword_data();
    void explainsWrongDatabaseOrPassword();
    void refusesNewerSchema_data();
    void refusesNewerSchema();
    void refusesForeignSchema();

private:
    Result<ServerFacts> check(const ConnectionSettings& settings, DatabasePurpose purpose) const;
    Result<ConnectionChoice> freshChoice();

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
tst_DatabaseFaults::check(const ConnectionSettings& settings, DatabasePurpose purpose) const
{
    auto connection = Connection::open(settings);
    if (!connection)
        return explainConnectionFailure(connection.error(), settings);
    return checkDatabase(*connection, purpose);
}

Result<ConnectionChoice> tst_DatabaseFaults::freshChoice()
{
    const auto settings = m_server.createDatabase();
    return settings ? Result<ConnectionChoice>(ConnectionChoice::described(*settings))
                    : Result<ConnectionChoice>(settings.error());
}

void tst_DatabaseFaults::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_server.settings(), {"CREATE ROLE plain LOGIN", "CREATE ROLE \"read\"\"er\" LOGIN",
                              "CREATE ROLE guarded LOGIN PASSWORD 'right' IN ROLE with_password"}));
}

void tst_DatabaseFaults::refusesToLoadWithoutRights_data()
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

void tst_DatabaseFaults::refusesToLoadWithoutRights()
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

    // The remedy helps: after following it, this refusal is gone.
    if (code == u"read-only"_s) {
        QVERIFY(refused.error().remedy.contains(u"default_transaction_read_only"_s));
        return;
    }
    const Statements remedy = statementsOf(refused.error().remedy);
    QVERIFY(!remedy.isEmpty());
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(settings, remedy));
    VERIFY_RESULT(check(settings, DatabasePurpose::Load));
    if (code != u"hstore-right"_s)
        return;
    // Queries find it too.
    auto connection = Connection::open(settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(migrateSchema(*connection));
    VERIFY_RESULT(connection->execute("SELECT attributes -> 'maker' FROM equipment"));
}

void tst_DatabaseFaults::refusesOtherEncodings_data()
{
    QTest::addColumn<QString>("encoding");
    QTest::newRow("LATIN1") << u"LATIN1"_s;
    QTest::newRow("SQL_ASCII") << u"SQL_ASCII"_s;
}

void tst_DatabaseFaults::refusesOtherEncodings()
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

void tst_DatabaseFaults::refusesToLoadIntoAStandby()
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
void tst_DatabaseFaults::namesThePackageOfHstore()
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

void tst_DatabaseFaults::explainsWrongDatabaseOrPassword_data()
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
    row("no such database", {{u"dbname"_s, u"nowhere"_s}}, u"3D000"_s, u"\"nowhere\""_s,
        u"CREATE DATABASE \"nowhere\" OWNER \"faultline\" ENCODING 'UTF8'"_s);
}

void tst_DatabaseFaults::explainsWrongDatabaseOrPassword()
{
    QFETCH(Keywords, changes);
    QFETCH(QString, code);
    QFETCH(QString, inWhat);
    QFETCH(QString, inRemedy);
    ConnectionSettings settings = m_server.settings();
    settings.keywords.insert(changes);
    const auto refused = check(settings, DatabasePurpose::Load);
    VERIFY_ERROR(refused, code);
    QVERIFY2(refused.error().what.contains(inWhat), qPrintable(refused.error().what));
    QVERIFY2(refused.error().remedy.contains(inRemedy), qPrintable(refused.error().remedy));
    QVERIFY(!refused.error().toText().contains(u"c4nary"_s));
}

void tst_DatabaseFaults::refusesNewerSchema_data()
{
    QTest::addColumn<DatabasePurpose>("purpose");
    QTest::newRow("load") << DatabasePurpose::Load;
    QTest::newRow("read") << DatabasePurpose::Read;
}

void tst_DatabaseFaults::refusesNewerSchema()
{
    const auto choice = freshChoice();
    VERIFY_RESULT(choice);
    QFETCH(DatabasePurpose, purpose);
    VERIFY_RESULT(DatabaseAccess::open(*choice, DatabasePurpose::Load));
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        choice->settings,
        {"INSERT INTO faultline.schema_version (version, checksum, program_version)"
         " VALUES (999, '', '9')"}));
    const auto access = DatabaseAccess::open(*choice, purpose);
    VERIFY_ERROR(access, u"newer-schema"_s);
    QVERIFY(access.error().why.contains(u"999"_s));
}

void tst_DatabaseFaults::refusesForeignSchema()
{
    const auto choice = freshChoice();
    VERIFY_RESULT(choice);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        choice->settings, {"CREATE SCHEMA faultline AUTHORIZATION faultline", "SET ROLE faultline",
                           "CREATE TABLE faultline.mine (a int)"}));
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        choice->settings, {"ALTER TABLE faultline.mine OWNER TO faultline"}));
    VERIFY_ERROR(DatabaseAccess::open(*choice, DatabasePurpose::Load), u"foreign-schema"_s);
    VERIFY_ERROR(DatabaseAccess::open(*choice, DatabasePurpose::Read), u"foreign-schema"_s);
}

QTEST_GUILESS_MAIN(tst_DatabaseFaults)
#include "tst_DatabaseFaults.moc"
