// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/sql/SqlPage.h"

#include "dialogs/DialogService.h"
#include "dialogs/FolderOpening.h"
#include "dialogs/OtherToolsDialog.h"
#include "dialogs/SaveReportDialog.h"
#include "pages/sql/SqlEditor.h"
#include "pages/sql/SqlResultPane.h"
#include "reports/custom/OwnReports.h"
#include "reports/custom/ReportDraft.h"
#include "session/BackgroundTask.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "widgets/EmptyState.h"
#include "widgets/MessageStrip.h"

#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kRowsState = u"sql-rows"_s;
const QString kTextState = u"sql-text"_s;
constexpr int kEditorHeight = 216;
constexpr int kResultHeight = 360;
constexpr int kMenuLetters = 72;

// Whether setting up the role fixes the problem.
bool isAboutTheReader(const UserMessage& message)
{
    return message.code == "reader-missing"_L1 || message.code == "reader-rights"_L1
           || message.code == "reader-password"_L1 || message.code == "reader-login"_L1;
}

} // namespace

SqlPage::SqlPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_namesLane(workbench.database.queries())
    , m_history(workbench.preferences)
    , m_strip(new MessageStrip(this))
    , m_content(new QStackedWidget(this))
    , m_nothingLoaded(new EmptyState(u"sql"_s, m_content))
    , m_splitter(new QSplitter(Qt::Vertical, m_content))
{
    m_strip->setObjectName(u"sqlStrip"_s);
    m_nothingLoaded->setObjectName(u"sqlNothing"_s);
    m_splitter->setObjectName(u"sqlRows"_s);
    m_splitter->addWidget(makeEditorSide());
    m_result = new SqlResultPane(workbench.preferences, m_splitter);
    m_splitter->addWidget(m_result);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({kEditorHeight, kResultHeight});
    m_splitter->restoreState(workbench.preferences.state(kRowsState));
    m_content->addWidget(m_splitter);
    m_content->addWidget(m_nothingLoaded);
    auto* column = new QVBoxLayout(this);
    constexpr int kPage = appearance::kPage;
    column->setContentsMargins(kPage, appearance::kGroup, kPage, kPage);
    column->setSpacing(appearance::kRelated);
    column->addWidget(m_strip);
    column->addWidget(m_content, 1);
    m_editor->setPlainText(QString::fromUtf8(workbench.preferences.state(kTextState)));
    connectParts();
    setBusy(false);
    takeDatabase();
    showData();
}

SqlPage::~SqlPage()
{
    m_workbench.preferences.rememberState(kRowsState, m_splitter->saveState());
    m_workbench.preferences.rememberState(kTextState, m_editor->toPlainText().toUtf8());
    cancel();
}

QWidget* SqlPage::makeEditorSide()
{
    auto* side = new QWidget(m_splitter);
    m_editor = new SqlEditor(side);
    m_editor->setObjectName(u"sqlEditor"_s);
    m_editor->setPlaceholderText(
        tr("SELECT …    Ctrl+Space completes names, Ctrl+Enter runs, Esc cancels."));
    m_run = new QPushButton(tr("&Run"), side);
    m_run->setObjectName(u"sqlRunButton"_s);
    m_run->setToolTip(tr("Run the selected text, or all of it (Ctrl+Enter)"));
    m_cancel = new QPushButton(tr("Cancel"), side);
    m_cancel->setObjectName(u"sqlCancelButton"_s);
    m_historyButton = new QPushButton(side);
    m_historyButton->setObjectName(u"sqlHistoryButton"_s);
    m_historyButton->setText(tr("History"));
    m_historyButton->setToolTip(tr("Your last %1 queries").arg(QueryHistory::kMax));
    m_historyMenu = new QMenu(m_historyButton);
    m_historyButton->setMenu(m_historyMenu);
    m_save = new QPushButton(tr("&Save as report…"), side);
    m_save->setObjectName(u"sqlSaveButton"_s);
    m_tools = new QPushButton(tr("Use in &other tools…"), side);
    m_tools->setObjectName(u"otherToolsButton"_s);
    auto* note = new QLabel(tr("Queries are read-only: nothing here can change your data."), side);
    note->setForegroundRole(QPalette::PlaceholderText);

    auto* buttons = new QHBoxLayout;
    appearance::setTight(buttons, appearance::kRelated);
    buttons->addWidget(m_run);
    buttons->addWidget(m_cancel);
    buttons->addSpacing(appearance::kRelated);
    buttons->addWidget(note, 1);
    buttons->addWidget(m_historyButton);
    buttons->addWidget(m_save);
    buttons->addWidget(m_tools);
    auto* column = new QVBoxLayout(side);
    appearance::setTight(column, appearance::kRelated);
    column->addWidget(m_editor, 1);
    column->addLayout(buttons);
    return side;
}

