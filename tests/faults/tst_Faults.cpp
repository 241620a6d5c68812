// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaultBench.h"
#include "FaultSeries.h"
#include "Invariant.h"
#include "SmallDisk.h"
#include "database/connection/Connection.h"
#include "loading/LoadJob.h"
#include "support/SocketProxy.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <future>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using Outcome = LoadReceipt::Outcome;

// For what happens soon, even on a busy machine.
static constexpr int kWaitMs = 120'000;

#define VERIFY_SERIES(series)                                                                      \
    do {                                                                                           \
        const SeriesResult result = (series);                                                      \
        QVERIFY2(result.isGood(), qPrintable(result.failures.join(u'\n')));                        \
    } while (false)

#define VERIFY_INVARIANT(database)                                                                 \
    do {                                                                                           \
        const InvariantReport report = checkInvariant(database, m_bench->folder());                \
        QVERIFY2(report.holds(), qPrintable(report.text()));                                       \
    } while (false)

// How a load ended that should be running; empty while it is.
static QByteArray endOf(const LoadJob& job)
{
    if (!job.future().isFinished())
        return {};
    const LoadReceipt receipt = job.future().result();
    const QString why = receipt.failure ? receipt.failure->toText() : QString();
    return (outcomeWord(receipt.outcome) + u": "_s + why).toUtf8();
}

/// The short form of the fault harness: a few tries of each fault in README.md.
class tst_Faults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void killedProgramLosesNothing() { VERIFY_SERIES(m_series->killedPrograms(6)); }
    void killAtAnyStepLosesNothing();
    void loadContinuesAfterTerminatedBackend() { VERIFY_SERIES(m_series->terminatedBackends(4)); }
    void loadContinuesAfterServerCrash() { VERIFY_SERIES(m_series->killedServers(3)); }
    void loadRepeatsWhatACrashTookBack();
    void loadContinuesAfterServerRestart() { VERIFY_SERIES(m_series->stoppedServers(2)); }
    void loadContinuesAfterCutLink() { VERIFY_SERIES(m_series->cutLinks(6)); }
    void lostReplyToCommitDoublesNothing() { VERIFY_SERIES(m_series->brokenCommits(8)); }
    void twoProgramsLoadEachLineOnce() { VERIFY_SERIES(m_series->twoPrograms(2)); }
    void fullDiskPausesTheLoad();
    void loadRetriesAfterLockTimeout();
    void statementTimeoutEndsTheLoad();
    void loadRetriesWhenConnectionsRunOut();
    void loadRetriesAfterDeadlock();
    void cancelledLoadCanBeCompleted() { VERIFY_SERIES(m_series->cancelled(4)); }
    void cancelEndsALoadThatGetsNoAnswer();
    void twoPlantsWithOverlapsLoseNothing();
    void archivesLoseNothing() { loseNothing(FaultFolder::Kind::Packed); }
    void tablesLoseNothing() { loseNothing(FaultFolder::Kind::Tables); }
    void severalFaultsAtOnceLoseNothing() { VERIFY_SERIES(m_series->everythingAtOnce(2)); }
    // Last, because it damages the server.
    void fullDiskOfTheServersLogPausesTheLoad();

private:
    static constexpr int kLines = 6'000;

    void loseNothing(FaultFolder::Kind kind);

    LoadJob start(std::chrono::milliseconds patience = LoadOptions::kDefaultPatience) const
    {
        LoadOptions options;
        options.chunkRows = m_bench->options().chunkRows;
        options.workers = m_bench->options().workers;
        options.patience = patience;
        return LoadJob::start(m_database, m_bench->folder().path(), options);
    }
    Result<void> asSuperuser(const QList<QByteArray>& statements) const
    {
        return TemporaryServer::executeAsSuperuser(m_database, statements);
    }
    /// For sessions that begin from now on.
    Result<void> setForDatabase(const QByteArray& setting) const
    {
        return asSuperuser({"ALTER DATABASE " + databaseName() + " SET " + setting});
    }
    QByteArray databaseName() const { return m_database.keywords.value(u"dbname"_s).toLatin1(); }
    /// A session that blocks users of a table until it ends.
    std::unique_ptr<Connection>
    block(const QByteArray& table, const QByteArray& firstStatement = "SELECT 1") const;
    /// The number of blocked sessions.
    int waitingFor(const QByteArray& table) const;

    std::unique_ptr<FaultBench> m_bench;
    std::unique_ptr<FaultSeries> m_series;
    ConnectionSettings m_database;
};

