// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "database/DatabaseAccess.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/stat.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// Loading into Faultline's own server, which can crash like any other.
class tst_LocalLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serverDiesAndIsStartedAgain();
};

void tst_LocalLoad::serverDiesAndIsStartedAgain()
{
    QTemporaryDir place(u"/tmp/faultline-test-XXXXXX"_s);
    // For the user that the server runs as, if the test runs as root.
    QCOMPARE(::chmod(QFile::encodeName(place.path()).constData(), 0755), 0);
    const QString directory = place.filePath(u"local"_s);
    const auto access =
        DatabaseAccess::open(ConnectionChoice::localServer(), DatabasePurpose::Load, directory);
    VERIFY_RESULT(access);
    QTemporaryDir folder;
    QFile log(folder.filePath(u"a.log"_s));
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write(logLines(40'000));
    log.close();

    LoadOptions options;
    options.chunkRows = 50;
    const auto status = LocalServer(directory).status();
    VERIFY_RESULT(status);
    const LoadJob job = LoadJob::start(access->settings(), folder.path(), options);
    QTRY_VERIFY(job.progress().readings.loaded > 0);
    QCOMPARE(::kill(static_cast<pid_t>(status->processId), SIGKILL), 0);
    const LoadReceipt receipt = job.future().result();
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(receipt.readings(), (RecordCounts{40'000, 40'000, 0, 0, 0}));
    QCOMPARE(receipt.findings.last().code, u"interrupted"_s);

    auto connection = Connection::open(access->settings());
    VERIFY_RESULT(connection);
    const auto count = connection->execute("SELECT count(*) FROM faultline.reading");
    VERIFY_RESULT(count);
    QCOMPARE(count->integer(0, 0), 40'000);
}

QTEST_GUILESS_MAIN(tst_LocalLoad)
#include "tst_LocalLoad.moc"
