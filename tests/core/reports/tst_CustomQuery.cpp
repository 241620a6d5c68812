// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/reader/ReaderRole.h"
#include "reports/custom/CustomQuery.h"

#include "database/reader/ReaderAccess.h"
#include "reports/query/BoundSql.h"
#include "support/PeakMemory.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

#include <thread>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Where a file of the server would appear if one could be written.
const QString kStolen = u"/tmp/faultline-stolen"_s;

QString plainText(const CustomQueryResult& result)
{
    QStringList lines;
    for (const auto& row : result.rows)
        lines << rowText(row);
    return lines.join(u'\n');
}

} // namespace

// What a person's own query may try, and what it may meet.
class tst_CustomQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void givesTypesAndValues();
    void tellsWhereAnErrorIs_data();
    void tellsWhereAnErrorIs();
    void escapesFail_data();
    void escapesFail();
    void leavesNothingBehind_data();
    void leavesNothingBehind();
    void hostileObjectsAreNotSeen();
    void readsFurtherValues_data();
    void readsFurtherValues();
    void neverRunsAsAPowerfulRole();
    void endsInTime_data();
    void endsInTime();
    void endsWhenCancelled();
    void capsRows();
    void capsBytes();
    void streamsAllRows();
    void refusesAHugeValue();
    void refusesWhatIsLongAsText_data();
    void refusesWhatIsLongAsText();
    void capsCells();
    void stopsWhenTheSinkFails();
    void takesPlaceholdersAsNoLimit();
    void takesTheFirstOfAChoice();
    void describesWithoutRunning();

private:
    /// Everything that a query could change, as one text.
    QByteArray world();
    CustomQuery query(CustomQueryLimits limits = {}) const { return CustomQuery(m_reader, limits); }

    TemporaryServer m_server;
    ConnectionSettings m_owner;
    ConnectionSettings m_reader;
    QByteArray m_worldBefore;
};

void tst_CustomQuery::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_owner = *settings;
    VERIFY_RESULT(fillWithReportFixture(m_owner));
    auto connection = Connection::open(m_owner);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(createReader(*connection, {}));
    const auto reader = reachReader(m_owner, {});
    VERIFY_RESULT(reader);
    m_reader = *reader;
    QCOMPARE(m_reader.keywords.value(u"user"_s), QString::fromLatin1(kReaderRole));
    m_worldBefore = world();
    QVERIFY(m_worldBefore.size() > 100);
}

// Whatever a test did, nothing has changed, and no session or lock is left.
void tst_CustomQuery::cleanup()
{
    auto connection = Connection::open(TemporaryServer::asSuperuser(m_owner));
    VERIFY_RESULT(connection);
    const auto left = [&connection] {
        const auto answer = connection->execute(
            "SELECT (SELECT count(*) FROM pg_stat_activity WHERE usename = 'faultline_reader')"
            " + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')");
        return answer ? answer->integer(0, 0) : -1;
    };
    QTRY_COMPARE(left(), 0);
    QCOMPARE(world(), m_worldBefore);
    QVERIFY(!QFile::exists(kStolen));
}

QByteArray tst_CustomQuery::world()
{
    auto connection = Connection::open(TemporaryServer::asSuperuser(m_owner));
    if (!connection)
        return {};
    QByteArray text;
    const auto add = [&](const QByteArray& sql) {
        const auto answer = connection->execute(sql);
        if (!answer)
            qFatal("%s", qPrintable(answer.error().toText()));
        text += QByteArray(answer->text(0, 0).data(), qsizetype(answer->text(0, 0).size())) + '\n';
    };
    const auto tables = connection->execute(
        "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'S') AND n.nspname IN ('faultline', 'public') ORDER BY 1");
    for (int row = 0; tables && row < tables->rowCount(); ++row) {
        const QByteArray table = tables->string(row, 0).toUtf8();
        text += table + ' ';
        add("SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM (SELECT * FROM " + table
            + ") t");
    }
    add("SELECT md5(string_agg(c::text, ',' ORDER BY c.oid)) FROM (SELECT oid, relname, relacl,"
        " relowner FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_(toast|temp)') c");
    add("SELECT md5(string_agg(p::text, ',' ORDER BY p.oid)) FROM (SELECT oid, proname, proacl"
        " FROM pg_proc) p");
    add("SELECT string_agg(r::text, ',' ORDER BY r.rolname) FROM pg_authid r");
    add("SELECT string_agg(s::text, ',' ORDER BY s::text) FROM pg_db_role_setting s");
    add("SELECT count(*) FROM pg_largeobject_metadata");
    return text;
}

