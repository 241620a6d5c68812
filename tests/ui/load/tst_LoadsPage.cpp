// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "database/connection/Connection.h"
#include "pages/load/LoadPage.h"
#include "pages/loads/LoadsModel.h"
#include "pages/loads/LoadsPage.h"
#include "support/EnvironmentGuard.h"
#include "support/TemporaryServer.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/EmptyState.h"
#include "widgets/MessageStrip.h"
#include "window/NavigationList.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <cerrno>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// The history of loads with undo and check, and resuming an interrupted load.
class tst_LoadsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void nothingLoaded();
    void listsLoadsWithReceipts();
    void undoesALoad();
    void keepsALoad();
    void undoesAfterLoading();
    void checksTheLedger();
    void cancelsUndoing();
    void savesAReceipt();
    void keepsTheReceiptThatWasThere();
    void tellsWhatFailed();
    void offersToGoOn();
    void offerIsDismissedForGood();
    void noOfferWithoutTheFolder();

private:
    void loadOnce(WindowFixture& fixture) const;
    void execute(const QByteArray& sql) const;
    template<typename Widget>
    static Widget* find(const WindowFixture& fixture, const char* name)
    {
        auto* page = fixture.window->findChild<LoadsPage*>();
        auto* widget = page->findChild<Widget*>(QString::fromLatin1(name));
        if (!widget)
            qFatal("The page has no %s", name);
        return widget;
    }
    static QAbstractItemModel* model(const WindowFixture& fixture)
    {
        return find<DataTable>(fixture, "loadsTable")->model();
    }
    static QString cell(const WindowFixture& fixture, int row, LoadsModel::Column column)
    {
        return model(fixture)->index(row, column).data().toString();
    }
    static void click(const WindowFixture& fixture, const char* name)
    {
        auto* button = find<QPushButton>(fixture, name);
        QTRY_VERIFY(button->isEnabled() && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    static UserMessage message(const WindowFixture& fixture)
    {
        return find<MessageStrip>(fixture, "loadsStrip")->message();
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
    StartOptions m_options;
    qint64 m_lines = 0;
};

void tst_LoadsPage::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

void tst_LoadsPage::init()
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    m_directory = std::make_unique<QTemporaryDir>();
    m_options = {};
    m_options.conninfo = conninfoOf(m_settings);
    m_options.folder = m_directory->filePath(u"vessel-7"_s);
    m_lines = writeSmallFolder(m_options.folder);
}

void tst_LoadsPage::execute(const QByteArray& sql) const
{
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(connection->execute(sql));
}

void tst_LoadsPage::loadOnce(WindowFixture& fixture) const
{
    QTRY_VERIFY(fixture.workbench->loads.canStart());
    QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::Ready);
    const int before = model(fixture)->rowCount();
    fixture.click("loadButton");
    QTRY_VERIFY(fixture.workbench->loads.receipt());
    QTRY_COMPARE(model(fixture)->rowCount(), before + 1);
    QTRY_COMPARE(cell(fixture, 0, LoadsModel::State), u"Loaded"_s);
    QTRY_COMPARE(fixture.workbench->database.summary().readings, m_lines);
}

void tst_LoadsPage::nothingLoaded()
{
    WindowFixture fixture(m_options);
    QTRY_COMPARE(fixture.workbench->database.state(), DatabaseState::Ready);
    QTest::keyClick(fixture.window.get(), Qt::Key_6, Qt::ControlModifier);
    auto* page = fixture.window->findChild<LoadsPage*>();
    QVERIFY(page->isVisible());
    QVERIFY(!find<DataTable>(fixture, "loadsTable")->isVisible());
    QTest::mouseClick(page->findChild<EmptyState*>()->button(), Qt::LeftButton);
    QVERIFY(fixture.window->findChild<LoadPage*>()->isVisible());
}

