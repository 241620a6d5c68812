// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/UndoLoad.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Outcome = LoadReceipt::Outcome;

QString nameOf(int number)
{
    return u"%1/%2.log"_s.arg(number % 7).arg(number, 5, 10, QChar(u'0'));
}

QByteArray lineOf(int number)
{
    return logLines(1, static_cast<quint32>(number));
}

} // namespace

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): it must return from the test function.
#define VERIFY_CONSISTENT()                                                                        \
    do {                                                                                           \
        QCOMPARE(m_fixture->journalMismatch(), QString());                                         \
        QCOMPARE(m_fixture->summaryMismatch(), QString());                                         \
        auto checking = Connection::open(m_fixture->settings());                                   \
        VERIFY_RESULT(checking);                                                                   \
        const auto found = verifyLedger(*checking, CancelToken());                                 \
        VERIFY_RESULT(found);                                                                      \
        QVERIFY2(                                                                                  \
            found->verified(),                                                                     \
            found->verified() ? "" : qPrintable(found->discrepancies.first().toText()));           \
    } while (false)

/// Files that share transactions: each has its own rows in the journal, its own counts and state,
/// whatever happens to the others.
class tst_SmallFiles : public QObject
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

    // Good, bad and blank lines, a file of several chunks, an empty one, a copy, and one whose last
    // line is still being written.
    void filesOfAllKindsShareTransactions()
    {
        constexpr int kFiles = 3'000;
        m_fixture->writeLists();
        for (int i = 0; i < kFiles; ++i)
            m_fixture->write(nameOf(i), lineOf(i) + (i % 10 == 0 ? "no reading\n\n" : ""));
        m_fixture->write(u"copy.log"_s, lineOf(4));
        m_fixture->write(u"empty.log"_s, {});
        m_fixture->write(u"unfinished.log"_s, lineOf(kFiles) + "[2020-01-30 23:00:00]\tERR");
        m_fixture->write(u"large.log"_s, logLines(9'000, kFiles + 1));
        LoadOptions options;
        options.chunkRows = 4'000;
        const LoadReceipt receipt = m_fixture->load(options);
        QCOMPARE(receipt.outcome, Outcome::Succeeded);
        QVERIFY(receipt.balanced());
        QCOMPARE(receipt.readings().loaded, kFiles + 1 + 9'000);
        QCOMPARE(receipt.readings().rejected, kFiles / 10);
        QCOMPARE(receipt.readings().blank, kFiles / 10);
        QCOMPARE(receipt.readings().skipped, 1);
        QVERIFY(receipt.hasUnfinishedLines);
        VERIFY_CONSISTENT();
        const int chunks = m_fixture->ask("SELECT count(*) FROM faultline.load_chunk").toInt();
        const int transactions =
            m_fixture->ask("SELECT count(DISTINCT xmin::text) FROM faultline.load_chunk").toInt();
        QVERIFY2(chunks > kFiles && transactions < 20, qPrintable(QString::number(transactions)));
        QCOMPARE(
            m_fixture
                ->ask("SELECT count(*) FROM faultline.load_file f JOIN faultline.source_file s"
                      " USING (file_id, content_hash) WHERE f.role = 'readings'"
                      " AND f.loaded > 0 AND f.ended_at >= f.started_at")
                .toInt(),
            kFiles + 1);

        const LoadReceipt again = m_fixture->load(options);
        QCOMPARE(again.outcome, Outcome::Succeeded);
        QCOMPARE(again.total().loaded, 0);
        VERIFY_CONSISTENT();
    }

    // Rows and figures are the same with and without shared transactions.
    void asOneByOne()
    {
        m_fixture->writeLists();
        for (int i = 0; i < 60; ++i)
            m_fixture->write(nameOf(i), logLines(i % 5 + 1, static_cast<quint32>(i)) + "bad\n");
        m_fixture->load();
        VERIFY_CONSISTENT();
        const QString together = m_fixture->digest();
        const QString rejected = rejectedLines();
        // The first ones, and those whose times meet theirs.
        QCOMPARE(
            m_fixture->ask("SELECT count(DISTINCT c.xmin::text) FROM faultline.load_chunk c"
                           " JOIN faultline.source_file USING (file_id) WHERE role = 'readings'"),
            u"2"_s);
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{1}, CancelToken()));
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"0"_s);
        VERIFY_CONSISTENT();
        LoadOptions single;
        single.chunkRows = 1;
        m_fixture->load(single);
        QCOMPARE(m_fixture->digest(), together);
        QCOMPARE(rejectedLines(), rejected);
        VERIFY_CONSISTENT();
    }

    // Another program stores some of the files after this one has planned them.
    void loadedByAnotherProgram()
    {
        constexpr int kFiles = 200;
        m_fixture->writeLists();
        for (int i = 0; i < kFiles; ++i)
            m_fixture->write(nameOf(i), lineOf(i));
        auto other = Connection::open(m_fixture->settings());
        VERIFY_RESULT(other);
        m_fixture->execute("INSERT INTO faultline.load_run (folder, program_version, settings,"
                           " state) VALUES ('/other', '', '{}', 'succeeded')");
        VERIFY_RESULT(other->execute("BEGIN; LOCK TABLE faultline.load_chunk IN SHARE MODE"));
        // Without the lists, which come before the readings.
        QFile::remove(m_fixture->path(u"equipment.json"_s));
        QFile::remove(m_fixture->path(u"sensors.csv"_s));
        const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), {});
        QTRY_COMPARE(
            m_fixture->ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                           " AND datname = current_database()"),
            u"1"_s);
        VERIFY_RESULT(other->execute(
            "INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id, first_byte, end_byte,"
            " first_line, lines, records, loaded, rejected, blank, content_hash, tail_hash)"
            " SELECT nextval('faultline.chunk_id_seq'), 1, file_id, 0, "
            + QByteArray::number(lineOf(77).size())
            + ", 1, 1, 1, 0, 0, 1, 'x', 'x' FROM faultline.source_file WHERE path LIKE "
              "'%/00077.log'; COMMIT"));
        const LoadReceipt receipt = job.future().result();
        QCOMPARE(receipt.outcome, Outcome::Succeeded);
        QCOMPARE(receipt.readings(), (RecordCounts{kFiles, kFiles - 1, 0, 0, 1}));
        VERIFY_CONSISTENT();
    }

    // A user's own constraint on a value costs only that line, not other lines or files.
    void valueThatTheDatabaseRefuses()
    {
        constexpr int kFiles = 300;
        m_fixture->execute(
            "CREATE FUNCTION faultline.no_seven() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.sensor_key = (SELECT sensor_key FROM faultline.sensor WHERE sensor_id = "
            "'7777') THEN RAISE 'seven' USING ERRCODE = '22003'; END IF;"
            " RETURN NEW; END $$;"
            "CREATE TRIGGER no_seven BEFORE INSERT ON faultline.reading FOR EACH ROW"
            " EXECUTE FUNCTION faultline.no_seven()");
        const auto badOf = [](int number) {
            return "[2020-01-01 10:00:00]\tERROR\tsensor[7777]:\t(temperature\t"
                   + QByteArray::number(number) + ")\n";
        };
        m_fixture->writeLists();
        for (int i = 0; i < kFiles; ++i)
            m_fixture->write(nameOf(i), lineOf(i) + (i % 100 == 50 ? badOf(i) : QByteArray()));
        const LoadReceipt receipt = m_fixture->load();
        QVERIFY2(!receipt.failure, receipt.failure ? qPrintable(receipt.failure->toText()) : "");
        QCOMPARE(receipt.readings(), (RecordCounts{kFiles + 3, kFiles, 3, 0, 0}));
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(right(path, 9) || line_number || reason, ' ' ORDER BY"
                           " path) FROM faultline.rejected_line JOIN faultline.load_chunk"
                           " USING (chunk_id) JOIN faultline.source_file USING (file_id)"),
            u"00050.log2database 00150.log2database 00250.log2database"_s);
        VERIFY_CONSISTENT();
    }

    // Lines that are compared with those of other files.
    void lineThatTheDatabaseRefusesInSharedFiles()
    {
        m_fixture->execute("INSERT INTO faultline.plant (name) VALUES ('vessel');"
                           "INSERT INTO faultline.summary_state (plant_id) VALUES (1);"
                           "INSERT INTO faultline.sensor (plant_id, sensor_id) VALUES (1, '7777');"
                           "ALTER TABLE faultline.reading ADD CONSTRAINT no_seven"
                           " CHECK (sensor_key <> 1)");
        const QByteArray bad = "[2020-01-01 10:00:00]\tERROR\tsensor[7777]:\t(temperature\t7)\n";
        const QByteArray lines = logLines(100);
        const QByteArray more = logLines(40, 2);
        m_fixture->writeLists();
        m_fixture->write(nameOf(1), lines + bad);
        m_fixture->write(nameOf(2), lines + bad + more);
        m_fixture->write(nameOf(3), bad + lines + bad + bad);
        const LoadReceipt receipt = m_fixture->load();
        QVERIFY2(!receipt.failure, receipt.failure ? qPrintable(receipt.failure->toText()) : "");
        QCOMPARE(receipt.readings(), (RecordCounts{345, 140, 5, 0, 200}));
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"140"_s);
        QVERIFY(std::any_of(
            receipt.findings.begin(), receipt.findings.end(),
            [](const UserMessage& finding) { return finding.toText().contains(u"no_seven"_s); }));
        VERIFY_CONSISTENT();
    }

    // Each export begins with the last lines of the one before it.
    void overlappingExports()
    {
        constexpr int kFiles = 300;
        const QList<QByteArray> lines = logLines(2 * kFiles + 2, 7).split('\n');
        for (int i = 0; i < kFiles; ++i)
            m_fixture->write(nameOf(i), lines.mid(2 * i, 4).join('\n') + '\n');
        const LoadReceipt receipt = m_fixture->load();
        QVERIFY2(!receipt.failure, receipt.failure ? qPrintable(receipt.failure->toText()) : "");
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.reading"),
            QString::number(2 * kFiles + 2));
        const auto shared = std::count_if(
            receipt.findings.begin(), receipt.findings.end(),
            [](const UserMessage& finding) { return finding.code == "shared-lines"_L1; });
        QCOMPARE(shared, 1);
        VERIFY_CONSISTENT();
    }

    // Whatever was stored by then stays, file by file.
    void tooManyRejectedLines()
    {
        for (int i = 0; i < 5'000; ++i)
            m_fixture->write(nameOf(i), lineOf(i) + "bad\n");
        LoadOptions options;
        options.rejectLimit = *RejectLimit::fromText(u"100"_s);
        options.chunkRows = 50;
        const LoadReceipt receipt = m_fixture->load(options);
        QCOMPARE(receipt.outcome, Outcome::Failed);
        QCOMPARE(receipt.failure->code, u"too-many-rejects"_s);
        QVERIFY(receipt.readings().rejected > 100 && receipt.readings().rejected < 1'000);
        QVERIFY(receipt.balanced());
        VERIFY_CONSISTENT();
    }

private:
    QString rejectedLines() const
    {
        return m_fixture->ask(
            "SELECT md5(string_agg(concat_ws('|', path, line_number, byte_offset, reason, raw), ' '"
            " ORDER BY path, line_number)) FROM faultline.rejected_line"
            " JOIN faultline.load_chunk USING (chunk_id)"
            " JOIN faultline.source_file USING (file_id)");
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_SmallFiles)
#include "tst_SmallFiles.moc"