void tst_Faults::initTestCase()
{
    BenchOptions options;
    options.lines = kLines;
    auto bench = FaultBench::make(options);
    VERIFY_RESULT(bench);
    m_bench = *std::move(bench);
    m_series = std::make_unique<FaultSeries>(*m_bench, options.seed);
}

// Also that nothing gets from one plant into another.
void tst_Faults::twoPlantsWithOverlapsLoseNothing()
{
    BenchOptions options;
    options.folder = FaultFolder::Kind::TwoPlants;
    options.lines = kLines / 2;
    const auto bench = FaultBench::make(options);
    VERIFY_RESULT(bench);
    FaultSeries series(**bench, options.seed);
    VERIFY_SERIES(series.killedPrograms(4));
    VERIFY_SERIES(series.failPoints(FaultSeries::Steps::FirstAndLast));
    VERIFY_SERIES(series.cutLinks(3));
    VERIFY_SERIES(series.twoPrograms(2));
}

void tst_Faults::loseNothing(FaultFolder::Kind kind)
{
    BenchOptions options;
    options.folder = kind;
    options.lines = kLines / 2;
    const auto bench = FaultBench::make(options);
    VERIFY_RESULT(bench);
    FaultSeries series(**bench, options.seed);
    VERIFY_SERIES(series.killedPrograms(3));
    VERIFY_SERIES(series.cutLinks(2));
}

void tst_Faults::init()
{
    const auto database = m_bench->freshDatabase();
    VERIFY_RESULT(database);
    m_database = *database;
}

void tst_Faults::cleanup()
{
    m_bench->drop(m_database);
}

std::unique_ptr<Connection>
tst_Faults::block(const QByteArray& table, const QByteArray& firstStatement) const
{
    auto opened = Connection::open(TemporaryServer::asSuperuser(m_database));
    if (!opened)
        return nullptr;
    auto connection = std::make_unique<Connection>(*std::move(opened));
    for (const QByteArray& statement :
         {firstStatement, QByteArray("BEGIN"),
          "LOCK TABLE faultline." + table + " IN ACCESS EXCLUSIVE MODE"}) {
        if (!connection->execute(statement))
            return nullptr;
    }
    return connection;
}

int tst_Faults::waitingFor(const QByteArray& table) const
{
    auto connection = Connection::open(TemporaryServer::asSuperuser(m_database));
    if (!connection)
        return -1;
    const auto waiting = connection->execute(
        "SELECT count(*) FROM pg_locks WHERE NOT granted"
        " AND relation = $1::text::regclass",
        Parameters().add(QString::fromLatin1("faultline." + table)));
    return waiting ? static_cast<int>(waiting->integer(0, 0)) : -1;
}

void tst_Faults::killAtAnyStepLosesNothing()
{
    VERIFY_SERIES(m_series->failPoints(FaultSeries::Steps::FirstAndLast));
}

// Chunks are committed without waiting for the disk: a server that dies loses the last of them,
// even if everything had been loaded.
void tst_Faults::loadRepeatsWhatACrashTookBack()
{
    TemporaryServer& server = m_bench->server();
    VERIFY_RESULT(asSuperuser(
        {"ALTER SYSTEM SET wal_writer_delay = '10s'",
         "ALTER SYSTEM SET wal_writer_flush_after = '1GB'"}));
    VERIFY_RESULT(server.restart());
    auto blocking = block("sensor_summary");
    QVERIFY(blocking);
    const LoadJob job = start();
    QTRY_VERIFY_WITH_TIMEOUT(waitingFor("sensor_summary") > 0, kWaitMs);
    QVERIFY(server.kill());
    VERIFY_RESULT(server.startAgain());
    const LoadReceipt receipt = job.future().result();
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    VERIFY_INVARIANT(m_database);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        server.settings(),
        {"ALTER SYSTEM RESET wal_writer_delay", "ALTER SYSTEM RESET wal_writer_flush_after"}));
    VERIFY_RESULT(server.restart());
}

