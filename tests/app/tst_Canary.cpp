// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "MiniFolder.h"

#include "database/connection/Connection.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QUrl>

#include <atomic>
#include <thread>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

// With every character that must be quoted somewhere.
const QString kCanary = u"cAnAry'\"\\ %40x"_s;
const QString kRole = u"bird"_s;

// However it was quoted, and whatever a part of it was taken for.
bool sings(const QByteArray& text)
{
    return text.contains("cAnAry") || text.contains("%40x") || text.contains("%2540x");
}

QByteArray contentOfFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// All descendants of this process.
QSet<qint64> descendantsOf(qint64 process)
{
    QSet<qint64> all;
    const QStringList tasks =
        QDir(u"/proc/%1/task"_s.arg(process)).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& task : tasks) {
        const QByteArray children =
            contentOfFile(u"/proc/%1/task/%2/children"_s.arg(process).arg(task));
        for (const QByteArray& child : children.simplified().split(' ')) {
            if (const qint64 id = child.toLongLong(); id > 0) {
                all << id;
                all.unite(descendantsOf(id));
            }
        }
    }
    return all;
}

} // namespace

// A password goes in by every way that there is, and comes out nowhere.
class tst_Canary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void passwordComesOutNowhere_data();
    void passwordComesOutNowhere();
    void brokenConnectionStringsHideTheirPassword_data();
    void brokenConnectionStringsHideTheirPassword();
    void localServerTakesNoPassword();

private:
    QString path(const QString& relative) const { return m_directory->filePath(relative); }
    QString home() const { return path(u"home"_s); }

    /// The options that pass `settings`, without the environment.
    QStringList optionsFor(const ConnectionSettings& settings);
    /// Runs the program and searches everywhere except in what was typed.
    CommandLineAnswer run(const ConnectionSettings& settings, const QStringList& arguments);
    CommandLineAnswer watch(CommandLineProcess& program, const QStringList& arguments);
    void lookThroughFiles() const;

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    QString m_way;
    QString m_leak; ///< Where the canary leaked.
    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_Canary::initTestCase()
{
    VERIFY_RESULT(m_server.start(
        {{u"log_statement"_s, u"all"_s},
         {u"log_connections"_s, u"on"_s},
         {u"log_min_error_statement"_s, u"debug5"_s}}));
    auto connection = Connection::open(TemporaryServer::asSuperuser(m_server.settings()));
    VERIFY_RESULT(connection);
    const QByteArray canary = kCanary.toUtf8();
    const std::unique_ptr<char, decltype(&PQfreemem)> literal(
        PQescapeLiteral(
            connection->handle(), canary.constData(), static_cast<std::size_t>(canary.size())),
        &PQfreemem);
    // Statements of an administrator in the log aren't the program's.
    VERIFY_RESULT(connection->execute("SET log_statement = 'none'"));
    VERIFY_RESULT(connection->execute(
        "CREATE ROLE " + kRole.toLatin1() + " LOGIN IN ROLE with_password PASSWORD "
        + QByteArray(literal.get())));
}

void tst_Canary::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
    QVERIFY(QDir().mkpath(path(u"work"_s)) && QDir().mkpath(home()));
    writeMiniFolder(path(u"data"_s));
    writeFile(path(u"data/bad.log"_s), logLines(3) + "[2020-02-30 10:00:00]\tERROR\tnonsense\n");
    TemporaryDatabaseOptions options;
    options.owner = kRole;
    const auto settings = m_server.createDatabase(options);
    VERIFY_RESULT(settings);
    m_settings = TemporaryServer::asRole(*settings, kRole, kCanary);
    m_leak.clear();
}

QStringList tst_Canary::optionsFor(const ConnectionSettings& settings)
{
    const auto value = [&](const QString& keyword) { return settings.keywords.value(keyword); };
    if (m_way == u"conninfo"_s) {
        QString text;
        for (auto it = settings.keywords.cbegin(); it != settings.keywords.cend(); ++it) {
            QString quoted = it.value();
            quoted.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
            text += it.key() + u"='"_s + quoted + u"' "_s;
        }
        return {u"--database"_s, text};
    }
    const auto encoded = [&value](const QString& keyword) {
        return QString::fromLatin1(QUrl::toPercentEncoding(value(keyword)));
    };
    if (m_way == u"address"_s) {
        return {
            u"--database"_s, u"postgresql://%1:%2@/%3?host=%4&port=%5"_s.arg(
                                 encoded(u"user"_s), encoded(u"password"_s), encoded(u"dbname"_s),
                                 encoded(u"host"_s), encoded(u"port"_s))};
    }
    QString password = value(u"password"_s);
    password.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    QString text = u"PG_HOST=%1\nPG_PORT=%2\nPG_DB=%3\nPG_USER=%4\n"_s.arg(
        value(u"host"_s), value(u"port"_s), value(u"dbname"_s), value(u"user"_s));
    if (m_way == u"file"_s)
        text += u"PG_PASSWORD=\""_s + password + u"\"\n"_s;
    const QString file = path(u"secrets/connection.env"_s);
    writeFile(file, text.toUtf8());
    return {u"--env-file"_s, file};
}

