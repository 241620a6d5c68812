// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/ReadingOriginView.h"

#include "dialogs/FolderOpening.h"
#include "pages/readings/OriginPane.h"
#include "pages/readings/ReadingsModel.h"
#include "pages/readings/ReadingsTable.h"
#include "session/Workbench.h"

#include <QAction>
#include <QApplication>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kState = u"readings-origin"_s;
constexpr int kTableHeight = 312;
constexpr int kPaneHeight = 248;

ReadingRow rowOf(const StoredReading& reading)
{
    return {reading.id,          reading.occurredAt, reading.sensor, reading.severity,
            reading.temperature, reading.vibration,  reading.extra};
}

} // namespace

ReadingOriginView::ReadingOriginView(
    Workbench& workbench, const ReadingsModel& model, ReadingsTable& table, QWidget* parent)
    : QSplitter(Qt::Vertical, parent)
    , m_workbench(workbench)
    , m_model(model)
    , m_table(table)
    , m_finder(workbench.database.queries())
    , m_pane(new OriginPane(this))
    , m_button(new QPushButton(tr("&Show original line"), parent))
{
    setObjectName(u"readingsRows"_s);
    setChildrenCollapsible(false);
    m_pane->setObjectName(u"originPane"_s);
    m_pane->hide();
    m_button->setObjectName(u"showOriginButton"_s);
    m_button->setToolTip(
        tr("Show the line in the file that the selected reading came from (Enter)"));
    m_button->setEnabled(false);
    addWidget(&m_table);
    addWidget(m_pane);
    setStretchFactor(0, 1);
    setStretchFactor(1, 0);
    connectParts();
}

ReadingOriginView::~ReadingOriginView()
{
    closePane();
}

void ReadingOriginView::connectParts()
{
    auto* action = new QAction(tr("&Show original line"), &m_table);
    m_table.addAction(action);
    const auto openChosen = [this] { open(m_table.currentIndex().row()); };
    connect(action, &QAction::triggered, this, openChosen);
    connect(m_button, &QPushButton::clicked, this, openChosen);
    connect(&m_table, &QAbstractItemView::activated, this, openChosen);
    connect(
        m_table.selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &ReadingOriginView::followSelection);
    connect(&m_model, &ReadingsModel::modelReset, this, &ReadingOriginView::followModel);
    connect(&m_finder, &OriginFinder::loaded, m_pane, [this](const LoadedReading& reading) {
        m_pane->showFailure(reading.failure);
    });
    connect(&m_finder, &OriginFinder::found, m_pane, &OriginPane::showOrigin);
    connect(&m_finder, &OriginFinder::failed, m_pane, &OriginPane::showError);
    connect(m_pane, &OriginPane::searchRequested, this, &ReadingOriginView::search);
    connect(m_pane, &OriginPane::closeRequested, this, &ReadingOriginView::closePane);
    connect(m_pane, &LinePane::folderRequested, this, [this](const QString& path) {
        openFolderOf(path, m_workbench.dialogs, m_pane, [this](const UserMessage& problem) {
            m_pane->showProblem(problem);
        });
    });
}

void ReadingOriginView::open(int row)
{
    if (row < 0)
        return;
    openPane();
    if (chosenRow() != row)
        m_table.selectRow(row); // followSelection() then shows it
    show(row);
}

void ReadingOriginView::openPane()
{
    if (m_isOpen)
        return;
    m_isOpen = true;
    m_pane->clear();
    m_pane->show();
    if (!restoreState(m_workbench.preferences.state(kState)))
        setSizes({kTableHeight, kPaneHeight});
    // Keep the row visible above the pane.
    m_table.scrollTo(m_table.currentIndex());
}

bool ReadingOriginView::closePane()
{
    if (!m_isOpen)
        return false;
    m_workbench.preferences.rememberState(kState, saveState());
    m_isOpen = false;
    m_row.reset();
    m_finder.stop();
    if (m_pane->isAncestorOf(QApplication::focusWidget()))
        m_table.setFocus();
    m_pane->hide();
    return true;
}

void ReadingOriginView::show(int row)
{
    const ReadingRow wanted = rowOf(m_model.reading(row));
    if (m_row == wanted && !m_pane->hasError())
        return;
    m_row = wanted;
    search();
}

void ReadingOriginView::search()
{
    m_pane->showSearching();
    m_finder.find(*m_row);
}

void ReadingOriginView::followSelection()
{
    const int row = chosenRow();
    m_button->setEnabled(row >= 0);
    // There may be no selection while rows are being reloaded, or several rows.
    if (m_isOpen && row >= 0)
        show(row);
}

void ReadingOriginView::followModel()
{
    m_button->setEnabled(chosenRow() >= 0);
    if (m_isOpen && m_model.rowCount() == 0)
        closePane();
}

void ReadingOriginView::followRows(bool keepsReading)
{
    if (!m_isOpen)
        return;
    int row = m_table.currentIndex().row();
    const int first = keepsReading ? m_table.firstVisibleRow() : -1;
    for (int i = first; i >= 0 && i <= m_table.lastVisibleRow(); ++i) {
        if (m_row == rowOf(m_model.reading(i)))
            row = i;
    }
    // The line that was found may be out of date.
    m_row.reset();
    m_table.clearSelection();
    m_table.selectRow(row);
}

int ReadingOriginView::chosenRow() const
{
    const QModelIndexList rows = m_table.selectionModel()->selectedRows();
    return rows.size() == 1 ? rows.first().row() : -1;
}

} // namespace faultline