void tst_CustomQuery::givesTypesAndValues()
{
    const auto result = query().fetch(
        u"SELECT 9007199254740993 AS big, 2::smallint AS small, 12345678901234567.00005 AS exact,"
        " 1.5::numeric(6,3) AS scaled, 0.1::float8 AS real, 'x|ü' AS text, true AS yes,"
        " '2020-03-29 01:30:00.25+00'::timestamptz AS at, '2020-03-29 01:30:00'::timestamp AS "
        "plain,"
        " 'infinity'::timestamptz AS never, '2020-03-29'::date AS day, NULL AS nothing,"
        " ARRAY[1,2] AS list, 'a=>1'::hstore AS pairs"_s,
        {});
    VERIFY_RESULT(result);
    QCOMPARE(
        plainText(*result),
        u"9007199254740993|2|12345678901234567.00005|1.500|0.1|x|ü|true|2020-03-29T01:30:00.250Z|"
        "2020-03-29T01:30:00.000Z|infinity|2020-03-29|-|{1,2}|\"a\"=>\"1\""_s);
    using Type = ReportColumn::Type;
    QList<Type> types;
    for (const ReportColumn& column : result->columns)
        types << column.type;
    QCOMPARE(
        types, (QList<Type>{
                   Type::Integer, Type::Integer, Type::Decimal, Type::Decimal, Type::Decimal,
                   Type::Text, Type::Text, Type::Timestamp, Type::Timestamp, Type::Timestamp,
                   Type::Text, Type::Text, Type::Text, Type::Text}));
    QCOMPARE(result->columns[3].decimals, 3);
    QCOMPARE(result->columns[5].name, u"text"_s);
    QCOMPARE(result->end.rows, 1);
    QVERIFY(!result->end.isCapped);
    // Statements other than SELECT that return a table.
    for (const QString& sql :
         {u"VALUES (1)"_s, u"TABLE equipment"_s, u"EXPLAIN SELECT 1"_s, u"SHOW TimeZone"_s,
          u"WITH a AS (SELECT 1) SELECT * FROM a; -- end"_s})
        VERIFY_RESULT(query().fetch(sql, {}));
    VERIFY_RESULT(query().fetch(u"SELECT pg_sleep(0), ROW(1, 2), equipment FROM equipment"_s, {}));
    VERIFY_RESULT(query().fetch(
        u"SELECT most_common_vals, numeric_out(1.5), '1'::bpchar, '1 day'::interval, B'01',"
        " '{}'::jsonb, int4range(1, 2), 'equipment'::regclass, '\\x00'::bytea,"
        " '<a/>'::xml, '1.2.3.4'::inet FROM pg_stats"_s,
        {}));
    VERIFY_RESULT(
        query().fetch(u"(SELECT 1 AS a, 2 AS a ORDER BY 1) UNION SELECT 3, 4 ORDER BY 1;;"_s, {}));
    // A comment ends where PostgreSQL ends it, even with the line ends of old Macs.
    const auto both = query().fetch(u"SELECT 1 -- one\rUNION ALL SELECT 2 ORDER BY 1"_s, {});
    VERIFY_RESULT(both);
    QCOMPARE(plainText(*both), u"1\n2"_s);
    // Zero rows are a table, too.
    const auto none = query().fetch(u"SELECT code FROM equipment WHERE false"_s, {});
    VERIFY_RESULT(none);
    QCOMPARE(none->columns.size(), 1);
    QCOMPARE(none->rows.size(), 0);
}

