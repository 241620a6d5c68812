// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/DataState.h"

#include "LoadFixture.h"
#include "loading/ledger/Ledger.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/settlement/Settlement.h"
#include "support/TableLock.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// A gate that a lock closes, before the second half of the log.
constexpr auto kGate = "CREATE TABLE public.gate ();"
                       "GRANT SELECT ON public.gate TO PUBLIC;"
                       "CREATE FUNCTION public.pass() RETURNS trigger LANGUAGE plpgsql AS"
                       " 'BEGIN PERFORM FROM public.gate; RETURN NEW; END';"
                       "CREATE TRIGGER gate BEFORE INSERT ON faultline.load_chunk FOR EACH ROW"
                       " WHEN (NEW.first_line > 500) EXECUTE FUNCTION public.pass()";

} // namespace

/// Reports say if they cover only a part of what should be loaded, or don't count everything.
class tst_DataState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start({{u"wal_level"_s, u"replica"_s}})); }
    void init();
    void nothingIsLacking();
    void stoppedLoad_data();
    void stoppedLoad();
    void loadedSinceByAnotherFolder();
    void loadedSinceUnderAnotherName();
    void undoneLoadLacksNothing();
    void fileThatFailed();
    void runningLoad();
    void whoMayOnlyRead_data();
    void whoMayOnlyRead();
    void standbyCantTellWhetherALoadRuns();

private:
    enum class Stop { Cancel, Interrupt };
    void stopLoad(Stop how);
    DataState stateOf(const ConnectionSettings& settings) const;
    DataState state() const { return stateOf(m_fixture->settings()); }
    void settle() const { VERIFY_RESULT(settlePending(m_fixture->settings())); }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

void tst_DataState::init()
{
    auto fixture = LoadFixture::make(m_server);
    VERIFY_RESULT(fixture);
    m_fixture = *std::move(fixture);
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(1000));
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(m_fixture->settings(), {kGate}));
}

// Ends a load at its gate: earlier chunks are stored, but not counted.
void tst_DataState::stopLoad(Stop how)
{
    LoadOptions options;
    options.chunkRows = 50;
    options.workers = 1;
    TableLock lock(TemporaryServer::asSuperuser(m_fixture->settings()), "public.gate");
    const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QTRY_VERIFY(lock.isWaitedFor());
    if (how == Stop::Cancel)
        job.cancel();
    else
        job.interrupt();
    const LoadReceipt receipt = job.future().result();
    QVERIFY(receipt.outcome != LoadReceipt::Outcome::Succeeded);
    QCOMPARE(receipt.readings().loaded, 500);
}

DataState tst_DataState::stateOf(const ConnectionSettings& settings) const
{
    auto session = SqlSession::open(settings);
    if (!session)
        qFatal("%s", whyNot(session).constData());
    const auto state = fetchDataState(*session);
    if (!state)
        qFatal("%s", whyNot(state).constData());
    return *state;
}

void tst_DataState::nothingIsLacking()
{
    QCOMPARE(state().remarks(), QStringList());
    m_fixture->load();
    QCOMPARE(state().remarks(), QStringList());
}

void tst_DataState::stoppedLoad_data()
{
    QTest::addColumn<bool>("isCancelled");
    QTest::addRow("cancelled") << true;
    QTest::addRow("the program was closed") << false;
}

