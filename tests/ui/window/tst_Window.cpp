// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "pages/reports/ReportList.h"
#include "pages/reports/ReportTableModel.h"
#include "reports/custom/OwnReports.h"
#include "support/TemporaryServer.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"

#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// Less common paths of the window: cancel, close, drop, unreachable servers.
class tst_Window : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cancelKeepsWholeChunks();
    void closingAsksWhileLoading();
    void closedLoadIsOfferedAgain();
    void goesOnLoadingWhenAskedTo();
    void escInAFilterStopsNoLoad();
    void problemsOfReportsStay();
    void loadGoesOnWhenTheServerIsBack();
    void pausedLoadGoesOnWhenTold();
    void takesDroppedFolder();
    void ignoresOtherDrops();
    void tellsMissingFolder();
    void tellsEmptyFolder();
    void tellsWhatIsNotLookedAt();
    void tellsServerDown();
    void asksForPassword();
    void serverGoesDownUnderReports();
    void remembersFolderAndConnection();
    void offersEnvironmentFileOfFolder();
    void startsLocalServerOnLoad();
    void startsLocalServerAgain();

private:
    StartOptions freshDatabase(const QString& folder = {});
    static void waitUntilReady(WindowFixture& fixture);
    static void startBigLoad(WindowFixture& fixture);
    MessageStrip* strip(const WindowFixture& fixture, const char* name) const
    {
        return fixture.find<MessageStrip>(name);
    }

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    QString m_small;
    QString m_big;
    qint64 m_bigLines = 0;
};

namespace {

constexpr int kLoadMs = 120'000;

/// A directory for a local server. For root, it runs as another user, who needs access.
class LocalServerHome
{
public:
    LocalServerHome()
    {
        QFile::setPermissions(
            m_directory.path(), QFile::permissions(m_directory.path()) | QFile::ReadOther
                                    | QFile::ExeOther | QFile::ReadGroup | QFile::ExeGroup);
    }
    QString localDirectory() const { return m_directory.filePath(u"local"_s); }

private:
    QTemporaryDir m_directory{u"/tmp/faultline-test-XXXXXX"_s};
};

} // namespace

void tst_Window::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    qputenv("FAULTLINE_REPORTS_DIR", m_directory.filePath(u"reports"_s).toUtf8());
    m_small = m_directory.filePath(u"small"_s);
    m_big = m_directory.filePath(u"big"_s);
    writeSmallFolder(m_small);
    m_bigLines = writeSmallFolder(m_big, 400'000);
}

StartOptions tst_Window::freshDatabase(const QString& folder)
{
    const auto settings = m_server.createDatabase();
    if (!settings)
        qFatal("%s", whyNot(settings).constData());
    StartOptions options;
    options.conninfo = conninfoOf(*settings);
    options.folder = folder;
    return options;
}

void tst_Window::waitUntilReady(WindowFixture& fixture)
{
    QTRY_VERIFY(fixture.workbench->loads.canStart());
    QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::Ready);
}

void tst_Window::startBigLoad(WindowFixture& fixture)
{
    waitUntilReady(fixture);
    fixture.click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->loads.progress().readings.loaded > 0, kLoadMs);
    QVERIFY(fixture.workbench->loads.isBusy());
}

void tst_Window::cancelKeepsWholeChunks()
{
    WindowFixture fixture(freshDatabase(m_big));
    startBigLoad(fixture);
    QCOMPARE(fixture.find<QPushButton>("loadButton")->text(), u"Cance&l"_s);
    fixture.click("loadButton");
    QTRY_VERIFY(!fixture.workbench->loads.isBusy());
    const LoadReceipt receipt = *fixture.workbench->loads.receipt();
    QCOMPARE(receipt.outcome, LoadReceipt::Outcome::Cancelled);
    QVERIFY(receipt.readings().loaded < m_bigLines);

    fixture.click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->database.summary().readings == m_bigLines, kLoadMs);
    QVERIFY(fixture.labelText("receiptBalance").startsWith(u"In balance"_s));
}

