// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "MiniFolder.h"

#include "database/connection/Connection.h"
#include "database/reader/ReaderRole.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// A person's own queries and reports on the command line, and the role that they run as.
class tst_SqlCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        QVERIFY(QDir().mkpath(path(u"work"_s)));
        QVERIFY(QDir().mkpath(path(u"reports"_s)));
        writeMiniFolder(path(u"data"_s));
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        m_settings = *settings;
        m_password.clear();
        VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
            m_settings,
            {"ALTER ROLE faultline CREATEROLE", "REVOKE with_password FROM faultline_reader"}));
        VERIFY_EXIT(run({u"load"_s, path(u"data"_s)}), 0);
    }

    void runsAQuery();
    void keepsFiguresExact();
    void refusesWhatDoesNotRead();
    void writesAFile();
    void takesLimits();
    void runsOwnReports();
    void makesTheRole();
    void asksForItsPassword();
    void handsOutStatements();

private:
    QString path(const QString& relative) const { return m_directory->filePath(relative); }
    CommandLineAnswer run(const QStringList& arguments) const
    {
        CommandLineProcess program(path(u"work"_s));
        QProcessEnvironment environment = program.process().processEnvironment();
        environment.insert(u"FAULTLINE_REPORTS_DIR"_s, path(u"reports"_s));
        if (!m_password.isEmpty())
            environment.insert(u"FAULTLINE_READER_PASSWORD"_s, m_password);
        program.process().setProcessEnvironment(environment);
        return program.run(QStringList{u"--database"_s, conninfoOf(m_settings)} + arguments);
    }
    QString errorCode(const CommandLineAnswer& answer) const
    {
        return answer.json()[u"error"_s].toObject()[u"code"_s].toString();
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    QString m_password;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_SqlCommands::runsAQuery()
{
    VERIFY_EXIT(run({u"reader"_s, u"create"_s}), 0);
    auto answer = run({u"sql"_s, u"SELECT count(*) AS readings FROM logs"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.output, "readings\n" + QByteArray::number(kMiniLogLines) + "\n");
    answer =
        run({u"sql"_s, u"SELECT 1 AS one, 'x' AS text, NULL AS none, 1.5 AS half"_s, u"--json"_s});
    VERIFY_EXIT(answer, 0);
    const QJsonObject json = answer.json();
    QCOMPARE(json[u"row_count"_s].toInt(), 1);
    QCOMPARE(json[u"capped"_s].toBool(true), false);
    QCOMPARE(json[u"columns"_s].toArray().size(), 4);
    QCOMPARE(json[u"rows"_s].toArray()[0].toArray(), (QJsonArray{1, u"x"_s, QJsonValue(), 1.5}));
    VERIFY_EXIT(run({u"sql"_s}), 2);
    VERIFY_EXIT(run({u"sql"_s, u"SELECT 1"_s, u"--limit"_s, u"x"_s}), 2);
    VERIFY_EXIT(run({u"sql"_s, u"SELECT 1"_s, u"--timeout"_s, u"-1"_s}), 2);
    const QString file = path(u"out.csv"_s);
    VERIFY_EXIT(run({u"sql"_s, u"SELECT 1"_s, u"--out"_s, file, u"--limit"_s, u"3"_s}), 2);
}

void tst_SqlCommands::keepsFiguresExact()
{
    VERIFY_EXIT(run({u"reader"_s, u"create"_s}), 0);
    const auto answer = run(
        {u"sql"_s,
         u"SELECT 12345678901234567.89 AS a, 9007199254740993 AS b, 0.001::float8 AS c,"
         " 'NaN'::float8 AS d, '-Infinity'::numeric AS e"_s,
         u"--json"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(
        answer.output.contains(
            R"("rows":[[12345678901234567.89,9007199254740993,0.001,"NaN","-Infinity"]])"),
        answer.output.constData());
}

void tst_SqlCommands::refusesWhatDoesNotRead()
{
    VERIFY_EXIT(run({u"reader"_s, u"create"_s}), 0);
    const QList<std::pair<QString, QString>> statements{
        {u"DROP TABLE faultline.reading"_s, u"no-table"_s},
        {u"DELETE FROM reading RETURNING 1"_s, u"25006"_s},
        {u"SELECT 1; DROP TABLE faultline.reading"_s, u"42601"_s},
        {u"SELECT nonsense"_s, u"42703"_s}};
    for (const auto& [sql, code] : statements) {
        const auto answer = run({u"sql"_s, sql, u"--json"_s});
        VERIFY_EXIT(answer, 1);
        QCOMPARE(errorCode(answer), code);
    }
    VERIFY_EXIT(run({u"ledger"_s, u"--verify"_s}), 0);
}

void tst_SqlCommands::writesAFile()
{
    VERIFY_EXIT(run({u"reader"_s, u"create"_s}), 0);
    const QString file = path(u"out.csv"_s);
    auto answer = run({u"sql"_s, u"SELECT generate_series(1, 20000) AS n"_s, u"--out"_s, file});
    VERIFY_EXIT(answer, 0);
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll().count('\n'), 20'001);
    written.close();
    // The file stays if the next query fails, and a source file is never overwritten.
    VERIFY_EXIT(
        run({u"sql"_s, u"SELECT 1/(20000 - generate_series(1, 20000))"_s, u"--out"_s, file}), 1);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll().count('\n'), 20'001);
    answer = run({u"sql"_s, u"SELECT 1"_s, u"--out"_s, path(u"data/failures.log"_s), u"--json"_s});
    VERIFY_EXIT(answer, 1);
    QCOMPARE(errorCode(answer), u"source-file"_s);
}

void tst_SqlCommands::takesLimits()
{
    VERIFY_EXIT(run({u"reader"_s, u"create"_s}), 0);
    auto answer = run({u"sql"_s, u"SELECT generate_series(1, 100) AS n"_s, u"--limit"_s, u"7"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.output.count('\n'), 8);
    QVERIFY2(answer.errors.contains("the first 7 rows"), answer.whole().constData());
    answer = run({u"sql"_s, u"SELECT generate_series(1, 10001) AS n"_s, u"--limit"_s, u"all"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.output.count('\n'), 10'002);
    answer = run({u"sql"_s, u"SELECT pg_sleep(3600)"_s, u"--timeout"_s, u"1"_s, u"--json"_s});
    VERIFY_EXIT(answer, 1);
    QCOMPARE(errorCode(answer), u"time-limit"_s);
}

void tst_SqlCommands::runsOwnReports()
{
    const auto write = [this](const QString& name, const QByteArray& text) {
        QFile file(path(u"reports/"_s + name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write(
        u"who_am_i.sql"_s,
        "-- title: Who\n-- section: Any\n-- explanation: E.\n-- column who: Who | text\n"
        "-- column records: Records | integer\n\n"
        "SELECT CURRENT_USER AS who, sum(error_records) AS records\n"
        "FROM faultline.error_records(:from::date, :to::date)\n"
        "WHERE :group_name::text IS NULL OR group_name = :group_name::text");
    write(u"broken.sql"_s, "-- title: T\nnonsense\n");
    write(
        u"totals.sql"_s, "-- title: Mine\n-- section: S\n-- explanation: E.\n-- column a: A | "
                         "integer\nSELECT 1 AS a,"
                         " :from::date, :to::date, :group_name::text");
    auto answer = run({u"report"_s, u"--list"_s});
    VERIFY_EXIT(answer, 0);
    QVERIFY2(answer.output.contains("My reports"), answer.whole().constData());
    QVERIFY2(answer.errors.contains("broken.sql, line 2"), answer.whole().constData());
    QVERIFY2(answer.errors.contains("totals"), answer.whole().constData());
    VERIFY_EXIT(run({u"reader"_s, u"create"_s}), 0);
    answer = run({u"report"_s, u"who_am_i"_s, u"--json"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.json()[u"rows"_s].toArray()[0].toArray()[0].toString(), u"faultline_reader"_s);
    answer = run({u"report"_s, u"who_am_i"_s, u"totals"_s, u"--out"_s, path(u"all"_s)});
    VERIFY_EXIT(answer, 0);
    QVERIFY(QFile::exists(path(u"all/who_am_i.csv"_s)));
    QVERIFY(QFile::exists(path(u"all/totals.csv"_s)));
}

void tst_SqlCommands::makesTheRole()
{
    VERIFY_RESULT(
        TemporaryServer::executeAsSuperuser(m_settings, {"DROP OWNED BY faultline_reader"}));
    auto answer = run({u"reader"_s, u"--json"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.json()[u"ready"_s].toBool(true), false);
    QCOMPARE(errorCode(run({u"sql"_s, u"SELECT 1"_s, u"--json"_s})), u"reader-rights"_s);
    answer = run({u"reader"_s, u"create"_s, u"--json"_s});
    VERIFY_EXIT(answer, 0);
    QCOMPARE(answer.json()[u"ready"_s].toBool(), true);
    QVERIFY(answer.json()[u"uri"_s].toString().startsWith(u"postgresql://faultline_reader@"_s));
    QVERIFY(answer.json()[u"keywords"_s].toString().contains(u"user=faultline_reader"_s));
    // It already existed: its password is in use, and stays.
    QVERIFY(answer.json()[u"password"_s].isNull());
    VERIFY_EXIT(run({u"sql"_s, u"SELECT 1"_s}), 0);
    VERIFY_EXIT(run({u"reader"_s, u"drop"_s}), 0);
    QCOMPARE(errorCode(run({u"sql"_s, u"SELECT 1"_s, u"--json"_s})).left(7), u"reader-"_s);
    VERIFY_EXIT(run({u"reader"_s, u"make"_s}), 2);
}

void tst_SqlCommands::asksForItsPassword()
{
    VERIFY_EXIT(run({u"reader"_s, u"create"_s}), 0);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"ALTER ROLE faultline_reader PASSWORD 'known'",
                     "GRANT with_password TO faultline_reader"}));
    auto answer = run({u"sql"_s, u"SELECT 1"_s, u"--json"_s});
    VERIFY_EXIT(answer, 1);
    QCOMPARE(errorCode(answer), u"reader-password"_s);
    QVERIFY(answer.output.contains("FAULTLINE_READER_PASSWORD"));
    m_password = u"known"_s;
    VERIFY_EXIT(run({u"sql"_s, u"SELECT 1"_s}), 0);
}

void tst_SqlCommands::handsOutStatements()
{
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"DROP OWNED BY faultline_reader", "ALTER ROLE faultline NOCREATEROLE",
                     "ALTER DATABASE " + m_settings.keywords.value(u"dbname"_s).toUtf8()
                         + " OWNER TO faultline_admin",
                     "REVOKE CONNECT ON DATABASE " + m_settings.keywords.value(u"dbname"_s).toUtf8()
                         + " FROM PUBLIC",
                     "GRANT CONNECT ON DATABASE " + m_settings.keywords.value(u"dbname"_s).toUtf8()
                         + " TO faultline"}));
    const auto answer = run({u"reader"_s, u"create"_s});
    VERIFY_EXIT(answer, 1);
    // Only what is missing; the role itself exists.
    QVERIFY2(answer.output.contains("GRANT CONNECT ON DATABASE"), answer.whole().constData());
    QVERIFY2(!answer.output.contains("CREATE ROLE"), answer.whole().constData());
    QVERIFY2(answer.errors.contains("administrator"), answer.whole().constData());
}

QTEST_GUILESS_MAIN(tst_SqlCommands)
#include "tst_SqlCommands.moc"
