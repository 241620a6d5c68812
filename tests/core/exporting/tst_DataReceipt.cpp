// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/DataReceipt.h"

#include "LoadFixture.h"
#include "loading/ledger/Ledger.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QStringList pathsOf(const DataLoad& load)
{
    QStringList paths;
    for (const DataFile& file : load.files)
        paths << file.path;
    return paths;
}

} // namespace

/// Documents and the ledger say the same about the loads behind the figures.
class tst_DataReceipt : public QObject
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

    void namesCopies();
    void namesFilesAsTheyWereLoaded();
    void countsOnlyWhatIsNew();
    void takesTheJournalWithoutAReceipt();
    void leavesOutWhatWasUndone();
    void namesStoredFilesFirst();

private:
    DataReceipt receipt() const
    {
        auto session = SqlSession::open(m_fixture->settings());
        auto fetched = session ? fetchDataReceipt(*session) : Result<DataReceipt>(session.error());
        if (!fetched)
            qFatal("%s", whyNot(fetched).constData());
        return *fetched;
    }
    // The differences; empty if there are none.
    QString differenceToLedger(const DataLoad& load) const
    {
        auto session = SqlSession::open(m_fixture->settings());
        const auto fetched = fetchLedgerEntry(*session, LoadId{load.loadId});
        if (!fetched || !*fetched)
            return u"not in the ledger"_s;
        const LedgerEntry& entry = **fetched;
        const RecordCounts sum = entry.receipt().total();
        if (sum.in != load.records.in || sum.loaded != load.records.loaded
            || sum.rejected != load.records.rejected || sum.blank != load.records.blank
            || sum.skipped != load.records.skipped)
            return u"%1 of %2 records"_s.arg(load.records.in).arg(sum.in);
        if (entry.files.size() != load.files.size())
            return u"%1 of %2 files"_s.arg(load.files.size()).arg(entry.files.size());
        for (qsizetype i = 0; i < load.files.size(); ++i) {
            const FileReceipt& theirs = entry.files.at(i);
            const DataFile& ours = load.files.at(i);
            if (theirs.relativePath != ours.path || theirs.bytes != ours.bytes
                || theirs.records.loaded != ours.records.loaded
                || theirs.records.skipped != ours.records.skipped
                || QString::fromLatin1(theirs.contentHash.toHex()) != ours.contentHash)
                return ours.path + u" is "_s + theirs.relativePath;
        }
        return {};
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

void tst_DataReceipt::namesCopies()
{
    m_fixture->writeLists();
    m_fixture->write(u"a.log"_s, logLines(15));
    m_fixture->write(u"copy.log"_s, logLines(15));
    m_fixture->load();
    const DataReceipt data = receipt();
    QCOMPARE(data.loads.size(), 1);
    QVERIFY(pathsOf(data.loads.at(0)).contains(u"copy.log"_s));
    QCOMPARE(pathsOf(data.loads.at(0)).count(u"a.log"_s), 1);
    QCOMPARE(differenceToLedger(data.loads.at(0)), QString());
    QVERIFY(data.total().balanced());
}

void tst_DataReceipt::namesFilesAsTheyWereLoaded()
{
    m_fixture->write(u"a.log"_s, logLines(15));
    m_fixture->load();
    QVERIFY(QFile::rename(m_fixture->path(u"a.log"_s), m_fixture->path(u"later.log"_s)));
    m_fixture->append(u"later.log"_s, logLines(5, 2));
    m_fixture->load();
    const DataReceipt data = receipt();
    QCOMPARE(data.loads.size(), 2);
    QCOMPARE(pathsOf(data.loads.at(0)), QStringList{u"a.log"_s});
    QCOMPARE(pathsOf(data.loads.at(1)), QStringList{u"later.log"_s});
    for (const DataLoad& load : data.loads)
        QCOMPARE(differenceToLedger(load), QString());
    QCOMPARE(data.total().loaded, 20);
}

void tst_DataReceipt::countsOnlyWhatIsNew()
{
    m_fixture->write(u"a.log"_s, logLines(15));
    m_fixture->load();
    m_fixture->write(u"b.log"_s, logLines(5, 2));
    m_fixture->load();
    m_fixture->load(); // which stores nothing
    const DataReceipt data = receipt();
    QCOMPARE(data.loadIdsText(), u"1–2"_s);
    QCOMPARE(data.total().loaded, 20);
    QCOMPARE(data.total().skipped, 15);
    QCOMPARE(data.total().in, 35);
    QCOMPARE(differenceToLedger(data.loads.at(1)), QString());
}

// A program that died left no receipt.
void tst_DataReceipt::takesTheJournalWithoutAReceipt()
{
    m_fixture->write(u"a.log"_s, logLines(15));
    m_fixture->load();
    m_fixture->execute("DELETE FROM faultline.load_file");
    const DataReceipt data = receipt();
    QCOMPARE(data.loads.size(), 1);
    QCOMPARE(pathsOf(data.loads.at(0)), QStringList{u"a.log"_s});
    QCOMPARE(data.loads.at(0).files.at(0).records.loaded, 15);
    QCOMPARE(differenceToLedger(data.loads.at(0)), QString());
}

void tst_DataReceipt::leavesOutWhatWasUndone()
{
    m_fixture->write(u"a.log"_s, logLines(15));
    m_fixture->load();
    m_fixture->execute("UPDATE faultline.load_run SET undone_at = now()");
    QVERIFY(receipt().loads.isEmpty());
    QCOMPARE(receipt().unnamedFiles, 0);
}

void tst_DataReceipt::namesStoredFilesFirst()
{
    m_fixture->write(u"a.log"_s, logLines(15));
    m_fixture->load();
    m_fixture->write(u"b.log"_s, logLines(5, 2));
    m_fixture->load();
    // As if a folder of a thousand loaded files had been loaded again, with one new file.
    m_fixture->execute(
        "INSERT INTO faultline.load_file (load_id, position, path, role, bytes, records_in, loaded,"
        " rejected, blank, skipped, state)"
        " SELECT 1, 100 + n, '/known/' || n, 'readings', 1, 1, 0, 0, 0, 1, 'unchanged'"
        " FROM generate_series(1, 1000) n");
    const DataReceipt data = receipt();
    QCOMPARE(data.loads.size(), 2);
    QCOMPARE(pathsOf(data.loads.at(1)).count(u"b.log"_s), 1);
    QCOMPARE(data.loads.at(0).files.size() + data.loads.at(1).files.size(), DataReceipt::kMaxFiles);
    // The second load met a.log, too.
    QCOMPARE(data.unnamedFiles, 1003 - DataReceipt::kMaxFiles);
    QCOMPARE(data.loads.at(0).records.skipped, 1000);
}

QTEST_GUILESS_MAIN(tst_DataReceipt)
#include "tst_DataReceipt.moc"
