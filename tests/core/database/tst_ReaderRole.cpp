// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/reader/ReaderAccess.h"
#include "database/reader/ReaderRole.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

// The role that may only read, on other servers. For the local server: tst_LocalServer.
class tst_ReaderRole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start({{u"log_statement"_s, u"all"_s}})); }
    void init();

    void isMadeOnRequestOnly();
    void mayReadWhatComesLater();
    void mayDoNothingElse_data();
    void mayDoNothingElse();
    void leavesOthersAlone();
    void tellsHowToTakeFromEverybody();
    void readsWhatTheOwnerAddsLater();
    void isNotHeldUpByItsSettings();
    void mayNotLogIn();
    void servesSeveralDatabases();
    void tellsWhoMayNotMakeIt();
    void scriptDoesTheSame();
    void logsInWithItsPassword();
    void isNotNeededByWhoOnlyReads();
    void writesAddresses_data();
    void writesAddresses();

private:
    /// An owner who may create roles, as on a person's own server.
    Connection openOwner() const
    {
        auto connection = Connection::open(TemporaryServer::asRole(m_settings, u"maker"_s));
        if (!connection)
            qFatal("%s", qPrintable(connection.error().toText()));
        return std::move(connection).value();
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
};

void tst_ReaderRole::init()
{
    static const QList<QByteArray> start{
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'maker') THEN"
        " CREATE ROLE maker LOGIN CREATEROLE; GRANT faultline TO maker; END IF; END $$"};
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(m_server.settings(), start));
    if (m_settings.keywords.isEmpty()) // the database that the server created
        VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
            m_server.settings(), {"DROP ROLE faultline_reader"}));
    else {
        auto before = openOwner();
        const auto dropped = dropReader(before);
        VERIFY_RESULT(dropped);
        QVERIFY(*dropped);
    }
    const auto settings = m_server.createDatabase({.owner = u"maker"_s});
    VERIFY_RESULT(settings);
    m_settings = *settings;
    VERIFY_RESULT(fillWithReportFixture(TemporaryServer::asRole(m_settings, u"maker"_s)));
}

void tst_ReaderRole::isMadeOnRequestOnly()
{
    auto owner = openOwner();
    auto status = readerStatus(owner);
    VERIFY_RESULT(status);
    QVERIFY(!status->exists && !status->isReady() && status->canBeCreated);
    QCOMPARE(status->owners, QStringList{u"maker"_s});
    VERIFY_ERROR(reachReader(owner.settings(), {}), u"reader-missing"_s);
    VERIFY_RESULT(createReader(owner, {}));
    status = readerStatus(owner);
    VERIFY_RESULT(status);
    QVERIFY(status->isReady());
    VERIFY_RESULT(reachReader(owner.settings(), {}));
    VERIFY_RESULT(createReader(owner, {})); // repeating it changes nothing
    const auto dropped = dropReader(owner);
    VERIFY_RESULT(dropped);
    QVERIFY(*dropped);
    QVERIFY(!readerStatus(owner)->exists);
    VERIFY_RESULT(dropReader(owner));
}

void tst_ReaderRole::mayReadWhatComesLater()
{
    auto owner = openOwner();
    VERIFY_RESULT(createReader(owner, {}));
    VERIFY_RESULT(owner.execute("CREATE TABLE faultline.later (i int);"
                                "CREATE VIEW faultline.later_still AS SELECT 7 AS seven;"
                                "CREATE FUNCTION faultline.latest() RETURNS int LANGUAGE sql"
                                " AS 'SELECT 8'"));
    auto reader = Connection::open(readerSettings(m_settings));
    VERIFY_RESULT(reader);
    VERIFY_RESULT(reader->execute("SELECT * FROM later, later_still, latest()"));
    QVERIFY(readerStatus(owner)->mayRead);
    // A view that another role created is reported, and fixed.
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"CREATE VIEW faultline.foreign_one AS SELECT 1 AS one"}));
    QVERIFY(!readerStatus(owner)->mayRead);
    VERIFY_ERROR(reachReader(owner.settings(), {}), u"reader-rights"_s);
    auto superuser = Connection::open(TemporaryServer::asSuperuser(m_settings));
    VERIFY_RESULT(superuser);
    VERIFY_RESULT(createReader(*superuser, {}));
    QVERIFY(readerStatus(owner)->mayRead);
    VERIFY_RESULT(superuser->execute("DROP VIEW faultline.foreign_one; DROP OWNED BY"
                                     " faultline_reader"));
}