void tst_DataState::stoppedLoad()
{
    QFETCH(const bool, isCancelled);
    stopLoad(isCancelled ? Stop::Cancel : Stop::Interrupt);
    settle();
    const DataState stopped = state();
    QVERIFY(stopped.newestPart.has_value());
    QCOMPARE(
        stopped.newestPart->how,
        isCancelled ? DataState::Part::How::Cancelled : DataState::Part::How::Interrupted);
    QCOMPARE(stopped.newestPart->folder, m_fixture->folder());
    QCOMPARE(stopped.uncountedReadings, 0);
    QCOMPARE(stopped.remarks().size(), 1);
    QVERIFY(stopped.remarks().constFirst().contains(
        isCancelled ? u"was cancelled"_s : u"was interrupted"_s));

    auto session = SqlSession::open(m_fixture->settings());
    VERIFY_RESULT(session);
    const auto offered = interruptedLoad(*session);
    VERIFY_RESULT(offered);
    QCOMPARE(offered->has_value(), !isCancelled);
    const auto ledger = fetchLedger(*session, 1);
    VERIFY_RESULT(ledger);
    QCOMPARE(
        ledger->constFirst().state,
        isCancelled ? LedgerEntry::State::Cancelled : LedgerEntry::State::Interrupted);

    QCOMPARE(m_fixture->load().outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(state().remarks(), QStringList());
}

void tst_DataState::loadedSinceByAnotherFolder()
{
    stopLoad(Stop::Cancel);
    settle();
    const QString around = QFileInfo(m_fixture->folder()).path();
    // A sibling whose name begins alike isn't a parent.
    m_fixture->execute(
        "INSERT INTO faultline.load_run (folder, state, program_version, settings) VALUES ('"
        + m_fixture->folder().chopped(1).toUtf8() + "', 'succeeded', '', '{}')");
    QVERIFY(state().newestPart.has_value());
    m_fixture->execute(
        "INSERT INTO faultline.load_run (folder, state, program_version, settings) VALUES ('"
        + around.toUtf8() + "', 'succeeded', '', '{}')");
    QCOMPARE(state().remarks(), QStringList());
}

// The folder was moved, and the missing part is loaded from there.
void tst_DataState::loadedSinceUnderAnotherName()
{
    stopLoad(Stop::Cancel);
    settle();
    QVERIFY(state().newestPart.has_value());
    QTemporaryDir moved;
    const auto names = QDir(m_fixture->folder()).entryList(QDir::Files);
    for (const QString& name : names)
        QVERIFY(QFile::rename(m_fixture->path(name), moved.filePath(name)));
    QCOMPARE(m_fixture->load(moved.path()).outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(state().remarks(), QStringList());
}

void tst_DataState::undoneLoadLacksNothing()
{
    stopLoad(Stop::Cancel);
    settle();
    QVERIFY(state().newestPart.has_value());
    auto connection = Connection::open(m_fixture->settings());
    VERIFY_RESULT(connection);
    const LoadId load{m_fixture->ask("SELECT max(load_id) FROM faultline.load_run").toInt()};
    VERIFY_RESULT(undoLoad(*connection, load, CancelToken()));
    QCOMPARE(state().remarks(), QStringList());
}

void tst_DataState::fileThatFailed()
{
    m_fixture->load();
    m_fixture->execute("UPDATE faultline.load_run SET state = 'failed'");
    m_fixture->execute("UPDATE faultline.load_file SET state = 'failed' WHERE path LIKE '%.log'");
    QCOMPARE(state().newestPart->how, DataState::Part::How::Failed);
    m_fixture->load();
    QCOMPARE(state().remarks(), QStringList());
}

void tst_DataState::runningLoad()
{
    TableLock lock(TemporaryServer::asSuperuser(m_fixture->settings()), "public.gate");
    LoadOptions options;
    options.chunkRows = 50;
    const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QTRY_VERIFY(lock.isWaitedFor());
    QCOMPARE(state().newestPart->how, DataState::Part::How::Running);
    job.cancel();
    job.future().waitForFinished();
}

void tst_DataState::whoMayOnlyRead_data()
{
    QTest::addColumn<bool>("isRole");
    QTest::addRow("a role that may only read") << true;
    QTest::addRow("default_transaction_read_only") << false;
}

void tst_DataState::whoMayOnlyRead()
{
    QFETCH(const bool, isRole);
    stopLoad(Stop::Cancel);
    ConnectionSettings readOnly = m_fixture->settings();
    if (isRole) {
        VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
            readOnly, {"CREATE ROLE looker LOGIN", "GRANT USAGE ON SCHEMA faultline TO looker",
                       "GRANT SELECT ON ALL TABLES IN SCHEMA faultline TO looker"}));
        readOnly = TemporaryServer::asRole(readOnly, u"looker"_s);
    } else {
        readOnly.keywords.insert(u"options"_s, u"-c default_transaction_read_only=on"_s);
    }
    VERIFY_RESULT(settlePending(readOnly));
    const DataState lacking = stateOf(readOnly);
    QCOMPARE(lacking.uncountedReadings, 500);
    QCOMPARE(lacking.remarks().size(), 2);
    QVERIFY2(
        lacking.remarks().constLast().contains(u"500"_s),
        qPrintable(lacking.remarks().constLast()));
    settle();
    QCOMPARE(stateOf(readOnly).uncountedReadings, 0);
    QCOMPARE(stateOf(readOnly).remarks().size(), 1);
}

// A read-only replica of the server. It can't see its primary's locks, so it can't tell whether a
// load is running.
void tst_DataState::standbyCantTellWhetherALoadRuns()
{
    stopLoad(Stop::Cancel);
    m_fixture->execute("UPDATE faultline.load_run SET state = 'running', ended_at = NULL");
    QCOMPARE(state().newestPart->how, DataState::Part::How::Interrupted);
    const QString copy = QFileInfo(m_server.dataDirectory()).path() + u"/standby"_s;
    VERIFY_RESULT(m_server.stop());
    VERIFY_RESULT(m_server.run(u"/bin/cp"_s, {u"-a"_s, m_server.dataDirectory(), copy}));
    VERIFY_RESULT(m_server.run(u"/bin/mkdir"_s, {copy + u"/socket"_s}));
    VERIFY_RESULT(m_server.run(u"/usr/bin/touch"_s, {copy + u"/standby.signal"_s}));
    VERIFY_RESULT(m_server.startAgain());
    VERIFY_RESULT(m_server.run(
        u"pg_ctl"_s, {u"start"_s, u"-w"_s, u"-D"_s, copy, u"-l"_s, copy + u"/log"_s, u"-o"_s,
                      u"-c unix_socket_directories='%1/socket' -c hot_standby=on"_s.arg(copy)}));
    ConnectionSettings settings = m_fixture->settings();
    settings.keywords.insert(u"host"_s, copy + u"/socket"_s);
    VERIFY_RESULT(settlePending(settings));
    const DataState lacking = stateOf(settings);
    VERIFY_RESULT(
        m_server.run(u"pg_ctl"_s, {u"stop"_s, u"-w"_s, u"-m"_s, u"immediate"_s, u"-D"_s, copy}));
    QCOMPARE(lacking.uncountedReadings, 500);
    QCOMPARE(lacking.newestPart->how, DataState::Part::How::Running);
}

QTEST_GUILESS_MAIN(tst_DataState)
#include "tst_DataState.moc"