void tst_LoadsPage::listsLoadsWithReceipts()
{
    WindowFixture fixture(m_options);
    const QAbstractItemModelTester tester(model(fixture));
    loadOnce(fixture);
    loadOnce(fixture);
    fixture.window->showPage(MainWindow::Loads);
    QCOMPARE(cell(fixture, 0, LoadsModel::Load), u"2"_s);
    QCOMPARE(cell(fixture, 1, LoadsModel::Folder), u"vessel-7"_s);
    QCOMPARE(cell(fixture, 1, LoadsModel::Rejected), u"2"_s);
    QCOMPARE(cell(fixture, 0, LoadsModel::Loaded), u"0"_s);
    QVERIFY(find<QLabel>(fixture, "history/receiptFigure")->text().startsWith(u"Nothing new"_s));
    auto* table = find<DataTable>(fixture, "loadsTable");
    table->selectRow(1);
    QCOMPARE(
        find<QLabel>(fixture, "history/receiptFigure")->text(),
        u"%1 readings loaded, 2 lines rejected"_s.arg(m_lines));
    QVERIFY(find<QLabel>(fixture, "history/receiptBalance")->text().startsWith(u"In balance"_s));
    QCOMPARE(find<DataTable>(fixture, "loadedFilesTable")->model()->rowCount(), 4);
    // The selection survives a reload of the list.
    QTest::keyClick(fixture.window.get(), Qt::Key_F5);
    QTRY_VERIFY(!qobject_cast<LoadsModel*>(model(fixture))->isBusy());
    QCOMPARE(table->currentIndex().row(), 1);
}

void tst_LoadsPage::undoesALoad()
{
    WindowFixture fixture(m_options);
    loadOnce(fixture);
    fixture.window->showPage(MainWindow::Loads);
    click(fixture, "history/undoLoadButton");
    QCOMPARE(fixture.dialogs.asked, QStringList{u"Undo load 1 of vessel-7?"_s});
    QTRY_COMPARE(cell(fixture, 0, LoadsModel::State), u"Undone"_s);
    QTRY_COMPARE(fixture.workbench->database.summary().readings, 0);
    QVERIFY(message(fixture).what.startsWith(u"Load 1 is undone: %1 readings"_s.arg(m_lines)));
    QVERIFY(!find<QPushButton>(fixture, "history/undoLoadButton")->isVisible());
    QCOMPARE(
        fixture.find<NavigationList>("navigation")
            ->item(MainWindow::Rejected)
            ->data(NavigationList::CountRole)
            .toInt(),
        0);
    // Its files can be loaded again at once.
    fixture.window->showPage(MainWindow::Load);
    loadOnce(fixture);
    QTRY_COMPARE(fixture.workbench->database.summary().readings, m_lines);
}

void tst_LoadsPage::keepsALoad()
{
    WindowFixture fixture(m_options);
    loadOnce(fixture);
    fixture.window->showPage(MainWindow::Loads);
    fixture.dialogs.yes = false;
    click(fixture, "history/undoLoadButton");
    QCOMPARE(fixture.dialogs.asked.size(), 1);
    QVERIFY(!fixture.workbench->ledger.isBusy());
    QCOMPARE(fixture.workbench->database.summary().readings, m_lines);
}

void tst_LoadsPage::undoesAfterLoading()
{
    WindowFixture fixture(m_options);
    loadOnce(fixture);
    auto* page = fixture.window->findChild<LoadPage*>();
    auto* undo = page->findChild<QPushButton*>(u"undoLoadButton"_s);
    QVERIFY(undo->isVisible() && undo->isEnabled());
    QTest::mouseClick(undo, Qt::LeftButton);
    QTRY_COMPARE(fixture.workbench->database.summary().readings, 0);
    QVERIFY(page->strip()->message().what.startsWith(u"Load 1 is undone"_s));
    QVERIFY(!fixture.workbench->loads.receipt());
    QVERIFY(!undo->isVisible());
}

