// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/RejectedLinesExport.h"

#include "LoadFixture.h"
#include "exporting/text/CsvWriter.h"
#include "support/TableLock.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QTest>

#include <future>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_RejectedLinesExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        VERIFY_RESULT(m_server.start());
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        // A line that a spreadsheet would run, one with quotes, and one that isn't text.
        m_fixture->write(
            u"a.log"_s, logLines(2) + "=1+1\n[x] \"a\", b\n"
                            + "[2020-01-01 00:00:00] ERR\xffR sensor[1]: ()\n" + logLines(1, 5));
        m_fixture->load();
        auto session = SqlSession::open(m_fixture->settings());
        VERIFY_RESULT(session);
        m_session.emplace(*std::move(session));
        QVERIFY(m_out.isValid());
    }
    void cleanupTestCase() { m_session.reset(); }

    void writesAllLines()
    {
        const QString path = m_out.filePath(u"all.csv"_s);
        const auto count = exportRejectedLines(*m_session, {}, {}, path);
        VERIFY_RESULT(count);
        QCOMPARE(*count, 3);
        const QByteArray file = m_fixture->path(u"a.log"_s).toUtf8();
        const QByteArray start = QByteArray::number(logLines(2).size());
        const QList<QByteArray> lines = contentOf(path).split('\n');
        QCOMPARE(lines.at(0), QByteArray("file,line,byte,column,reason,record,field,text"));
        QCOMPARE(lines.at(1), file + ",3," + start + ",1,shape,,,'=1+1");
        QVERIFY(lines.at(2).endsWith(",2,timestamp,,,\"[x] \"\"a\"\", b\""));
        QVERIFY(lines.at(3).contains("ERR\\xffR"));
        QCOMPARE(lines.size(), 5);
    }

    void writesTheLinesOfAFilter()
    {
        const QString path = m_out.filePath(u"encoding.csv"_s);
        RejectedLineFilter filter;
        filter.reason = u"encoding"_s;
        const auto count = exportRejectedLines(*m_session, filter, {}, path);
        VERIFY_RESULT(count);
        QCOMPARE(*count, 1);
        QVERIFY(contentOf(path).contains(",26,encoding,"));
    }

    void keepsTheFileThatWasThere()
    {
        const QString path = m_out.filePath(u"kept.csv"_s);
        writeFile(path, "kept");
        m_fixture->execute("ALTER TABLE faultline.rejected_line RENAME TO hidden");
        QVERIFY(!exportRejectedLines(*m_session, {}, {}, path));
        m_fixture->execute("ALTER TABLE faultline.hidden RENAME TO rejected_line");
        QCOMPARE(contentOf(path), QByteArray("kept"));
    }

    void tellsThatItCantBeWritten()
    {
        const auto count =
            exportRejectedLines(*m_session, {}, {}, m_out.filePath(u"no/such.csv"_s));
        QVERIFY(!count);
        QCOMPARE(count.error().code, kWriteCode.toString());
        QVERIFY(count.error().where.endsWith(u"no/such.csv"_s));
        QVERIFY(!count.error().remedy.isEmpty());
    }

    // Even while the server makes it wait, here for a lock.
    void endsWhenCancelled()
    {
        const QString path = m_out.filePath(u"cancelled.csv"_s);
        writeFile(path, "kept");
        const CancelToken cancel;
        std::future<Result<qint64>> exported;
        TableLock lock(m_fixture->settings(), "faultline.rejected_line");
        exported = std::async(std::launch::async, [&, settings = m_fixture->settings()] {
            auto session = SqlSession::open(settings);
            return session ? exportRejectedLines(*session, {}, cancel, path)
                           : Result<qint64>(session.error());
        });
        QTRY_VERIFY(lock.isWaitedFor());
        cancel.cancel();
        VERIFY_ERROR(exported.get(), kCancelledCode.toString());
        QCOMPARE(contentOf(path), QByteArray("kept"));
        QCOMPARE(QDir(m_out.path()).entryList({u"cancelled*"_s}, QDir::Files).size(), 1);
    }

private:
    TemporaryServer m_server;
    QTemporaryDir m_out;
    std::unique_ptr<LoadFixture> m_fixture;
    std::optional<SqlSession> m_session;
};

QTEST_GUILESS_MAIN(tst_RejectedLinesExport)
#include "tst_RejectedLinesExport.moc"
