// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaultBench.h"

#include "Invariant.h"
#include "database/connection/Connection.h"
#include "database/schema/SchemaMigration.h"

#include <QElapsedTimer>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// TemporaryServer loses unsynced data when it is killed; a real server doesn't.
const QMap<QString, QString> kServerSettings{{u"synchronous_commit"_s, u"on"_s}};

UserMessage failure(const QString& what, const CommandLineAnswer& answer)
{
    return UserMessage::error(what).because(QString::fromUtf8(answer.whole()));
}

} // namespace

FaultBench::FaultBench(const BenchOptions& options)
    : m_options(options)
    , m_folder(options.folder, options.lines, options.seed)
{}

Result<std::unique_ptr<FaultBench>> FaultBench::make(const BenchOptions& options)
{
    std::unique_ptr<FaultBench> bench(new FaultBench(options));
    if (const auto prepared = bench->prepare(); !prepared)
        return prepared.error();
    return bench;
}

Result<void> FaultBench::prepare()
{
    if (const auto started = m_server.start(kServerSettings); !started)
        return started;
    const auto created = m_server.createDatabase();
    if (!created)
        return created.error();
    m_template = *created;
    {
        auto connection = Connection::open(m_template);
        if (!connection)
            return connection.error();
        if (const auto migrated = migrateSchema(*connection); !migrated)
            return migrated;
    }
    LoadProgram first = program(m_template);
    first.start();
    if (const auto answer = first.finish(); !LoadProgram::isComplete(answer))
        return failure(u"The undisturbed load failed"_s, answer);
    if (const auto kept = keepAsExpected(m_template, m_folder); !kept)
        return kept;

    const auto database = freshDatabase();
    if (!database)
        return database.error();
    LoadProgram timed = program(*database);
    QElapsedTimer clock;
    clock.start();
    timed.start();
    if (const auto answer = timed.finish(); !LoadProgram::isComplete(answer))
        return failure(u"The undisturbed load failed"_s, answer);
    m_undisturbedMs = static_cast<int>(clock.elapsed());
    {
        auto connection = Connection::open(*database);
        if (!connection)
            return connection.error();
        const auto chunks = connection->execute("SELECT count(*) FROM faultline.load_chunk");
        if (!chunks)
            return chunks.error();
        m_undisturbedChunks = static_cast<int>(chunks->integer(0, 0));
    }
    if (const auto report = checkInvariant(*database, m_folder); !report.holds())
        return UserMessage::error(u"Two undisturbed loads differ"_s).because(report.text());
    drop(*database);
    return {};
}

Result<ConnectionSettings> FaultBench::freshDatabase()
{
    ConnectionSettings database = m_template;
    const QString name = u"try_%1"_s.arg(++m_databases);
    const QString sql = u"CREATE DATABASE %1 OWNER faultline TEMPLATE %2"_s.arg(
        name, m_template.keywords.value(u"dbname"_s));
    if (const auto made = TemporaryServer::executeAsSuperuser(m_server.settings(), {sql.toUtf8()});
        !made)
        return made.error();
    database.keywords.insert(u"dbname"_s, name);
    return database;
}

void FaultBench::drop(const ConnectionSettings& database)
{
    const QString sql =
        u"DROP DATABASE %1 WITH (FORCE)"_s.arg(database.keywords.value(u"dbname"_s));
    // What is left is removed with the server.
    static_cast<void>(
        TemporaryServer::executeAsSuperuser(m_server.settings(), {sql.toUtf8()}).ok());
}

LoadProgram FaultBench::program(const ConnectionSettings& database) const
{
    return program(database, m_options.chunkRows, m_options.workers);
}

LoadProgram
FaultBench::program(const ConnectionSettings& database, int chunkRows, int workers) const
{
    return LoadProgram(
        QStringList{u"--database"_s, conninfoOf(database), u"--json"_s, u"load"_s}
        + m_folder.arguments()
        + QStringList{
            u"--chunk-rows"_s, QString::number(chunkRows), u"--workers"_s,
            QString::number(workers)});
}

bool FaultBench::waitFor(
    const ConnectionSettings& database, const Progress& progress, LoadProgram& program)
{
    constexpr int kMicrosecondsBetween = 500;
    auto connection = Connection::open(database);
    while (connection && program.runFor(kMicrosecondsBetween)) {
        const auto reached = connection->execute(
            "SELECT (SELECT count(*) FROM faultline.load_run) >= $1"
            " AND (SELECT count(*) FROM faultline.load_chunk) >= $2",
            Parameters().add(qint64{progress.loads}).add(qint64{progress.chunks}));
        if (!reached)
            return false;
        if (reached->boolean(0, 0))
            return program.isRunning();
    }
    return false;
}

bool FaultBench::wasLoading(const ConnectionSettings& database, qint64 at)
{
    auto connection = Connection::open(database);
    if (!connection)
        return false;
    const auto running = connection->execute(
        "SELECT EXISTS (SELECT FROM faultline.load_run"
        " WHERE started_at <= to_timestamp($1::float8 / 1000)"
        " AND coalesce(ended_at, 'infinity') > to_timestamp($1::float8 / 1000))",
        Parameters().add(at));
    return running && running->boolean(0, 0);
}

} // namespace faultline