void tst_Window::closingAsksWhileLoading()
{
    WindowFixture fixture(freshDatabase(m_big));
    startBigLoad(fixture);
    QSignalSpy closed(fixture.window.get(), &MainWindow::closed);
    fixture.dialogs.yes = true;
    QVERIFY(!fixture.window->close());
    QCOMPARE(fixture.dialogs.asked.size(), 1);
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(!fixture.window->isVisible());
    QVERIFY(!fixture.workbench->loads.isBusy());
}

void tst_Window::closedLoadIsOfferedAgain()
{
    const StartOptions options = freshDatabase(m_big);
    {
        WindowFixture fixture(options);
        startBigLoad(fixture);
        QSignalSpy closed(fixture.window.get(), &MainWindow::closed);
        fixture.dialogs.yes = true;
        fixture.window->close();
        QTRY_COMPARE(closed.size(), 1);
    }
    WindowFixture fixture(options);
    const MessageStrip* offer = strip(fixture, "windowStrip");
    QTRY_VERIFY(offer->isVisible());
    QVERIFY2(
        offer->message().what.contains(u"was interrupted"_s), qPrintable(offer->message().what));
    fixture.window->showPage(MainWindow::Reports);
    const auto* note = fixture.find<QLabel>("dataState");
    QTRY_VERIFY(note->isVisible());
    QVERIFY2(
        note->text().startsWith(u"Not complete: the load of “big”"_s), qPrintable(note->text()));
    QTest::mouseClick(offer->findChild<QPushButton*>(u"messageButton"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->loads.receipt().has_value(), kLoadMs);
    QCOMPARE(fixture.workbench->loads.receipt()->outcome, LoadReceipt::Outcome::Succeeded);
    QTRY_COMPARE(fixture.workbench->database.summary().readings, m_bigLines);
    fixture.window->showPage(MainWindow::Reports);
    QVERIFY(!note->isVisible());
}

void tst_Window::goesOnLoadingWhenAskedTo()
{
    WindowFixture fixture(freshDatabase(m_big));
    startBigLoad(fixture);
    fixture.dialogs.yes = false;
    QVERIFY(!fixture.window->close());
    QVERIFY(fixture.workbench->loads.isBusy());
    QTest::keyClick(fixture.window.get(), Qt::Key_Escape);
    QTRY_VERIFY(!fixture.workbench->loads.isBusy());
    QVERIFY(fixture.window->isVisible());
}

// Esc first cancels typing.
void tst_Window::escInAFilterStopsNoLoad()
{
    WindowFixture fixture(freshDatabase(m_small));
    waitUntilReady(fixture);
    fixture.click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->database.hasReadings(), kLoadMs);
    fixture.typeFolder(m_big);
    startBigLoad(fixture);
    fixture.window->showPage(MainWindow::Reports);
    fixture.window->activateWindow();
    auto* period = fixture.find<QComboBox>("periodBox")->lineEdit();
    QTRY_VERIFY(period->isVisible());
    period->setFocus();
    period->selectAll();
    QTest::keyClicks(period, u"20"_s);
    QTest::keyClick(period, Qt::Key_Escape);
    QCOMPARE(period->text(), u"All"_s);
    QCOMPARE(fixture.workbench->loads.state(), LoadController::State::Loading);
    fixture.workbench->loads.cancel();
    QTRY_VERIFY(!fixture.workbench->loads.isBusy());
}

// Problems with saved reports are shown, even if there are rows.
void tst_Window::problemsOfReportsStay()
{
    QVERIFY(QDir().mkpath(ownReportsFolder()));
    QFile file(ownReportsFolder() + u"/broken.sql"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("-- title: T\nnonsense\n");
    file.close();
    WindowFixture fixture(freshDatabase(m_small));
    QVERIFY(file.remove());
    waitUntilReady(fixture);
    fixture.click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->database.hasReadings(), kLoadMs);
    fixture.window->showPage(MainWindow::Reports);
    QTRY_VERIFY(fixture.find<DataTable>("reportTable")->model()->rowCount() > 0);
    QVERIFY(strip(fixture, "reportsStrip")->isVisible());
    QVERIFY(strip(fixture, "reportsStrip")->message().where.contains(u"broken.sql"_s));
}