CommandLineAnswer tst_Canary::run(const ConnectionSettings& settings, const QStringList& arguments)
{
    CommandLineProcess program(path(u"work"_s));
    QProcessEnvironment environment = program.process().processEnvironment();
    environment.insert(u"HOME"_s, home());
    environment.insert(u"XDG_CONFIG_HOME"_s, home());
    if (m_way == u"environment"_s)
        environment.insert(u"PGPASSWORD"_s, settings.keywords.value(u"password"_s));
    program.process().setProcessEnvironment(environment);
    return watch(program, optionsFor(settings) + arguments);
}

CommandLineAnswer tst_Canary::watch(CommandLineProcess& program, const QStringList& arguments)
{
    program.start(arguments);
    const qint64 id = program.process().processId();
    const bool isTyped = arguments.contains(u"--database"_s);
    while (!program.process().waitForFinished(5)
           && program.process().state() == QProcess::Running) {
        QSet<qint64> processes = descendantsOf(id);
        if (!isTyped)
            processes << id;
        for (const qint64 process : std::as_const(processes)) {
            if (sings(contentOfFile(u"/proc/%1/cmdline"_s.arg(process))))
                m_leak = u"the arguments of a process"_s;
        }
    }
    const CommandLineAnswer answer = program.finish();
    if (sings(answer.whole()))
        m_leak = arguments.join(u' ') + u": "_s + QString::fromUtf8(answer.whole());
    return answer;
}

void tst_Canary::lookThroughFiles() const
{
    QVERIFY2(m_leak.isEmpty(), qPrintable(m_leak));
    QDirIterator files(
        m_directory->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (!file.contains(u"/secrets/"_s))
            QVERIFY2(!sings(contentOfFile(file)), qPrintable(file));
    }
    QVERIFY(!sings(contentOfFile(m_server.logFile())));
}

void tst_Canary::passwordComesOutNowhere_data()
{
    QTest::addColumn<QString>("way");
    QTest::newRow("--database host=…") << u"conninfo"_s;
    QTest::newRow("--database postgresql://…") << u"address"_s;
    QTest::newRow("--env-file") << u"file"_s;
    QTest::newRow("PGPASSWORD") << u"environment"_s;
}

void tst_Canary::passwordComesOutNowhere()
{
    QFETCH(QString, way);
    m_way = way;
    const QString data = path(u"data"_s);
    const auto with = [this](const QString& keyword, const QString& value) {
        ConnectionSettings changed = m_settings;
        changed.keywords.insert(keyword, value);
        return changed;
    };
    const auto verifyExit = [this](const CommandLineAnswer& answer, int code) {
        QVERIFY2(answer.exitCode == code, answer.whole());
        lookThroughFiles();
    };

    // Success.
    verifyExit(run(m_settings, {u"--json"_s, u"load"_s, data}), 3);
    verifyExit(run(m_settings, {u"run"_s, data, u"--out"_s, path(u"out"_s)}), 0);
    for (const QStringList& command :
         {QStringList{u"--json"_s, u"ledger"_s}, QStringList{u"rejects"_s},
          QStringList{u"report"_s, u"totals"_s}, QStringList{u"rebuild-summaries"_s}})
        verifyExit(run(m_settings, command), 0);
    auto connection = Connection::open(TemporaryServer::asSuperuser(m_settings));
    VERIFY_RESULT(connection);
    const auto runs = connection->execute("SELECT string_agg(r::text, ' ') FROM load_run r");
    VERIFY_RESULT(runs);
    QVERIFY(runs->string(0, 0).contains(data) && !sings(runs->string(0, 0).toUtf8()));

    // Failure.
    const QStringList load{u"load"_s, data};
    const QStringList loadJson{u"--json"_s, u"load"_s, data};
    for (const QStringList& command : {load, loadJson}) {
        verifyExit(run(with(u"password"_s, kCanary + u"!"_s), command), 1);
        verifyExit(run(with(u"host"_s, u"no-such-machine.invalid"_s), command), 1);
        verifyExit(run(with(u"host"_s, u"/nonexistent"_s), command), 1);
        verifyExit(run(with(u"dbname"_s, u"nowhere"_s), command), 1);
        verifyExit(run(with(u"user"_s, u"nobody_here"_s), command), 1);
    }
    writeFile(path(u"file"_s), "in the way");
    verifyExit(run(m_settings, {u"report"_s, u"--out"_s, path(u"file/x"_s)}), 1);
    verifyExit(run(m_settings, {u"report"_s, u"--group"_s, u"nobody's"_s, u"totals"_s}), 1);

    // The server dies during a load. How the load ends doesn't matter here.
    writeFile(path(u"large/failures.log"_s), logLines(100'000));
    std::thread killer([this] {
        auto observer = Connection::open(TemporaryServer::asSuperuser(m_settings));
        for (int i = 0; observer && i < 2000; ++i) {
            const auto count = observer->execute("SELECT count(*) > 5 FROM load_chunk");
            if (count && count->boolean(0, 0))
                break;
            QThread::msleep(5);
        }
        m_server.kill();
    });
    // It resumes automatically when the server is back.
    std::atomic<bool> isOver = false;
    std::thread starter([this, &killer, &isOver] {
        killer.join();
        while (!m_server.startAgain().ok() && !isOver)
            QThread::msleep(50);
    });
    const auto killed =
        run(m_settings,
            {u"load"_s, path(u"large"_s), u"--plant"_s, u"data"_s, u"--chunk-rows"_s, u"1000"_s});
    isOver = true;
    starter.join();
    VERIFY_RESULT(m_server.startAgain());
    QVERIFY(killed.exitCode >= 0);
    lookThroughFiles();

    // A schema that the program doesn't know.
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"ALTER TABLE faultline.reading RENAME TO hidden"}));
    writeFile(path(u"large/more.log"_s), logLines(100));
    verifyExit(run(m_settings, {u"load"_s, path(u"large"_s)}), 1);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings, {"INSERT INTO faultline.schema_version (version, checksum, program_version)"
                     " VALUES (999, '', '9')"}));
    for (const QStringList& command : {load, loadJson, QStringList{u"ledger"_s}})
        verifyExit(run(m_settings, command), 1);
}