void tst_CustomQuery::tellsWhereAnErrorIs_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("where");
    QTest::newRow("a name") << u"SELECT 1,\n  nonsense FROM equipment"_s << u"nonsense"_s
                            << u"Line 2, column 3"_s;
    QTest::newRow("syntax") << u"SELECT 1 FROM WHERE"_s << u"WHERE"_s << u"Line 1, column 15"_s;
    QTest::newRow("behind characters of two units")
        << u"SELECT '😀😀', nonsense"_s << u"nonsense"_s << u"Line 1, column 16"_s;
    QTest::newRow("a mistyped placeholder") << u"SELECT 1\n WHERE :equipement::text IS NULL"_s
                                            << u":equipement"_s << u"Line 2, column 8"_s;
    QTest::newRow("behind a comment of old Macs")
        << u"SELECT 1 -- a\r, nonsense"_s << u"nonsense"_s << u"Line 1, column 17"_s;
    QTest::newRow("behind a placeholder")
        << u"SELECT :from::date, nonsense"_s << u"nonsense"_s << u"Line 1, column 21"_s;
}

void tst_CustomQuery::tellsWhereAnErrorIs()
{
    QFETCH(QString, sql);
    QFETCH(QString, at);
    QFETCH(QString, where);
    CustomQuery query(m_reader);
    const auto result = query.fetch(sql, {});
    QVERIFY(!result.ok());
    QCOMPARE(query.errorPosition(), int(sql.indexOf(at)));
    QCOMPARE(result.error().where, where);
    QVERIFY(!result.error().why.isEmpty());
    QCOMPARE(query.describe(sql, {}).ok(), false);
    QCOMPARE(query.errorPosition(), int(sql.indexOf(at)));
    // The next query resets it.
    VERIFY_RESULT(query.fetch(u"SELECT 1"_s, {}));
    QVERIFY(!query.errorPosition());
}

