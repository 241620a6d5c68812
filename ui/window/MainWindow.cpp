// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/MainWindow.h"

#include "dialogs/ConnectionDialog.h"
#include "dialogs/DialogService.h"
#include "pages/load/LoadPage.h"
#include "pages/loads/LoadsPage.h"
#include "pages/readings/ReadingsPage.h"
#include "pages/rejected/RejectedPage.h"
#include "pages/reports/ReportsPage.h"
#include "pages/sql/SqlPage.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "widgets/MessageStrip.h"
#include "window/FolderField.h"
#include "window/NavigationList.h"
#include "window/StatusLine.h"
#include "window/TopBar.h"

#include <QAction>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QIcon>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kGeometry = u"window-geometry"_s;
constexpr QSize kFirstSize(1180, 760);
constexpr QSize kMinSize(880, 520);

QFrame* separator(QFrame::Shape shape, QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setFrameShape(shape);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    line->setLineWidth(1);
    return line;
}

} // namespace

MainWindow::MainWindow(Workbench& workbench, QWidget* parent)
    : QMainWindow(parent)
    , m_workbench(workbench)
{
    setWindowTitle(tr("Faultline"));
    setWindowIcon(QIcon(u":/faultline/icons/faultline.svg"_s));
    setAcceptDrops(true);
    setMinimumSize(kMinSize);
    buildFrame();
    connectPages();
    addShortcuts();
    resize(kFirstSize);
    restoreGeometry(workbench.preferences.state(kGeometry));
    showPage(Load);
    m_navigation->setFocus(); // with focus, the folder field would show the end of its path
    showDatabaseState();
    showCounts();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildFrame()
{
    auto* frame = new QWidget(this);
    m_topBar = new TopBar(m_workbench, frame);
    m_strip = new MessageStrip(frame);
    m_strip->setObjectName(u"windowStrip"_s);
    // Margins inside the strip disappear together with it.
    m_strip->setContentsMargins(
        appearance::kGroup, 0, appearance::kGroup, appearance::kRelated + 4);
    m_navigation = new NavigationList(frame);
    m_navigation->addPage(tr("Load"), u"load"_s);
    m_navigation->addPage(tr("Reports"), u"reports"_s);
    m_navigation->addPage(tr("Readings"), u"readings"_s);
    m_navigation->addPage(tr("Rejected"), u"rejected"_s);
    m_navigation->addPage(tr("SQL"), u"sql"_s);
    m_navigation->addPage(tr("Loads"), u"loads"_s);
    m_navigation->setObjectName(u"navigation"_s);

    auto* middle = new QHBoxLayout;
    appearance::setTight(middle, 0);
    auto* side = new QVBoxLayout;
    appearance::setTight(side, 0);
    side->setContentsMargins(0, appearance::kRelated, 0, 0);
    side->addWidget(m_navigation);
    middle->addLayout(side);
    middle->addWidget(separator(QFrame::VLine, frame));
    middle->addWidget(makePages(), 1);
    auto* column = new QVBoxLayout(frame);
    appearance::setTight(column, 0);
    column->addWidget(m_topBar);
    column->addWidget(m_strip);
    column->addWidget(separator(QFrame::HLine, frame));
    column->addLayout(middle, 1);
    column->addWidget(separator(QFrame::HLine, frame));
    setCentralWidget(frame);
    setStatusBar(new StatusLine(m_workbench.database, this));
}

QWidget* MainWindow::makePages()
{
    m_pages = new QStackedWidget(this);
    m_load = new LoadPage(m_workbench, m_pages);
    m_reports = new ReportsPage(m_workbench, m_pages);
    m_readings = new ReadingsPage(m_workbench, m_pages);
    m_rejected = new RejectedPage(m_workbench, m_pages);
    m_sql = new SqlPage(m_workbench, m_pages);
    m_loads = new LoadsPage(m_workbench, m_pages);
    m_pages->addWidget(m_load);
    m_pages->addWidget(m_reports);
    m_pages->addWidget(m_readings);
    m_pages->addWidget(m_rejected);
    m_pages->addWidget(m_sql);
    m_pages->addWidget(m_loads);
    return m_pages;
}

void MainWindow::connectPages()
{
    connect(
        m_navigation, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_topBar, &TopBar::folderChosen, this, &MainWindow::openFolder);
    connect(m_topBar, &TopBar::loadClicked, this, &MainWindow::startOrCancel);
    connect(m_topBar, &TopBar::otherDatabaseRequested, this, [this] { askForConnection(false); });
    connect(m_load, &LoadPage::reportsRequested, this, [this] { showPage(Reports); });
    const auto showFinding = [this](const QString& report) {
        m_reports->selectReport(report);
        showPage(Reports);
    };
    connect(m_load, &LoadPage::findingRequested, this, showFinding);
    connect(m_loads, &LoadsPage::findingRequested, this, showFinding);
    const auto showRejected = [this](const QString& reason) {
        if (!reason.isEmpty())
            m_rejected->showReason(reason);
        showPage(Rejected);
    };
    connect(m_load, &LoadPage::rejectedRequested, this, showRejected);
    connect(m_loads, &LoadsPage::rejectedRequested, this, showRejected);
    connect(m_load, &LoadPage::browseRequested, m_topBar, &TopBar::browse);
    connect(m_load, &LoadPage::connectionRequested, this, [this] { askForConnection(true); });
    connect(m_reports, &ReportsPage::loadPageRequested, this, [this] { showPage(Load); });
    connect(m_readings, &ReadingsPage::loadPageRequested, this, [this] { showPage(Load); });
    connect(
        m_reports, &ReportsPage::readingsRequested, this,
        [this](const ReadingFilter& filter, const DrillPath& path) {
            m_readings->showReadings(filter, path);
            showPage(Readings);
            m_readings->focusRows();
        });
    connect(
        m_readings, &ReadingsPage::breadcrumbRequested, this,
        [this](const DrillPath& path, int step) {
            m_reports->goBackTo(path, step);
            showPage(Reports);
        });
    connect(m_rejected, &RejectedPage::loadPageRequested, this, [this] { showPage(Load); });
    connect(m_sql, &SqlPage::loadPageRequested, this, [this] { showPage(Load); });
    connect(m_sql, &SqlPage::reportsChanged, m_reports, &ReportsPage::showReports);
    connect(m_sql, &SqlPage::reportRequested, this, [this](const QString& name) {
        showPage(Reports);
        m_reports->selectReport(name);
    });
    connect(m_reports, &ReportsPage::queryRequested, this, [this](const QString& text) {
        showPage(Sql);
        m_sql->openQuery(text);
    });
    connect(m_loads, &LoadsPage::loadPageRequested, this, [this] { showPage(Load); });
    connect(&m_workbench.resume, &ResumePrompt::changed, this, &MainWindow::showDatabaseState);
    connect(m_strip, &MessageStrip::dismissed, &m_workbench.resume, &ResumePrompt::dismiss);
    const DatabaseController& database = m_workbench.database;
    connect(&database, &DatabaseController::stateChanged, this, &MainWindow::showDatabaseState);
    connect(&database, &DatabaseController::entriesChanged, this, &MainWindow::showDatabaseState);
    connect(&database, &DatabaseController::dataChanged, this, &MainWindow::showCounts);
    connect(&m_workbench.loads, &LoadController::stateChanged, this, &MainWindow::closeWhenIdle);
    connect(
        &m_workbench.loads, &LoadController::troubleChanged, this, &MainWindow::showDatabaseState);
    connect(m_strip, &MessageStrip::dismissed, this, [this] {
        // A paused load can only be resumed with this button, so the strip comes back.
        if (m_workbench.loads.isBusy() && m_workbench.loads.progress().isPaused)
            showDatabaseState();
    });
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence& keys, auto&& slot) {
        auto* action = new QAction(this);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
    };
    add(QKeySequence::Refresh, [this] { refreshPage(); });
    add(QKeySequence::Find, [this] { focusFilter(); });
    add(QKeySequence::Cancel, [this] { cancelCurrent(); });
    add(QKeySequence::Open, [this] { m_topBar->browse(); });
    add(u"Ctrl+K"_s, [this] {
        showPage(Load);
        m_load->startOrCancelCheck();
    });
    add(QKeySequence::Quit, [this] { close(); });
    for (const Page page : {Load, Reports, Readings, Rejected, Sql, Loads})
        add(QKeySequence(u"Ctrl+%1"_s.arg(page + 1)), [this, page] { showPage(page); });
}

