// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/loads/LoadsPage.h"

#include "dialogs/DialogService.h"
#include "dialogs/PlantSettingsDialog.h"
#include "pages/filters/PlantsBox.h"
#include "pages/loads/LoadsModel.h"
#include "pages/receipt/ReceiptFile.h"
#include "pages/receipt/ReceiptView.h"
#include "pages/receipt/SourceFilesModel.h"
#include "pages/receipt/UndoQuestion.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/EmptyState.h"
#include "widgets/MessageStrip.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kSplitterState = u"loads-splitter"_s;
const QString kHeaderState = u"loads"_s;

} // namespace

LoadsPage::LoadsPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_model(new LoadsModel(workbench.database.queries(), this))
    , m_files(new SourceFilesModel(this))
    , m_strip(new MessageStrip(this))
    , m_content(new QStackedWidget(this))
    , m_list(new QWidget(m_content))
    , m_empty(new EmptyState(u"loads"_s, m_content))
    , m_heading(new QLabel(m_list))
    , m_plants(new PlantsBox(workbench.database, m_list))
    , m_check(new QPushButton(m_list))
    , m_busy(new BusyLine(m_list))
    , m_splitter(new QSplitter(Qt::Vertical, m_list))
    , m_table(new DataTable(m_splitter))
{
    m_strip->setObjectName(u"loadsStrip"_s);
    m_heading->setFont(appearance::headingFont(font()));
    m_plants->setObjectName(u"loadsPlantsBox"_s);
    m_check->setObjectName(u"checkLedgerButton"_s);
    buildTable();
    layOut();

    connect(m_model, &LoadsModel::busyChanged, this, &LoadsPage::showWork);
    connect(m_plants, &PlantsBox::chosenChanged, m_model, &LoadsModel::showPlants);
    connect(m_model, &LoadsModel::loaded, this, &LoadsPage::showLoads);
    connect(m_model, &LoadsModel::loadFailed, this, [this](const UserMessage& error) {
        m_strip->showMessage(error, tr("Retry"), [this] { m_workbench.refresh(); });
    });
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &LoadsPage::showDetail);
    connect(m_empty->button(), &QPushButton::clicked, this, &LoadsPage::loadPageRequested);
    connectLedger();
    showData();
    showWork();
}

LoadsPage::~LoadsPage()
{
    m_workbench.preferences.rememberState(kSplitterState, m_splitter->saveState());
    m_workbench.preferences.rememberState(kHeaderState, m_table->horizontalHeader()->saveState());
}

void LoadsPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setObjectName(u"loadsTable"_s);
    m_table->setAccessibleName(tr("Loads"));
    m_table->setElidedInMiddle(LoadsModel::Plant); // names often differ only at the end
    m_table->setElidedInMiddle(LoadsModel::Folder);
    QHeaderView* header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    header->resizeSection(LoadsModel::Load, 56);
    header->resizeSection(LoadsModel::Started, 128);
    header->resizeSection(LoadsModel::Plant, 120);
    header->resizeSection(LoadsModel::Folder, 160);
    for (const int column : {LoadsModel::Records, LoadsModel::Loaded, LoadsModel::Skipped})
        header->resizeSection(column, 88);
    header->resizeSection(LoadsModel::Rejected, 76);
    header->resizeSection(LoadsModel::Duration, 112);
    header->restoreState(m_workbench.preferences.state(kHeaderState));
}

QWidget* LoadsPage::makeDetail()
{
    m_detail = new QStackedWidget(m_splitter);
    m_finished = new QWidget(m_detail);
    m_receipt = new ReceiptView(ReceiptView::Mode::History, m_finished);
    m_filesTable = new DataTable(m_finished);
    m_filesTable->setModel(m_files);
    m_filesTable->setObjectName(u"loadedFilesTable"_s);
    m_filesTable->setAccessibleName(tr("Files of the load"));
    m_filesTable->setElidedInMiddle(SourceFilesModel::File);
    m_filesTable->setColumnHidden(SourceFilesModel::Progress, true);
    QHeaderView* header = m_filesTable->horizontalHeader();
    header->setStretchLastSection(true);
    header->resizeSection(SourceFilesModel::File, 224);
    header->resizeSection(SourceFilesModel::Role, 112);
    header->resizeSection(SourceFilesModel::Size, 80);
    header->resizeSection(SourceFilesModel::Records, 96);
    header->resizeSection(SourceFilesModel::Rejected, 80);
    auto* column = new QVBoxLayout(m_finished);
    column->setContentsMargins(0, appearance::kGroup, 0, 0);
    column->setSpacing(appearance::kRelated);
    column->addWidget(m_receipt);
    column->addWidget(m_filesTable, 1);
    m_running = new QLabel(m_detail);
    m_running->setAlignment(Qt::AlignCenter);
    m_running->setObjectName(u"runningLoadText"_s);
    m_detail->addWidget(m_finished);
    m_detail->addWidget(m_running);
    return m_detail;
}

