// SPDX-License-Identifier: GPL-3.0-or-later
#include "MiniFolder.h"

#include "database/connection/Connection.h"
#include "database/reader/ReaderRole.h"
#include "reports/custom/OwnReports.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// Ends the program with its window, as a real process.
class tst_Closing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void endsWhatRuns();

private:
    bool isSleeping() const;

    TemporaryServer m_server;
    ConnectionSettings m_settings;
};

namespace {

constexpr int kEndMs = 20'000; // far below a report's time limit of a minute

} // namespace

void tst_Closing::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        m_settings,
        {"ALTER ROLE faultline NOCREATEROLE", "REVOKE with_password FROM faultline_reader"}));
    VERIFY_RESULT(fillWithReportFixture(m_settings));
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(createReader(*connection, {}));
}

bool tst_Closing::isSleeping() const
{
    auto connection = Connection::open(TemporaryServer::asSuperuser(m_settings));
    if (!connection)
        return false;
    const auto rows =
        connection->execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    return rows && rows->integer(0, 0) > 0;
}

// A person's own query may take long, and no one waits for it any more.
void tst_Closing::endsWhatRuns()
{
    const QTemporaryDir directory;
    const QString reports = directory.filePath(u"reports"_s);
    ReportColumn column;
    column.name = u"n"_s;
    column.title = u"Number"_s;
    ReportDefinition slow;
    slow.name = u"slow"_s;
    slow.title = u"Slow"_s;
    slow.explanation = u"Sleeps."_s;
    slow.columns = {column};
    slow.sql = u"SELECT '1' AS n FROM pg_sleep(3600)"_s;
    VERIFY_RESULT(saveOwnReport(reports, slow));
    {
        QSettings settings(directory.filePath(u"faultline/faultline.conf"_s), QSettings::IniFormat);
        settings.setValue(u"states/reports-current"_s, QByteArray("slow"));
    }
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_CONFIG_HOME"_s, directory.path());
    environment.insert(u"FAULTLINE_REPORTS_DIR"_s, reports);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    program.setProcessEnvironment(environment);
    program.setWorkingDirectory(directory.path());
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(
        QStringLiteral(FAULTLINE_WINDOW),
        {u"--database"_s, conninfoOf(m_settings), directory.path()});
    QVERIFY(program.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(isSleeping(), kEndMs);
    program.terminate();
    const bool hasEnded = program.waitForFinished(kEndMs);
    if (!hasEnded) {
        program.kill();
        program.waitForFinished();
    }
    QVERIFY(hasEnded);
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
    QTRY_VERIFY(!isSleeping());
}

QTEST_GUILESS_MAIN(tst_Closing)
#include "tst_Closing.moc"