// By its rights alone: in a transaction that may write, without CustomQuery's protection.
void tst_ReaderRole::mayDoNothingElse_data()
{
    QTest::addColumn<QByteArray>("sql");
    for (const char* sql :
         {"INSERT INTO severity VALUES (1, 'X')",
          "UPDATE equipment SET code = 'X'",
          "DELETE FROM equipment",
          "TRUNCATE equipment",
          "DROP TABLE equipment",
          "ALTER TABLE equipment ADD x int",
          "CREATE TABLE faultline.x (i int)",
          "CREATE TABLE public.x (i int)",
          "CREATE SCHEMA x",
          "CREATE DATABASE x",
          "CREATE ROLE x",
          "SET ROLE maker",
          "SET SESSION AUTHORIZATION maker",
          "SELECT nextval('chunk_id_seq')",
          "SELECT setval('chunk_id_seq', 1)",
          "SELECT lo_import('/etc/passwd')",
          "SELECT pg_read_file('/etc/passwd')",
          "COPY equipment TO '/tmp/x'",
          "COPY equipment TO PROGRAM 'id'",
          "COPY equipment FROM PROGRAM 'id'",
          "SELECT * FROM pg_authid",
          "SELECT * FROM equipment FOR UPDATE",
          "BEGIN; LOCK TABLE equipment",
          "CREATE INDEX ON equipment (code)",
          "COMMENT ON TABLE equipment IS 'x'",
          "CREATE FUNCTION faultline.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
          "DROP FUNCTION start_of",
          "CREATE EXTENSION pg_trgm",
          "ALTER SYSTEM SET work_mem = 1"})
        QTest::newRow(sql) << QByteArray(sql);
}

void tst_ReaderRole::mayDoNothingElse()
{
    QFETCH(QByteArray, sql);
    auto owner = openOwner();
    VERIFY_RESULT(createReader(owner, {}));
    auto reader = Connection::open(readerSettings(m_settings));
    VERIFY_RESULT(reader);
    const auto bars = reader->execute("SHOW transaction_read_only");
    VERIFY_RESULT(bars);
    QCOMPARE(bars->string(0, 0), u"on"_s);
    VERIFY_RESULT(reader->execute("SET default_transaction_read_only = off"));
    VERIFY_ERROR(reader->execute(sql), u"42501"_s);
}

// Rights of others and of PUBLIC stay unchanged.
void tst_ReaderRole::leavesOthersAlone()
{
    auto owner = openOwner();
    const auto others = [&owner] {
        const auto rights = owner.execute(
            "SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM ("
            " SELECT aclexplode(coalesce(datacl, acldefault('d', datdba))) FROM pg_database"
            "  WHERE datname = current_database()"
            " UNION ALL SELECT aclexplode(coalesce(proacl, acldefault('f', proowner)))"
            "  FROM pg_proc WHERE proname ~ '^(lo_|lowrite|pg_advisory)') a");
        return rights ? rights->string(0, 0) : rights.error().why;
    };
    const QString before = others();
    VERIFY_RESULT(createReader(owner, {}));
    QCOMPARE(others(), before);
    auto status = readerStatus(owner);
    VERIFY_RESULT(status);
    QVERIFY(status->isReady());
    // The rights of PUBLIC are reported.
    QVERIFY(status->mayCreateTemporaryTables && status->mayCreateLargeObjects);
    QVERIFY(!status->mayCreateTables);
    QVERIFY(publicRights(*status).contains(u"temporary"_s));
    auto reader = Connection::open(readerSettings(m_settings));
    VERIFY_RESULT(reader);
    VERIFY_RESULT(reader->execute("SET default_transaction_read_only = off"));
    VERIFY_RESULT(reader->execute("CREATE TEMPORARY TABLE x (i int)"));
    // Nor does another session's temporary table make the role unusable.
    VERIFY_RESULT(reachReader(m_settings, {}));
    VERIFY_RESULT(dropReader(owner));
    QCOMPARE(others(), before);
}

