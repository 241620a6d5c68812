// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/settlement/Settlement.h"
#include "sources/input/ContentHash.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

#include <ctime>

#include <sys/resource.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

using Outcome = LoadReceipt::Outcome;

// What every load must leave behind.
#define VERIFY_CONSISTENT()                                                                        \
    do {                                                                                           \
        QCOMPARE(m_fixture->journalMismatch(), QString());                                         \
        QCOMPARE(m_fixture->summaryMismatch(), QString());                                         \
    } while (false)

namespace {

QStringList codesOf(const LoadReceipt& receipt)
{
    QStringList codes;
    for (const UserMessage& finding : receipt.findings)
        codes << finding.code;
    return codes;
}

} // namespace

class tst_LoadJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
    }

    void referenceFolderLoadsInFull();
    void sampleFolderLoadsInBalance();
    void secondLoadChangesNothing();
    void oneDigestForAllChunkSizes_data();
    void oneDigestForAllChunkSizes();
    void timeZoneDoesNotMatter();
    void cancelAndLoadAgain();
    void cancelBeforeTheStart();
    void twoProgramsAtOnce_data();
    void twoProgramsAtOnce();
    void loadContinuesAfterServerCrash();
    void absentServerPausesOrFailsTheLoad_data();
    void absentServerPausesOrFailsTheLoad();
    void loadContinuesAfterTerminatedBackends();
    void valueThatTheDatabaseRefusesCostsItsLine();
    void stopsAtTheRejectLimit_data();
    void stopsAtTheRejectLimit();
    void receiptHasHashes();
    void unusualReadingsAreKept();
    void datesWithoutATimeAreCounted();
    void rejectedLinesAreKept();
    void giantLineIsRejectedOnce();
    void brokenListFailsAndTheRestIsLoaded();
    void shrunkFileFailsAndTheRestIsLoaded();
    void moreFilesThanMayBeOpen();
    void marksForNoneNeverOverflow();
    void isolationOfTheDatabaseDoesNotMatter();
    void newestMapWins();
    void listsFollowTheNewestFile();
    void nothingToLoadIsAFailure();
    void filesWithoutRecordsSucceedWithAMessage();
    void dryRunStoresNothing();
    void progressReachesTheEnd();

private:
    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

void tst_LoadJob::referenceFolderLoadsInFull()
{
    const auto folder = LoadFixture::referenceFolder();
    if (!folder)
        QSKIP("The reference data is not beside this checkout");
    const LoadReceipt receipt = m_fixture->load(*folder);
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{36'979, 36'979, 0, 0, 0}));
    // Four sensors of the map have no readings.
    QCOMPARE(codesOf(receipt), QStringList({u"sensor-without-readings"_s}));
    VERIFY_CONSISTENT();
    QCOMPARE(
        m_fixture->ask("SELECT sum(failure_events) FROM faultline.failure_events_by_day"),
        u"5001"_s);
    QCOMPARE(
        m_fixture->ask("SELECT count(*) FROM faultline.logs WHERE status = 'ERROR'"), u"36979"_s);
}

void tst_LoadJob::sampleFolderLoadsInBalance()
{
    const LoadReceipt receipt = m_fixture->load(LoadFixture::sampleFolder());
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{5'000, 4'992, 7, 1, 0}));
    QVERIFY(receipt.balanced());
    VERIFY_CONSISTENT();
}

void tst_LoadJob::secondLoadChangesNothing()
{
    m_fixture->load(LoadFixture::sampleFolder());
    const QString digest = m_fixture->digest();
    const LoadReceipt receipt = m_fixture->load(LoadFixture::sampleFolder());
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{5'000, 0, 0, 0, 5'000}));
    for (const FileReceipt& file : receipt.files) {
        QCOMPARE(file.state, file.role ? FileState::Unchanged : FileState::NotRecognised);
        QCOMPARE(file.records.skipped, file.records.in);
    }
    QCOMPARE(m_fixture->digest(), digest);
    VERIFY_CONSISTENT();
}

