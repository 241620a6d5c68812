// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/Connection.h"
#include "database/connection/CopyBuffer.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>
#include <QThread>

#include <atomic>
#include <memory>
#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_Connection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void sessionSettings_data();
    void sessionSettings();
    void hostileSettingsOfTheRoleDontMatter();
    void readsValuesOfEachType();
    void bindsParametersOfEachType();
    void textIsNeverTakenAsSql();
    void errorHasTheSqlState_data();
    void errorHasTheSqlState();
    void severalStatementsAreOneTransaction();
    void countsAffectedRows();
    void commitStores();
    void commitOfAFailedTransactionIsAnError();
    void rollbackWorksAfterAnError();
    void copyInStoresRows();
    void copyInOfNothing();
    void copyInLargerThanOnePiece();
    void copyInWithAnotherRowCountFails();
    void copyInErrorLeavesTheConnectionUsable();
    void copyInOfTextInsteadOfBinary();
    void copyInCancelled();
    void copyInCancelledMeanwhile();
    void quotedIdentifier();
    void openingErrors_data();
    void openingErrors();
    void passwordIsNeverInAMessage();
    void lostServer();
    void terminatedBackend();
    void movedConnectionIsUsable();
    void failedTransactionTellsWhyItFailed();

private:
    QString ask(const QByteArray& sql);
    qint64 count(const QByteArray& table)
    {
        return ask("SELECT count(*) FROM " + table).toLongLong();
    }
    std::string_view rows(CopyBuffer& buffer, int number) const;

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::optional<Connection> m_connection;
};

void tst_Connection::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_Connection::init()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    m_connection.emplace(*std::move(connection));
    VERIFY_RESULT(m_connection->execute("CREATE SCHEMA faultline; CREATE TABLE faultline.item (id "
                                        "integer PRIMARY KEY, name text)"));
}

void tst_Connection::cleanup()
{
    m_connection.reset();
}

QString tst_Connection::ask(const QByteArray& sql)
{
    const auto answer = m_connection->execute(sql);
    return answer ? answer->string(0, 0) : answer.error().toText();
}

std::string_view tst_Connection::rows(CopyBuffer& buffer, int number) const
{
    buffer.clear();
    for (int i = 0; i < number; ++i) {
        buffer.beginRow(2);
        buffer.addInt32(i);
        buffer.addBytes("a name of some length, so that it becomes more than one piece");
    }
    return buffer.finish();
}

void tst_Connection::sessionSettings_data()
{
    QTest::addColumn<QByteArray>("setting");
    QTest::addColumn<QString>("expected");
    QTest::newRow("time zone") << QByteArray("TimeZone") << u"UTC"_s;
    QTest::newRow("encoding") << QByteArray("client_encoding") << u"UTF8"_s;
    QTest::newRow("search path") << QByteArray("search_path") << u"pg_catalog, faultline"_s;
    QTest::newRow("dates") << QByteArray("DateStyle") << u"ISO, YMD"_s;
    QTest::newRow("name") << QByteArray("application_name") << u"faultline"_s;
}

void tst_Connection::sessionSettings()
{
    QFETCH(QByteArray, setting);
    QFETCH(QString, expected);
    QCOMPARE(ask("SHOW " + setting), expected);
}

void tst_Connection::hostileSettingsOfTheRoleDontMatter()
{
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings,
        {"CREATE ROLE odd LOGIN", "ALTER ROLE odd SET search_path = public",
         "ALTER ROLE odd SET TimeZone = 'Asia/Tokyo'", "ALTER ROLE odd SET DateStyle = 'SQL, DMY'",
         "ALTER ROLE odd SET client_encoding = 'LATIN1'"}));
    auto connection = Connection::open(TemporaryServer::asRole(m_settings, u"odd"_s));
    VERIFY_RESULT(connection);
    const auto answer =
        connection->execute("SELECT '2021-02-09 06:00:01+00'::timestamptz::text || 'é'");
    VERIFY_RESULT(answer);
    QCOMPARE(answer->string(0, 0), u"2021-02-09 06:00:01+00é"_s);
}

void tst_Connection::readsValuesOfEachType()
{
    const auto answer =
        m_connection->execute("SELECT 42, NULL::integer, true, 'Zürich', '\\x00ff'::bytea, ''");
    VERIFY_RESULT(answer);
    QCOMPARE(answer->rowCount(), 1);
    QCOMPARE(answer->integer(0, 0), 42);
    QVERIFY(answer->isNull(0, 1));
    QCOMPARE(answer->integer(0, 1), 0);
    QVERIFY(answer->boolean(0, 2));
    QCOMPARE(answer->string(0, 3), u"Zürich"_s);
    QCOMPARE(answer->bytes(0, 4), QByteArray("\0\xff", 2));
    QVERIFY(!answer->isNull(0, 5));
    QCOMPARE(answer->string(0, 5), QString());
}

