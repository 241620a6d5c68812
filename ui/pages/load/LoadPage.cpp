// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/load/LoadPage.h"

#include "dialogs/DateQuestionDialog.h"
#include "dialogs/DialogService.h"
#include "dialogs/PlantQuestionDialog.h"
#include "dialogs/PlantSettingsDialog.h"
#include "loading/ChosenFormats.h"
#include "pages/load/FileTabs.h"
#include "pages/load/LoadStatus.h"
#include "pages/load/PageStack.h"
#include "pages/load/ProgressDelegate.h"
#include "pages/preview/PreviewPane.h"
#include "pages/receipt/ReceiptFile.h"
#include "pages/receipt/ReceiptView.h"
#include "pages/receipt/SourceFilesModel.h"
#include "pages/receipt/UndoQuestion.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "widgets/DataTable.h"
#include "widgets/EmptyState.h"
#include "widgets/MessageStrip.h"

#include <QDir>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kHeaderState = u"load-files"_s;
const QString kPartsState = u"load-parts"_s;
constexpr int kFilesHeight = 176;
constexpr int kMinFilesHeight = 80;
constexpr int kPreviewHeight = 400;

} // namespace

LoadPage::LoadPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_model(new SourceFilesModel(this))
    , m_strip(new MessageStrip(this))
    , m_top(new PageStack(this))
    , m_status(new LoadStatus(m_top))
    , m_receipt(new ReceiptView(ReceiptView::Mode::AfterLoad, m_top))
    , m_content(new QStackedWidget(this))
    , m_work(new QWidget(m_content))
    , m_parts(new QSplitter(Qt::Vertical, m_work))
    , m_table(new DataTable(m_parts))
    , m_tabs(new FileTabs(workbench, m_parts))
    , m_empty(new EmptyState(u"folder"_s, m_content))
{
    m_strip->setObjectName(u"loadStrip"_s);
    buildTable();
    m_top->addWidget(m_status);
    m_top->addWidget(m_receipt);
    auto* work = new QVBoxLayout(m_work);
    appearance::setTight(work, appearance::kGroup);
    work->addWidget(m_top);
    work->addWidget(m_parts, 1);
    m_content->addWidget(m_work);
    m_content->addWidget(m_empty);

    auto* column = new QVBoxLayout(this);
    constexpr int kPage = appearance::kPage;
    column->setContentsMargins(kPage, appearance::kGroup, kPage, kPage);
    column->setSpacing(appearance::kGroup);
    column->addWidget(m_strip);
    column->addWidget(m_content, 1);

    const LoadController& loads = workbench.loads;
    connect(&loads, &LoadController::sourcesChanged, this, &LoadPage::showSources);
    connect(&loads, &LoadController::formatsApplied, this, &LoadPage::showFolder);
    connect(&loads, &LoadController::stateChanged, this, &LoadPage::showState);
    connect(&loads, &LoadController::progressChanged, this, &LoadPage::showProgress);
    connect(&loads, &LoadController::loadFinished, this, &LoadPage::showReceipt);
    connect(&loads, &LoadController::plantAsked, this, &LoadPage::askForPlant);
    connect(&loads, &LoadController::datesAsked, this, &LoadPage::askForDates);
    connect(&loads, &LoadController::openingFailed, this, &LoadPage::showOpeningError);
    const CheckController& check = workbench.check;
    connect(&check, &CheckController::changed, this, &LoadPage::showCheck);
    connect(&check, &CheckController::progressChanged, this, [this] {
        m_status->showChecking(m_workbench.loads.folder(), m_workbench.check.progress());
    });
    connectCheckButton();
    connect(m_receipt, &ReceiptView::reportsRequested, this, &LoadPage::reportsRequested);
    connect(m_receipt, &ReceiptView::rejectedRequested, this, &LoadPage::rejectedRequested);
    connect(m_receipt, &ReceiptView::saveRequested, this, &LoadPage::saveReceipt);
    connect(m_receipt, &ReceiptView::undoRequested, this, &LoadPage::confirmUndo);
    connect(m_receipt, &ReceiptView::findingRequested, this, &LoadPage::findingRequested);
    connect(
        m_receipt, &ReceiptView::failureChoiceRequested, this, [this](const FailureChoice& choice) {
            auto* dialog =
                new PlantSettingsDialog(m_workbench, choice.plant, choice.severities, window());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->open();
        });
    LedgerController& ledger = workbench.ledger;
    connect(m_receipt, &ReceiptView::undoCancelled, &ledger, &LedgerController::cancel);
    connect(&ledger, &LedgerController::busyChanged, this, &LoadPage::showUndo);
    connect(&ledger, &LedgerController::undone, this, &LoadPage::showUndone);
    connect(&ledger, &LedgerController::failed, this, &LoadPage::showUndoFailure);
    connect(m_empty->button(), &QPushButton::clicked, this, &LoadPage::browseRequested);
    showSources();
}