void MainWindow::showPage(Page page)
{
    m_navigation->setCurrentRow(page);
}

void MainWindow::openFolder(const QString& folder)
{
    if (m_workbench.loads.isBusy())
        return;
    m_workbench.loads.setFolder(folder);
    showPage(Load);
}

void MainWindow::startOrCancel()
{
    if (m_workbench.loads.isBusy() || m_workbench.loads.isWaiting()) {
        m_workbench.loads.cancel();
        return;
    }
    showPage(Load);
    m_workbench.loads.start();
}

void MainWindow::refreshPage()
{
    // The page's own shortcut does the same. A query can run during a load.
    if (m_pages->currentWidget() == m_sql) {
        m_sql->run();
        return;
    }
    if (m_workbench.loads.isBusy())
        return;
    if (m_pages->currentWidget() == m_load)
        m_workbench.loads.rescan();
    else if (m_pages->currentWidget() == m_readings)
        m_readings->refresh();
    else if (m_pages->currentWidget() == m_reports)
        m_reports->refresh();
    else
        m_workbench.refresh(); // the page then reloads what it shows
}

void MainWindow::focusFilter()
{
    if (m_pages->currentWidget() == m_readings) {
        m_readings->focusFilter();
        return;
    }
    // The SQL page has no filters, and switching pages would interrupt the writing.
    if (m_pages->currentWidget() == m_sql)
        return;
    showPage(Reports);
    m_reports->focusFilter();
}

