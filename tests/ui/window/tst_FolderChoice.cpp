// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/MessageStrip.h"
#include "window/FolderField.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWindow>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// Choosing and loading a folder with window-system key and mouse events, including their effects
/// on the focus.
class tst_FolderChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void firstClickLoads_data();
    void firstClickLoads();
    void firstFolderIsTypedAndLoaded();
    void losingTheFocusChoosesNothing_data();
    void losingTheFocusChoosesNothing();
    void halfTypedFolderIsNotTaken();
    void escapeGivesBackTheFolder();
    void waitingLoadCanBeCancelled();
    void nothingToLoadEndsTheWait();

private:
    void open(const QString& folder);
    void click(QWidget* widget) const;
    void click(const char* name) const { click(m_fixture->find(name)); }
    void type(const QString& folder) const;
    void closeCompletions() const;
    void pick(const QString& folder) const;
    void load(const QString& folder) const;
    FolderField* field() const { return m_fixture->find<FolderField>("folderField"); }
    LoadController& loads() const { return m_fixture->workbench->loads; }

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    QString m_first;
    QString m_second;
    std::unique_ptr<WindowFixture> m_fixture;
};

namespace {

constexpr int kLoadMs = 60'000;

} // namespace

void tst_FolderChoice::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    m_first = m_directory.filePath(u"first"_s);
    m_second = m_directory.filePath(u"second"_s);
    writeSmallFolder(m_first);
    writeSmallFolder(m_second, 60);
}

void tst_FolderChoice::init()
{
    open(m_first);
}

void tst_FolderChoice::cleanup()
{
    m_fixture.reset();
}

void tst_FolderChoice::open(const QString& folder)
{
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    StartOptions options;
    options.conninfo = conninfoOf(*settings);
    options.folder = folder;
    m_fixture = std::make_unique<WindowFixture>(options);
    m_fixture->window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_fixture->window.get()));
    QTRY_COMPARE(m_fixture->workbench->database.state(), DatabaseState::Ready);
    QTRY_VERIFY(!loads().isGettingReady());
}

// Through the window, not the widget: a press moves the focus before the widget gets it.
void tst_FolderChoice::click(QWidget* widget) const
{
    QWidget* window = widget->window();
    QTest::mouseClick(
        window->windowHandle(), Qt::LeftButton, {}, widget->mapTo(window, widget->rect().center()));
}

void tst_FolderChoice::type(const QString& folder) const
{
    click(field()->lineEdit());
    QVERIFY(field()->hasFocus());
    QWindow* window = m_fixture->window->windowHandle();
    QTest::keyClick(window, Qt::Key_A, Qt::ControlModifier);
    for (const QChar character : folder)
        QTest::keyClick(window, character.toLatin1());
    QCOMPARE(field()->currentText(), folder);
}

// Completions appear after a moment, once the disk was read.
void tst_FolderChoice::closeCompletions() const
{
    QWidget* completions = field()->completer()->popup();
    QTRY_VERIFY(completions->isVisible());
    completions->hide();
}

void tst_FolderChoice::pick(const QString& folder) const
{
    click(field()->lineEdit());
    QTest::keyClick(m_fixture->window->windowHandle(), Qt::Key_Down, Qt::AltModifier);
    QAbstractItemView* view = field()->view();
    QTRY_VERIFY(view->isVisible());
    const int row = field()->findText(folder);
    QVERIFY(row >= 0);
    view->setCurrentIndex(view->model()->index(row, 0));
    QTest::keyClick(view->window()->windowHandle(), Qt::Key_Return);
    QTRY_VERIFY(!view->isVisible());
    QTRY_COMPARE(loads().folder(), folder);
    QVERIFY(field()->hasFocus());
}

void tst_FolderChoice::load(const QString& folder) const
{
    type(folder);
    QTest::keyClick(m_fixture->window->windowHandle(), Qt::Key_Return);
    QTRY_VERIFY(loads().canStart());
    click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(loads().receipt().has_value(), kLoadMs);
    QCOMPARE(loads().receipt()->folder, folder);
}

void tst_FolderChoice::firstClickLoads_data()
{
    QTest::addColumn<QString>("way");
    QTest::addRow("typed, with the list of completions open") << u"open"_s;
    QTest::addRow("typed") << u"typed"_s;
    QTest::addRow("typed, with Enter") << u"Enter"_s;
    QTest::addRow("typed, with Enter, and looked through") << u"ready"_s;
    QTest::addRow("typed, and Alt+L") << u"keys"_s;
    QTest::addRow("picked") << u"picked"_s;
    QTest::addRow("picked, and looked through") << u"picked ready"_s;
}