void tst_LoadsPage::checksTheLedger()
{
    WindowFixture fixture(m_options);
    loadOnce(fixture);
    fixture.window->showPage(MainWindow::Loads);
    click(fixture, "checkLedgerButton");
    QTRY_COMPARE(
        message(fixture).what,
        u"In balance: %1 readings and 2 rejected lines, as in the ledger"_s.arg(m_lines));
    execute("DELETE FROM faultline.equipment_summary WHERE unit = 'year'");
    click(fixture, "checkLedgerButton");
    QTRY_VERIFY(message(fixture).what.startsWith(u"Out of balance: "_s));
    click(fixture, "messageButton");
    QTRY_COMPARE(message(fixture).what, u"Rebuilt the summaries from %1 readings"_s.arg(m_lines));
    click(fixture, "checkLedgerButton");
    QTRY_VERIFY(message(fixture).what.startsWith(u"In balance: "_s));
    execute("DELETE FROM faultline.reading; DELETE FROM faultline.sensor_summary");
    click(fixture, "checkLedgerButton");
    QTRY_VERIFY(message(fixture).what.startsWith(u"Out of balance: "_s));
    QCOMPARE(message(fixture).kind, UserMessage::Kind::Error);
    QVERIFY(message(fixture).why.contains(u"There are "_s));
}

// The undo waits for another session that is settling, and is cancelled.
void tst_LoadsPage::cancelsUndoing()
{
    WindowFixture fixture(m_options);
    loadOnce(fixture);
    fixture.window->showPage(MainWindow::Loads);
    auto other = Connection::open(m_settings);
    VERIFY_RESULT(other);
    VERIFY_RESULT(other->execute("BEGIN; SELECT FROM faultline.summary_state FOR UPDATE"));
    click(fixture, "history/undoLoadButton");
    QCOMPARE(find<QPushButton>(fixture, "history/undoLoadButton")->text(), u"Cancel &undo"_s);
    QVERIFY(!find<QPushButton>(fixture, "checkLedgerButton")->isEnabled());
    click(fixture, "history/undoLoadButton");
    QTRY_COMPARE(message(fixture).what, u"Cancelled. Nothing was changed"_s);
    other->rollback();
    QCOMPARE(cell(fixture, 0, LoadsModel::State), u"Loaded"_s);
    QCOMPARE(find<QPushButton>(fixture, "history/undoLoadButton")->text(), u"&Undo load…"_s);
}

