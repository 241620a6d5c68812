// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/schema/SchemaMigration.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <algorithm>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

// What others have in the database is neither used nor touched by a load, and a schema that was
// changed by hand stops it with a message.
class tst_SchemaFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void foreignTablesAreUntouched();
    void hostileFunctionsAreNotCalled();
    void linesThatAConstraintRefusesAreRejected_data();
    void linesThatAConstraintRefusesAreRejected();
    void failureNamesTheStatementTimeout_data();
    void failureNamesTheStatementTimeout();
    void schemaChangedByHandStopsTheLoad_data();
    void schemaChangedByHandStopsTheLoad();
    void schemaChangedByHandIsNotMigrated();

private:
    Result<void> asSuperuser(const QList<QByteArray>& statements) const
    {
        // Or a time limit that is set here might end the statement that resets it.
        ConnectionSettings settings = m_fixture->settings();
        settings.keywords.insert(u"options"_s, u"-c statement_timeout=0"_s);
        return TemporaryServer::executeAsSuperuser(settings, statements);
    }
    QByteArray database() const
    {
        return m_fixture->settings().keywords.value(u"dbname"_s).toUtf8();
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    QString m_undisturbed;
};

void tst_SchemaFaults::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    init();
    QVERIFY(m_fixture->load().outcome == LoadReceipt::Outcome::Succeeded);
    m_undisturbed = m_fixture->digest();
}

void tst_SchemaFaults::init()
{
    auto fixture = LoadFixture::make(m_server);
    VERIFY_RESULT(fixture);
    m_fixture = std::move(fixture).value();
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(500));
}

void tst_SchemaFaults::foreignTablesAreUntouched()
{
    QList<QByteArray> statements;
    const QList<QByteArray> names{"logs",        "equipment", "equipment_sensors", "reading",
                                  "source_file", "load_run",  "load_chunk",        "severity"};
    for (const QByteArray& name : names) {
        statements << "CREATE TABLE public." + name + " (mine text)"
                   << "INSERT INTO public." + name + " VALUES ('keep')"
                   << "GRANT ALL ON public." + name + " TO public";
    }
    statements << "ALTER DATABASE " + database() + " SET search_path = public, faultline";
    VERIFY_RESULT(asSuperuser(statements));
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(m_fixture->digest(), m_undisturbed);
    for (const QByteArray& name : names) {
        QCOMPARE(m_fixture->ask("SELECT count(*) || min(mine) FROM public." + name), u"1keep"_s);
    }
}

// Each ends the statement that calls it. By default they take precedence over the server's own.
void tst_SchemaFaults::hostileFunctionsAreNotCalled()
{
    QList<QByteArray> statements{"CREATE FUNCTION public.trap() RETURNS void LANGUAGE plpgsql AS"
                                 " $$ BEGIN RAISE EXCEPTION 'trapped'; END $$"};
    for (const char* name :
         {"now()", "clock_timestamp()", "pg_is_in_recovery()", "pg_backend_pid()"}) {
        statements << QByteArray("CREATE FUNCTION public.") + name
                          + " RETURNS text LANGUAGE sql AS 'SELECT public.trap()::text'";
    }
    for (const char* name :
         {"lower(text)", "length(text)", "hashtext(text)", "to_regclass(text)", "abs(bigint)",
          "date_trunc(text, timestamptz)", "array_length(anyarray, integer)",
          "generate_series(integer, integer)", "pg_advisory_xact_lock(bigint)",
          "current_setting(text)", "nextval(regclass)"}) {
        statements << QByteArray("CREATE FUNCTION public.") + name
                          + " RETURNS text LANGUAGE sql AS 'SELECT public.trap()::text'";
    }
    statements << "CREATE FUNCTION public.same(integer, integer) RETURNS boolean LANGUAGE sql AS"
                  " 'SELECT public.trap() IS NULL'"
               << "CREATE OPERATOR public.= (FUNCTION = public.same, LEFTARG = integer,"
                  " RIGHTARG = integer)"
               << "GRANT ALL ON SCHEMA public TO public"
               << "ALTER DATABASE " + database()
                      + " SET search_path = public, pg_catalog, faultline"
               << "ALTER ROLE faultline IN DATABASE " + database()
                      + " SET search_path = public, pg_catalog, faultline";
    VERIFY_RESULT(asSuperuser(statements));
    const LoadReceipt receipt = m_fixture->load();
    QVERIFY2(
        receipt.outcome == LoadReceipt::Outcome::Succeeded,
        receipt.failure ? qPrintable(receipt.failure->toText()) : "");
    QCOMPARE(m_fixture->digest(), m_undisturbed);
    QCOMPARE(m_fixture->summaryMismatch(), QString());
    // They work: without our search_path this fails.
    VERIFY_ERROR(asSuperuser({"SET search_path = public, pg_catalog", "SELECT now()"}), u"P0001"_s);
}