void tst_CustomQuery::escapesFail_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("code");
    const auto refused = [](const char* name, const QString& sql) {
        QTest::newRow(name) << sql << u"no-table"_s;
    };
    const auto denied = [](const char* name, const QString& sql, const QString& code = u"42501"_s) {
        QTest::newRow(name) << sql << code;
    };
    // Out of the transaction, or out of read-only mode.
    refused("read write", u"SET TRANSACTION READ WRITE"_s);
    refused("commit", u"COMMIT"_s);
    refused("rollback", u"ROLLBACK"_s);
    refused("commit and chain", u"COMMIT AND CHAIN"_s);
    denied("commit, then create", u"COMMIT; CREATE TABLE faultline.x (i int)"_s, u"42601"_s);
    denied("two queries", u"SELECT 1; SELECT 2"_s, u"42601"_s);
    denied("a query, then a write", u"SELECT 1; DROP TABLE faultline.equipment"_s, u"42601"_s);
    denied(
        "read write by function", u"SELECT set_config('transaction_read_only', 'off', false)"_s,
        u"25001"_s);
    refused("no time-out", u"SET statement_timeout = 0"_s);
    refused("do", u"DO $$ BEGIN COMMIT; DROP TABLE faultline.equipment; END $$"_s);
    refused("checkpoint", u"CHECKPOINT"_s);
    // Out of the role.
    refused("reset role", u"RESET ROLE"_s);
    refused("set role", u"SET ROLE faultline"_s);
    refused("session authorization", u"SET SESSION AUTHORIZATION faultline"_s);
    denied("role by function", u"SELECT set_config('role', 'faultline', false)"_s);
    denied(
        "session by function", u"SELECT set_config('session_authorization', 'faultline', false)"_s);
    denied(
        "role by function, then a write",
        u"SELECT set_config('role', 'faultline', false),"
        " query_to_xml('DELETE FROM faultline.equipment', true, true, '')"_s);
    denied(
        "role of nobody, then a write",
        u"SELECT set_config('role', 'none', false),"
        " query_to_xml('DELETE FROM faultline.equipment', true, true, '')"_s,
        u"0A000"_s);
    refused("a password of its own", u"ALTER ROLE faultline_reader PASSWORD 'x'"_s);
    // Files and programs.
    refused("copy to a file", u"COPY faultline.equipment TO '%1'"_s.arg(kStolen));
    refused("copy from a file", u"COPY faultline.equipment FROM '/etc/passwd'"_s);
    refused("copy to a program", u"COPY (SELECT 1) TO PROGRAM 'cat > %1'"_s.arg(kStolen));
    refused("copy from a program", u"COPY faultline.equipment FROM PROGRAM 'id'"_s);
    refused("copy to stdout", u"COPY faultline.equipment TO STDOUT"_s);
    refused("copy from stdin", u"COPY faultline.equipment FROM STDIN"_s);
    denied("lo_import", u"SELECT lo_import('/etc/passwd')"_s);
    denied("lo_export", u"SELECT lo_export(1, '%1')"_s.arg(kStolen));
    denied("read a file", u"SELECT pg_read_file('/etc/passwd')"_s);
    denied("list a directory", u"SELECT pg_ls_dir('/')"_s);
    refused("load a library", u"LOAD '/tmp/evil.so'"_s);
    refused("an extension", u"CREATE EXTENSION file_fdw"_s);
    // Other sessions, and the server.
    denied(
        "end sessions", u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE usename = 'faultline'"_s);
    denied(
        "cancel sessions", u"SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
                           " WHERE usename = 'faultline'"_s);
    denied("reload", u"SELECT pg_reload_conf()"_s);
    refused("alter system", u"ALTER SYSTEM SET work_mem = '1GB'"_s);
    // Data.
    refused("insert", u"INSERT INTO faultline.severity VALUES (1, 'X')"_s);
    denied(
        "insert, returning", u"INSERT INTO faultline.severity VALUES (1, 'X') RETURNING code"_s,
        u"25006"_s);
    denied("update", u"UPDATE faultline.equipment SET code = 'X' RETURNING code"_s, u"25006"_s);
    denied("delete", u"DELETE FROM faultline.equipment RETURNING code"_s, u"25006"_s);
    refused("truncate", u"TRUNCATE faultline.equipment"_s);
    refused("drop", u"DROP TABLE faultline.equipment CASCADE"_s);
    refused("drop schema", u"DROP SCHEMA faultline CASCADE"_s);
    refused("create", u"CREATE TABLE public.x (i int)"_s);
    refused("create in faultline", u"CREATE TABLE faultline.x (i int)"_s);
    refused(
        "create a function",
        u"CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"_s);
    refused("select into", u"SELECT 1 AS a INTO public.x"_s);
    refused("temporary table", u"CREATE TEMPORARY TABLE x AS SELECT 1"_s);
    denied(
        "delete inside with",
        u"WITH gone AS (DELETE FROM faultline.equipment RETURNING *) SELECT * FROM gone"_s,
        u"0A000"_s);
    denied("explain analyze", u"EXPLAIN ANALYZE DELETE FROM faultline.equipment"_s, u"25006"_s);
    denied("for update", u"SELECT * FROM faultline.equipment FOR UPDATE"_s, u"25006"_s);
    denied("for share", u"SELECT * FROM faultline.equipment FOR KEY SHARE"_s, u"25006"_s);
    denied(
        "inside a function",
        u"SELECT query_to_xml('DELETE FROM faultline.equipment', true,"
        " true, '')"_s,
        u"0A000"_s);
    denied("a trigger's function", u"SELECT faultline.count_rejected_lines()"_s, u"0A000"_s);
    denied("nextval", u"SELECT nextval('faultline.chunk_id_seq')"_s);
    denied("setval", u"SELECT setval('faultline.chunk_id_seq', 1)"_s);
    refused("lock", u"LOCK TABLE faultline.reading"_s);
    refused("analyze", u"ANALYZE"_s);
    refused("vacuum", u"VACUUM"_s);
    refused("comment", u"COMMENT ON TABLE faultline.equipment IS 'x'"_s);
    refused("grant", u"GRANT ALL ON faultline.equipment TO PUBLIC"_s);
    // Effects that would remain.
    refused("notify", u"NOTIFY a, 'b'"_s);
    refused("listen", u"LISTEN a"_s);
    refused("prepare", u"PREPARE p AS SELECT 1"_s);
    refused("cursor", u"DECLARE c CURSOR WITH HOLD FOR SELECT 1"_s);
    // Data that it has no right to.
    denied("passwords", u"SELECT * FROM pg_authid"_s);
    denied("passwords by a view", u"SELECT * FROM pg_shadow"_s);
    denied("another database", u"SELECT * FROM postgres.public.x"_s, u"0A000"_s);
    denied("nothing", u""_s, u"no-table"_s);
    denied("only a comment", u"-- SELECT 1"_s, u"no-table"_s);
}