void MainWindow::cancelCurrent()
{
    if (m_topBar->cancelTyping())
        return;
    // First cancel what is on screen: a load runs in the background and has its own button.
    if (m_pages->currentWidget() == m_reports && m_reports->cancel())
        return;
    if (m_pages->currentWidget() == m_readings && m_readings->cancel())
        return;
    if (m_pages->currentWidget() == m_rejected && m_rejected->cancel())
        return;
    if (m_pages->currentWidget() == m_sql && m_sql->cancel())
        return;
    if (m_pages->currentWidget() == m_load && m_workbench.check.isRunning()) {
        m_workbench.check.cancel();
        return;
    }
    m_workbench.ledger.cancel();
    m_workbench.loads.cancel();
}

void MainWindow::askForConnection(bool complete)
{
    auto* dialog = new ConnectionDialog(m_workbench.dialogs, m_workbench.passwords, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const ConnectionChoice& current = m_workbench.database.currentChoice();
    if (complete && current.kind == ConnectionChoice::Kind::Described)
        dialog->showSettings(current.settings, m_workbench.database.keepsPassword());
    connect(
        dialog, &ConnectionDialog::connectionChosen, &m_workbench.database,
        &DatabaseController::addConnection);
    dialog->open();
}

void MainWindow::showDatabaseState()
{
    const DatabaseController& database = m_workbench.database;
    const LoadProgress& load = m_workbench.loads.progress();
    if (m_workbench.loads.isBusy() && load.trouble) {
        // Shown on every page, because the user may be reading reports meanwhile.
        m_strip->showMessage(*load.trouble, load.isPaused ? tr("Resume") : tr("Retry now"), [this] {
            m_workbench.loads.resume();
        });
        return;
    }
    // While a load is starting, the Load page reports problems.
    const bool isQuiet = m_workbench.loads.isBusy() || database.state() == DatabaseState::Checking;
    if (!isQuiet && database.state() == DatabaseState::NeedsPassword) {
        m_strip->showMessage(
            database.problem().value_or(UserMessage()), tr("Enter the password…"),
            [this] { askForConnection(true); });
    } else if (!isQuiet && database.problem()) {
        m_strip->showMessage(
            *database.problem(), tr("Retry"), [this] { m_workbench.database.check(); });
    } else if (!isQuiet && m_workbench.resume.load()) {
        m_strip->showMessage(m_workbench.resume.message(), tr("Resume"), [this] {
            showPage(Load);
            m_workbench.resume.accept();
        });
    } else if (!isQuiet && !database.notices().isEmpty()) {
        m_strip->showMessage(database.notices().constFirst());
    } else {
        m_strip->clear();
    }
}

void MainWindow::showCounts()
{
    m_navigation->setCount(Rejected, m_workbench.database.summary().rejectedLines);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_workbench.loads.isBusy()) {
        m_workbench.preferences.rememberState(kGeometry, saveGeometry());
        event->accept();
        Q_EMIT closed();
        return;
    }
    event->ignore();
    if (m_closing || m_asking)
        return;
    m_asking = true;
    const Question question{
        tr("Close Faultline?"),
        tr("A load is running. The readings loaded so far are kept. You can resume the load the "
           "next time you open Faultline."),
        tr("Stop and close"), tr("Keep loading")};
    m_workbench.dialogs.confirm(this, question, [this](bool yes) {
        m_asking = false;
        if (!yes)
            return;
        m_closing = true;
        m_workbench.loads.interrupt();
        closeWhenIdle();
    });
}

void MainWindow::closeWhenIdle()
{
    if (m_closing && !m_workbench.loads.isBusy())
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!m_workbench.loads.isBusy() && !FolderField::folderOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openFolder(FolderField::folderOf(event->mimeData()));
}

} // namespace faultline