void tst_Window::loadGoesOnWhenTheServerIsBack()
{
    WindowFixture fixture(freshDatabase(m_big));
    startBigLoad(fixture);
    QVERIFY(m_server.kill());
    MessageStrip* message = strip(fixture, "windowStrip");
    QTRY_VERIFY(message->isVisibleTo(fixture.window.get()));
    QVERIFY(message->message().what.startsWith(u"Load interrupted"_s));
    QCOMPARE(fixture.labelText("loadHeading"), u"Interrupted: big"_s);
    // Every page shows it.
    fixture.window->showPage(MainWindow::Reports);
    QVERIFY(message->isVisibleTo(fixture.window.get()));
    VERIFY_RESULT(m_server.startAgain());
    QTRY_VERIFY(!message->isVisibleTo(fixture.window.get()));
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.workbench->loads.isBusy(), kLoadMs);
    QCOMPARE(fixture.workbench->loads.receipt()->outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(fixture.workbench->loads.receipt()->readings().loaded, m_bigLines);
}

void tst_Window::pausedLoadGoesOnWhenTold()
{
    WindowFixture fixture(freshDatabase(m_big));
    waitUntilReady(fixture);
    LoadOptions options;
    options.patience = std::chrono::milliseconds(100);
    options.chunkRows = 5'000;
    fixture.workbench->loads.start(options);
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->loads.progress().readings.loaded > 0, kLoadMs);
    QVERIFY(m_server.kill());
    QTRY_VERIFY(fixture.workbench->loads.progress().isPaused);
    MessageStrip* message = strip(fixture, "windowStrip");
    QTRY_VERIFY(message->message().what.startsWith(u"The load is paused"_s));
    QCOMPARE(fixture.labelText("loadHeading"), u"Paused: big"_s);
    const QString shots = qEnvironmentVariable("FAULTLINE_SHOTS");
    if (!shots.isEmpty())
        fixture.window->grab().save(shots + u"/load-paused.png"_s);
    VERIFY_RESULT(m_server.startAgain());
    auto* button = message->findChild<QPushButton*>(u"messageButton"_s);
    QCOMPARE(button->text(), u"Resume"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!fixture.workbench->loads.isBusy(), kLoadMs);
    QCOMPARE(fixture.workbench->loads.receipt()->outcome, LoadReceipt::Outcome::Succeeded);
    QCOMPARE(fixture.workbench->loads.receipt()->readings().loaded, m_bigLines);
}

void tst_Window::takesDroppedFolder()
{
    WindowFixture fixture(freshDatabase());
    fixture.window->showPage(MainWindow::Reports);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_small)});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(fixture.window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(fixture.window.get(), &drop);
    QCOMPARE(fixture.workbench->loads.folder(), m_small);
    QTRY_COMPARE(fixture.find<DataTable>("filesTable")->model()->rowCount(), 4);
    QVERIFY(fixture.find<DataTable>("filesTable")->isVisible());
}

void tst_Window::ignoresOtherDrops()
{
    WindowFixture fixture(freshDatabase());
    QMimeData data;
    data.setUrls({QUrl(u"https://example.org/"_s)});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QCoreApplication::sendEvent(fixture.window.get(), &enter);
    QVERIFY(!enter.isAccepted());
}

void tst_Window::tellsMissingFolder()
{
    WindowFixture fixture(freshDatabase(m_directory.filePath(u"nowhere"_s)));
    QTRY_VERIFY(strip(fixture, "loadStrip")->isVisible());
    QVERIFY(!fixture.find<QPushButton>("loadButton")->isEnabled());
}

void tst_Window::tellsEmptyFolder()
{
    const QString empty = m_directory.filePath(u"empty"_s);
    QVERIFY(QDir().mkpath(empty));
    WindowFixture fixture(freshDatabase(empty));
    QTRY_VERIFY(fixture.workbench->loads.sources().has_value());
    QVERIFY(!fixture.find<DataTable>("filesTable")->isVisible());
    QVERIFY(!fixture.find<QPushButton>("loadButton")->isEnabled());
}