void tst_FolderChoice::firstClickLoads()
{
    QFETCH(const QString, way);
    QWindow* window = m_fixture->window->windowHandle();
    if (way.startsWith(u"picked"_s)) {
        load(m_second);
        load(m_first);
        pick(m_second);
    } else {
        type(m_second);
    }
    if (way == u"open"_s)
        QTRY_VERIFY(field()->completer()->popup()->isVisible());
    else if (!way.startsWith(u"picked"_s))
        closeCompletions();
    if (way == u"Enter"_s || way == u"ready"_s)
        QTest::keyClick(window, Qt::Key_Return);
    if (way.endsWith(u"ready"_s))
        QTRY_VERIFY(loads().canStart());
    if (way == u"keys"_s)
        QTest::keyClick(window, Qt::Key_L, Qt::AltModifier);
    else
        click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(loads().receipt().has_value(), kLoadMs);
    QCOMPARE(loads().receipt()->folder, m_second);
    QCOMPARE(loads().receipt()->outcome, LoadReceipt::Outcome::Succeeded);
}

// Nothing can be loaded before, so the first typed character must enable the button.
void tst_FolderChoice::firstFolderIsTypedAndLoaded()
{
    m_fixture.reset();
    open({});
    QVERIFY(!m_fixture->find<QPushButton>("loadButton")->isEnabled());
    type(m_second);
    click("loadButton");
    QTRY_VERIFY_WITH_TIMEOUT(loads().receipt().has_value(), kLoadMs);
    QCOMPARE(loads().receipt()->folder, m_second);
}

void tst_FolderChoice::losingTheFocusChoosesNothing_data()
{
    QTest::addColumn<bool>("isPicked");
    QTest::addRow("typed") << false;
    QTest::addRow("picked") << true;
}

void tst_FolderChoice::losingTheFocusChoosesNothing()
{
    QFETCH(const bool, isPicked);
    load(m_first);
    load(m_second);
    if (isPicked) {
        pick(m_first);
        QTRY_VERIFY(loads().canStart());
        click("loadButton");
        QTRY_VERIFY_WITH_TIMEOUT(loads().receipt().has_value(), kLoadMs);
    }
    m_fixture->window->showPage(MainWindow::Reports);
    QSignalSpy chosen(field(), &FolderField::folderChosen);
    for (const char* name : {"reportTable", "periodBox", "reportTitle"}) {
        click(field()->lineEdit());
        QVERIFY(field()->hasFocus());
        click(name);
    }
    click(field()->lineEdit());
    QTest::keyClick(m_fixture->window->windowHandle(), Qt::Key_Tab);
    QVERIFY(!field()->hasFocus());
    QCOMPARE(chosen.size(), 0);
    QVERIFY(m_fixture->find("reportTable")->isVisible());
    QVERIFY(loads().receipt().has_value());
}

// Losing focus with a half-typed path must not discard the receipt.
void tst_FolderChoice::halfTypedFolderIsNotTaken()
{
    load(m_first);
    m_fixture->window->showPage(MainWindow::Reports);
    type(m_second.chopped(3));
    click("reportTable");
    QVERIFY(!field()->hasFocus());
    QCOMPARE(loads().folder(), m_first);
    QVERIFY(loads().receipt().has_value());
    QVERIFY(m_fixture->find("reportTable")->isVisible());
    QCOMPARE(field()->currentText(), m_second.chopped(3));
}

void tst_FolderChoice::escapeGivesBackTheFolder()
{
    type(m_second);
    QTest::keyClick(m_fixture->window->windowHandle(), Qt::Key_Escape);
    QCOMPARE(field()->currentText(), m_first);
    QCOMPARE(loads().folder(), m_first);
}

void tst_FolderChoice::waitingLoadCanBeCancelled()
{
    auto* button = m_fixture->find<QPushButton>("loadButton");
    // The window doesn't know the result of a scan before the event loop runs.
    loads().rescan();
    button->click();
    QVERIFY(loads().isWaiting());
    QCOMPARE(button->text(), u"Cance&l"_s);
    button->click();
    QVERIFY(!loads().isWaiting());
    QTRY_VERIFY(loads().canStart());
    QVERIFY(!loads().isBusy());
}

void tst_FolderChoice::nothingToLoadEndsTheWait()
{
    type(m_directory.filePath(u"nowhere"_s));
    click("loadButton");
    QTRY_VERIFY(loads().sources() && !loads().sources()->ok());
    QTRY_VERIFY(!loads().isGettingReady());
    QVERIFY(!loads().isWaiting());
    QVERIFY(!loads().isBusy());
    QVERIFY(m_fixture->find("loadStrip")->isVisible());
    QVERIFY(!m_fixture->find<QPushButton>("loadButton")->isEnabled());
}

QTEST_MAIN(tst_FolderChoice)
#include "tst_FolderChoice.moc"