LoadPage::~LoadPage()
{
    m_workbench.preferences.rememberState(kHeaderState, m_table->horizontalHeader()->saveState());
    m_workbench.preferences.rememberState(kPartsState, m_parts->saveState());
}

void LoadPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setObjectName(u"filesTable"_s);
    m_table->setAccessibleName(tr("Files of the data folder"));
    m_table->setElidedInMiddle(SourceFilesModel::File);
    m_table->setItemDelegateForColumn(SourceFilesModel::Progress, new ProgressDelegate(m_table));
    connect(m_table, &QAbstractItemView::activated, m_model, &SourceFilesModel::toggle);
    QHeaderView* header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    header->resizeSection(SourceFilesModel::File, 224);
    header->resizeSection(SourceFilesModel::Role, 112);
    header->resizeSection(SourceFilesModel::Size, 80);
    header->resizeSection(SourceFilesModel::Progress, 128);
    header->resizeSection(SourceFilesModel::Records, 88);
    header->resizeSection(SourceFilesModel::Rejected, 80);
    header->restoreState(m_workbench.preferences.state(kHeaderState));
    // Also when the model was reset, which removes the current row without a signal.
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &LoadPage::showPreview);
    m_parts->setObjectName(u"loadParts"_s);
    m_parts->setChildrenCollapsible(false);
    m_parts->setStretchFactor(0, 1);
    m_parts->setStretchFactor(1, 2);
    m_parts->setSizes({kFilesHeight, kPreviewHeight});
    m_parts->restoreState(m_workbench.preferences.state(kPartsState));
}

// Only while nothing is loaded: then the progress of the files is of interest, and their beginnings
// are being read anyway.
void LoadPage::showPreview()
{
    const QModelIndex current = m_table->currentIndex();
    const QString path = m_model->pathOf(current);
    const LoadController& loads = m_workbench.loads;
    if (loads.isBusy() || path.isEmpty() || !loads.recognised(path)) {
        forgetPreview();
        return;
    }
    m_tabs->showFile(path, m_model->roleOf(current));
    fitTable();
}

// Above a preview or findings, no higher than its rows.
void LoadPage::fitTable()
{
    if (m_tabs->isHidden()) {
        m_table->setMaximumHeight(QWIDGETSIZE_MAX);
        return;
    }
    const int rows = std::max(1, m_model->rowCount());
    // One more row has room for a scroll bar.
    const int height = m_table->horizontalHeader()->sizeHint().height()
                       + (rows + 1) * m_table->verticalHeader()->defaultSectionSize();
    m_table->setMinimumHeight(std::min(height, kMinFilesHeight));
    m_table->setMaximumHeight(height);
}

// What only a load fills.
void LoadPage::showLoadColumns(bool shown)
{
    for (const int column :
         {SourceFilesModel::Progress, SourceFilesModel::Records, SourceFilesModel::Rejected})
        m_table->setColumnHidden(column, !shown);
}

void LoadPage::forgetPreview()
{
    m_tabs->forgetFile();
    fitTable();
}

void LoadPage::selectRow(int row)
{
    if (row >= 0)
        m_table->setCurrentIndex(m_model->index(row, SourceFilesModel::File));
}

// The files as they are recognised, or as the user chose.
void LoadPage::showFolder()
{
    if (m_workbench.loads.isBusy() || !m_workbench.loads.sources()
        || !m_workbench.loads.sources()->ok())
        return;
    const DataFolder& folder = m_workbench.loads.sources()->value();
    const QModelIndex before = m_table->currentIndex();
    const QString path = m_model->pathOf(before);
    const auto role = m_model->roleOf(before);
    showLoadColumns(false);
    m_model->showFolder(folder);
    m_status->showFolder(folder);
    m_top->setCurrentWidget(m_status);
    const int row = m_model->rowOf(path, role);
    selectRow(row >= 0 ? row : m_model->firstOfInterest());
    showPreview();
}

void LoadPage::showEmpty(const QString& heading, const QString& text, const QString& button)
{
    m_empty->setTexts(heading, text, button);
    m_content->setCurrentWidget(m_empty);
}