// The page counts hidden, unreadable and skipped files, and lists the first two.
void tst_Window::tellsWhatIsNotLookedAt()
{
    const QString folder = m_directory.filePath(u"partly"_s);
    writeSmallFolder(folder);
    writeFile(folder + u"/.hidden.log"_s, "x\n");
    writeFile(folder + u"/.DS_Store"_s, "x\n");
    QVERIFY(QDir(folder).mkpath(u".kept"_s));
    QVERIFY(QFile::link(u"self.log"_s, folder + u"/self.log"_s));
    WindowFixture fixture(freshDatabase(folder));
    waitUntilReady(fixture);
    const QString figures = fixture.labelText("loadFigures");
    QVERIFY2(figures.contains(u"3 files that can't be loaded"_s), qPrintable(figures));
    QVERIFY2(figures.contains(u"1 system file skipped"_s), qPrintable(figures));
    QVERIFY2(figures.contains(u"1 can't be read"_s), qPrintable(figures));
}

void tst_Window::tellsServerDown()
{
    StartOptions options;
    options.conninfo = u"host=127.0.0.1 port=1 dbname=vessels user=planner"_s;
    options.folder = m_small;
    WindowFixture fixture(options);
    QTRY_VERIFY(strip(fixture, "windowStrip")->isVisible());
    QVERIFY(!strip(fixture, "windowStrip")->message().remedy.isEmpty());
    QTRY_VERIFY(fixture.workbench->loads.canStart());
    fixture.click("loadButton");
    QTRY_VERIFY(strip(fixture, "loadStrip")->isVisible());
    QVERIFY(!fixture.workbench->loads.isBusy());
}

void tst_Window::asksForPassword()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    VERIFY_RESULT(TemporaryServer::executeAsSuperuser(
        *settings, {"CREATE ROLE crew LOGIN PASSWORD 'canary' IN ROLE with_password"}));
    StartOptions options;
    options.conninfo = conninfoOf(TemporaryServer::asRole(*settings, u"crew"_s, u"wr0ng"_s));
    options.folder = m_small;
    WindowFixture fixture(options);
    QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::NeedsPassword);
    QVERIFY(fixture.find<QComboBox>("databaseBox")->currentText().contains(u"needs password"_s));
    auto* message = strip(fixture, "windowStrip");
    QVERIFY(message->isVisible());
    QVERIFY(!message->message().toText().contains(u"wr0ng"_s));

    QTest::mouseClick(message->findChild<QPushButton*>(u"messageButton"_s), Qt::LeftButton);
    fixture.find<QLineEdit>("passwordField")->setText(u"canary"_s);
    fixture.click("useButton");
    QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::Ready);
    QVERIFY(!strip(fixture, "windowStrip")->isVisible());
}

void tst_Window::serverGoesDownUnderReports()
{
    WindowFixture fixture(freshDatabase(m_small));
    waitUntilReady(fixture);
    fixture.click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->database.hasReadings(), kLoadMs);
    fixture.window->showPage(MainWindow::Reports);
    VERIFY_RESULT(m_server.stop());
    QTest::keyClick(fixture.window.get(), Qt::Key_F5);
    QTRY_VERIFY(
        strip(fixture, "reportsStrip")->isVisible() || strip(fixture, "windowStrip")->isVisible());
    VERIFY_RESULT(m_server.startAgain());
    QTest::keyClick(fixture.window.get(), Qt::Key_F5);
    QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::Ready);
    QTRY_VERIFY(fixture.find<DataTable>("reportTable")->model()->rowCount() > 0);
    QVERIFY(!strip(fixture, "windowStrip")->isVisible());
}

void tst_Window::remembersFolderAndConnection()
{
    const QString settingsFile = m_directory.filePath(u"settings.ini"_s);
    ConnectionChoice typed;
    typed.kind = ConnectionChoice::Kind::Described;
    typed.settings.keywords = {
        {u"host"_s, m_server.socketDirectory()},
        {u"dbname"_s, u"faultline"_s},
        {u"user"_s, u"faultline"_s},
        {u"password"_s, u"canary"_s}};
    StartOptions options;
    options.folder = m_small;
    options.localDirectory = m_directory.filePath(u"unused"_s);
    {
        WindowFixture fixture(options, settingsFile);
        fixture.workbench->database.addConnection(typed);
        waitUntilReady(fixture);
        fixture.window->resize(1000, 600);
        fixture.window->close();
    }
    QFile file(settingsFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("canary"));
    options.folder.clear();
    WindowFixture fixture(options, settingsFile);
    QCOMPARE(fixture.preferences->folder(), m_small);
    QTRY_COMPARE(
        fixture.workbench->database.currentChoice().settings.keywords.value(u"host"_s),
        m_server.socketDirectory());
    QCOMPARE(fixture.window->size(), QSize(1000, 600));
}