void tst_SchemaFaults::linesThatAConstraintRefusesAreRejected_data()
{
    QTest::addColumn<QList<QByteArray>>("statements");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QString>("says");
    using Statements = QList<QByteArray>;
    QTest::addRow("check") << Statements{"ALTER TABLE faultline.reading ADD CONSTRAINT no_five"
                                         " CHECK (sensor_key <> 5)"}
                           << QByteArray("count(*) FILTER (WHERE sensor_key <> 5)") << u"no_five"_s;
    QTest::addRow("check that refuses most")
        << Statements{"ALTER TABLE faultline.reading ADD CONSTRAINT only_five CHECK (sensor_key = "
                      "5)"}
        << QByteArray("count(*) FILTER (WHERE sensor_key = 5)") << u"only_five"_s;
    QTest::addRow("unique")
        << Statements{"CREATE UNIQUE INDEX one_of_five ON faultline.reading (sensor_key)"
                      " WHERE sensor_key = 5"}
        << QByteArray("count(*) FILTER (WHERE sensor_key <> 5) + 1") << u"one_of_five"_s;
    const QByteArray foreignKey = "ALTER TABLE faultline.reading ADD CONSTRAINT known_sensor"
                                  " FOREIGN KEY (sensor_key) REFERENCES public.known";
    QTest::addRow("foreign key")
        << Statements{"CREATE TABLE public.known (sensor_key integer PRIMARY KEY)", "INSERT INTO public.known SELECT generate_series(1, 9)", "DELETE FROM public.known WHERE sensor_key = 5", "GRANT ALL ON public.known TO public", foreignKey}
        << QByteArray("count(*) FILTER (WHERE sensor_key <> 5)") << u"known_sensor"_s;
    QTest::addRow("at the end of the transaction")
        << Statements{"CREATE TABLE public.known (sensor_key integer PRIMARY KEY)", "INSERT INTO public.known SELECT generate_series(1, 9)", "DELETE FROM public.known WHERE sensor_key = 5", "GRANT ALL ON public.known TO public", foreignKey + " DEFERRABLE INITIALLY DEFERRED"}
        << QByteArray("count(*) FILTER (WHERE sensor_key <> 5)") << u"known_sensor"_s;
    QTest::addRow("trigger") << Statements{"CREATE FUNCTION public.refuse() RETURNS trigger"
                                           " LANGUAGE plpgsql AS"
                                           " $$ BEGIN RAISE EXCEPTION 'five is right out'; END $$",
                                           "CREATE TRIGGER refuse BEFORE INSERT ON"
                                           " faultline.reading FOR EACH ROW"
                                           " WHEN (NEW.sensor_key = 5)"
                                           " EXECUTE FUNCTION public.refuse()"}
                             << QByteArray("count(*) FILTER (WHERE sensor_key <> 5)") << u"five is right out"_s;
}

// Refused lines are rejected, the others are loaded, and the receipt says what refused them.
void tst_SchemaFaults::linesThatAConstraintRefusesAreRejected()
{
    QFETCH(const QList<QByteArray>, statements);
    QFETCH(const QByteArray, expected);
    QFETCH(const QString, says);
    qint64 good = 0;
    {
        auto undisturbed = LoadFixture::make(m_server);
        VERIFY_RESULT(undisturbed);
        (*undisturbed)->load(m_fixture->folder());
        good = (*undisturbed)->ask("SELECT " + expected + " FROM faultline.reading").toLongLong();
    }
    VERIFY_RESULT(asSuperuser(statements));
    const LoadReceipt receipt = m_fixture->load();
    QVERIFY2(
        receipt.outcome == LoadReceipt::Outcome::Succeeded,
        receipt.failure ? qPrintable(receipt.failure->toText()) : "");
    QVERIFY(receipt.balanced());
    QCOMPARE(receipt.readings().loaded, good);
    QCOMPARE(receipt.readings().rejected, 500 - good);
    QCOMPARE(
        m_fixture->ask("SELECT count(*) FROM faultline.rejected_line WHERE reason = 'database'"),
        QString::number(500 - good));
    const auto finding = std::find_if(
        receipt.findings.cbegin(), receipt.findings.cend(),
        [](const UserMessage& message) { return message.code == u"refused"_s; });
    QVERIFY(finding != receipt.findings.cend());
    QVERIFY2(finding->why.contains(says), qPrintable(finding->why));
    QCOMPARE(m_fixture->journalMismatch(), QString());
    QCOMPARE(m_fixture->summaryMismatch(), QString());
}