// The readings are on a disk that stays full until someone frees space.
void tst_Faults::fullDiskPausesTheLoad()
{
    constexpr qint64 kDiskBytes = 8 << 20;
    constexpr qint64 kRoomForSome = 200 << 10;
    const auto mounted = SmallDisk::mount(kDiskBytes);
    if (!mounted)
        QSKIP(whyNot(mounted).constData());
    SmallDisk& disk = **mounted;
    // The running server doesn't see later mounts.
    VERIFY_RESULT(m_bench->server().restart());
    VERIFY_RESULT(asSuperuser(
        {"CREATE TABLESPACE small LOCATION '" + disk.path().toLatin1() + '\'',
         "ALTER TABLE faultline.reading SET TABLESPACE small"}));
    QVERIFY(disk.fillUpTo(kRoomForSome));

    const LoadJob job = start();
    QTRY_VERIFY_WITH_TIMEOUT(job.progress().isPaused || job.future().isFinished(), kWaitMs);
    const LoadProgress paused = job.progress();
    QVERIFY(paused.isPaused);
    QVERIFY(paused.trouble.has_value());
    QCOMPARE(paused.trouble->code, u"53100"_s);
    QVERIFY(!paused.trouble->remedy.isEmpty());
    QVERIFY(!job.future().isFinished());
    // The cause persists, so it is reported again.
    job.resume();
    QTRY_VERIFY_WITH_TIMEOUT(job.progress().isPaused, kWaitMs);
    QVERIFY(disk.makeRoom());
    job.resume();
    QCOMPARE(job.future().result().outcome, Outcome::Succeeded);
    QVERIFY(!job.progress().trouble.has_value());
    VERIFY_INVARIANT(m_database);
    m_bench->drop(m_database);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_bench->server().settings(), {"DROP TABLESPACE small"}));
}