void tst_Window::offersEnvironmentFileOfFolder()
{
    const QString folder = m_directory.filePath(u"with-env"_s);
    writeSmallFolder(folder);
    QFile file(folder + u"/.env"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("PG_HOST=" + m_server.socketDirectory().toUtf8());
    file.write("\nPG_PORT=5432\nPG_DB=faultline\nPG_USER=faultline\nPG_PASSWORD=canary\n");
    file.close();
    StartOptions options;
    options.localDirectory = m_directory.filePath(u"unused"_s);
    options.folder = folder;
    WindowFixture fixture(options);
    QTRY_COMPARE(
        fixture.workbench->database.currentChoice().kind, ConnectionChoice::Kind::Described);
    QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::Ready);
    const auto* box = fixture.find<QComboBox>("databaseBox");
    for (int i = 0; i < box->count(); ++i)
        QVERIFY(!box->itemData(i, Qt::ToolTipRole).toString().contains(u"canary"_s));
}

void tst_Window::startsLocalServerOnLoad()
{
    const LocalServerHome home;
    StartOptions options;
    options.localDirectory = home.localDirectory();
    options.folder = m_small;
    {
        WindowFixture fixture(options);
        QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::NotStarted);
        // Nothing is created before the user clicks Load.
        QVERIFY(!QFile::exists(options.localDirectory));
        QTRY_VERIFY(fixture.workbench->loads.canStart());
        fixture.click("loadButton");
        QCOMPARE(fixture.labelText("loadFigures"), u"Starting the local database…"_s);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->database.hasReadings(), kLoadMs);
    }
    // The last use of it has ended.
    const auto status = LocalServer(options.localDirectory).status();
    VERIFY_RESULT(status);
    QCOMPARE(status->state, LocalServer::State::Stopped);
    // The next window shows its reports at once.
    WindowFixture again(options);
    QTRY_VERIFY_WITH_TIMEOUT(again.workbench->database.hasReadings(), kLoadMs);
}

// Another program stops the server while the window is open: the user's first action restarts it.
void tst_Window::startsLocalServerAgain()
{
    const LocalServerHome home;
    StartOptions options;
    options.localDirectory = home.localDirectory();
    options.folder = m_small;
    WindowFixture fixture(options);
    QTRY_VERIFY(fixture.workbench->loads.canStart());
    fixture.click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(fixture.workbench->database.hasReadings(), kLoadMs);
    const auto stopServer = [&] { VERIFY_RESULT(LocalServer(options.localDirectory).stop()); };
    const auto& database = fixture.workbench->database;
    auto* rows = fixture.window->findChild<ReportTableModel*>();
    const auto isBack = [&] {
        return database.hasReadings() && database.state() == DatabaseState::Ready && !rows->isBusy()
               && rows->rowCount() > 0;
    };
    fixture.window->activateWindow();
    fixture.window->showPage(MainWindow::Reports);
    QTRY_VERIFY(isBack());
    QSignalSpy opened(&database, &DatabaseController::stateChanged);
    stopServer();
    QTest::keyClick(fixture.window.get(), Qt::Key_F5);
    QTRY_VERIFY(!opened.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(isBack(), kLoadMs);
    QVERIFY(!fixture.find("windowStrip")->isVisible());
    QVERIFY(!fixture.find("reportsStrip")->isVisible());

    // With the button beside the error.
    stopServer();
    fixture.window->findChild<ReportList*>()->selectReport(u"failures_by_group"_s);
    auto* strip = fixture.find<MessageStrip>("reportsStrip");
    QTRY_VERIFY(strip->isVisible());
    QVERIFY(!fixture.find("windowStrip")->isVisible());
    QVERIFY(!strip->message().remedy.isEmpty());
    opened.clear();
    QTest::mouseClick(strip->findChild<QAbstractButton*>(u"messageButton"_s), Qt::LeftButton);
    QTRY_VERIFY(!opened.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(isBack(), kLoadMs);
    QVERIFY(!strip->isVisible());
    QCOMPARE(fixture.labelText("reportTitle"), u"Failures by group"_s);
}

QTEST_MAIN(tst_Window)
#include "tst_Window.moc"