// An administrator may revoke them from PUBLIC, as the script says.
void tst_ReaderRole::tellsHowToTakeFromEverybody()
{
    auto owner = openOwner();
    VERIFY_RESULT(createReader(owner, {}));
    auto superuser = Connection::open(TemporaryServer::asSuperuser(m_settings));
    VERIFY_RESULT(superuser);
    VERIFY_RESULT(superuser->execute("GRANT CREATE ON SCHEMA public TO PUBLIC"));
    auto status = readerStatus(owner);
    VERIFY_RESULT(status);
    QVERIFY(status->mayCreateTables);
    QString statements;
    const QStringList lines = readerScript(owner, *status).split(u'\n');
    for (const QString& line : lines) {
        if (line.startsWith(u"--   REVOKE"_s) || line.startsWith(u"--   GRANT"_s))
            statements += line.mid(2);
    }
    VERIFY_RESULT(superuser->execute(statements.toUtf8()));
    status = readerStatus(owner);
    VERIFY_RESULT(status);
    QCOMPARE(publicRights(*status), QString());
    QVERIFY(status->isReady());
    QVERIFY(!readerScript(owner, *status).contains(u"PUBLIC"_s));
    VERIFY_RESULT(owner.execute("CREATE TEMPORARY TABLE x (i int)")); // as loading does
}

void tst_ReaderRole::servesSeveralDatabases()
{
    auto owner = openOwner();
    VERIFY_RESULT(createReader(owner, {}));
    const auto second = m_server.createDatabase({.owner = u"maker"_s});
    VERIFY_RESULT(second);
    const ConnectionSettings settings = TemporaryServer::asRole(*second, u"maker"_s);
    VERIFY_RESULT(fillWithReportFixture(settings));
    VERIFY_ERROR(reachReader(settings, {}), u"reader-rights"_s);
    auto other = Connection::open(settings);
    VERIFY_RESULT(other);
    VERIFY_RESULT(createReader(*other, {}));
    VERIFY_RESULT(reachReader(settings, {}));
    // Dropped in one database, it stays for the other.
    const auto dropped = dropReader(owner);
    VERIFY_RESULT(dropped);
    QVERIFY(!*dropped);
    VERIFY_ERROR(reachReader(owner.settings(), {}), u"reader-rights"_s);
    VERIFY_RESULT(reachReader(settings, {}));
    VERIFY_RESULT(dropReader(*other));
}

void tst_ReaderRole::tellsWhoMayNotMakeIt()
{
    auto plain = Connection::open(m_settings); // faultline: neither the owner of this, nor allowed
                                               // to create roles
    VERIFY_RESULT(plain);
    const auto made = createReader(*plain, u"secret"_s);
    VERIFY_ERROR(made, u"reader-right"_s);
    QVERIFY(!made.error().remedy.isEmpty());
    QVERIFY(!readerStatus(*plain)->canBeCreated);
    QVERIFY(!readerStatus(*plain)->exists);
}

void tst_ReaderRole::scriptDoesTheSame()
{
    auto owner = openOwner();
    const auto status = readerStatus(owner);
    VERIFY_RESULT(status);
    const QByteArray script = readerScript(owner, *status).toUtf8();
    QVERIFY(script.contains("PASSWORD 'choose a password'"));
    auto superuser = Connection::open(TemporaryServer::asSuperuser(m_settings));
    VERIFY_RESULT(superuser);
    VERIFY_RESULT(superuser->execute(script));
    QVERIFY(readerStatus(owner)->isReady());
    VERIFY_RESULT(owner.execute("CREATE TABLE faultline.later (i int)"));
    QVERIFY(readerStatus(owner)->isReady());
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"DROP OWNED BY faultline_reader"})); // for init()
}