void tst_LoadsPage::savesAReceipt()
{
    WindowFixture fixture(m_options);
    loadOnce(fixture);
    fixture.window->showPage(MainWindow::Loads);
    fixture.dialogs.saveFile = m_directory->filePath(u"receipt.json"_s);
    click(fixture, "history/saveReceiptButton");
    QTRY_VERIFY(message(fixture).what.startsWith(u"Saved the receipt"_s));
    QFile file(fixture.dialogs.saveFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(json[u"load_id"_s].toInt(), 1);
    QCOMPARE(json[u"readings_loaded"_s].toInt(), static_cast<int>(m_lines));
    QCOMPARE(json[u"balanced"_s].toBool(), true);
}

// The disk reports that it is full only when the file is closed.
void tst_LoadsPage::keepsTheReceiptThatWasThere()
{
    WindowFixture fixture(m_options);
    loadOnce(fixture);
    fixture.window->showPage(MainWindow::Loads);
    const QString path = m_directory->filePath(u"kept.json"_s);
    writeFile(path, "old");
    fixture.dialogs.saveFile = path;
    EnvironmentGuard environment;
    environment.set(
        "FAULTLINE_FAILING_IO",
        "close " + QByteArray::number(EDQUOT) + ' ' + QFile::encodeName(path) + ".*");
    click(fixture, "history/saveReceiptButton");
    QTRY_COMPARE(message(fixture).what, u"The receipt can't be saved"_s);
    QVERIFY(message(fixture).why.contains(qt_error_string(EDQUOT)));
    QCOMPARE(message(fixture).where, path);
    QCOMPARE(contentOf(path), QByteArray("old"));
}

void tst_LoadsPage::tellsWhatFailed()
{
    WindowFixture fixture(m_options);
    loadOnce(fixture);
    fixture.window->showPage(MainWindow::Loads);
    execute("UPDATE faultline.load_run SET state = 'failed', failure ="
            " '{\"kind\": \"error\", \"what\": \"The disk is full\"}'");
    fixture.window->findChild<LoadsPage*>()->refresh();
    QTRY_COMPARE(cell(fixture, 0, LoadsModel::State), u"Failed: The disk is full"_s);
    execute("UPDATE faultline.load_run SET state = 'running', failure = NULL");
    fixture.window->findChild<LoadsPage*>()->refresh();
    QTRY_COMPARE(cell(fixture, 0, LoadsModel::State), u"Interrupted"_s);
    auto program = Connection::open(m_settings);
    VERIFY_RESULT(program);
    VERIFY_RESULT(program->execute("SELECT pg_advisory_lock(1819238756, 1)"));
    fixture.window->findChild<LoadsPage*>()->refresh();
    QTRY_COMPARE(cell(fixture, 0, LoadsModel::State), u"Loading"_s);
    QVERIFY(find<QLabel>(fixture, "runningLoadText")->isVisible());
}

void tst_LoadsPage::offersToGoOn()
{
    {
        WindowFixture fixture(m_options);
        loadOnce(fixture);
        QVERIFY(!fixture.find<MessageStrip>("windowStrip")->isVisible());
    }
    execute("UPDATE faultline.load_run SET state = 'running', ended_at = NULL");
    writeSmallFolder(m_options.folder, 80);
    WindowFixture fixture(m_options);
    auto* strip = fixture.find<MessageStrip>("windowStrip");
    QTRY_VERIFY(strip->isVisible());
    QVERIFY2(
        strip->message().what.startsWith(u"The load of “vessel-7” on "_s)
            && strip->message().what.endsWith(u" was interrupted after %1 readings"_s.arg(m_lines)),
        qPrintable(strip->message().what));
    fixture.window->showPage(MainWindow::Reports);
    QTest::mouseClick(strip->findChild<QPushButton*>(u"messageButton"_s), Qt::LeftButton);
    QTRY_VERIFY(fixture.workbench->loads.receipt());
    QVERIFY(!strip->isVisible());
    QTRY_VERIFY(fixture.workbench->database.summary().readings > m_lines);
    QVERIFY(fixture.window->findChild<LoadPage*>()->isVisible());
}

void tst_LoadsPage::offerIsDismissedForGood()
{
    {
        WindowFixture fixture(m_options);
        loadOnce(fixture);
    }
    execute("UPDATE faultline.load_run SET state = 'running', ended_at = NULL");
    const QString settings = m_directory->filePath(u"settings.ini"_s);
    {
        WindowFixture fixture(m_options, settings);
        auto* strip = fixture.find<MessageStrip>("windowStrip");
        QTRY_VERIFY(strip->isVisible());
        QTest::mouseClick(strip->findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(!strip->isVisible());
        QVERIFY(!fixture.workbench->resume.load());
    }
    WindowFixture fixture(m_options, settings);
    QTRY_COMPARE(model(fixture)->rowCount(), 1);
    // Queried on the same thread before the list of loads.
    QVERIFY(!fixture.find<MessageStrip>("windowStrip")->isVisible());
}

void tst_LoadsPage::noOfferWithoutTheFolder()
{
    {
        WindowFixture fixture(m_options);
        loadOnce(fixture);
    }
    execute("UPDATE faultline.load_run SET state = 'running', folder = '/no/such/folder'");
    WindowFixture fixture(m_options);
    QTRY_COMPARE(model(fixture)->rowCount(), 1);
    QVERIFY(!fixture.find<MessageStrip>("windowStrip")->isVisible());
}

QTEST_MAIN(tst_LoadsPage)
#include "tst_LoadsPage.moc"