void tst_Connection::bindsParametersOfEachType()
{
    Parameters parameters;
    parameters.add(qint64{9'000'000'000}).add(u"ä'\\"_s).add(true).addNull();
    parameters.addBytes(QByteArray("\0\1", 2)).addBytes(QByteArray());
    QCOMPARE(parameters.count(), 6);
    const auto answer = m_connection->execute(
        "SELECT $1::bigint, $2::text, $3::boolean, $4::text, $5::bytea, $6::bytea", parameters);
    VERIFY_RESULT(answer);
    QCOMPARE(answer->integer(0, 0), 9'000'000'000);
    QCOMPARE(answer->string(0, 1), u"ä'\\"_s);
    QVERIFY(answer->boolean(0, 2));
    QVERIFY(answer->isNull(0, 3));
    QCOMPARE(answer->bytes(0, 4), QByteArray("\0\1", 2));
    QVERIFY(!answer->isNull(0, 5));
}

void tst_Connection::textIsNeverTakenAsSql()
{
    Parameters parameters;
    parameters.add(qint64{1}).add(u"'); DROP TABLE faultline.item; --"_s);
    VERIFY_RESULT(m_connection->execute("INSERT INTO item (id, name) VALUES ($1, $2)", parameters));
    QCOMPARE(count("item"), 1);
    QCOMPARE(ask("SELECT name FROM item"), u"'); DROP TABLE faultline.item; --"_s);
}

void tst_Connection::errorHasTheSqlState_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QString>("code");
    QTest::newRow("syntax") << QByteArray("SELEC 1") << u"42601"_s;
    QTest::newRow("no such table") << QByteArray("SELECT * FROM nothing") << u"42P01"_s;
    QTest::newRow("no right") << QByteArray("SELECT * FROM pg_authid") << u"42501"_s;
    QTest::newRow("division by zero") << QByteArray("SELECT 1 / 0") << u"22012"_s;
    QTest::newRow("twice the same key")
        << QByteArray("INSERT INTO item VALUES (1, 'a'), (1, 'b')") << u"23505"_s;
    QTest::newRow("timeout") << QByteArray("SET statement_timeout = 1; SELECT pg_sleep(10)")
                             << u"57014"_s;
}

void tst_Connection::errorHasTheSqlState()
{
    QFETCH(QByteArray, sql);
    QFETCH(QString, code);
    const auto answer = m_connection->execute(sql);
    VERIFY_ERROR(answer, code);
    QVERIFY(!answer.error().why.isEmpty());
    QVERIFY(!answer.error().where.isEmpty());
    QVERIFY(m_connection->isUsable());
}

void tst_Connection::severalStatementsAreOneTransaction()
{
    VERIFY_ERROR(
        m_connection->execute("INSERT INTO item VALUES (1, 'a'); SELECT 1 / 0"), u"22012"_s);
    QCOMPARE(count("item"), 0);
}

void tst_Connection::countsAffectedRows()
{
    const auto inserted =
        m_connection->execute("INSERT INTO item SELECT n, 'x' FROM generate_series(1, 5) n");
    VERIFY_RESULT(inserted);
    QCOMPARE(inserted->affectedRows(), 5);
    const auto skipped =
        m_connection->execute("INSERT INTO item VALUES (1, 'again') ON CONFLICT DO NOTHING");
    VERIFY_RESULT(skipped);
    QCOMPARE(skipped->affectedRows(), 0);
}

void tst_Connection::commitStores()
{
    VERIFY_RESULT(m_connection->execute("BEGIN"));
    VERIFY_RESULT(m_connection->execute("INSERT INTO item VALUES (1, 'a')"));
    VERIFY_RESULT(m_connection->commit());
    auto other = Connection::open(m_settings);
    VERIFY_RESULT(other);
    const auto answer = other->execute("SELECT count(*) FROM item");
    VERIFY_RESULT(answer);
    QCOMPARE(answer->integer(0, 0), 1);
}

void tst_Connection::commitOfAFailedTransactionIsAnError()
{
    VERIFY_RESULT(m_connection->execute("BEGIN"));
    VERIFY_RESULT(m_connection->execute("INSERT INTO item VALUES (1, 'a')"));
    QVERIFY(!m_connection->execute("SELECT 1 / 0"));
    VERIFY_ERROR(m_connection->commit(), u"22012"_s);
    QCOMPARE(count("item"), 0);
}

void tst_Connection::rollbackWorksAfterAnError()
{
    VERIFY_RESULT(m_connection->execute("BEGIN"));
    QVERIFY(!m_connection->execute("SELECT 1 / 0"));
    VERIFY_ERROR(m_connection->execute("SELECT 1"), u"22012"_s);
    m_connection->rollback();
    VERIFY_RESULT(m_connection->execute("SELECT 1"));
}

namespace {

constexpr auto kCopy = "COPY faultline.item (id, name) FROM STDIN (FORMAT binary)";

} // namespace

void tst_Connection::copyInStoresRows()
{
    CopyBuffer buffer;
    VERIFY_RESULT(m_connection->copyIn(kCopy, rows(buffer, 3), 3));
    QCOMPARE(count("item"), 3);
}

void tst_Connection::copyInOfNothing()
{
    CopyBuffer buffer;
    VERIFY_RESULT(m_connection->copyIn(kCopy, rows(buffer, 0), 0));
    QCOMPARE(count("item"), 0);
}

void tst_Connection::copyInLargerThanOnePiece()
{
    constexpr int kRows = 20'000;
    CopyBuffer buffer;
    VERIFY_RESULT(m_connection->copyIn(kCopy, rows(buffer, kRows), kRows));
    QVERIFY(buffer.byteCount() > 1024 * 1024);
    QCOMPARE(count("item"), kRows);
}

void tst_Connection::copyInWithAnotherRowCountFails()
{
    CopyBuffer buffer;
    VERIFY_RESULT(m_connection->execute("BEGIN"));
    VERIFY_ERROR(m_connection->copyIn(kCopy, rows(buffer, 3), 4), u"row-count"_s);
    m_connection->rollback();
    QCOMPARE(count("item"), 0);
}

void tst_Connection::copyInErrorLeavesTheConnectionUsable()
{
    VERIFY_RESULT(m_connection->execute("INSERT INTO item VALUES (1, 'taken')"));
    CopyBuffer buffer;
    VERIFY_ERROR(m_connection->copyIn(kCopy, rows(buffer, 3), 3), u"23505"_s);
    QVERIFY(m_connection->isUsable());
    QCOMPARE(count("item"), 1);
}

void tst_Connection::copyInOfTextInsteadOfBinary()
{
    VERIFY_ERROR(m_connection->copyIn(kCopy, "1\ta\n", 1), u"22P04"_s);
    QCOMPARE(count("item"), 0);
}

void tst_Connection::copyInCancelled()
{
    CopyBuffer buffer;
    const CancelToken cancel;
    cancel.cancel();
    VERIFY_RESULT(m_connection->execute("BEGIN"));
    m_connection->setCancelToken(cancel);
    VERIFY_ERROR(m_connection->copyIn(kCopy, rows(buffer, 3), 3), kCancelledCode);
    m_connection->setCancelToken({});
    m_connection->rollback();
    QVERIFY(m_connection->isUsable());
    QCOMPARE(count("item"), 0);
}

void tst_Connection::copyInCancelledMeanwhile()
{
    // Another session locks the table, so that COPY is running when the cancel arrives.
    constexpr int kRows = 400'000;
    CopyBuffer buffer;
    const std::string_view data = rows(buffer, kRows);
    const CancelToken cancel;
    const std::unique_ptr<QThread> canceller(QThread::create([&cancel] {
        QThread::msleep(20);
        cancel.cancel();
    }));
    VERIFY_RESULT(m_connection->execute("BEGIN"));
    m_connection->setCancelToken(cancel);
    canceller->start();
    const auto copied = m_connection->copyIn(kCopy, data, kRows);
    QVERIFY(canceller->wait());
    VERIFY_ERROR(copied, kCancelledCode);
    m_connection->rollback();
    m_connection->setCancelToken({});
    QCOMPARE(count("item"), 0);
}

void tst_Connection::quotedIdentifier()
{
    const QString name = u"odd \" ; name"_s;
    VERIFY_RESULT(m_connection->execute(
        "CREATE TABLE faultline." + m_connection->quotedIdentifier(name) + " ()"));
    QCOMPARE(ask("SELECT count(*) FROM pg_class WHERE relname = 'odd \" ; name'"), u"1"_s);
}

void tst_Connection::openingErrors_data()
{
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("code");
    QTest::newRow("no such database") << u"dbname"_s << u"nowhere"_s << u"3D000"_s;
    QTest::newRow("no such role") << u"user"_s << u"nobody_here"_s << u"28000"_s;
    QTest::newRow("no such socket") << u"host"_s << u"/nonexistent"_s << u"08006"_s;
    QTest::newRow("no such keyword") << u"nonsense"_s << u"1"_s << u"08006"_s;
    QTest::newRow("bad port") << u"port"_s << u"99999"_s << u"08006"_s;
}

void tst_Connection::openingErrors()
{
    QFETCH(QString, keyword);
    QFETCH(QString, value);
    QFETCH(QString, code);
    ConnectionSettings settings = m_settings;
    settings.keywords.insert(keyword, value);
    const auto connection = Connection::open(settings);
    VERIFY_ERROR(connection, code);
    QVERIFY(!connection.error().why.isEmpty());
    // What a verbose message has besides isn't shown to people.
    QVERIFY2(!connection.error().why.contains(u".c:"_s), qPrintable(connection.error().why));
    QVERIFY2(
        code == u"08006"_s || !connection.error().why.contains(code),
        qPrintable(connection.error().why));
}

void tst_Connection::passwordIsNeverInAMessage()
{
    const QString canary = u"c4n'ary\\pass"_s;
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"CREATE ROLE guarded LOGIN PASSWORD 'right' IN ROLE with_password"}));
    ConnectionSettings settings = TemporaryServer::asRole(m_settings, u"guarded"_s);
    VERIFY_ERROR(Connection::open(settings), u"no-password"_s);
    settings.keywords.insert(u"password"_s, canary);
    const auto wrong = Connection::open(settings);
    VERIFY_ERROR(wrong, u"28P01"_s);
    QVERIFY(!wrong.error().toText().contains(canary));
    settings.keywords.insert(u"password"_s, u"right"_s);
    auto connection = Connection::open(settings);
    VERIFY_RESULT(connection);
    const auto failed = connection->execute("SELECT 'right'::integer");
    QVERIFY(!failed);
    QVERIFY(!failed.error().toText().contains(u"right"_s));
}