// Whoever granted the rights: later tables and views belong to the schema's owner.
void tst_ReaderRole::readsWhatTheOwnerAddsLater()
{
    auto owner = openOwner();
    auto superuser = Connection::open(TemporaryServer::asSuperuser(m_settings));
    VERIFY_RESULT(superuser);
    VERIFY_RESULT(createReader(*superuser, {}));
    VERIFY_RESULT(owner.execute("CREATE TABLE faultline.later (i int);"
                                "CREATE FUNCTION faultline.latest() RETURNS int LANGUAGE sql"
                                " AS 'SELECT 8'"));
    QVERIFY(readerStatus(owner)->isReady());
    const auto dropped = dropReader(*superuser);
    VERIFY_RESULT(dropped);
    QVERIFY(*dropped);
    // A member of the owner who may create roles.
    VERIFY_RESULT(superuser->execute("DROP TABLE faultline.later;"
                                     "CREATE ROLE helper LOGIN CREATEROLE; GRANT maker TO helper"));
    auto helper = Connection::open(TemporaryServer::asRole(m_settings, u"helper"_s));
    VERIFY_RESULT(helper);
    VERIFY_RESULT(createReader(*helper, {}));
    VERIFY_RESULT(owner.execute("CREATE TABLE faultline.later (i int)"));
    QVERIFY(readerStatus(owner)->isReady());
    VERIFY_RESULT(dropReader(*helper));
    QVERIFY(!readerStatus(owner)->exists);
    VERIFY_RESULT(superuser->execute("DROP OWNED BY helper; DROP ROLE helper"));
}

// Whoever knows the password can change the role's settings for all its users.
void tst_ReaderRole::isNotHeldUpByItsSettings()
{
    auto owner = openOwner();
    VERIFY_RESULT(createReader(owner, {}));
    {
        auto reader = Connection::open(readerSettings(m_settings));
        VERIFY_RESULT(reader);
        VERIFY_RESULT(reader->execute("SET default_transaction_read_only = off"));
        VERIFY_RESULT(reader->execute("ALTER ROLE faultline_reader SET statement_timeout = '50ms';"
                                      "ALTER ROLE faultline_reader SET lock_timeout = '1ms';"
                                      "ALTER ROLE faultline_reader SET search_path = public"));
    }
    const auto reached = reachReader(owner.settings(), {});
    VERIFY_RESULT(reached);
    auto reader = Connection::open(*reached);
    VERIFY_RESULT(reader);
    VERIFY_RESULT(setUpReaderSession(*reader));
    VERIFY_RESULT(reader->execute("SELECT pg_sleep(0.2), count(*) FROM equipment"));
}

// An administrator's decision: it is reported as such, and the statements reverse it.
void tst_ReaderRole::mayNotLogIn()
{
    auto owner = openOwner();
    VERIFY_RESULT(createReader(owner, {}));
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"ALTER ROLE faultline_reader NOLOGIN"}));
    const auto reached = reachReader(owner.settings(), {});
    VERIFY_ERROR(reached, u"reader-login"_s);
    QVERIFY(reached.error().remedy.contains(u"ALTER ROLE faultline_reader LOGIN"_s));
    const auto made = createReader(owner, newReaderPassword());
    VERIFY_ERROR(made, u"reader-right"_s);
    QVERIFY(made.error().why.contains(u"log in"_s));
    const auto status = readerStatus(owner);
    VERIFY_RESULT(status);
    QVERIFY(!status->isReady());
    const QString script = readerScript(owner, *status);
    QVERIFY(!script.contains(u"CREATE ROLE"_s));
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(m_settings, {script.toUtf8()}));
    VERIFY_RESULT(reachReader(owner.settings(), {}));
    // The script also runs when nothing is missing.
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {readerScript(owner, *readerStatus(owner)).toUtf8(),
                     "DROP OWNED BY faultline_reader"})); // for init()
}