void tst_CustomQuery::escapesFail()
{
    QFETCH(QString, sql);
    QFETCH(QString, code);
    // Another user at work.
    auto other = Connection::open(m_owner);
    VERIFY_RESULT(other);
    const auto result = query().fetch(sql, {});
    VERIFY_ERROR(result, code);
    QVERIFY(!result.error().what.isEmpty() && !result.error().why.isEmpty());
    VERIFY_RESULT(other->execute("SELECT 1"));
}

void tst_CustomQuery::leavesNothingBehind_data()
{
    QTest::addColumn<QString>("sql");
    // The server allows these; they end with the transaction or the connection.
    QTest::newRow("advisory lock") << u"SELECT pg_advisory_lock(7)"_s;
    QTest::newRow("notify by function") << u"SELECT pg_notify('ears', 'b')"_s;
    QTest::newRow("settings") << u"SELECT set_config('statement_timeout', '0', false),"
                                 " set_config('default_transaction_read_only', 'off', false),"
                                 " set_config('search_path', 'public', false)"_s;
    QTest::newRow("random seed") << u"SELECT setseed(0.5)"_s;
}

void tst_CustomQuery::leavesNothingBehind()
{
    QFETCH(QString, sql);
    auto other = Connection::open(m_owner);
    VERIFY_RESULT(other);
    VERIFY_RESULT(other->execute("LISTEN ears"));
    VERIFY_RESULT(query().fetch(sql, {}));
    VERIFY_RESULT(query().fetch(u"SELECT 1/count(*) FROM equipment"_s, {}));
    VERIFY_RESULT(other->execute("SELECT 1"));
    QCOMPARE(PQnotifies(other->handle()), nullptr);
    // Large objects: an older server creates them even in a read-only transaction.
    static_cast<void>(query().fetch(u"SELECT lo_create(0)"_s, {}));
    static_cast<void>(query().fetch(u"SELECT lo_from_bytea(0, 'x')"_s, {}));
}

void tst_CustomQuery::hostileObjectsAreNotSeen()
{
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_owner,
        {"CREATE TABLE public.equipment (code text)",
         "CREATE FUNCTION public.count(int) RETURNS bigint LANGUAGE sql AS 'SELECT 666::bigint'",
         "GRANT ALL ON public.equipment TO PUBLIC"}));
    const auto result =
        query().fetch(u"SELECT count(equipment_id), max(code) FROM equipment"_s, {});
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_owner, {"DROP TABLE public.equipment", "DROP FUNCTION public.count(int)"}));
    VERIFY_RESULT(result);
    QCOMPARE(plainText(*result), u"6|E"_s);
}

// As docs/database.md describes, whichever schema the extension is in.
void tst_CustomQuery::readsFurtherValues_data()
{
    QTest::addColumn<QString>("schema");
    QTest::newRow("made by Faultline") << QString();
    QTest::newRow("there before") << u"public"_s;
}

