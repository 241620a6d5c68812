// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/rejected/RejectedPage.h"

#include "dialogs/DialogService.h"
#include "dialogs/FolderOpening.h"
#include "pages/export/CsvExportButton.h"
#include "pages/export/ExportOptionsButton.h"
#include "pages/filters/PlantsBox.h"
#include "pages/lines/MarkedTextDelegate.h"
#include "pages/rejected/RejectedGroups.h"
#include "pages/rejected/RejectedLinePane.h"
#include "pages/rejected/RejectedLinesModel.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/EmptyState.h"
#include "widgets/MessageStrip.h"

#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kColumnsState = u"rejected-groups"_s;
const QString kRowsState = u"rejected-context"_s;
const QString kHeaderState = u"rejected-columns"_s;
constexpr int kGroupsWidth = 192;
constexpr int kTableHeight = 312;
constexpr int kContextHeight = 248;

} // namespace

RejectedPage::RejectedPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_countsLane(workbench.database.queries())
    , m_model(new RejectedLinesModel(workbench.database.queries(), this))
    , m_strip(new MessageStrip(this))
    , m_content(new QStackedWidget(this))
    , m_empty(new EmptyState(u"success"_s, m_content))
    , m_columns(new QSplitter(m_content))
    , m_groups(new RejectedGroups(m_columns))
{
    m_strip->setObjectName(u"rejectedStrip"_s);
    m_groups->setObjectName(u"rejectedGroups"_s);
    m_columns->addWidget(m_groups);
    m_columns->addWidget(makeLines());
    m_columns->setChildrenCollapsible(false);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({kGroupsWidth, 4 * kGroupsWidth});
    m_columns->restoreState(workbench.preferences.state(kColumnsState));
    m_content->addWidget(m_columns);
    m_content->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    constexpr int kPage = appearance::kPage;
    column->setContentsMargins(kPage, appearance::kGroup, kPage, kPage);
    column->setSpacing(appearance::kGroup);
    column->addWidget(m_strip);
    column->addWidget(m_content, 1);
    connectParts();
    showData();
}

RejectedPage::~RejectedPage()
{
    Preferences& preferences = m_workbench.preferences;
    preferences.rememberState(kColumnsState, m_columns->saveState());
    preferences.rememberState(kRowsState, m_rows->saveState());
    preferences.rememberState(kHeaderState, m_table->horizontalHeader()->saveState());
}

QWidget* RejectedPage::makeLines()
{
    auto* side = new QWidget(m_columns);
    m_heading = new QLabel(side);
    m_heading->setObjectName(u"rejectedHeading"_s);
    m_heading->setFont(appearance::headingFont(font()));
    m_heading->setTextFormat(Qt::PlainText);
    m_plants = new PlantsBox(m_workbench.database, side);
    m_plants->setObjectName(u"rejectedPlantsBox"_s);
    m_export = new CsvExportButton(side);
    m_export->setObjectName(u"exportRejectedButton"_s);
    m_exportOptions = new ExportOptionsButton(m_workbench.preferences, side);
    m_busy = new BusyLine(side);
    m_rows = new QSplitter(Qt::Vertical, side);
    m_rows->setObjectName(u"rejectedRows"_s);
    m_table = new DataTable(m_rows);
    m_pane = new RejectedLinePane(m_rows);
    buildTable();
    m_rows->addWidget(m_table);
    m_rows->addWidget(m_pane);
    m_rows->setStretchFactor(0, 1);
    m_rows->setStretchFactor(1, 1);
    m_rows->setSizes({kTableHeight, kContextHeight});
    m_rows->setChildrenCollapsible(false);
    m_rows->restoreState(m_workbench.preferences.state(kRowsState));

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_heading, 1);
    top->addWidget(m_plants);
    top->addWidget(m_export);
    top->addWidget(m_exportOptions);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(appearance::kGroup, 0, 0, 0);
    column->setSpacing(appearance::kRelated);
    column->addLayout(top);
    column->addWidget(m_busy);
    column->addWidget(m_rows, 1);
    return side;
}

void RejectedPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setObjectName(u"rejectedTable"_s);
    m_table->setAccessibleName(tr("Rejected lines"));
    m_table->setElidedInMiddle(RejectedLinesModel::Plant); // names often differ only at the end
    m_table->setElidedInMiddle(RejectedLinesModel::File);
    m_table->setItemDelegateForColumn(
        RejectedLinesModel::Text, new MarkedTextDelegate(RejectedLinesModel::MarkRole, m_table));
    QHeaderView* header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    header->resizeSection(RejectedLinesModel::Plant, 112);
    header->resizeSection(RejectedLinesModel::File, 136);
    header->resizeSection(RejectedLinesModel::Line, 80);
    header->resizeSection(RejectedLinesModel::ColumnNumber, 72);
    header->resizeSection(RejectedLinesModel::Reason, 112);
    header->restoreState(m_workbench.preferences.state(kHeaderState));
}