void SqlPage::connectParts()
{
    connect(m_editor, &SqlEditor::runRequested, this, &SqlPage::run);
    connect(m_run, &QPushButton::clicked, this, &SqlPage::run);
    connect(m_cancel, &QPushButton::clicked, this, &SqlPage::cancel);
    connect(m_historyMenu, &QMenu::aboutToShow, this, &SqlPage::fillHistory);
    connect(m_save, &QPushButton::clicked, this, &SqlPage::saveAsReport);
    connect(m_tools, &QPushButton::clicked, this, &SqlPage::showOtherTools);
    connect(m_result, &SqlResultPane::exampleChosen, this, &SqlPage::openQuery);
    connect(m_result, &SqlResultPane::exportRequested, this, &SqlPage::exportRows);
    connect(m_nothingLoaded->button(), &QPushButton::clicked, this, &SqlPage::loadPageRequested);
    connect(&m_job, &QueryJob::busyChanged, this, &SqlPage::setBusy);
    connect(&m_job, &QueryJob::succeeded, this, &SqlPage::showResult);
    connect(&m_job, &QueryJob::failed, this, [this](const QueryJob::Failure& failure) {
        m_result->showOutdated();
        showFailure(failure.message);
        if (failure.position)
            m_editor->markError(m_running, *failure.position);
    });
    connect(&m_export, &ExportJob::busyChanged, this, &SqlPage::setBusy);
    connect(&m_export, &ExportJob::ended, this, &SqlPage::showExported);
    connect(
        &m_workbench.reader, &ReaderCredentials::keyringFailed, m_strip,
        [this](const UserMessage& problem) { m_strip->showMessage(problem); });
    const DatabaseController& database = m_workbench.database;
    connect(&database, &DatabaseController::stateChanged, this, &SqlPage::takeDatabase);
    connect(&database, &DatabaseController::dataChanged, this, &SqlPage::showData);
}

// The rows on screen and the running query belong to one database.
void SqlPage::takeDatabase()
{
    const auto& access = m_workbench.database.access();
    if (!access) {
        cancel(); // it runs on the database being released
        return;
    }
    if (access->settings() == m_shownDatabase)
        return;
    m_shownDatabase = access->settings();
    m_job.drop();
    m_export.drop();
    m_shownSql.clear();
    m_result->clear();
    m_strip->clear();
    m_editor->clearError();
}

void SqlPage::showData()
{
    const bool hasDatabase = m_workbench.database.access().has_value();
    m_content->setCurrentWidget(hasDatabase ? static_cast<QWidget*>(m_splitter) : m_nothingLoaded);
    if (hasDatabase)
        fetchNames();
    else
        showEmptyReason();
}

void SqlPage::showEmptyReason()
{
    switch (m_workbench.database.state()) {
    case DatabaseState::Checking:
        m_nothingLoaded->setTexts(tr("Checking the database…"), QString());
        break;
    case DatabaseState::NeedsPassword:
    case DatabaseState::Unreachable:
        m_nothingLoaded->setTexts(
            tr("The database isn't available"), tr("The message above says why."));
        break;
    case DatabaseState::Ready:
    case DatabaseState::NotStarted:
        m_nothingLoaded->setTexts(
            tr("Nothing loaded yet"),
            tr("Load data first. Then use SQL here to answer questions that no report covers."),
            tr("Go to Load"));
    }
}

void SqlPage::fetchNames()
{
    m_namesLane.ask<SchemaNames>(
        [](SqlSession& session) { return fetchSchemaNames(session); },
        [this](const Result<SchemaNames>& names) {
            // Without names there is no completion; running a query shows the error.
            if (names)
                m_editor->setNames(*names);
        });
}

void SqlPage::run()
{
    const SqlEditor::Piece piece = m_editor->toRun();
    if (piece.sql.trimmed().isEmpty() || isBusy() || !m_workbench.database.access())
        return;
    m_strip->clear();
    m_editor->clearError();
    m_history.add(piece.sql);
    m_running = piece;
    m_job.start(m_workbench.reader.finder(), piece.sql, {});
}

bool SqlPage::cancel()
{
    if (!isBusy())
        return false;
    m_job.cancel();
    m_export.cancel();
    return true;
}

void SqlPage::openQuery(const QString& sql)
{
    m_strip->clear(); // its message was about the previous text
    const qsizetype start = queryStart(sql);
    m_editor->replaceAll(sql, start > 0 ? start : sql.size());
}

void SqlPage::setBusy(bool busy)
{
    m_result->setBusy(busy);
    m_run->setEnabled(!busy);
    m_cancel->setEnabled(busy);
    m_save->setEnabled(!busy);
}

// Set m_shownSql only now: a failed query leaves the previous rows on screen.
void SqlPage::showResult(const CustomQueryResult& result)
{
    m_shownSql = m_running.sql;
    m_result->showResult(result);
}