void tst_CustomQuery::readsFurtherValues()
{
    QFETCH(QString, schema);
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    if (!schema.isEmpty()) {
        VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
            *settings, {"CREATE EXTENSION hstore SCHEMA " + schema.toUtf8()}));
    }
    VERIFY_RESULT(fillWithReportFixture(*settings));
    auto owner = Connection::open(*settings);
    VERIFY_RESULT(owner);
    VERIFY_RESULT(createReader(*owner, {}));
    const QString target = schema.isEmpty() ? u"faultline"_s : schema;
    const QByteArray type = target.toUtf8() + ".hstore";
    VERIFY_RESULT(owner->execute(
        "INSERT INTO reading (occurred_at, sensor_key, reading_id, severity, plant_id, extra) "
        "VALUES"
        " ('2020-01-01', 1010, 1, 40, 1, 'humidity=>40.5'::"
        + type + "); UPDATE equipment SET attributes = 'maker=>ACME'::" + type));
    CustomQuery query(readerSettings(*settings));
    const auto result = query.fetch(
        u"SELECT (extra::jsonb ->> 'humidity')::float8, (extra OPERATOR(%1.->) 'humidity')::float8"
        " FROM named_readings WHERE extra IS NOT NULL"_s.arg(target),
        {});
    VERIFY_RESULT(result);
    QCOMPARE(plainText(*result), u"40.5|40.5"_s);
    const auto makers =
        query.fetch(u"SELECT DISTINCT attributes::jsonb ->> 'maker' FROM equipment"_s, {});
    VERIFY_RESULT(makers);
    QCOMPARE(plainText(*makers), u"ACME"_s);
    owner = Connection::open(*settings);
    VERIFY_RESULT(owner);
    VERIFY_RESULT(dropReader(*owner));
}

void tst_CustomQuery::neverRunsAsAPowerfulRole()
{
    for (const ConnectionSettings& settings : {m_owner, TemporaryServer::asSuperuser(m_owner)}) {
        CustomQuery query(settings);
        VERIFY_ERROR(query.fetch(u"SELECT 1"_s, {}), u"reader-powerful"_s);
    }
    for (const QByteArray& power :
         {QByteArray("GRANT pg_execute_server_program TO faultline_reader"),
          QByteArray("GRANT faultline TO faultline_reader")}) {
        VERIFY_RESULT(TemporaryServer::executeAsSuperuser(m_owner, {power}));
        const auto result = query().fetch(u"SELECT 1"_s, {});
        const auto reached = reachReader(m_owner, {});
        QByteArray back = power;
        back.replace("GRANT ", "REVOKE ").replace(" TO ", " FROM ");
        VERIFY_RESULT(TemporaryServer::executeAsSuperuser(m_owner, {back}));
        VERIFY_ERROR(result, u"reader-powerful"_s);
        VERIFY_ERROR(reached, u"reader-powerful"_s);
    }
}

void tst_CustomQuery::endsInTime_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("asleep") << u"SELECT pg_sleep(3600)"_s;
    QTest::newRow("endless recursion")
        << u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n"_s;
    QTest::newRow("endless rows")
        << u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT i FROM n"_s;
    QTest::newRow("a limit of its own") << u"SELECT set_config('statement_timeout', '0', false),"
                                           " pg_sleep(3600)"_s;
}

void tst_CustomQuery::endsInTime()
{
    QFETCH(QString, sql);
    CustomQueryLimits limits;
    limits.rows.reset();
    limits.time = 300ms;
    CustomQuery query(m_reader, limits);
    qint64 rows = 0;
    CustomQuerySink sink;
    sink.row = [&rows](const QList<QVariant>&) {
        ++rows;
        return Result<void>();
    };
    const auto result = query.run(sql, {}, sink);
    VERIFY_ERROR(result, u"time-limit"_s);
    QVERIFY(!result.error().remedy.isEmpty());
}

void tst_CustomQuery::endsWhenCancelled()
{
    const CancelToken cancel;
    // Only the superuser can see what others run.
    auto watcher = Connection::open(TemporaryServer::asSuperuser(m_owner));
    VERIFY_RESULT(watcher);
    std::thread person([&] {
        // As soon as it runs.
        for (bool runs = false; !runs;) {
            const auto answer =
                watcher->execute("SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3601)%'"
                                 " AND state = 'active' AND usename = 'faultline_reader'");
            runs = !answer || answer->rowCount() > 0;
        }
        cancel.cancel();
    });
    CustomQuery query(m_reader, {.time = 1h});
    const auto result = query.fetch(u"SELECT pg_sleep(3601)"_s, cancel);
    person.join();
    VERIFY_ERROR(result, kCancelledCode.toString());
}