void LoadsPage::layOut()
{
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(makeDetail());
    // The receipt matters most on this page.
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setSizes({200, 300});
    m_splitter->setChildrenCollapsible(false);
    m_splitter->restoreState(m_workbench.preferences.state(kSplitterState));

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_heading, 1);
    top->addWidget(m_plants);
    top->addWidget(m_check);
    auto* list = new QVBoxLayout(m_list);
    appearance::setTight(list, appearance::kRelated);
    list->addLayout(top);
    list->addWidget(m_busy);
    list->addWidget(m_splitter, 1);
    m_content->addWidget(m_list);
    m_content->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    constexpr int kPage = appearance::kPage;
    column->setContentsMargins(kPage, appearance::kGroup, kPage, kPage);
    column->setSpacing(appearance::kGroup);
    column->addWidget(m_strip);
    column->addWidget(m_content, 1);
}

void LoadsPage::connectLedger()
{
    LedgerController& ledger = m_workbench.ledger;
    connect(m_check, &QPushButton::clicked, this, &LoadsPage::checkOrCancel);
    connect(m_receipt, &ReceiptView::undoRequested, this, &LoadsPage::confirmUndo);
    connect(m_receipt, &ReceiptView::findingRequested, this, &LoadsPage::findingRequested);
    connect(m_receipt, &ReceiptView::rejectedRequested, this, &LoadsPage::rejectedRequested);
    connect(
        m_receipt, &ReceiptView::failureChoiceRequested, this, [this](const FailureChoice& choice) {
            auto* dialog =
                new PlantSettingsDialog(m_workbench, choice.plant, choice.severities, window());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->open();
        });
    connect(m_receipt, &ReceiptView::undoCancelled, &ledger, &LedgerController::cancel);
    connect(m_receipt, &ReceiptView::saveRequested, this, [this] {
        saveReceipt(this, m_workbench.dialogs, m_receipt->receipt(), m_strip);
    });
    connect(&ledger, &LedgerController::busyChanged, this, &LoadsPage::showWork);
    connect(&ledger, &LedgerController::undone, this, &LoadsPage::showUndone);
    connect(&ledger, &LedgerController::verified, this, &LoadsPage::showVerified);
    connect(&ledger, &LedgerController::summariesRebuilt, this, [this](qint64 readings) {
        m_strip->showSuccess(tr("Rebuilt the summaries from %1").arg(format::readings(readings)));
    });
    connect(&ledger, &LedgerController::failed, this, [this](int, const UserMessage& error) {
        showFailure(error);
    });
    connect(&m_workbench.database, &DatabaseController::dataChanged, this, &LoadsPage::showData);
    // A new load appears in the list, and nothing can be undone until it has ended.
    connect(&m_workbench.loads, &LoadController::stateChanged, this, [this] {
        showWork();
        if (m_workbench.loads.state() == LoadController::State::Loading)
            refresh();
    });
}

const LedgerEntry* LoadsPage::currentLoad() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? &m_model->load(current.row()) : nullptr;
}

void LoadsPage::showData()
{
    m_table->setColumnHidden(LoadsModel::Plant, !m_workbench.database.hasSeveralPlants());
    const bool areGone = m_plants->refresh();
    if (m_workbench.database.access()) {
        if (areGone)
            m_model->showPlants(m_plants->chosen());
        else
            refresh();
        return;
    }
    m_model->clear();
    showLoads();
}

void LoadsPage::refresh()
{
    if (m_workbench.database.access())
        m_model->refresh();
}