void RejectedPage::connectParts()
{
    connect(m_plants, &PlantsBox::chosenChanged, this, &RejectedPage::showPlants);
    connect(m_groups, &RejectedGroups::groupChosen, this, &RejectedPage::showGroup);
    connect(m_model, &RejectedLinesModel::busyChanged, this, &RejectedPage::showBusy);
    connect(&m_exportJob, &ExportJob::busyChanged, this, &RejectedPage::showBusy);
    connect(&m_exportJob, &ExportJob::busyChanged, m_export, &CsvExportButton::setRunning);
    connect(&m_exportJob, &ExportJob::ended, this, &RejectedPage::showExported);
    connect(m_model, &RejectedLinesModel::rowsLoaded, this, &RejectedPage::showRows);
    connect(m_model, &RejectedLinesModel::loadFailed, this, [this](const UserMessage& error) {
        m_strip->showMessage(error, tr("Retry"), [this] { m_workbench.refresh(); });
    });
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &RejectedPage::showDetail);
    connect(m_pane, &RejectedLinePane::folderRequested, this, [this](const QString& path) {
        openFolderOf(path, m_workbench.dialogs, this, [this](const UserMessage& message) {
            m_strip->showMessage(message);
        });
    });
    connect(m_export, &CsvExportButton::exportRequested, this, &RejectedPage::exportLines);
    connect(m_export, &CsvExportButton::cancelled, &m_exportJob, &ExportJob::cancel);
    connect(m_empty->button(), &QPushButton::clicked, this, &RejectedPage::loadPageRequested);
    connect(&m_workbench.database, &DatabaseController::dataChanged, this, &RejectedPage::showData);
}

void RejectedPage::showData()
{
    const DatabaseController& database = m_workbench.database;
    m_table->setColumnHidden(RejectedLinesModel::Plant, !database.hasSeveralPlants());
    const bool areGone = m_plants->refresh();
    if (database.access() && database.summary().rejectedLines > 0) {
        m_content->setCurrentWidget(m_columns);
        if (areGone)
            showPlants();
        else
            refresh();
        return;
    }
    m_strip->clear();
    m_countsLane.forget();
    m_model->clear();
    m_pane->clear();
    if (database.hasReadings()) {
        m_empty->setTexts(tr("No rejected lines"), tr("Faultline could read every line."));
    } else {
        m_empty->setTexts(
            tr("Nothing loaded yet"), tr("Lines that a load can't read are kept and shown here."),
            tr("Go to Load"));
    }
    m_content->setCurrentWidget(m_empty);
}

void RejectedPage::showPlants()
{
    m_current.reset();
    m_model->showLines(filter());
    refresh();
}

void RejectedPage::refresh()
{
    m_strip->clear();
    if (!m_workbench.database.access())
        return;
    m_countsLane.ask<RejectedCounts>(
        [plants = m_plants->chosen()](SqlSession& session) {
            RejectedLineFilter all;
            all.plants = plants;
            return countRejectedLines(session, all);
        },
        [this](const Result<RejectedCounts>& counts) {
            if (!counts) {
                m_strip->showMessage(
                    counts.error(), tr("Retry"), [this] { m_workbench.refresh(); });
                return;
            }
            m_groups->setCounts(*counts, m_workbench.database.hasSeveralPlants());
            showHeading();
        });
    m_model->refresh();
}

void RejectedPage::showReason(const QString& reason)
{
    RejectedLineFilter filter;
    filter.reason = reason;
    m_groups->choose(filter);
    showGroup();
}

RejectedLineFilter RejectedPage::filter() const
{
    RejectedLineFilter filter = m_groups->filter();
    filter.plants = m_plants->chosen();
    return filter;
}

void RejectedPage::showGroup()
{
    m_current.reset();
    m_model->showLines(filter());
    showHeading();
}

void RejectedPage::showHeading()
{
    m_heading->setText(m_groups->title());
}

void RejectedPage::showRows()
{
    if (m_model->rowCount() == 0)
        m_pane->clear();
    // A reset model loses the selection, so restore it.
    else if (!m_table->currentIndex().isValid())
        m_table->selectRow(m_current ? m_model->rowOf(*m_current) : 0);
}

void RejectedPage::showDetail()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return; // keep the pane while the rows are being reloaded
    m_current = m_model->line(current.row()).key;
    m_pane->showLine(m_model->line(current.row()));
}

void RejectedPage::exportLines()
{
    if (!m_workbench.database.access())
        return;
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    const RejectedLineFilter filter = this->filter();
    const QString name =
        filter.reason.isEmpty() ? u"rejected_lines.csv"_s : u"rejected_%1.csv"_s.arg(filter.reason);
    m_workbench.dialogs.chooseSaveFile(
        this, tr("Export rejected lines"), folder.filePath(name), tr("CSV files (*.csv)"),
        [this, filter](const QString& path) { exportTo(path, filter); });
}

void RejectedPage::exportTo(const QString& path, const RejectedLineFilter& filter)
{
    const auto& access = m_workbench.database.access();
    if (!access || m_exportJob.isBusy())
        return;
    m_exportJob.start(
        path, rejectedLinesExport(access->settings(), filter, m_exportOptions->options()));
}

void RejectedPage::showExported(const Result<qint64>& count, const QString& path)
{
    if (count) {
        showWritten(
            m_strip, tr("Exported %n line(s) to %1", nullptr, static_cast<int>(*count)).arg(path),
            path, m_workbench.dialogs);
    } else if (count.error().code != kCancelledCode) {
        m_strip->showMessage(count.error());
    }
}

bool RejectedPage::cancel()
{
    if (!m_exportJob.isBusy())
        return false;
    m_exportJob.cancel();
    return true;
}

void RejectedPage::showBusy()
{
    m_busy->setBusy(m_model->isBusy() || m_exportJob.isBusy());
}

} // namespace faultline