// The server's own log has no space: the server crashes, and stays down until there is some.
void tst_Faults::fullDiskOfTheServersLogPausesTheLoad()
{
    constexpr qint64 kDiskBytes = 24 << 20;
    constexpr qint64 kLessThanASegment = 100 << 10;
    constexpr std::chrono::seconds kPatience{3};
    const auto mounted = SmallDisk::mount(kDiskBytes);
    if (!mounted)
        QSKIP(whyNot(mounted).constData());
    SmallDisk& disk = **mounted;
    TemporaryServer& server = m_bench->server();
    // Otherwise it would free space by removing old segments.
    VERIFY_RESULT(asSuperuser({"ALTER SYSTEM SET wal_keep_size = '1GB'"}));
    VERIFY_RESULT(server.stop());
    const QString log = server.dataDirectory() + u"/pg_wal"_s;
    // Segments of 1 MB: one of 16 MB would hold more than everything loaded here.
    VERIFY_RESULT(server.run(u"pg_resetwal"_s, {u"--wal-segsize=1"_s, server.dataDirectory()}));
    VERIFY_RESULT(server.run(
        u"/bin/sh"_s, {u"-c"_s, u"mv \"$1\"/* \"$2\"/ && rmdir \"$1\" && ln -s \"$2\" \"$1\""_s,
                       u"sh"_s, log, disk.path()}));
    VERIFY_RESULT(server.startAgain());
    QVERIFY(disk.fillUpTo(kLessThanASegment));
    // Most of the only segment.
    VERIFY_RESULT(asSuperuser({"SELECT pg_logical_emit_message(false, '', repeat('x', 700000))"}));

    const LoadJob job = start(kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(job.progress().isPaused || job.future().isFinished(), kWaitMs);
    QVERIFY2(!job.future().isFinished(), endOf(job).constData());
    const auto trouble = job.progress().trouble;
    QVERIFY(trouble.has_value());
    QVERIFY(!trouble->remedy.isEmpty());
    QVERIFY(disk.makeRoom());
    VERIFY_RESULT(server.startAgain());
    job.resume();
    QCOMPARE(job.future().result().outcome, Outcome::Succeeded);
    VERIFY_INVARIANT(m_database);

    VERIFY_RESULT(server.stop());
    VERIFY_RESULT(server.run(
        u"/bin/sh"_s, {u"-c"_s, u"rm \"$1\" && mkdir -m 700 \"$1\" && mv \"$2\"/* \"$1\"/"_s,
                       u"sh"_s, log, disk.path()}));
    VERIFY_RESULT(server.startAgain());
}

void tst_Faults::loadRetriesAfterLockTimeout()
{
    VERIFY_RESULT(setForDatabase("lock_timeout = '50ms'"));
    auto blocking = block("reading");
    QVERIFY(blocking);
    const LoadJob job = start();
    QTRY_VERIFY_WITH_TIMEOUT(
        job.progress().trouble.has_value() || job.future().isFinished(), kWaitMs);
    const auto trouble = job.progress().trouble;
    QVERIFY(trouble.has_value());
    QCOMPARE(trouble->code, u"55P03"_s);
    QVERIFY(!job.progress().isPaused);
    blocking.reset();
    QCOMPARE(job.future().result().outcome, Outcome::Succeeded);
    VERIFY_INVARIANT(m_database);
}

// A time limit is meant to end statements: the load ends, and says why.
void tst_Faults::statementTimeoutEndsTheLoad()
{
    VERIFY_RESULT(setForDatabase("statement_timeout = '500ms'"));
    auto blocking = block("reading");
    QVERIFY(blocking);
    const LoadReceipt failed = start().future().result();
    QCOMPARE(failed.outcome, Outcome::Failed);
    QCOMPARE(failed.failure->code, u"57014"_s);
    QVERIFY(!failed.failure->remedy.isEmpty());
    blocking.reset();
    VERIFY_RESULT(setForDatabase("statement_timeout = 0"));
    QCOMPARE(start().future().result().outcome, Outcome::Succeeded);
    VERIFY_INVARIANT(m_database);
}

void tst_Faults::loadRetriesWhenConnectionsRunOut()
{
    // One for the load itself, and none for its workers.
    VERIFY_RESULT(asSuperuser({"ALTER DATABASE " + databaseName() + " CONNECTION LIMIT 1"}));
    const LoadJob job = start();
    QTRY_VERIFY_WITH_TIMEOUT(
        job.progress().trouble.has_value() || job.future().isFinished(), kWaitMs);
    const auto trouble = job.progress().trouble;
    QVERIFY(trouble.has_value());
    QCOMPARE(trouble->code, u"53300"_s);
    VERIFY_RESULT(asSuperuser({"ALTER DATABASE " + databaseName() + " CONNECTION LIMIT -1"}));
    QCOMPARE(job.future().result().outcome, Outcome::Succeeded);
    VERIFY_INVARIANT(m_database);
}

// A session that has locked the readings also wants the journal, in which the load has locked a
// row.
void tst_Faults::loadRetriesAfterDeadlock()
{
    VERIFY_RESULT(setForDatabase("deadlock_timeout = '1s'"));
    auto blocking = block("reading", "SET deadlock_timeout = '1h'");
    QVERIFY(blocking);
    const LoadJob job = start();
    QTRY_VERIFY_WITH_TIMEOUT(waitingFor("reading") > 0, kWaitMs);
    auto locking = std::async(std::launch::async, [&blocking] {
        return blocking->execute("LOCK TABLE faultline.load_chunk IN SHARE MODE");
    });
    // The load's chunks are the victims: each gives way, and the blocked session continues.
    VERIFY_RESULT(locking.get());
    QTRY_VERIFY_WITH_TIMEOUT(
        job.progress().trouble.has_value() || job.future().isFinished(), kWaitMs);
    blocking.reset();
    QCOMPARE(job.future().result().outcome, Outcome::Succeeded);
    VERIFY_INVARIANT(m_database);
}

// An open connection that no longer carries data, as behind a firewall that forgot it.
void tst_Faults::cancelEndsALoadThatGetsNoAnswer()
{
    SocketProxy proxy;
    VERIFY_RESULT(proxy.start(m_database));
    auto blocking = block("load_chunk");
    QVERIFY(blocking);
    LoadOptions options;
    options.chunkRows = 50;
    options.workers = 2;
    const LoadJob job =
        LoadJob::start(proxy.through(m_database), m_bench->folder().path(), options);
    // Running, and not to end before the connection is dead.
    QTRY_VERIFY_WITH_TIMEOUT(waitingFor("load_chunk") > 0, kWaitMs);
    proxy.setStalled(true);
    blocking.reset();
    QVERIFY(!job.future().isFinished());
    job.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(job.future().isFinished(), kWaitMs);
    QCOMPARE(job.future().result().outcome, Outcome::Cancelled);
    proxy.cutAll();
    QCOMPARE(start().future().result().outcome, Outcome::Succeeded);
    VERIFY_INVARIANT(m_database);
}

QTEST_GUILESS_MAIN(tst_Faults)
#include "tst_Faults.moc"