void LoadsPage::showLoads()
{
    const int loads = m_model->rowCount();
    if (loads == 0 && m_plants->chosen().isEmpty()) {
        m_strip->clear();
        m_empty->setTexts(
            tr("Nothing loaded yet"),
            tr("This page lists every load with its receipt. You can also undo loads here."),
            tr("Go to Load"));
        m_content->setCurrentWidget(m_empty);
        return;
    }
    m_heading->setText(
        loads < LoadsModel::kMaxLoads ? tr("Loads: %1").arg(format::count(loads))
                                      : tr("The newest %1 loads").arg(format::count(loads)));
    m_content->setCurrentWidget(m_list);
    // Select the previous one, unless there is a newer load.
    m_detail->setVisible(loads > 0);
    if (loads == 0)
        return;
    const int newest = m_model->load(0).loadId;
    const bool isNew = std::exchange(m_newest, newest) != newest;
    m_table->selectRow(isNew ? 0 : std::max(0, m_model->rowOf(m_selected)));
    showDetail();
}

void LoadsPage::showDetail()
{
    const LedgerEntry* load = currentLoad();
    if (!load)
        return;
    m_selected = load->loadId;
    if (load->state == LedgerEntry::State::Running) {
        m_running->setText(
            tr("Load %1 is running. Its receipt appears when it has ended.").arg(load->loadId));
        m_detail->setCurrentWidget(m_running);
    } else {
        const LoadReceipt receipt = load->receipt();
        m_receipt->showReceipt(receipt);
        m_files->clear();
        m_files->showReceipt(receipt);
        m_detail->setCurrentWidget(m_finished);
    }
    showWork();
}

void LoadsPage::showWork()
{
    const LedgerController& ledger = m_workbench.ledger;
    const LedgerEntry* load = currentLoad();
    m_busy->setBusy(m_model->isBusy() || ledger.isChecking());
    m_check->setText(ledger.isChecking() ? tr("&Cancel") : tr("&Check the ledger"));
    m_check->setIcon(appearance::icon(ledger.isChecking() ? u"cancel"_s : u"success"_s));
    m_check->setToolTip(
        tr("Count every reading, and compare the totals with the receipts and summaries"));
    m_check->setEnabled(!ledger.isBusy() || ledger.isChecking());
    m_receipt->setUndoing(load && ledger.undoingLoad() == load->loadId);
    m_receipt->setUndoable(!ledger.isBusy() && !m_workbench.loads.isBusy());
}

void LoadsPage::checkOrCancel()
{
    if (m_workbench.ledger.isChecking()) {
        m_workbench.ledger.cancel();
        return;
    }
    m_strip->clear();
    m_workbench.ledger.verify();
}

void LoadsPage::confirmUndo()
{
    const LoadReceipt receipt = m_receipt->receipt();
    m_workbench.dialogs.confirm(this, undoQuestion(receipt), [this, receipt](bool yes) {
        if (!yes)
            return;
        m_strip->clear();
        m_workbench.ledger.undo(receipt.loadId);
    });
}

void LoadsPage::showUndone(int loadId, const UndoneLoad& load)
{
    m_strip->showSuccess(undoneText(loadId, load));
}

void LoadsPage::showVerified(const LedgerVerification& found)
{
    if (found.verified()) {
        m_strip->showSuccess(
            tr("In balance: %1 and %2, as in the ledger")
                .arg(format::readings(found.readings), format::rejectedLines(found.rejectedLines)));
        return;
    }
    UserMessage message = found.discrepancies.first();
    message.what = tr("Out of balance: %1").arg(message.what);
    if (const qint64 more = found.discrepancyCount - 1; more > 0) {
        message.why += u'\n'
                       + tr("There are %1 more such findings. To list them, run “faultline-cli "
                            "ledger --verify”.")
                             .arg(format::count(more));
    }
    if (message.code == u"ledger-summary"_s) {
        m_strip->showMessage(message, tr("Rebuild summaries"), [this] {
            m_strip->clear();
            m_workbench.ledger.rebuildSummaries();
        });
    } else {
        m_strip->showMessage(message);
    }
}

void LoadsPage::showFailure(const UserMessage& error)
{
    if (error.code == kCancelledCode)
        m_strip->showMessage(UserMessage::information(tr("Cancelled. Nothing was changed")));
    else
        m_strip->showMessage(error);
}

} // namespace faultline