void LoadPage::showSources()
{
    const LoadController& loads = m_workbench.loads;
    m_strip->clear();
    m_top->setCurrentWidget(m_status);
    if (loads.folder().isEmpty()) {
        m_model->clear();
        showEmpty(
            tr("Choose a data folder"),
            tr("Choose the folder with your exports: logs, CSV or JSON files, also zipped. You "
               "can also drop it on this window."),
            tr("Browse…"));
        return;
    }
    if (!loads.sources()) {
        m_status->showScanning(loads.folder());
        m_model->clear();
        m_content->setCurrentWidget(m_work);
        return;
    }
    if (!loads.sources()->ok()) {
        m_model->clear();
        m_strip->showMessage(
            loads.sources()->error(), tr("Retry"), [this] { m_workbench.loads.rescan(); });
        showEmpty(
            tr("The folder can't be read"), tr("Choose another folder or retry."), tr("Browse…"));
        return;
    }
    const DataFolder& folder = loads.sources()->value();
    if (folder.files.isEmpty() && folder.others.isEmpty()) {
        m_model->clear();
        showEmpty(
            tr("Nothing to load in %1").arg(QDir(folder.path).dirName()),
            tr("This folder has no files. Choose the folder that contains the exports."),
            tr("Browse…"));
        return;
    }
    m_tabs->preview()->refresh();
    showFolder();
    m_content->setCurrentWidget(m_work);
    if (!folder.warnings.isEmpty())
        m_strip->showMessage(folder.warnings.constFirst());
}

void LoadPage::showState()
{
    const LoadController& loads = m_workbench.loads;
    const bool isLocal =
        m_workbench.database.currentChoice().kind == ConnectionChoice::Kind::LocalServer;
    switch (loads.state()) {
    case LoadController::State::Opening:
        m_table->setCurrentIndex({}); // so that each file can be selected after the load
        m_strip->clear();
        m_top->setCurrentWidget(m_status);
        m_status->showWaiting(
            loads.folder(),
            isLocal ? tr("Starting the local database…") : tr("Preparing the database…"));
        break;
    case LoadController::State::Cancelling:
        m_status->showWaiting(loads.folder(), tr("Stopping after the current chunk…"));
        break;
    case LoadController::State::Loading:
        showProgress();
        break;
    case LoadController::State::Idle:
        if (!loads.receipt())
            showSources();
        break;
    }
}

void LoadPage::showProgress()
{
    const LoadController& loads = m_workbench.loads;
    showLoadColumns(true);
    m_model->showProgress(loads.progress());
    if (loads.state() == LoadController::State::Loading)
        m_status->showProgress(loads.folder(), loads.progress());
}

void LoadPage::showReceipt()
{
    const LoadReceipt& receipt = *m_workbench.loads.receipt();
    showLoadColumns(true);
    m_model->showReceipt(receipt);
    m_receipt->showReceipt(receipt);
    showUndo();
    m_tabs->showCheck();
    m_top->setCurrentWidget(m_receipt);
    m_strip->clear();
    if (receipt.failure && receipt.failure->code == kFormatQuestionCode) {
        // Nothing was loaded: the question says more than a receipt. Once all have seen it.
        QTimer::singleShot(0, this, [this] {
            m_workbench.loads.forgetReceipt();
            m_tabs->preview()->focusQuestion();
        });
    } else if (receipt.failure) {
        m_strip->showMessage(*receipt.failure, tr("Retry"), [this] { m_workbench.loads.start(); });
    } else if (receipt.hasUnfinishedLines) {
        suggestLastLines();
    }
}

void LoadPage::connectCheckButton()
{
    connect(m_status->checkButton(), &QPushButton::clicked, this, &LoadPage::startOrCancelCheck);
    const LoadController& loads = m_workbench.loads;
    const DatabaseController& database = m_workbench.database;
    connect(&loads, &LoadController::sourcesChanged, this, &LoadPage::showCheckButton);
    connect(&loads, &LoadController::formatsApplied, this, &LoadPage::showCheckButton);
    connect(&loads, &LoadController::stateChanged, this, &LoadPage::showCheckButton);
    connect(&database, &DatabaseController::entriesChanged, this, &LoadPage::showCheckButton);
    showCheckButton();
}

void LoadPage::showCheckButton()
{
    QPushButton* const button = m_status->checkButton();
    const bool isRunning = m_workbench.check.isRunning();
    button->setText(isRunning ? tr("Cancel chec&k") : tr("Chec&k files"));
    button->setIcon(isRunning ? appearance::icon(u"cancel"_s) : QIcon());
    button->setToolTip(
        isRunning ? tr("Stop reading the files (Esc)")
                  : tr("Read all files without loading them, and list what needs a look (Ctrl+K)"));
    button->setVisible(!m_workbench.loads.isBusy());
    button->setEnabled(isRunning || m_workbench.check.canStart());
}