void tst_LoadJob::oneDigestForAllChunkSizes_data()
{
    QTest::addColumn<qint64>("chunkRows");
    QTest::addColumn<int>("workers");
    for (const qint64 chunkRows : {1, 2, 7, 100'000}) {
        for (const int workers : {1, 2, 8})
            QTest::addRow("%lld rows, %d workers", static_cast<long long>(chunkRows), workers)
                << chunkRows << workers;
    }
}

void tst_LoadJob::oneDigestForAllChunkSizes()
{
    static QString firstDigest;
    QFETCH(qint64, chunkRows);
    QFETCH(int, workers);
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(250) + "broken\r\n\r\n" + logLines(50, 2));
    LoadOptions options;
    options.chunkRows = chunkRows;
    options.workers = workers;
    const LoadReceipt receipt = m_fixture->load(options);
    QCOMPARE(receipt.readings(), (RecordCounts{302, 300, 1, 1, 0}));
    VERIFY_CONSISTENT();
    if (firstDigest.isEmpty())
        firstDigest = m_fixture->digest();
    QCOMPARE(m_fixture->digest(), firstDigest);
}

void tst_LoadJob::timeZoneDoesNotMatter()
{
    // 02:30 doesn't exist on that day in Berlin.
    m_fixture->write(
        u"a.log"_s, "[2020-03-29 02:30:00]\tERROR\tsensor[1]:\t(temperature\t1, vibration\t2)\n");
    const QByteArray before = qgetenv("TZ");
    for (const char* zone : {"Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu"}) {
        qputenv("TZ", zone);
        ::tzset();
        m_fixture->load();
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(occurred_at::text, ' ') FROM faultline.reading"),
            u"2020-03-29 02:30:00+00"_s);
    }
    if (before.isNull())
        qunsetenv("TZ");
    else
        qputenv("TZ", before);
    ::tzset();
}

void tst_LoadJob::cancelAndLoadAgain()
{
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(60'000));
    LoadOptions options;
    options.chunkRows = 500;
    LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QTRY_VERIFY(job.progress().readings.loaded > 0);
    job.cancel();
    const LoadReceipt cancelled = job.future().result();
    QCOMPARE(cancelled.outcome, Outcome::Cancelled);
    QVERIFY(!cancelled.failure.has_value());
    const qint64 loaded = cancelled.readings().loaded;
    QVERIFY(loaded > 0 && loaded < 60'000);
    QCOMPARE(loaded % 500, 0);
    QCOMPARE(cancelled.files.last().state, FileState::Cancelled);
    VERIFY_RESULT(settlePending(m_fixture->settings()));
    VERIFY_CONSISTENT();
    QCOMPARE(m_fixture->ask("SELECT state FROM faultline.load_run"), u"cancelled"_s);

    const LoadReceipt completed = m_fixture->load();
    QCOMPARE(completed.outcome, Outcome::Succeeded);
    QCOMPARE(completed.readings(), (RecordCounts{60'000, 60'000 - loaded, 0, 0, loaded}));
    VERIFY_CONSISTENT();
}

void tst_LoadJob::cancelBeforeTheStart()
{
    m_fixture->write(u"a.log"_s, logLines(100));
    const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), {});
    job.cancel();
    const LoadReceipt receipt = job.future().result();
    // It may have been faster than the cancel; there is no other outcome.
    if (receipt.outcome == Outcome::Succeeded)
        QCOMPARE(receipt.readings().loaded, 100);
    else
        QCOMPARE(receipt.outcome, Outcome::Cancelled);
    VERIFY_RESULT(settlePending(m_fixture->settings()));
    VERIFY_CONSISTENT();
}

void tst_LoadJob::twoProgramsAtOnce_data()
{
    QTest::addColumn<qint64>("otherChunkRows");
    QTest::newRow("chunks cut alike") << qint64{300};
    QTest::newRow("chunks cut elsewhere") << qint64{770};
}

