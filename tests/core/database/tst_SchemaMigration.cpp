// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/DatabaseAccess.h"
#include "database/schema/SchemaMigration.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Statements = QList<QByteArray>;

// A migration that a later version of the program might add.
const QByteArray kSecond = "CREATE TABLE faultline.later (n integer, extra {hstore}.hstore);"
                           "INSERT INTO faultline.later VALUES (1, NULL)";

} // namespace

class tst_SchemaMigration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void runsTheSecondMigrationOnce();
    void runsAllMigrationsOnAnEmptyDatabase();
    void failedMigrationChangesNothing_data();
    void failedMigrationChangesNothing();
    void refusesADevelopmentVersion_data();
    void refusesADevelopmentVersion();

private:
    Result<QString> ask(const QByteArray& sql)
    {
        const auto answer = m_connection->execute(sql);
        return answer ? Result<QString>(answer->string(0, 0)) : Result<QString>(answer.error());
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<Connection> m_connection;
};

void tst_SchemaMigration::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_SchemaMigration::init()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    m_connection.emplace(*std::move(connection));
}

void tst_SchemaMigration::runsTheSecondMigrationOnce()
{
    const QByteArrayList both = schemaMigrations() << kSecond;
    VERIFY_RESULT(migrateSchema(*m_connection));
    VERIFY_ERROR(checkSchemaVersion(*m_connection, both), u"old-schema"_s);
    for (int turn = 0; turn < 2; ++turn) {
        VERIFY_RESULT(migrateSchema(*m_connection, both));
        VERIFY_RESULT(checkSchemaVersion(*m_connection, both));
        const auto rows = ask("SELECT count(*) FROM later");
        VERIFY_RESULT(rows);
        QCOMPARE(*rows, u"1"_s);
        const auto versions =
            ask("SELECT string_agg(version::text, ' ' ORDER BY version) FROM schema_version");
        VERIFY_RESULT(versions);
        QCOMPARE(*versions, u"1 2"_s);
    }
    // The earlier program doesn't know this version.
    VERIFY_ERROR(migrateSchema(*m_connection), u"newer-schema"_s);
    VERIFY_ERROR(checkSchemaVersion(*m_connection), u"newer-schema"_s);
}

void tst_SchemaMigration::runsAllMigrationsOnAnEmptyDatabase()
{
    const QByteArrayList both = schemaMigrations() << kSecond;
    VERIFY_RESULT(migrateSchema(*m_connection, both));
    const auto version = installedSchemaVersion(*m_connection, both);
    VERIFY_RESULT(version);
    QCOMPARE(*version, both.size());
}

void tst_SchemaMigration::failedMigrationChangesNothing_data()
{
    QTest::addColumn<bool>("hasFirst");
    QTest::newRow("on the first version") << true;
    QTest::newRow("on an empty database") << false;
}

void tst_SchemaMigration::failedMigrationChangesNothing()
{
    QFETCH(bool, hasFirst);
    if (hasFirst)
        VERIFY_RESULT(migrateSchema(*m_connection));
    const QByteArrayList failing = schemaMigrations() << kSecond + "; SELECT 1 / 0";
    VERIFY_ERROR(migrateSchema(*m_connection, failing), u"22012"_s);
    QCOMPARE(PQtransactionStatus(m_connection->handle()), PQTRANS_IDLE);
    const auto version = installedSchemaVersion(*m_connection);
    VERIFY_RESULT(version);
    QCOMPARE(*version, hasFirst ? 1 : 0);
    const auto left = ask("SELECT (to_regclass('faultline.later') IS NULL)::text"
                          " || (to_regnamespace('faultline') IS NULL)::text");
    VERIFY_RESULT(left);
    QCOMPARE(*left, hasFirst ? u"truefalse"_s : u"truetrue"_s);
}

// Their version numbers overlap with ours; only the checksum tells them apart.
void tst_SchemaMigration::refusesADevelopmentVersion_data()
{
    QTest::addColumn<bool>("hasOurs");
    QTest::addColumn<Statements>("before");
    const QByteArray oldTable =
        "CREATE SCHEMA faultline AUTHORIZATION faultline;"
        "CREATE TABLE faultline.schema_version (version integer PRIMARY KEY,"
        " program_version text NOT NULL,"
        " applied_at timestamptz NOT NULL DEFAULT clock_timestamp());"
        "ALTER TABLE faultline.schema_version OWNER TO faultline;"
        "INSERT INTO faultline.schema_version (version, program_version)"
        " SELECT n, '0.1' FROM generate_series(1, ";
    QTest::newRow("its eleven versions") << false << Statements{oldTable + "11) AS n"};
    QTest::newRow("only its first") << false << Statements{oldTable + "1) AS n"};
    QTest::newRow("another text of version 1")
        << true << Statements{"UPDATE faultline.schema_version SET checksum = md5(checksum)"};
    QTest::newRow("another text, and newer versions")
        << true
        << Statements{
               "UPDATE faultline.schema_version SET checksum = md5(checksum)",
               "INSERT INTO faultline.schema_version VALUES (2, '', '0.1')"};
    QTest::newRow("no version at all")
        << true << Statements{"DELETE FROM faultline.schema_version"};
}

void tst_SchemaMigration::refusesADevelopmentVersion()
{
    QFETCH(bool, hasOurs);
    QFETCH(Statements, before);
    if (hasOurs)
        VERIFY_RESULT(migrateSchema(*m_connection));
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(m_settings, before));
    const auto objects = ask("SELECT count(*) FROM pg_class"
                             " WHERE relnamespace = 'faultline'::regnamespace");
    VERIFY_RESULT(objects);
    for (const auto purpose : {DatabasePurpose::Load, DatabasePurpose::Read}) {
        const auto refused = DatabaseAccess::open(ConnectionChoice::described(m_settings), purpose);
        VERIFY_ERROR(refused, u"development-version"_s);
        QVERIFY(!refused.error().why.isEmpty());
        QCOMPARE(refused.error().where, m_settings.displayName());
        QVERIFY(refused.error().remedy.contains(u"DROP SCHEMA faultline CASCADE;"_s));
    }
    const auto after = ask("SELECT count(*) FROM pg_class"
                           " WHERE relnamespace = 'faultline'::regnamespace");
    VERIFY_RESULT(after);
    QCOMPARE(*after, *objects);
    // The message's remedy works.
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"DROP SCHEMA faultline CASCADE"}));
    VERIFY_RESULT(
        DatabaseAccess::open(ConnectionChoice::described(m_settings), DatabasePurpose::Load));
}

QTEST_GUILESS_MAIN(tst_SchemaMigration)
#include "tst_SchemaMigration.moc"
