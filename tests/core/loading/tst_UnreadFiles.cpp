// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/ledger/Ledger.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/UndoLoad.h"
#include "support/VerifyResult.h"

#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Outcome = LoadReceipt::Outcome;

// Which part of a date is the month?
const QByteArray kUnreadable = "[01/02/21 14:00:00]\tERROR\tsensor[1]:\t(temperature\t1)\n"
                               "[13/02/21 14:00:00]\tERROR\tsensor[1]:\t(temperature\t2)\n";

FileReceipt fileOf(const LoadReceipt& receipt, const QString& name)
{
    const auto found =
        std::find_if(receipt.files.begin(), receipt.files.end(), [&name](const FileReceipt& file) {
            return file.relativePath == name;
        });
    return found == receipt.files.end() ? FileReceipt() : *found;
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
        QVERIFY(found->verified());                                                                \
    } while (false)

/// Files that aren't loaded, or of which nothing can be read: the load says so, counts them, and
/// isn't a success if a log or a list is among them.
class tst_UnreadFiles : public QObject
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

    void unreadableLogFailsButIsCounted()
    {
        m_fixture->writeLists();
        m_fixture->write(u"plant.log"_s, kUnreadable);
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, Outcome::Failed);
        QVERIFY(receipt.balanced());
        QCOMPARE(receipt.failure->what, u"No reading was loaded"_s);
        QCOMPARE(receipt.failure->where, m_fixture->path(u"plant.log"_s));
        const FileReceipt file = fileOf(receipt, u"plant.log"_s);
        QCOMPARE(file.records, (RecordCounts{2, 0, 2, 0, 0}));
        QCOMPARE(file.state, FileState::Failed);
        for (const QString& part : {u"Line 1, column 2"_s, u"[13/02/21 14:00:00]"_s})
            QVERIFY2(file.message.contains(part), qPrintable(file.message));
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(line_number || reason, ' ') FROM"
                           " (SELECT * FROM faultline.rejected_line ORDER BY 1) l"),
            m_fixture->ask("SELECT string_agg(line_number || 'timestamp', ' ') FROM"
                           " (SELECT * FROM faultline.rejected_line ORDER BY 1) l"));
        VERIFY_CONSISTENT();
    }

    // It is skipped, but still no success; nothing is counted twice.
    void secondLoadOfItFailsToo()
    {
        m_fixture->write(u"plant.log"_s, kUnreadable);
        const LoadReceipt first = m_fixture->load();
        m_fixture->write(u"copy.log"_s, kUnreadable);
        const LoadReceipt second = m_fixture->load();
        QCOMPARE(second.outcome, Outcome::Failed);
        QVERIFY(second.balanced());
        const QString plant = fileOf(second, u"copy.log"_s).message.contains(u"same content"_s)
                                  ? u"plant.log"_s
                                  : u"copy.log"_s;
        const FileReceipt file = fileOf(second, plant);
        QCOMPARE(file.state, FileState::Failed);
        QCOMPARE(file.records.skipped, 2);
        QVERIFY2(
            file.message.contains(u"Load %1 rejected it all"_s.arg(first.loadId)),
            qPrintable(file.message));
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.rejected_line"), u"2"_s);
        VERIFY_CONSISTENT();

        // As the message says.
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        VERIFY_RESULT(undoLoad(*connection, LoadId{first.loadId}, {}));
        QCOMPARE(m_fixture->load().readings(), (RecordCounts{4, 0, 2, 0, 2}));
    }

    void restIsLoaded()
    {
        m_fixture->writeLists();
        m_fixture->write(u"good.log"_s, logLines(10));
        m_fixture->write(u"plant.log"_s, kUnreadable);
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, Outcome::Failed);
        QCOMPARE(receipt.failure->what, u"Not everything in the folder could be loaded"_s);
        QCOMPARE(fileOf(receipt, u"good.log"_s).state, FileState::Loaded);
        QCOMPARE(receipt.readings(), (RecordCounts{12, 10, 2, 0, 0}));
        VERIFY_CONSISTENT();
    }

    // The search looks at the beginning only.
    void readableLinesFurtherOnAreLoaded()
    {
        QByteArray content;
        while (content.size() < 100'000)
            content += kUnreadable;
        m_fixture->write(u"plant.log"_s, content + logLines(3));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, Outcome::Succeeded);
        QCOMPARE(receipt.readings().loaded, 3);
        QCOMPARE(fileOf(receipt, u"plant.log"_s).state, FileState::Loaded);
    }

    void unreadableLogThatGrewByAReadingSucceeds()
    {
        m_fixture->write(u"plant.log"_s, kUnreadable);
        QCOMPARE(m_fixture->load().outcome, Outcome::Failed);
        m_fixture->append(u"plant.log"_s, logLines(1));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, Outcome::Succeeded);
        QCOMPARE(receipt.readings(), (RecordCounts{3, 1, 0, 0, 2}));
        VERIFY_CONSISTENT();
    }

    void dryRunFailsToo()
    {
        m_fixture->write(u"plant.log"_s, kUnreadable);
        LoadOptions options;
        options.dryRun = true;
        const LoadReceipt receipt = m_fixture->load(options);
        QCOMPARE(receipt.outcome, Outcome::Failed);
        QCOMPARE(receipt.readings(), (RecordCounts{2, 0, 2, 0, 0}));
        QVERIFY(receipt.failure->why.contains(u"Line 1, column 2"_s));
    }

    void listOfWhichNothingCanBeReadFails()
    {
        m_fixture->write(u"good.log"_s, logLines(10));
        m_fixture->write(u"equipment.json"_s, R"([{"equipment_id":1},{"equipment_id":2}])");
        for (int i = 0; i < 2; ++i) {
            const LoadReceipt receipt = m_fixture->load();
            QCOMPARE(receipt.outcome, Outcome::Failed);
            const FileReceipt list = fileOf(receipt, u"equipment.json"_s);
            QCOMPARE(list.state, FileState::Failed);
            QVERIFY2(list.message.startsWith(u"No "_s), qPrintable(list.message));
            QCOMPARE(list.records.in, 2);
            QCOMPARE(receipt.readings().in, 10);
        }
    }

    // Tens of thousands of them must not fill the ledger.
    void manyFilesOfAKindAreOneFinding()
    {
        constexpr int kPictures = 300;
        m_fixture->write(u"good.log"_s, logLines(10));
        m_fixture->write(u"Thumbs.db"_s, "x");
        for (int i = 0; i < kPictures; ++i)
            m_fixture->write(u"%1.jpg"_s.arg(i), "\xFF\xD8\xFF\xE0");
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, Outcome::Succeeded);
        QCOMPARE(receipt.files.size(), 1);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.load_file"), u"1"_s);
        const auto finding = std::find_if(
            receipt.findings.begin(), receipt.findings.end(),
            [](const UserMessage& message) { return message.code == u"other-files"; });
        QVERIFY(finding != receipt.findings.end());
        QVERIFY2(finding->what.endsWith(u".jpg 300"_s), qPrintable(finding->what));
        QCOMPARE(receipt.findings.last().code, u"skipped-files"_s);

        // Each is still accounted for by the load, and the ledger says the same in brief.
        QCOMPARE(receipt.fileCount(), kPictures + 1);
        const QJsonObject last = receipt.fileJson(kPictures);
        QCOMPARE(last[u"path"].toString(), m_fixture->path(u"99.jpg"_s));
        QCOMPARE(last[u"state"].toString(), u"not_recognised"_s);
        QVERIFY(last[u"message"].toString().contains(u"picture"_s));
        QVERIFY(m_fixture
                    ->ask("SELECT findings->-2->'details'->>'files' || ' '"
                          " || length(findings::text) FROM faultline.load_run")
                    .startsWith(u"300 "_s));
    }

    void anotherProgramsLogIsNamedIfThereIsNothingElse()
    {
        m_fixture->write(
            u"server.log"_s, "2021-02-07 03:04:05 started\n2021-02-07 03:04:06 ready\n");
        m_fixture->write(u"notes.txt"_s, "hello\n");
        LoadReceipt receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, Outcome::Failed);
        QCOMPARE(receipt.failure->code, u"nothing-to-load"_s);
        for (const QString& part : {u"server.log"_s, u"Line 1, column 28"_s})
            QVERIFY2(receipt.failure->why.contains(part), qPrintable(receipt.failure->why));

        // Beside a sensor log it is only listed.
        m_fixture->write(u"good.log"_s, logLines(10));
        receipt = m_fixture->load();
        QCOMPARE(receipt.outcome, Outcome::Succeeded);
        const FileReceipt other = fileOf(receipt, u"server.log"_s);
        QCOMPARE(other.state, FileState::NotRecognised);
        QVERIFY(other.message.contains(u"Line 1, column 28"_s));
    }

private:
    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_UnreadFiles)
#include "tst_UnreadFiles.moc"