void tst_LoadJob::twoProgramsAtOnce()
{
    QFETCH(qint64, otherChunkRows);
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(30'000));
    m_fixture->write(u"b.log"_s, logLines(10'000, 7));
    LoadOptions one;
    one.chunkRows = 300;
    LoadOptions other;
    other.chunkRows = otherChunkRows;
    const LoadJob a = LoadJob::start(m_fixture->settings(), m_fixture->folder(), one);
    const LoadJob b = LoadJob::start(m_fixture->settings(), m_fixture->folder(), other);
    const LoadReceipt first = a.future().result();
    const LoadReceipt second = b.future().result();
    QCOMPARE(first.outcome, Outcome::Succeeded);
    QCOMPARE(second.outcome, Outcome::Succeeded);
    QVERIFY(first.balanced() && second.balanced());
    QCOMPARE(first.readings().loaded + second.readings().loaded, 40'000);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"40000"_s);
    VERIFY_CONSISTENT();
}

void tst_LoadJob::loadContinuesAfterServerCrash()
{
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(60'000));
    LoadOptions options;
    options.chunkRows = 500;
    const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QTRY_VERIFY(job.progress().readings.loaded > 0);
    QVERIFY(m_server.kill());
    QTRY_VERIFY(job.progress().trouble.has_value());
    QVERIFY(!job.progress().isPaused);
    VERIFY_RESULT(m_server.startAgain());
    const LoadReceipt receipt = job.future().result();
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{60'000, 60'000, 0, 0, 0}));
    QCOMPARE(receipt.findings.last().code, u"interrupted"_s);
    QVERIFY(!job.progress().trouble);
    QCOMPARE(job.progress().bytesDone, job.progress().bytesTotal);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"60000"_s);
    VERIFY_CONSISTENT();
}

void tst_LoadJob::absentServerPausesOrFailsTheLoad_data()
{
    QTest::addColumn<bool>("mayPause");
    QTest::newRow("paused until somebody says go on") << true;
    QTest::newRow("fails where nobody can be asked") << false;
}

void tst_LoadJob::absentServerPausesOrFailsTheLoad()
{
    QFETCH(bool, mayPause);
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(60'000));
    LoadOptions options;
    options.chunkRows = 500;
    options.patience = std::chrono::milliseconds(200);
    options.whenStuck = mayPause ? LoadOptions::WhenStuck::Pause : LoadOptions::WhenStuck::Fail;
    const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QTRY_VERIFY(job.progress().readings.loaded > 0);
    QVERIFY(m_server.kill());
    if (mayPause)
        QTRY_VERIFY(job.progress().isPaused);
    else
        job.future().waitForFinished();
    VERIFY_RESULT(m_server.startAgain());
    job.resume();
    LoadReceipt receipt = job.future().result();
    QCOMPARE(receipt.outcome, mayPause ? Outcome::Succeeded : Outcome::Failed);
    QCOMPARE(receipt.failure.has_value(), !mayPause);
    if (!mayPause) {
        QVERIFY(!receipt.failure->remedy.isEmpty());
        receipt = m_fixture->load();
    }
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    QCOMPARE(receipt.readings().in, 60'000);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"60000"_s);
    VERIFY_CONSISTENT();
}

void tst_LoadJob::loadContinuesAfterTerminatedBackends()
{
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(60'000));
    LoadOptions options;
    options.chunkRows = 500;
    const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QTRY_VERIFY(job.progress().readings.loaded > 0);
    for (int i = 0; i < 3; ++i) {
        m_fixture->execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                           " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        QTest::qWait(50);
    }
    const LoadReceipt receipt = job.future().result();
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{60'000, 60'000, 0, 0, 0}));
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"60000"_s);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.load_run"), u"1"_s);
    VERIFY_CONSISTENT();
}

// A user's own rule about a value costs that line and no other.
void tst_LoadJob::valueThatTheDatabaseRefusesCostsItsLine()
{
    m_fixture->execute(
        "CREATE FUNCTION faultline.no_seven() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF NEW.sensor_key = (SELECT sensor_key FROM faultline.sensor WHERE sensor_id = '7777') "
        "THEN RAISE 'seven' USING ERRCODE = '22003'; END IF;"
        " RETURN NEW; END $$;"
        "CREATE TRIGGER no_seven BEFORE INSERT ON faultline.reading FOR EACH ROW"
        " EXECUTE FUNCTION faultline.no_seven()");
    const QByteArray bad = "[2020-01-01 10:00:00]\tERROR\tsensor[7777]:\t(temperature\t1)";
    m_fixture->writeLists();
    m_fixture->write(
        u"a.log"_s, logLines(1'000) + bad + "\r\n" + logLines(500, 2) + bad + "\nbroken\n");
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{1'503, 1'500, 3, 0, 0}));
    QCOMPARE(
        m_fixture->ask("SELECT string_agg(line_number || ' ' || reason || ' ' || length(raw), ' / '"
                       " ORDER BY line_number) FROM faultline.rejected_line"),
        u"1001 database %1 / 1502 database %1 / 1503 shape 6"_s.arg(bad.size()));
    VERIFY_CONSISTENT();
}

void tst_LoadJob::stopsAtTheRejectLimit_data()
{
    QTest::addColumn<QString>("limit");
    QTest::addColumn<bool>("stops");
    QTest::newRow("more lines than allowed") << u"299"_s << true;
    QTest::newRow("as many as allowed") << u"2000"_s << false;
    QTest::newRow("share exceeded") << u"9.9%"_s << true;
    QTest::newRow("share kept") << u"10%"_s << false;
}

void tst_LoadJob::stopsAtTheRejectLimit()
{
    QFETCH(QString, limit);
    QFETCH(bool, stops);
    m_fixture->writeLists();
    QByteArray log;
    for (quint32 i = 0; i < 2'000; ++i)
        log += logLines(9, i) + "broken\n";
    m_fixture->write(u"a.log"_s, log);
    LoadOptions options;
    options.chunkRows = 100;
    options.workers = 1;
    options.rejectLimit = RejectLimit::fromText(limit).value();
    LoadReceipt receipt = m_fixture->load(options);
    QCOMPARE(receipt.outcome, stops ? Outcome::Failed : Outcome::Succeeded);
    QVERIFY(receipt.balanced());
    VERIFY_CONSISTENT();
    if (stops) {
        QCOMPARE(receipt.failure->code, u"too-many-rejects"_s);
        QVERIFY(receipt.readings().in < 20'000);
        QCOMPARE(
            m_fixture->ask("SELECT failure->>'code' FROM faultline.load_run"),
            u"too-many-rejects"_s);
        receipt = m_fixture->load();
    }
    QCOMPARE(receipt.readings().in, 20'000);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"18000"_s);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.rejected_line"), u"2000"_s);
    VERIFY_CONSISTENT();
}

void tst_LoadJob::receiptHasHashes()
{
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, "\xEF\xBB\xBF" + logLines(5'000));
    LoadOptions options;
    options.chunkRows = 700;
    const auto hashOf = [this](const QString& name) {
        QFile file(m_fixture->path(name));
        const QByteArray content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        return contentHash({content.constData(), static_cast<std::size_t>(content.size())});
    };
    for (int i = 0; i < 2; ++i) {
        const LoadReceipt receipt = m_fixture->load(options);
        for (const FileReceipt& file : receipt.files) {
            QCOMPARE(file.contentHash, hashOf(file.relativePath));
            QCOMPARE(file.startedAt.isValid(), i == 0 || file.role != SourceRole::Readings);
        }
    }
    // Known only for a file that one load read completely.
    m_fixture->append(u"a.log"_s, logLines(10, 2));
    QVERIFY(m_fixture->load().files.last().contentHash.isEmpty());
    QCOMPARE(
        m_fixture->ask("SELECT count(*) FROM faultline.load_file WHERE content_hash IS NULL"),
        u"1"_s);
}

void tst_LoadJob::unusualReadingsAreKept()
{
    m_fixture->writeLists();
    m_fixture->write(
        u"a.log"_s,
        "[2020-01-01 10:00:00]\tERROR\tsensor[1]:\t(temperature\terr, vibration\t2)\n"
        "[2020-01-01 10:00:00+02]\tnotice\tsensor[1]:\t(pressure\t3.20, temperature\t1)\n"
        "[2020-01-01 10:00:01]\tNOTICE\tsensor[77]:\t()\n"
        "[2020-01-01 10:00:01]\tERROR\tsensor[77]:\t(vibration\t-0.5)\n");
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.readings(), (RecordCounts{4, 4, 0, 0, 0}));
    QCOMPARE(
        m_fixture->ask("SELECT string_agg(concat_ws(' ', occurred_at, s.name, n.sensor_id,"
                       " coalesce(temperature::text, '-'), coalesce(vibration::text, '-'),"
                       " coalesce(extra::text, '-')), ' / ' ORDER BY occurred_at, s.name)"
                       " FROM faultline.reading r JOIN faultline.severity s ON s.code = r.severity"
                       " JOIN faultline.sensor n ON n.sensor_key = r.sensor_key"),
        u"2020-01-01 08:00:00+00 NOTICE 1 1 - \"pressure\"=>\"3.20\" / "
        "2020-01-01 10:00:00+00 ERROR 1 - 2 \"temperature\"=>\"err\" / "
        "2020-01-01 10:00:01+00 ERROR 77 - -0.5 - / "
        "2020-01-01 10:00:01+00 NOTICE 77 - - -"_s);
    QCOMPARE(
        codesOf(receipt), QStringList(
                              {u"unreadable-measurements"_s, u"new-measurements"_s,
                               u"unmapped-sensors"_s, u"sensor-without-readings"_s}));
    VERIFY_CONSISTENT();
}

void tst_LoadJob::datesWithoutATimeAreCounted()
{
    m_fixture->writeLists();
    QByteArray lines = "[2020-1-1]\tERROR\tsensor[1]:\t(temperature\terr, vibration\t2)\n";
    // The tolerant parser reads what is near the end of a file.
    for (int i = 0; i < 10; ++i)
        lines += "[2020-1-2]\tERROR\tsensor[1]:\t(temperature\t1, vibration\t2)\n"
                 "[2020-1-2 3:04:05]\tERROR\tsensor[1]:\t(temperature\t1, vibration\t2)\n";
    m_fixture->write(u"a.log"_s, lines);
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.readings(), (RecordCounts{21, 21, 0, 0, 0}));
    QCOMPARE(
        m_fixture->ask("SELECT string_agg(concat_ws(' ', dates_only, times_twice), '/')"
                       " FROM faultline.load_chunk WHERE dates_only > 0"),
        u"11 0"_s);
    QCOMPARE(
        m_fixture->ask("SELECT count(*) FROM faultline.reading"
                       " WHERE occurred_at = '2020-01-02 00:00:00+00'"),
        u"10"_s);
    const auto found = std::find_if(
        receipt.findings.begin(), receipt.findings.end(),
        [](const UserMessage& finding) { return finding.code == u"dates-only"; });
    QVERIFY(found != receipt.findings.end());
    QVERIFY(found->what.contains(u"11"_s));
    VERIFY_CONSISTENT();
}

void tst_LoadJob::rejectedLinesAreKept()
{
    const QByteArray good = logLines(3);
    const QByteArray bad = QByteArray("[2020-13-01 10:00:00]\tERR\xD6R\0x", 29);
    const QByteArray content = good + bad + "\r\n" + good + "hello\n";
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, "\xEF\xBB\xBF" + content);
    LoadOptions options;
    options.chunkRows = 2;
    const LoadReceipt receipt = m_fixture->load(options);
    QCOMPARE(receipt.readings(), (RecordCounts{8, 6, 2, 0, 0}));
    QCOMPARE(
        m_fixture->ask("SELECT string_agg(format('%s@%s:%s:%s:%s', line_number, byte_offset,"
                       " column_number, line_bytes, reason), ' ' ORDER BY line_number)"
                       " FROM faultline.rejected_line"),
        u"4@%1:26:29:encoding 8@%2:1:5:shape"_s.arg(3 + good.size()).arg(3 + content.size() - 6));
    QCOMPARE(
        m_fixture->ask(
            "SELECT encode(raw, 'hex') FROM faultline.rejected_line ORDER BY line_number"),
        QString::fromLatin1(bad.toHex()));
    VERIFY_CONSISTENT();
}

void tst_LoadJob::giantLineIsRejectedOnce()
{
    m_fixture->writeLists();
    m_fixture->write(
        u"a.log"_s, logLines(10) + QByteArray(5'000'000, 'x') + '\n' + logLines(10, 2));
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.readings(), (RecordCounts{21, 20, 1, 0, 0}));
    QCOMPARE(
        m_fixture->ask("SELECT format('%s %s %s %s', line_number, line_bytes, reason, length(raw))"
                       " FROM faultline.rejected_line"),
        u"11 5000000 too-long 8192"_s);
    QCOMPARE(m_fixture->load().readings(), (RecordCounts{21, 0, 0, 0, 21}));
    VERIFY_CONSISTENT();
}

void tst_LoadJob::brokenListFailsAndTheRestIsLoaded()
{
    m_fixture->writeLists();
    m_fixture->write(u"equipment.json"_s, R"([{"equipment_id":1,"code":"A"},)");
    m_fixture->write(u"a.log"_s, logLines(10));
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.outcome, Outcome::Failed);
    QVERIFY(receipt.failure->where.endsWith(u"equipment.json"_s));
    QCOMPARE(receipt.files.first().state, FileState::Failed);
    QCOMPARE(receipt.readings().loaded, 10);
    QCOMPARE(m_fixture->ask("SELECT count(code) FROM faultline.equipment"), u"0"_s);
    VERIFY_CONSISTENT();
}

void tst_LoadJob::shrunkFileFailsAndTheRestIsLoaded()
{
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(60'000));
    m_fixture->write(u"b.log"_s, logLines(10, 2));
    LoadOptions options;
    options.chunkRows = 500;
    const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QTRY_VERIFY(job.progress().readings.loaded > 0);
    QVERIFY(QFile::resize(m_fixture->path(u"a.log"_s), 1'000));
    const LoadReceipt receipt = job.future().result();
    QCOMPARE(receipt.outcome, Outcome::Failed);
    QVERIFY(receipt.failure->where.endsWith(u"a.log"_s));
    QCOMPARE(receipt.files.at(2).state, FileState::Failed);
    QVERIFY(!receipt.files.at(2).message.isEmpty());
    QCOMPARE(receipt.files.at(3).state, FileState::Loaded);
    QVERIFY(receipt.balanced());
    VERIFY_CONSISTENT();
}

void tst_LoadJob::moreFilesThanMayBeOpen()
{
    constexpr int kFiles = 300;
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit few = before;
    few.rlim_cur = 200;
    m_fixture->writeLists();
    for (int i = 0; i < kFiles; ++i)
        m_fixture->write(u"%1.log"_s.arg(i), logLines(2, static_cast<quint32>(i)));
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    QCOMPARE(receipt.readings().loaded, 2 * kFiles);
    VERIFY_CONSISTENT();
}

void tst_LoadJob::marksForNoneNeverOverflow()
{
    m_fixture->writeLists();
    const QByteArray line =
        "[2020-01-01 10:00:00]\tERROR\tsensor[1]:\t(temperature\t1.7976931348623157e308)\n";
    m_fixture->write(u"a.log"_s, line + line + line);
    LoadOptions options;
    options.chunkRows = 1;
    QCOMPARE(m_fixture->load(options).outcome, Outcome::Succeeded);
    VERIFY_CONSISTENT();
}

void tst_LoadJob::isolationOfTheDatabaseDoesNotMatter()
{
    m_fixture->execute(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation ="
        " serializable', current_database()); END $$");
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(5'000));
    LoadOptions options;
    options.chunkRows = 100;
    const LoadJob a = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    const LoadJob b = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QCOMPARE(a.future().result().outcome, Outcome::Succeeded);
    QCOMPARE(b.future().result().outcome, Outcome::Succeeded);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"5000"_s);
    VERIFY_CONSISTENT();
}

// The newer one wins for good: they don't undo each other with every load.
void tst_LoadJob::newestMapWins()
{
    m_fixture->write(u"new.csv"_s, "equipment_id;sensor_id\n2;1\n");
    m_fixture->write(u"old.csv"_s, "equipment_id;sensor_id\n1;1\n1;2\n");
    QFile old(m_fixture->path(u"old.csv"_s));
    QVERIFY(old.open(QIODevice::ReadWrite));
    QVERIFY(old.setFileTime(
        QDateTime::currentDateTime().addDays(-1), QFileDevice::FileModificationTime));
    old.close();
    m_fixture->write(u"a.log"_s, logLines(10));
    m_fixture->load();
    const QByteArray map = "SELECT string_agg(sensor_id || '>' || equipment_id, ' ' ORDER BY"
                           " sensor_id) FROM faultline.equipment_sensors";
    QCOMPARE(m_fixture->ask(map), u"1>2 2>1"_s);
    const QString version = m_fixture->ask("SELECT version FROM faultline.summary_state");
    const LoadReceipt again = m_fixture->load();
    QCOMPARE(again.total().loaded, 0);
    QCOMPARE(m_fixture->ask(map), u"1>2 2>1"_s);
    QCOMPARE(m_fixture->ask("SELECT version FROM faultline.summary_state"), version);
    VERIFY_CONSISTENT();
}

void tst_LoadJob::listsFollowTheNewestFile()
{
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(10));
    m_fixture->load();
    m_fixture->write(
        u"equipment.json"_s,
        R"([{"equipment_id":1,"code":"AAAA","group_name":"ONE"},
            {"equipment_id":2,"code":"NEW","group_name":"ONE","deck":3},
            {"equipment_id":2,"code":"NEWER","group_name":"ONE","deck":4},
            {"equipment_id":3},
            {"equipment_id":4,"code":"DDDD"}])");
    LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.files.first().records, (RecordCounts{5, 4, 1, 0, 0}));
    QCOMPARE(
        m_fixture->ask(
            "SELECT string_agg(concat_ws(' ', equipment_id, code, attributes::text), ' / '"
            " ORDER BY equipment_id) FROM faultline.equipment"),
        u"1 AAAA / 2 NEWER \"deck\"=>\"4\" / 3 CCCC / 4 DDDD"_s);
    QCOMPARE(codesOf(receipt).mid(0, 2), QStringList({u"listed-twice"_s, u"list-changed"_s}));

    // One in four: that can happen at one plant.
    QCOMPARE(receipt.findings.at(1).kind, UserMessage::Kind::Information);

    // The same content is stored once; going back to the old content is a change again.
    receipt = m_fixture->load();
    QCOMPARE(receipt.files.first().records, (RecordCounts{5, 0, 0, 0, 5}));
    m_fixture->writeLists();
    receipt = m_fixture->load();
    QCOMPARE(receipt.files.first().records, (RecordCounts{3, 0, 0, 0, 3}));
    VERIFY_CONSISTENT();

    // Most of them: another plant.
    const QByteArray codesInForce = "SELECT string_agg(code, ' ' ORDER BY equipment_key)"
                                    " FROM faultline.equipment";
    const QString before = m_fixture->ask(codesInForce);
    QCOMPARE(before, u"AAAA BBBB CCCC DDDD"_s);
    m_fixture->write(
        u"equipment.json"_s,
        R"([{"equipment_id":1,"code":"ELSE1","group_name":"X"},
            {"equipment_id":2,"code":"ELSE2","group_name":"X"},
            {"equipment_id":3,"code":"CCCC"}])");
    receipt = m_fixture->load();
    const UserMessage& other = receipt.findings.first();
    QCOMPARE(other.code, u"list-changed"_s);
    QCOMPARE(other.kind, UserMessage::Kind::Warning);
    QVERIFY(other.remedy.contains(u"undo this load"_s));
    QVERIFY(other.why.contains(LoadFixture::plantName()));
    auto connection = Connection::open(m_fixture->settings());
    VERIFY_RESULT(connection);
    const auto undone = undoLoad(*connection, LoadId{receipt.loadId}, {});
    VERIFY_RESULT(undone);
    QCOMPARE(m_fixture->ask(codesInForce), before);
}