void tst_CustomQuery::capsRows()
{
    CustomQueryLimits limits;
    limits.rows = 1000;
    CustomQuery query(m_reader, limits);
    const PeakMemory memory;
    const auto result = query.fetch(u"SELECT generate_series(1, 10000000)"_s, {});
    VERIFY_RESULT(result);
    QCOMPARE(result->rows.size(), 1000);
    QCOMPARE(result->rows.last().first(), QVariant(1000LL));
    QVERIFY(result->end.isCapped);
    QVERIFY(memory.growth() < 32LL * 1024 * 1024);
    // Exactly as many rows as the limit are complete.
    const auto all = query.fetch(u"SELECT generate_series(1, 1000)"_s, {});
    VERIFY_RESULT(all);
    QCOMPARE(all->rows.size(), 1000);
    QVERIFY(!all->end.isCapped);
}

void tst_CustomQuery::capsBytes()
{
    CustomQueryLimits limits;
    limits.bytes = 2 * 1024 * 1024; // two for each character
    CustomQuery query(m_reader, limits);
    const auto result =
        query.fetch(u"SELECT repeat('x', 100000) FROM generate_series(1, 10000)"_s, {});
    VERIFY_RESULT(result);
    QVERIFY(result->end.isCapped);
    QCOMPARE(result->rows.size(), 11);
}

void tst_CustomQuery::streamsAllRows()
{
    CustomQueryLimits limits;
    limits.rows.reset();
    CustomQuery query(m_reader, limits);
    constexpr qint64 kRows = 1'000'000;
    qint64 sum = 0;
    CustomQuerySink sink;
    sink.row = [&sum](const QList<QVariant>& row) {
        sum += row.first().toLongLong();
        return Result<void>();
    };
    const PeakMemory memory;
    const auto end = query.run(u"SELECT generate_series(1, %1)"_s.arg(kRows), {}, sink);
    VERIFY_RESULT(end);
    QCOMPARE(end->rows, kRows);
    QCOMPARE(sum, kRows * (kRows + 1) / 2);
    QVERIFY(memory.growth() < 32LL * 1024 * 1024);
}

void tst_CustomQuery::refusesAHugeValue()
{
    const PeakMemory memory;
    const auto result = query().fetch(u"SELECT repeat('x', 200000000)"_s, {});
    VERIFY_ERROR(result, u"row-size"_s);
    QVERIFY(result.error().remedy.contains(u"left("_s));
    QVERIFY2(
        memory.growth() < 160LL * 1024 * 1024,
        QByteArray::number(memory.growth() / 1024).constData());
    // A large row that fits isn't refused.
    const auto fits = query().fetch(u"SELECT repeat('x', 20000000)"_s, {});
    VERIFY_RESULT(fits);
    QCOMPARE(fits->rows.first().first().toString().size(), 20'000'000);
}

// Small on the server but long as text: libpq reads a row as a whole.
void tst_CustomQuery::refusesWhatIsLongAsText_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("numbers in an array") << u"SELECT array_fill(1e131071::numeric, ARRAY[600])"_s;
    QTest::newRow("many columns") << u"SELECT "_s
                                         + QStringList(1000, u"1e131071::numeric"_s).join(u", "_s);
    QTest::newRow("behind nothing")
        << u"SELECT NULL::text AS a, array_fill(1e131071::numeric, ARRAY[600]) AS a"_s;
    QTest::newRow("bytes") << u"SELECT decode(repeat('00', 60000000), 'hex')"_s;
    QTest::newRow("a row") << u"SELECT ROW(array_fill(1e131071::numeric, ARRAY[600]))"_s;
    QTest::newRow("bits") << u"SELECT repeat('0', 80000000)::varbit"_s;
    QTest::newRow("blanks") << u"SELECT repeat('a', 80000000)::bpchar"_s;
}

void tst_CustomQuery::refusesWhatIsLongAsText()
{
    QFETCH(QString, sql);
    const PeakMemory memory;
    VERIFY_ERROR(query().fetch(sql, {}), u"row-size"_s);
    QVERIFY2(
        memory.growth() < 64LL * 1024 * 1024,
        QByteArray::number(memory.growth() / 1024).constData());
}