void tst_Canary::brokenConnectionStringsHideTheirPassword_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("unclosed quote") << u"host=x password='cAnAry"_s;
    QTest::newRow("word without =") << u"host=x password=a cAnAry"_s;
    QTest::newRow("unknown keyword") << u"passwort=cAnAry"_s;
    QTest::newRow("percent sign that is none") << u"postgresql://bird:cAnAry%zz@x/db"_s;
    QTest::newRow("@ in the password") << u"postgresql://bird:p@cAnAry@127.0.0.1:1/db"_s;
    QTest::newRow("/ in the password") << u"postgresql://bird:cAnAry/x@127.0.0.1:1/db"_s;
    QTest::newRow("port that is none") << u"postgresql://bird:cAnAry@127.0.0.1:xx/db"_s;
    QTest::newRow("wrong value elsewhere") << u"host=x password=cAnAry sslmode=sometimes"_s;
}

void tst_Canary::brokenConnectionStringsHideTheirPassword()
{
    QFETCH(QString, text);
    for (const QStringList& json : {QStringList{}, QStringList{u"--json"_s}}) {
        CommandLineProcess program(path(u"work"_s));
        const auto answer = watch(
            program,
            QStringList{u"--database"_s, text} + json + QStringList{u"load"_s, path(u"data"_s)});
        QVERIFY2(answer.exitCode == 1, answer.whole());
        lookThroughFiles();
    }
}

// It uses no password, not even from the environment.
void tst_Canary::localServerTakesNoPassword()
{
    QVERIFY(QFile::setPermissions(
        m_directory->path(), QFile::Permissions(0x7755))); // for the server's user to pass through
    const QString directory = path(u"local"_s);
    const auto call = [&](const QStringList& arguments) {
        CommandLineProcess program(path(u"work"_s));
        QProcessEnvironment environment = program.process().processEnvironment();
        environment.insert(u"PGPASSWORD"_s, kCanary);
        program.process().setProcessEnvironment(environment);
        return watch(program, QStringList{u"--local-dir"_s, directory, u"--json"_s} + arguments);
    };
    const auto started = call({u"local"_s, u"start"_s});
    QVERIFY2(started.exitCode == 0, started.whole());
    const auto server = started.json().value(u"process_id"_s).toInteger();
    const QByteArray environment = contentOfFile(u"/proc/%1/environ"_s.arg(server));
    const auto loaded = call({u"load"_s, path(u"data"_s)});
    const auto stopped = call({u"local"_s, u"stop"_s});
    QVERIFY2(loaded.exitCode == 3, loaded.whole());
    QVERIFY2(stopped.exitCode == 0, stopped.whole());
    QVERIFY(server > 0 && !environment.isEmpty() && !sings(environment));
    lookThroughFiles();
}

QTEST_GUILESS_MAIN(tst_Canary)
#include "tst_Canary.moc"