void tst_ReaderRole::logsInWithItsPassword()
{
    auto owner = openOwner();
    const QString password = newReaderPassword();
    QCOMPARE(password.size(), 24);
    QVERIFY(password != newReaderPassword());
    VERIFY_RESULT(createReader(owner, password));
    // The server requires passwords for this group.
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"GRANT with_password TO faultline_reader"}));
    VERIFY_ERROR(reachReader(owner.settings(), {}), u"reader-password"_s);
    VERIFY_ERROR(reachReader(owner.settings(), u"wrong"_s), u"reader-password"_s);
    const auto reader = reachReader(owner.settings(), password);
    VERIFY_RESULT(reader);
    // A new one takes effect immediately.
    const QString next = newReaderPassword();
    VERIFY_RESULT(createReader(owner, next));
    VERIFY_ERROR(reachReader(owner.settings(), password), u"reader-password"_s);
    VERIFY_RESULT(reachReader(owner.settings(), next));
    // Neither is in the server's log.
    QFile log(m_server.logFile());
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray heard = log.readAll();
    QVERIFY(heard.contains("ALTER ROLE faultline_reader PASSWORD"));
    QVERIFY(!heard.contains(password.toUtf8()) && !heard.contains(next.toUtf8()));
}

void tst_ReaderRole::isNotNeededByWhoOnlyReads()
{
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"DROP ROLE IF EXISTS planner", "CREATE ROLE planner LOGIN",
                     "GRANT USAGE ON SCHEMA faultline TO planner",
                     "GRANT SELECT ON ALL TABLES IN SCHEMA faultline TO planner"}));
    const ConnectionSettings planner = TemporaryServer::asRole(m_settings, u"planner"_s);
    const auto reader = reachReader(planner, {});
    VERIFY_RESULT(reader);
    QCOMPARE(*reader, planner);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"DROP OWNED BY planner", "DROP ROLE planner"}));
}

void tst_ReaderRole::writesAddresses_data()
{
    QTest::addColumn<ReaderAddress>("address");
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QString>("keywords");
    QTest::newRow("host") << ReaderAddress{u"db.example.org"_s, u"5433"_s, u"vessels"_s, u"r"_s, {}}
                          << u"postgresql://r@db.example.org:5433/vessels"_s
                          << u"host=db.example.org port=5433 dbname=vessels user=r"_s;
    QTest::newRow("socket") << ReaderAddress{u"/run/it's here"_s, u"5432"_s, u"a/b"_s, u"r"_s, {}}
                            << u"postgresql://r@%2Frun%2Fit%27s%20here:5432/a%2Fb"_s
                            << u"host='/run/it\\'s here' port=5432 dbname=a/b user=r"_s;
    QTest::newRow("encrypted") << ReaderAddress{u"h"_s, u"1"_s, u"d"_s, u"r"_s, u"verify-full"_s}
                               << u"postgresql://r@h:1/d?sslmode=verify-full"_s
                               << u"host=h port=1 dbname=d user=r sslmode=verify-full"_s;
}

void tst_ReaderRole::writesAddresses()
{
    QFETCH(ReaderAddress, address);
    QFETCH(QString, uri);
    QFETCH(QString, keywords);
    QCOMPARE(address.uri(), uri);
    QCOMPARE(address.keywords(), keywords);
    // Both mean the same to libpq.
    const auto one = ConnectionSettings::fromConninfo(uri, {});
    const auto other = ConnectionSettings::fromConninfo(keywords, {});
    VERIFY_RESULT(one);
    VERIFY_RESULT(other);
    QCOMPARE(*one, *other);
    QCOMPARE(one->keywords.value(u"host"_s), address.host);
}

QTEST_GUILESS_MAIN(tst_ReaderRole)
#include "tst_ReaderRole.moc"