void tst_LoadJob::nothingToLoadIsAFailure()
{
    LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.outcome, Outcome::Failed);
    QCOMPARE(receipt.failure->code, u"nothing-to-load"_s);
    m_fixture->write(u"notes.txt"_s, "hello\n");
    receipt = m_fixture->load();
    QCOMPARE(receipt.failure->code, u"nothing-to-load"_s);
    receipt = m_fixture->load(m_fixture->path(u"missing"_s));
    QCOMPARE(receipt.failure->code, u"folder"_s);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.load_run"), u"0"_s);
}

void tst_LoadJob::filesWithoutRecordsSucceedWithAMessage()
{
    m_fixture->write(u"map.csv"_s, "equipment_id;sensor_id\r\n");
    m_fixture->write(u"a.log"_s, logLines(1).chopped(2));
    for (int i = 0; i < 2; ++i) {
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, Outcome::Succeeded);
        for (const FileReceipt& file : receipt.files) {
            QCOMPARE(file.records, RecordCounts());
            QCOMPARE(file.state, FileState::Loaded);
            QVERIFY(!file.message.isEmpty());
        }
    }
}

void tst_LoadJob::dryRunStoresNothing()
{
    LoadOptions options;
    options.dryRun = true;
    const LoadReceipt receipt = m_fixture->load(LoadFixture::sampleFolder(), options);
    QCOMPARE(receipt.outcome, Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{5'000, 4'992, 7, 1, 0}));
    QVERIFY(receipt.dryRun);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.load_run"), u"0"_s);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"0"_s);
}

void tst_LoadJob::progressReachesTheEnd()
{
    const LoadJob job = LoadJob::start(m_fixture->settings(), LoadFixture::sampleFolder(), {});
    job.future().waitForFinished();
    QCOMPARE(job.future().progressMaximum(), 1'000);
    QCOMPARE(job.future().progressValue(), 1'000);
    const LoadProgress progress = job.progress();
    QCOMPARE(progress.phase, LoadProgress::Phase::Done);
    QCOMPARE(progress.bytesDone, progress.bytesTotal);
    for (const FileProgress& file : progress.files)
        QCOMPARE(file.bytesDone, file.role ? file.bytes : 0);
}

QTEST_GUILESS_MAIN(tst_LoadJob)
#include "tst_LoadJob.moc"