// A cell takes memory, even if it is empty.
void tst_CustomQuery::capsCells()
{
    QStringList columns;
    for (int i = 0; i < 1600; ++i)
        columns << u"'x' AS c%1"_s.arg(i);
    const PeakMemory memory;
    const auto result =
        query().fetch(u"SELECT %1 FROM generate_series(1, 10000)"_s.arg(columns.join(u", "_s)), {});
    VERIFY_RESULT(result);
    QVERIFY(result->end.isCapped);
    QVERIFY(result->rows.size() > 100);
    QVERIFY2(
        memory.growth() < 256LL * 1024 * 1024,
        QByteArray::number(memory.growth() / 1024).constData());
}

void tst_CustomQuery::stopsWhenTheSinkFails()
{
    CustomQueryLimits limits;
    limits.rows.reset();
    CustomQuery query(m_reader, limits);
    int rows = 0;
    CustomQuerySink sink;
    sink.row = [&rows](const QList<QVariant>&) -> Result<void> {
        if (++rows == 3)
            return UserMessage::error(u"full"_s);
        return {};
    };
    const auto end = query.run(u"SELECT generate_series(1, 10000000)"_s, {}, sink);
    QVERIFY(!end.ok());
    QCOMPARE(end.error().what, u"full"_s);
    QCOMPARE(rows, 3);
}

void tst_CustomQuery::takesPlaceholdersAsNoLimit()
{
    BoundSql bound = bindPlaceholders(u"a :from::date ':to' :to, x::text :from -- :group"_s);
    QCOMPARE(bound.sql, u"a $1   ::date ':to' $2 , x::text $1    -- :group"_s);
    QCOMPARE(bound.parameters, QByteArrayList(2));
    QVERIFY(!bound.unknown);
    bound = bindPlaceholders(u"a[b:c] :to :group :too"_s);
    QCOMPARE(bound.sql, u"a[b:c] $1  :group :too"_s);
    QVERIFY(bound.unknown);
    QCOMPARE(bound.unknown->start, 11);
    const auto mistyped = query().fetch(u"SELECT 1 WHERE :equipement::text IS NULL"_s, {});
    VERIFY_ERROR(mistyped, u"no-placeholder"_s);
    QVERIFY(mistyped.error().what.contains(u" :equipement "_s));
    QVERIFY(mistyped.error().why.contains(u":equipment,"_s));
    const auto slice =
        query().fetch(u"SELECT a[b:c] FROM (VALUES (ARRAY[1, 2, 3], 2, 3)) AS v (a, b, c)"_s, {});
    VERIFY_RESULT(slice);
    QCOMPARE(plainText(*slice), u"{2,3}"_s);
    const auto result = query().fetch(
        u"SELECT sum(error_records) FROM error_records(:from::date, :to::date)"
        " WHERE :group_name::text IS NULL"_s,
        {});
    VERIFY_RESULT(result);
    QCOMPARE(plainText(*result), u"36"_s);
}

// A report's text is an ordinary query.
void tst_CustomQuery::takesTheFirstOfAChoice()
{
    const QString text = u"-- title: T\n-- chart: nonsense\n"
                         "-- choice step: By | month=Month, day=Day\n"
                         "-- choice s: By | a=A, b=B\n\n"
                         "SELECT :step::text AS step, :s::text AS s, :step::text = 'month' AS m"_s;
    const auto result = query().fetch(text, {});
    VERIFY_RESULT(result);
    QCOMPARE(plainText(*result), u"month|a|true"_s);
    VERIFY_RESULT(query().describe(text, {}));
    VERIFY_ERROR(query().fetch(text.mid(text.indexOf(u"SELECT"_s)), {}), u"no-placeholder"_s);
}

void tst_CustomQuery::describesWithoutRunning()
{
    CustomQuery query(m_reader, {.time = 5s});
    const auto columns = query.describe(u"SELECT pg_sleep(3600) AS slept, 1 AS one"_s, {});
    VERIFY_RESULT(columns);
    QCOMPARE(columns->size(), 2);
    QCOMPARE(columns->last().name, u"one"_s);
    QVERIFY(!query.describe(u"SELECT nonsense"_s, {}));
    QCOMPARE(query.errorPosition(), 7);
}

QTEST_GUILESS_MAIN(tst_CustomQuery)
#include "tst_CustomQuery.moc"