void LoadPage::startOrCancelCheck()
{
    CheckController& check = m_workbench.check;
    if (check.isRunning())
        check.cancel();
    else
        check.start();
}

void LoadPage::showCheck()
{
    showCheckButton();
    const CheckController& check = m_workbench.check;
    if (check.isRunning()) {
        m_strip->clear();
        m_top->setCurrentWidget(m_status);
        m_status->showChecking(m_workbench.loads.folder(), check.progress());
    } else if (check.receipt() && !check.isOutdated()) {
        showChecked(*check.receipt());
    } else if (!m_workbench.loads.isBusy() && !m_workbench.loads.receipt()) {
        showFolder();
    }
    m_tabs->showCheck();
    fitTable();
}

void LoadPage::showChecked(const LoadReceipt& receipt)
{
    if (receipt.failure)
        m_strip->showMessage(*receipt.failure);
    if (m_workbench.check.isQuestion()) {
        showFolder();
        selectRow(m_model->firstOfInterest());
        m_tabs->preview()->focusQuestion();
        return;
    }
    showLoadColumns(true);
    m_table->setColumnHidden(SourceFilesModel::Progress, true);
    m_model->showReceipt(receipt);
    m_receipt->showReceipt(receipt);
    m_top->setCurrentWidget(m_receipt);
}

void LoadPage::askForPlant()
{
    LoadController& loads = m_workbench.loads;
    auto* dialog = new PlantQuestionDialog(
        *loads.question(), loads.askedFor(), m_workbench.database.summary().plants, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PlantQuestionDialog::answered, &loads, &LoadController::answer);
    dialog->open();
}

void LoadPage::askForDates()
{
    LoadController& loads = m_workbench.loads;
    auto* dialog = new DateQuestionDialog(*loads.dateQuestion(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DateQuestionDialog::answered, &loads, &LoadController::answerDates);
    dialog->open();
}

void LoadPage::suggestLastLines()
{
    UserMessage message = UserMessage::warning(tr("The last line of a file has no line end"));
    message
        .because(tr("Another program may still be writing it, so it wasn't loaded. A later load "
                    "reads it once it is complete."))
        .withRemedy(tr("If the file is complete, load the line now."));
    m_strip->showMessage(message, tr("Load last line"), [this] {
        LoadOptions options;
        options.isFinal = true;
        m_workbench.loads.start(options);
    });
}

void LoadPage::showOpeningError(const UserMessage& error)
{
    showSources();
    if (m_workbench.database.state() == DatabaseState::NeedsPassword) {
        m_strip->showMessage(
            error, tr("Enter the password…"), [this] { Q_EMIT connectionRequested(); });
        return;
    }
    m_strip->showMessage(error, tr("Retry"), [this] { m_workbench.loads.start(); });
}

void LoadPage::saveReceipt()
{
    const auto& receipt =
        m_workbench.loads.receipt() ? m_workbench.loads.receipt() : m_workbench.check.receipt();
    if (receipt)
        faultline::saveReceipt(this, m_workbench.dialogs, *receipt, m_strip);
}

// Also called while the Loads page undoes another load.
void LoadPage::showUndo()
{
    const LedgerController& ledger = m_workbench.ledger;
    const int load = m_receipt->receipt().loadId;
    m_receipt->setUndoing(load > 0 && ledger.undoingLoad() == load);
    m_receipt->setUndoable(!ledger.isBusy() && !m_workbench.loads.isBusy());
}

void LoadPage::confirmUndo()
{
    const LoadReceipt receipt = m_receipt->receipt();
    m_workbench.dialogs.confirm(this, undoQuestion(receipt), [this, receipt](bool yes) {
        if (yes)
            m_workbench.ledger.undo(receipt.loadId);
    });
}

void LoadPage::showUndone(int loadId, const UndoneLoad& load)
{
    const auto& receipt = m_workbench.loads.receipt();
    if (!receipt || receipt->loadId != loadId)
        return;
    m_workbench.loads.forgetReceipt();
    m_strip->showSuccess(undoneText(loadId, load));
}

void LoadPage::showUndoFailure(int loadId, const UserMessage& error)
{
    const auto& receipt = m_workbench.loads.receipt();
    if (receipt && receipt->loadId == loadId && loadId > 0)
        m_strip->showMessage(error);
}

} // namespace faultline