void tst_Connection::lostServer()
{
    VERIFY_RESULT(m_server.stop());
    const auto answer = m_connection->execute("SELECT 1");
    VERIFY_RESULT(m_server.startAgain());
    QVERIFY(!answer);
    QVERIFY2(
        answer.error().code == u"57P01"_s || answer.error().code == u"08006"_s,
        qPrintable(answer.error().code));
    QVERIFY(!m_connection->isUsable());
    VERIFY_ERROR(m_connection->execute("SELECT 1"), u"08006"_s);
    VERIFY_RESULT(Connection::open(m_settings));
}

void tst_Connection::terminatedBackend()
{
    const QByteArray process = ask("SELECT pg_backend_pid()").toLatin1();
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"SELECT pg_terminate_backend(" + process + ", 10000)"}));
    CopyBuffer buffer;
    const auto copied = m_connection->copyIn(kCopy, rows(buffer, 3), 3);
    QVERIFY(!copied);
    QVERIFY2(
        copied.error().code == u"57P01"_s || copied.error().code == u"08006"_s,
        qPrintable(copied.error().code));
    QVERIFY(!m_connection->isUsable());
}

void tst_Connection::movedConnectionIsUsable()
{
    Connection moved = *std::move(m_connection);
    m_connection.emplace(std::move(moved));
    QCOMPARE(ask("SELECT 1"), u"1"_s);
}

void tst_Connection::failedTransactionTellsWhyItFailed()
{
    auto connection = Connection::open(m_server.settings());
    VERIFY_RESULT(connection);
    VERIFY_RESULT(connection->execute("BEGIN"));
    VERIFY_ERROR(connection->execute("SELECT 1 / 0"), u"22012"_s);
    VERIFY_ERROR(connection->execute("SELECT 1"), u"22012"_s);
    VERIFY_ERROR(connection->execute("SELECT $1", Parameters().add(qint64{1})), u"22012"_s);
    VERIFY_ERROR(connection->copyIn("COPY pg_class FROM STDIN (FORMAT binary)", {}, 0), u"22012"_s);
    VERIFY_ERROR(connection->commit(), u"22012"_s);
    // The next error has its own reason.
    VERIFY_RESULT(connection->execute("SELECT 1"));
    VERIFY_RESULT(connection->execute("BEGIN"));
    VERIFY_ERROR(connection->execute("SELECT FROM nowhere"), u"42P01"_s);
    VERIFY_ERROR(connection->execute("SELECT 1"), u"42P01"_s);
    connection->rollback();
}

QTEST_GUILESS_MAIN(tst_Connection)
#include "tst_Connection.moc"