void tst_SchemaFaults::failureNamesTheStatementTimeout_data()
{
    QTest::addColumn<QByteArray>("limit");
    for (const char* limit : {"1ms", "2ms", "3ms", "5ms", "8ms", "15ms"})
        QTest::addRow("%s", limit) << QByteArray(limit);
}

// Wherever it happens, the load reports it, and not the server's message about a failed
// transaction.
void tst_SchemaFaults::failureNamesTheStatementTimeout()
{
    QFETCH(const QByteArray, limit);
    m_fixture->write(u"b.log"_s, logLines(3'000, 2));
    VERIFY_RESULT(asSuperuser(
        {"ALTER DATABASE " + database() + " SET statement_timeout = '" + limit + '\''}));
    const LoadReceipt receipt = m_fixture->load();
    VERIFY_RESULT(asSuperuser({"ALTER DATABASE " + database() + " RESET statement_timeout"}));
    if (receipt.outcome != LoadReceipt::Outcome::Succeeded)
        QCOMPARE(receipt.failure->code, u"57014"_s);
    QCOMPARE(m_fixture->load().outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(m_fixture->journalMismatch(), QString());
}

void tst_SchemaFaults::schemaChangedByHandStopsTheLoad_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<QByteArray>("repair");
    QTest::newRow("a table is renamed")
        << QByteArray("ALTER TABLE faultline.reading RENAME TO hidden")
        << QByteArray("ALTER TABLE faultline.hidden RENAME TO reading");
    QTest::newRow("a column is renamed")
        << QByteArray("ALTER TABLE faultline.reading RENAME vibration TO shaking")
        << QByteArray("ALTER TABLE faultline.reading RENAME shaking TO vibration");
    QTest::newRow("a column more, that has to be filled")
        << QByteArray("ALTER TABLE faultline.reading ADD mine integer NOT NULL")
        << QByteArray("ALTER TABLE faultline.reading DROP mine");
}

void tst_SchemaFaults::schemaChangedByHandStopsTheLoad()
{
    QFETCH(QByteArray, change);
    QFETCH(QByteArray, repair);
    VERIFY_RESULT(asSuperuser({change}));
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Failed);
    QVERIFY(receipt.failure.has_value());
    QVERIFY(!receipt.failure->what.isEmpty() && !receipt.failure->why.isEmpty());
    // After the change is reverted, everything works again.
    VERIFY_RESULT(asSuperuser({repair}));
    QCOMPARE(m_fixture->journalMismatch(), QString());
    QCOMPARE(m_fixture->load().outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(m_fixture->digest(), m_undisturbed);
}

void tst_SchemaFaults::schemaChangedByHandIsNotMigrated()
{
    const auto old = m_server.createDatabase();
    VERIFY_RESULT(old);
    auto connection = Connection::open(*old);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(migrateSchema(*connection));
    VERIFY_RESULT(connection->execute("ALTER TABLE faultline.source_file DROP COLUMN sketch"));
    const QByteArrayList newer = schemaMigrations()
                                 << "ALTER TABLE faultline.source_file DROP COLUMN sketch";
    VERIFY_ERROR(migrateSchema(*connection, newer), u"schema-changed"_s);
    const auto error = migrateSchema(*connection, newer).error();
    QVERIFY2(error.why.contains(u"sketch"_s), qPrintable(error.why));
    QVERIFY(!error.remedy.isEmpty());
    // And nothing was stored.
    const auto kept = connection->execute("SELECT max(version) FROM faultline.schema_version");
    VERIFY_RESULT(kept);
    QCOMPARE(kept->integer(0, 0), schemaMigrations().size());
}

QTEST_GUILESS_MAIN(tst_SchemaFaults)
#include "tst_SchemaFaults.moc"
