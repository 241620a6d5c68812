// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

// Another process writes to the log while it is loaded, as loggers and their rotation do.
class tst_WriterFaults : public QObject
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
        m_parts = std::make_unique<QTemporaryDir>();
    }
    void cleanup()
    {
        QCOMPARE(m_fixture->journalMismatch(), QString());
        QCOMPARE(m_fixture->summaryMismatch(), QString());
    }

    void logIsLoadedOnceWhileItGrows();
    void logIsLoadedOnceAcrossRenames();
    void logIsLoadedOnceAcrossCopytruncate_data();
    void logIsLoadedOnceAcrossCopytruncate();
    void copytruncateDuringLoadLosesNothing();
    void replacementWithSamePrefixAddsOnlyNewLines();
    void copiesAreSkipped();

private:
    // Writes parts 0, 1, … of these bytes to files for the writer; they can end within a line.
    void makeParts(const QByteArray& content, int count) const
    {
        const qsizetype size = content.size() / count + 1;
        for (int i = 0; i < count; ++i)
            writePart(i, content.mid(i * size, size));
    }
    void writePart(int number, const QByteArray& content) const
    {
        QFile file(m_parts->filePath(QString::number(number)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("can't write %s", qPrintable(file.fileName()));
    }

    // Another process that runs these shell lines in the data folder; $1 is the folder of the
    // parts.
    std::unique_ptr<QProcess> startWriter(const QString& script) const
    {
        auto writer = std::make_unique<QProcess>();
        writer->setWorkingDirectory(m_fixture->folder());
        writer->start(u"/bin/sh"_s, {u"-euc"_s, script, u"writer"_s, m_parts->path()});
        if (!writer->waitForStarted())
            qFatal("the writer can't be started");
        return writer;
    }
    // Loads repeatedly until the writer has ended, and then once more.
    LoadReceipt loadUntilEndOf(QProcess& writer) const
    {
        LoadOptions options;
        options.chunkRows = 50;
        do {
            m_fixture->load(options);
        } while (!writer.waitForFinished(0) && writer.state() != QProcess::NotRunning);
        if (writer.exitStatus() != QProcess::NormalExit || writer.exitCode() != 0)
            qFatal("the writer failed: %s", writer.readAllStandardError().constData());
        return m_fixture->load(options);
    }
    // The result of loading the current folder into an empty database.
    QString undisturbedDigest()
    {
        auto other = LoadFixture::make(m_server);
        if (!other)
            qFatal("%s", qPrintable(other.error().toText()));
        (*other)->load(m_fixture->folder());
        return (*other)->digest();
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::unique_ptr<QTemporaryDir> m_parts;
};

// Parts end within lines, and some loads see such an end.
void tst_WriterFaults::logIsLoadedOnceWhileItGrows()
{
    makeParts(logLines(3'000), 60);
    const auto writer = startWriter(
        u"i=0; while [ $i -lt 60 ]; do cat \"$1/$i\" >> a.log; i=$((i+1)); sleep 0.02; done"_s);
    const LoadReceipt receipt = loadUntilEndOf(*writer);
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(receipt.readings().in, 3'000);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.rejected_line"), u"0"_s);
    QCOMPARE(m_fixture->digest(), undisturbedDigest());
}

void tst_WriterFaults::logIsLoadedOnceAcrossRenames()
{
    for (int i = 0; i < 60; ++i)
        writePart(i, logLines(50, static_cast<quint32>(i)));
    const auto writer =
        startWriter(u"i=0; while [ $i -lt 60 ]; do cat \"$1/$i\" >> a.log; i=$((i+1)); sleep 0.02;"
                    " if [ $((i % 20)) -eq 0 ]; then mv a.log \"a$i.log\"; fi; done"_s);
    const LoadReceipt receipt = loadUntilEndOf(*writer);
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(receipt.readings().in, 3'000);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"3000"_s);
    QCOMPARE(m_fixture->digest(), undisturbedDigest());
}

void tst_WriterFaults::logIsLoadedOnceAcrossCopytruncate_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::newRow("to smaller") << 1'000 << 200;
    QTest::newRow("to larger") << 200 << 1'000;
}

// The log is copied, truncated and written again; a load saw it before.
void tst_WriterFaults::logIsLoadedOnceAcrossCopytruncate()
{
    QFETCH(int, before);
    QFETCH(int, after);
    m_fixture->write(u"a.log"_s, logLines(before));
    QCOMPARE(m_fixture->load().readings().loaded, before);
    makeParts(logLines(after, 2), 10);
    const auto writer = startWriter(
        u"cp a.log old.log; : > a.log;"
        "i=0; while [ $i -lt 10 ]; do cat \"$1/$i\" >> a.log; i=$((i+1)); sleep 0.02; done"_s);
    const LoadReceipt receipt = loadUntilEndOf(*writer);
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(receipt.readings().in, before + after);
    QCOMPARE(
        m_fixture->ask("SELECT count(*) FROM faultline.reading"), QString::number(before + after));
    QCOMPARE(m_fixture->digest(), undisturbedDigest());
}

// During the load the log is replaced by a longer one.
void tst_WriterFaults::copytruncateDuringLoadLosesNothing()
{
    constexpr int kBefore = 40'000;
    constexpr int kAfter = 50'000;
    m_fixture->write(u"a.log"_s, logLines(kBefore));
    writePart(0, logLines(kAfter, 2));
    LoadOptions options;
    options.chunkRows = 200;
    const LoadJob job = LoadJob::start(m_fixture->settings(), m_fixture->folder(), options);
    QTRY_VERIFY(job.progress().readings.loaded > 0);
    const auto writer = startWriter(u"cp a.log old.log; : > a.log; cat \"$1/0\" >> a.log"_s);
    QVERIFY(writer->waitForFinished());
    const LoadReceipt disturbed = job.future().result();
    QVERIFY(disturbed.balanced());
    QCOMPARE(disturbed.outcome, LoadReceipt::Outcome::Failed);
    QCOMPARE(m_fixture->load().readings().in, kBefore + kAfter);
    QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.rejected_line"), u"0"_s);
    QCOMPARE(m_fixture->digest(), undisturbedDigest());
}

// Longer than the hashed start of a file, so only the loaded ranges distinguish the two.
void tst_WriterFaults::replacementWithSamePrefixAddsOnlyNewLines()
{
    constexpr int kSame = 1'500;
    constexpr int kOther = 500;
    const QByteArray start = logLines(kSame);
    QVERIFY(start.size() > 64 * 1024);
    m_fixture->write(u"a.log"_s, start + logLines(kOther, 2));
    QCOMPARE(m_fixture->load().readings().loaded, kSame + kOther);
    writePart(0, start + logLines(kOther, 3));
    const auto writer = startWriter(u"cp \"$1/0\" new; mv new a.log"_s);
    QVERIFY(writer->waitForFinished());
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.readings(), (RecordCounts{kSame + kOther, kOther, 0, 0, kSame}));
    QCOMPARE(receipt.findings.first().code, u"rewritten"_s);
    QCOMPARE(
        m_fixture->ask("SELECT count(*) FROM faultline.reading"),
        QString::number(kSame + 2 * kOther));
    QCOMPARE(m_fixture->load().readings().skipped, kSame + kOther);
}

void tst_WriterFaults::copiesAreSkipped()
{
    m_fixture->write(u"a.log"_s, logLines(1'000));
    QCOMPARE(m_fixture->load().readings().loaded, 1'000);
    const QString digest = m_fixture->digest();
    const auto writer = startWriter(u"mkdir copies; cp a.log copies/b.log; cp a.log c.txt"_s);
    QVERIFY(writer->waitForFinished());
    const LoadReceipt receipt = m_fixture->load();
    QCOMPARE(receipt.readings(), (RecordCounts{3'000, 0, 0, 0, 3'000}));
    QCOMPARE(m_fixture->digest(), digest);
    for (const FileReceipt& file : receipt.files) {
        const bool isCopy = file.role == SourceRole::Readings && file.relativePath != u"a.log"_s;
        if (isCopy)
            QVERIFY2(file.message.contains(u"a.log"_s), qPrintable(file.message));
    }
}

QTEST_GUILESS_MAIN(tst_WriterFaults)
#include "tst_WriterFaults.moc"
