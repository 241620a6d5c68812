// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/UndoLoad.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QHash>
#include <QTest>

#include <algorithm>
#include <numeric>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// What a load says about lines that other files had; empty if nothing.
QString sharedLines(const LoadReceipt& receipt)
{
    for (const UserMessage& finding : receipt.findings) {
        if (finding.code == u"shared-lines")
            return finding.what;
    }
    return {};
}

} // namespace

// A readings file that changes between loads is recognised: only what is new is loaded.
class tst_FileIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        m_fixture->writeLists();
        m_fixture->write(u"a.log"_s, kFirst);
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{100, 100, 0, 0, 0}));
    }
    void cleanup()
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }

    void loadsOnlyAppendedLines()
    {
        m_fixture->append(u"a.log"_s, logLines(30, 2));
        QCOMPARE(loadOne(), (RecordCounts{130, 30, 0, 0, 100}));
        QCOMPARE(loadOne(), (RecordCounts{130, 0, 0, 0, 130}));
    }

    void appendedBadLineHasItsLineNumber()
    {
        m_fixture->append(u"a.log"_s, logLines(4, 2) + "hello\n");
        QCOMPARE(loadOne(), (RecordCounts{105, 4, 1, 0, 100}));
        QCOMPARE(m_fixture->ask("SELECT line_number FROM faultline.rejected_line"), u"105"_s);
    }

    void unfinishedLastLine()
    {
        const QByteArray line = logLines(1, 3);
        m_fixture->append(u"a.log"_s, line.left(30));
        LoadReceipt receipt = m_fixture->load();
        QVERIFY(receipt.hasUnfinishedLines);
        QCOMPARE(receipt.readings(), (RecordCounts{100, 0, 0, 0, 100}));
        QVERIFY(!receipt.files.last().message.isEmpty());
        // Its writer completes it.
        m_fixture->append(u"a.log"_s, line.mid(30));
        receipt = m_fixture->load();
        QVERIFY(!receipt.hasUnfinishedLines);
        QCOMPARE(receipt.readings(), (RecordCounts{101, 1, 0, 0, 100}));
    }

    void unfinishedLineOfANewFile()
    {
        m_fixture->write(u"b.log"_s, logLines(5, 9).chopped(2));
        const LoadReceipt receipt = m_fixture->load();
        QVERIFY(receipt.hasUnfinishedLines);
        QCOMPARE(receipt.files.last().records, (RecordCounts{4, 4, 0, 0, 0}));
        QCOMPARE(receipt.files.last().state, FileState::Loaded);
    }

    void finalLoadsTheLastLine()
    {
        m_fixture->append(u"a.log"_s, logLines(1, 3).chopped(2));
        LoadOptions options;
        options.isFinal = true;
        const LoadReceipt receipt = m_fixture->load(options);
        QVERIFY(!receipt.hasUnfinishedLines);
        QCOMPARE(receipt.readings(), (RecordCounts{101, 1, 0, 0, 100}));
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{101, 0, 0, 0, 101}));
    }

    void renamedFileIsKnown()
    {
        QVERIFY(QFile::rename(m_fixture->path(u"a.log"_s), m_fixture->path(u"b.log"_s)));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings(), (RecordCounts{100, 0, 0, 0, 100}));
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.source_file WHERE role = 'readings'"),
            u"1"_s);
    }

    void renamedAndANewOneInItsPlace()
    {
        QVERIFY(QFile::rename(m_fixture->path(u"a.log"_s), m_fixture->path(u"old.log"_s)));
        m_fixture->write(u"a.log"_s, logLines(20, 5));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings(), (RecordCounts{120, 20, 0, 0, 100}));
    }

    // Lines in both are loaded once.
    void renamedAndOneWithSomeOfItsLinesInItsPlace()
    {
        QVERIFY(QFile::rename(m_fixture->path(u"a.log"_s), m_fixture->path(u"old.log"_s)));
        const QByteArray some = kFirst.mid(kFirst.indexOf('\n', kFirst.size() / 2) + 1);
        m_fixture->write(u"a.log"_s, some);
        const qint64 lines = some.count('\n');
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings(), (RecordCounts{100 + lines, 0, 0, 0, 100 + lines}));
        verifyLedgerHolds();
    }

    // What is appended to an edited file isn't compared with its earlier content.
    void editedAndThenAppended()
    {
        const QByteArray mended = "first\n" + kFirst;
        m_fixture->write(u"a.log"_s, mended);
        QCOMPARE(loadOne(), (RecordCounts{101, 0, 1, 0, 100}));
        const QByteArray again = kFirst.left(kFirst.indexOf('\n') + 1);
        m_fixture->append(u"a.log"_s, again);
        QCOMPARE(loadOne(), (RecordCounts{102, 1, 0, 0, 101}));
        verifyLedgerHolds();
    }

    void renamedAfterItGrew()
    {
        m_fixture->append(u"a.log"_s, logLines(7, 6));
        QVERIFY(QFile::rename(m_fixture->path(u"a.log"_s), m_fixture->path(u"z.log"_s)));
        QCOMPARE(loadOne(), (RecordCounts{107, 7, 0, 0, 100}));
    }

    void copyIsSkipped()
    {
        QVERIFY(QFile::copy(m_fixture->path(u"a.log"_s), m_fixture->path(u"b.log"_s)));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings(), (RecordCounts{200, 0, 0, 0, 200}));
        QVERIFY(receipt.files.last().message.contains(u"a.log"_s));
    }

    void twoNewCopies()
    {
        m_fixture->write(u"b.log"_s, logLines(40, 8));
        m_fixture->write(u"c.log"_s, logLines(40, 8));
        LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings(), (RecordCounts{180, 40, 0, 0, 140}));
        QVERIFY(receipt.balanced());
        receipt = m_fixture->load();
        QCOMPARE(receipt.readings(), (RecordCounts{180, 0, 0, 0, 180}));
    }

    void linkThatGrows()
    {
        QVERIFY(QFile::link(u"a.log"_s, m_fixture->path(u"current.log"_s)));
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{200, 0, 0, 0, 200}));
        m_fixture->append(u"a.log"_s, logLines(10, 4));
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{220, 10, 0, 0, 210}));
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"110"_s);
    }

    void anotherWayToTheSameFolder()
    {
        m_fixture->append(u"a.log"_s, logLines(10, 4));
        const QTemporaryDir elsewhere;
        const QString link = elsewhere.filePath(u"link"_s);
        QVERIFY(QFile::link(m_fixture->folder(), link));
        QCOMPARE(m_fixture->load(link).readings(), (RecordCounts{110, 10, 0, 0, 100}));
    }

    void copyOfAFileThatIsHalfLoaded()
    {
        m_fixture->append(u"a.log"_s, logLines(50, 4));
        QVERIFY(QFile::copy(m_fixture->path(u"a.log"_s), m_fixture->path(u"b.log"_s)));
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{300, 50, 0, 0, 250}));
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"150"_s);
    }

    // The half-loaded file isn't in the folder; its copy is as good.
    void copyElsewhereOfAFileThatIsHalfLoaded()
    {
        m_fixture->append(u"a.log"_s, logLines(50, 4));
        const QTemporaryDir elsewhere;
        QVERIFY(QFile::copy(m_fixture->path(u"a.log"_s), elsewhere.filePath(u"b.log"_s)));
        QCOMPARE(m_fixture->load(elsewhere.path()).readings(), (RecordCounts{150, 50, 0, 0, 100}));
    }

    // Two logs of one logger can begin the same and continue differently, like exports that contain
    // everything since the beginning.
    void samePrefixIsLoadedOnce()
    {
        m_fixture->write(u"b.log"_s, kFirst + logLines(10, 11));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings(), (RecordCounts{210, 10, 0, 0, 200}));
        QVERIFY(sharedLines(receipt).contains(u"100"_s));
        verifyLedgerHolds();
    }

    void rewrittenFileStartsANewGeneration_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<qint64>("records");
        QTest::newRow("longer") << logLines(150, 12) << qint64{150};
        QTest::newRow("shorter") << logLines(20, 13) << qint64{20};
        QTest::newRow("same beginning, other end")
            << kFirst.left(4'000) + logLines(100, 14) << qint64{-1};
    }
    void rewrittenFileStartsANewGeneration()
    {
        QFETCH(QByteArray, content);
        QFETCH(qint64, records);
        m_fixture->write(u"a.log"_s, content);
        const LoadReceipt receipt = m_fixture->load();
        QVERIFY(receipt.balanced());
        // Those with the same beginning.
        const qint64 known = records < 0 ? kFirst.left(4'000).count('\n') : 0;
        QCOMPARE(receipt.readings().skipped, known);
        QCOMPARE(receipt.readings().in, records < 0 ? content.count('\n') : records);
        QCOMPARE(receipt.findings.first().code, u"rewritten"_s);
        QCOMPARE(m_fixture->ask("SELECT max(generation) FROM faultline.source_file"), u"2"_s);
    }

    void editedFileAddsOnlyNewReadings_data()
    {
        QTest::addColumn<qint64>("chunkRows");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<RecordCounts>("counts");
        const QByteArray a = logLines(400, 5);
        const QByteArray b = logLines(500, 6);
        const QByteArray c = logLines(300, 7);
        const QByteArray bad = "[2020-02-30 10:00:00]\tERROR\tsensor[3]:\t(pressure\t5)\r\n";
        const QByteArray good = "[2020-02-29 10:00:00]\tERROR\tsensor[3]:\t(pressure\t5)\r\n";
        const QByteArray longer = "[2020-02-29 10:00:00]\tERROR\tsensor[3]:\t(p\\x\t55)\r\n";
        for (const qint64 rows : {qint64{100'000}, qint64{100}, qint64{7}}) {
            const auto add = [rows](
                                 const char* name, const QByteArray& before,
                                 const QByteArray& after, const RecordCounts& counts) {
                QTest::addRow("%s, chunks of %lld", name, static_cast<long long>(rows))
                    << rows << before << after << counts;
            };
            add("mended, as long as before", a + bad + b, a + good + b, {901, 1, 0, 0, 900});
            add("mended, longer", a + bad + b, a + longer + b, {901, 1, 0, 0, 900});
            add("mended in two places", a + bad + b + bad + c, a + good + b + longer + c,
                {1'202, 2, 0, 0, 1'200});
            add("a line put in", a + b, a + good + b, {901, 1, 0, 0, 900});
            add("the same line put in once more", a + good + b, a + good + b + good + c,
                {1'202, 301, 0, 0, 901});
            add("lines put in front", b + c, a + b + c, {1'200, 400, 0, 0, 800});
            add("lines taken out of the front", a + b, b + c, {800, 300, 0, 0, 500});
            add("mended and grown", a + bad, a + good + c, {701, 301, 0, 0, 400});
        }
    }

    // What is new is loaded, and nothing twice, for any chunks.
    void editedFileAddsOnlyNewReadings()
    {
        QFETCH(qint64, chunkRows);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(RecordCounts, counts);
        LoadOptions options;
        options.chunkRows = chunkRows;
        m_fixture->write(u"b.log"_s, before);
        m_fixture->load(options);
        // Gives it another modification time, whatever the resolution of the file system's clock.
        QTest::qWait(20);
        m_fixture->write(u"b.log"_s, after);
        const auto counted = [&](const LoadReceipt& receipt) {
            const auto file = std::find_if(
                receipt.files.begin(), receipt.files.end(),
                [](const FileReceipt& each) { return each.relativePath == u"b.log"; });
            return file->records;
        };
        const LoadReceipt receipt = m_fixture->load(options);
        QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
        QVERIFY(receipt.balanced());
        QCOMPARE(counted(receipt), counts);
        const QByteArray inFile =
            "SELECT count(*) FROM faultline.reading r JOIN faultline.load_chunk c"
            " ON c.chunk_id = faultline.chunk_of(r.reading_id)"
            " JOIN faultline.source_file f USING (file_id) WHERE f.path LIKE '%b.log'";
        const QString readings = m_fixture->ask(inFile);
        const QString digest = m_fixture->digest();
        // Again: everything is known.
        QCOMPARE(counted(m_fixture->load(options)).skipped, counts.in);
        QCOMPARE(m_fixture->ask(inFile), readings);
        verifyLedgerHolds();
        // Undone and loaded again, it is the same.
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{receipt.loadId}, CancelToken()));
        verifyLedgerHolds();
        m_fixture->load(options);
        QCOMPARE(m_fixture->ask(inFile), readings);
        QCOMPARE(m_fixture->digest(), digest);
        verifyLedgerHolds();
    }

    // Rejected lines move with their range.
    void editMovesRejectedLines()
    {
        LoadOptions options;
        options.chunkRows = 10;
        const QByteArray lines = logLines(50, 8);
        m_fixture->write(u"b.log"_s, lines + "bad\nworse\n" + lines);
        m_fixture->load(options);
        m_fixture->write(u"b.log"_s, "first\n" + lines + "bad\nworse\n" + lines);
        m_fixture->load(options);
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(format('%s@%s %s', line_number, byte_offset,"
                           " convert_from(raw, 'UTF8')), ' / ' ORDER BY line_number)"
                           " FROM faultline.rejected_line"),
            u"1@0 first / 52@%1 bad / 53@%2 worse"_s.arg(6 + lines.size()).arg(10 + lines.size()));
        verifyLedgerHolds();
    }

    void earlierContentLosesAndDoublesNothing_data()
    {
        QTest::addColumn<QList<QByteArray>>("contents");
        const QByteArray heading = "# header\n";
        const QByteArray one = logLines(1, 30);
        const QByteArray half = kFirst.left(kFirst.indexOf('\n', kFirst.size() / 2) + 1);
        const QByteArray other = kFirst.mid(half.size());
        const QByteArray bad = "[2020-02-30 10:00:00]\tERROR\tsensor[3]:\t(pressure\t5)\r\n";
        const QByteArray good = "[2020-02-29 10:00:00]\tERROR\tsensor[3]:\t(pressure\t5)\r\n";
        const auto row = [](const char* name, const QList<QByteArray>& contents) {
            QTest::newRow(name) << contents;
        };
        row("a heading in front, and back", {kFirst, heading + kFirst, kFirst});
        row("a line in front, and back", {kFirst, one + kFirst, kFirst});
        row("the first half, then the whole again", {kFirst, half, kFirst});
        row("the second half, then the whole again", {kFirst, other, kFirst});
        row("to and fro", {kFirst, one + kFirst, kFirst, one + kFirst, half, kFirst});
        row("mended as long as before and grown, and back",
            {half + bad + other, half + good + other + one, half + bad + other});
        row("back, and grown", {kFirst, one + kFirst, kFirst + one, kFirst + one + one});
        row("another file in its place, and back", {kFirst, logLines(70, 31), kFirst});
    }
    // Whatever the history of the log, its readings are stored as often as in the content that has
    // them most often.
    void earlierContentLosesAndDoublesNothing()
    {
        QFETCH(QList<QByteArray>, contents);
        for (const qint64 chunkRows : {qint64{100'000}, qint64{30}, qint64{7}}) {
            const auto fixture = LoadFixture::make(m_server);
            VERIFY_RESULT(fixture);
            LoadOptions options;
            options.chunkRows = chunkRows;
            QHash<QByteArray, qint64> most;
            for (const QByteArray& content : contents) {
                (*fixture)->write(u"x.log"_s, content);
                const LoadReceipt receipt = (*fixture)->load(options);
                QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
                QVERIFY(receipt.balanced());
                noteReadings(content, most);
            }
            const qint64 expected = std::accumulate(most.cbegin(), most.cend(), qint64{0});
            QCOMPARE(
                (*fixture)->ask("SELECT count(*) FROM faultline.reading"),
                QString::number(expected));
            verifyLedgerHolds(**fixture);
        }
    }

    void undoneAndBackToAnEarlierContent()
    {
        m_fixture->write(u"a.log"_s, logLines(1, 30) + kFirst);
        const LoadReceipt edited = m_fixture->load();
        QCOMPARE(edited.readings(), (RecordCounts{101, 1, 0, 0, 100}));
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{edited.loadId}, CancelToken()));
        m_fixture->write(u"a.log"_s, kFirst);
        QCOMPARE(loadOne(), (RecordCounts{100, 0, 0, 0, 100}));
        verifyLedgerHolds();
    }

    void originalUnderAnotherNameBesideTheEditedOne()
    {
        m_fixture->write(u"a.log"_s, logLines(1, 30) + kFirst);
        QCOMPARE(loadOne(), (RecordCounts{101, 1, 0, 0, 100}));
        m_fixture->write(u"original.log"_s, kFirst);
        QCOMPARE(loadOne(), (RecordCounts{201, 0, 0, 0, 201}));
        QCOMPARE(loadOne(), (RecordCounts{201, 0, 0, 0, 201}));
        verifyLedgerHolds();
    }

    void mendedOneBesideItsOriginal_data()
    {
        QTest::addColumn<bool>("atOnce");
        QTest::newRow("later") << false;
        QTest::newRow("in the same load") << true;
    }
    void mendedOneBesideItsOriginal()
    {
        QFETCH(bool, atOnce);
        const QByteArray lines = logLines(300, 40);
        const QByteArray others = logLines(200, 41);
        m_fixture->write(u"log.log"_s, lines + "bad\n" + others);
        if (!atOnce)
            QCOMPARE(loadOne(), (RecordCounts{601, 500, 1, 0, 100}));
        m_fixture->write(u"log-mended.log"_s, lines + logLines(1, 42) + others);
        m_fixture->load();
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"601"_s);
        QCOMPARE(loadOne(), (RecordCounts{1'102, 0, 0, 0, 1'102}));
        verifyLedgerHolds();
    }

    // A file with readings of another file loses nothing when that one grows.
    void bothGoOnAlike()
    {
        m_fixture->write(u"b.log"_s, logLines(1, 50) + kFirst);
        QCOMPARE(loadOne(), (RecordCounts{201, 1, 0, 0, 200}));
        const QByteArray more = logLines(20, 51);
        m_fixture->append(u"a.log"_s, more);
        m_fixture->append(u"b.log"_s, more);
        QCOMPARE(loadOne(), (RecordCounts{241, 20, 0, 0, 221}));
        verifyLedgerHolds();
    }

    // Two logs that had nothing in common continue with the same lines.
    void growsByLinesOfAnother()
    {
        m_fixture->write(u"b.log"_s, logLines(50, 52));
        QCOMPARE(loadOne(), (RecordCounts{150, 50, 0, 0, 100}));
        const QByteArray last = kFirst.mid(kFirst.lastIndexOf('\n', kFirst.size() - 500) + 1);
        m_fixture->append(u"b.log"_s, last + logLines(5, 53));
        const qint64 lines = last.count('\n');
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.readings(), (RecordCounts{155 + lines, 5, 0, 0, 150 + lines}));
        QVERIFY(!sharedLines(receipt).isEmpty());
        verifyLedgerHolds();
    }

    // A log becomes a copy of another, and then continues with lines that it had before.
    void growsByLinesThatStoodThereBefore()
    {
        const QByteArray before = logLines(50, 52);
        m_fixture->write(u"0.log"_s, before);
        QCOMPARE(loadOne(), (RecordCounts{150, 50, 0, 0, 100}));
        m_fixture->write(u"0.log"_s, kFirst);
        QCOMPARE(loadOne(), (RecordCounts{200, 0, 0, 0, 200}));
        m_fixture->append(u"0.log"_s, before.left(before.indexOf('\n', 1'000) + 1));
        m_fixture->load();
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"150"_s);
        verifyLedgerHolds();
    }

    // A compared line has used up a reading; another line with the same values is another reading.
    void comparedLineAndOneLikeIt()
    {
        const QByteArray one = logLines(1, 60);
        m_fixture->write(u"b.log"_s, one + kFirst);
        QCOMPARE(loadOne(), (RecordCounts{201, 1, 0, 0, 200}));
        const QByteArray first = kFirst.left(kFirst.indexOf('\n') + 1);
        m_fixture->append(u"b.log"_s, first);
        QCOMPARE(loadOne(), (RecordCounts{202, 1, 0, 0, 201}));
        verifyLedgerHolds();
    }

    // Truncated: nothing in it is new.
    void truncatedToItsBeginning()
    {
        const QByteArray lines = kFirst.left(kFirst.indexOf('\n', 3'000) + 1);
        m_fixture->write(u"a.log"_s, lines);
        const LoadReceipt receipt = m_fixture->load();
        QVERIFY(receipt.balanced());
        QCOMPARE(receipt.readings().in, lines.count('\n'));
    }

private:
    // How often each line occurs in the content, if more than before.
    static void noteReadings(const QByteArray& content, QHash<QByteArray, qint64>& most)
    {
        QHash<QByteArray, qint64> counts;
        for (const QByteArray& line : content.split('\n')) {
            if (line.startsWith("[2020-0") && !line.startsWith("[2020-02-30"))
                ++counts[line];
        }
        for (auto it = counts.cbegin(); it != counts.cend(); ++it)
            most[it.key()] = std::max(most.value(it.key()), it.value());
    }
    void verifyLedgerHolds() const { verifyLedgerHolds(*m_fixture); }
    static void verifyLedgerHolds(const LoadFixture& fixture)
    {
        auto connection = Connection::open(fixture.settings());
        VERIFY_RESULT(connection);
        const auto check = verifyLedger(*connection, CancelToken());
        VERIFY_RESULT(check);
        for (const UserMessage& discrepancy : check->discrepancies)
            qWarning("%s", qPrintable(discrepancy.toText()));
        QVERIFY(check->discrepancies.isEmpty());
    }
    RecordCounts loadOne() { return m_fixture->load().readings(); }

    static inline const QByteArray kFirst = logLines(100);

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_FileIdentity)
#include "tst_FileIdentity.moc"