void SqlPage::showFailure(const UserMessage& message)
{
    const auto& access = m_workbench.database.access();
    if (message.code == kCancelledCode) {
        m_strip->showMessage(UserMessage::information(tr("The query was cancelled")));
    } else if (isAboutTheReader(message) && access && !access->settings().isLocalServer) {
        m_strip->showMessage(message, tr("Set up the role…"), [this] { showOtherTools(); });
    } else {
        m_strip->showMessage(message);
    }
}

void SqlPage::fillHistory()
{
    m_historyMenu->clear();
    for (const QString& sql : m_history.queries()) {
        QString line = sql.simplified();
        if (line.size() > kMenuLetters)
            line = line.first(kMenuLetters) + u'…';
        QAction* action = m_historyMenu->addAction(line.replace(u'&', u"&&"_s));
        connect(action, &QAction::triggered, this, [this, sql] { openQuery(sql); });
    }
    if (m_history.queries().isEmpty())
        m_historyMenu->addAction(tr("No queries yet"))->setEnabled(false);
}

void SqlPage::exportRows()
{
    if (!m_workbench.database.access())
        return;
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    m_workbench.dialogs.chooseSaveFile(
        this, tr("Export all rows of the query"), folder.filePath(u"query.csv"_s),
        tr("CSV files (*.csv)"), [this](const QString& path) { exportTo(path); });
}

void SqlPage::exportTo(const QString& path)
{
    const auto& access = m_workbench.database.access();
    if (!access || m_shownSql.isEmpty() || isBusy())
        return;
    m_strip->clear();
    m_export.start(
        path,
        queryExport(
            m_workbench.reader.finder(), access->settings(), m_shownSql, m_result->csvOptions()));
}

void SqlPage::showExported(const Result<qint64>& rows, const QString& path)
{
    if (!rows) {
        showFailure(rows.error());
        return;
    }
    showWritten(
        m_strip, tr("Exported %n row(s) to %1", nullptr, static_cast<int>(*rows)).arg(path), path,
        m_workbench.dialogs);
}

void SqlPage::saveAsReport()
{
    const QString text = m_editor->toRun().sql;
    if (!m_workbench.database.access() || text.trimmed().isEmpty())
        return;
    const auto draft = draftFromText(text);
    if (!draft) {
        m_strip->showMessage(draft.error());
        return;
    }
    auto* dialog = new SaveReportDialog(
        *draft, m_workbench.catalogue ? *m_workbench.catalogue : ReportCatalogue(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        dialog, &SaveReportDialog::saveRequested, this,
        [this, dialog, text](const ReportDefinition& named, const CancelToken& cancel) {
            saveDraft(dialog, text, named, cancel);
        });
    dialog->open();
}

void SqlPage::saveDraft(
    SaveReportDialog* dialog, const QString& text, const ReportDefinition& draft,
    const CancelToken& cancel)
{
    runInBackground(
        dialog,
        [text, draft, cancel, finder = m_workbench.reader.finder()]() -> Result<FittedDraft> {
            const auto reader = finder();
            if (!reader)
                return reader.error();
            // Ask the server for the columns.
            const auto columns = CustomQuery(*reader).describe(text, cancel);
            if (!columns)
                return columns.error();
            if (cancel.isCancelled())
                return UserMessage::cancelled();
            FittedDraft fitted = fitToQuery(draft, *columns);
            const auto saved = saveOwnReport(ownReportsFolder(), fitted.report);
            return saved ? Result<FittedDraft>(fitted) : saved.error();
        },
        [this, dialog](const Result<FittedDraft>& saved) {
            if (saved)
                showSaved(*saved);
            dialog->showResult(saved ? Result<void>() : saved.error());
        });
}

void SqlPage::showSaved(const FittedDraft& saved)
{
    const QString text =
        saved.leftOut.isEmpty()
            ? tr("Saved to your reports")
            : tr("Saved to your reports, without what the changed query no longer supports: %1")
                  .arg(saved.leftOut.join(u", "_s));
    m_strip->showSuccess(text, tr("Show report"), [this, name = saved.report.name] {
        Q_EMIT reportRequested(name);
    });
    m_workbench.reloadReports();
    Q_EMIT reportsChanged();
}

void SqlPage::showOtherTools()
{
    if (!m_workbench.database.access())
        return;
    auto* dialog = new OtherToolsDialog(
        m_workbench.database.access()->settings(), m_workbench.passwords,
        m_workbench.reader.keepsPassword(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        dialog, &OtherToolsDialog::passwordKnown, this,
        [this](const QString& password, bool keeps) {
            m_workbench.reader.setPassword(password, keeps);
            m_strip->clear();
        });
    dialog->open();
}

} // namespace faultline
