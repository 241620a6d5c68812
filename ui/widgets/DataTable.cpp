// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/DataTable.h"

#include "readings/ZonedTime.h"
#include "widgets/ColumnFit.h"
#include "widgets/TableStyle.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <map>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kRowAir = 10;

QString plainCell(const QModelIndex& index)
{
    const QVariant raw = index.data(Qt::EditRole);
    if (const auto time = zonedTimeOf(raw))
        return time->shown();
    QString text = raw.isValid() ? raw.toString() : index.data(Qt::DisplayRole).toString();
    // These would start a new cell or row.
    return text.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' ');
}

class MiddleElideDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->textElideMode = Qt::ElideMiddle;
    }
};

} // namespace

DataTable::DataTable(QWidget* parent)
    : QTableView(parent)
{
    // The header doesn't inherit the style.
    auto* tableStyle = new TableStyle(this);
    setStyle(tableStyle);
    horizontalHeader()->setStyle(tableStyle);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false); // Tab leaves the table; arrow keys move within it
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowAir);
    verticalHeader()->setMinimumSectionSize(verticalHeader()->defaultSectionSize());
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(48);
    horizontalHeader()->setTextElideMode(Qt::ElideRight);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);

    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &DataTable::fitRows);
    // Queued, because the header is still updating.
    connect(
        verticalHeader(), &QHeaderView::sectionCountChanged, this, &DataTable::fitRows,
        Qt::QueuedConnection);

    auto* copy = new QAction(tr("&Copy with headers"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &DataTable::copySelection);
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

QString DataTable::selectedText() const
{
    if (!selectionModel())
        return {};
    std::map<int, std::map<int, QString>> rows;
    std::set<int> columns;
    const QModelIndexList selected = selectionModel()->selectedIndexes();
    for (const QModelIndex& index : selected) {
        if (isColumnHidden(index.column()))
            continue;
        rows[index.row()][index.column()] = plainCell(index);
        columns.insert(index.column());
    }
    if (rows.empty())
        return {};
    QStringList headers;
    for (const int column : columns)
        headers << model()->headerData(column, Qt::Horizontal).toString();
    QStringList lines{headers.join(u'\t')};
    for (const auto& [row, cells] : rows) {
        QStringList line;
        for (const int column : columns) {
            const auto cell = cells.find(column);
            line << (cell == cells.end() ? QString() : cell->second);
        }
        lines << line.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

void DataTable::setWrapped(bool wraps)
{
    if (wraps == wordWrap())
        return;
    setWordWrap(wraps);
    if (wraps) {
        fitRows();
        return;
    }
    for (int row = 0; row < verticalHeader()->count(); ++row)
        setRowHeight(row, verticalHeader()->defaultSectionSize());
}

void DataTable::fitColumns(const QList<int>& minWidths, int maxWidth)
{
    if (!m_columnFit)
        m_columnFit = new ColumnFit(*this);
    m_columnFit->begin(minWidths, maxWidth);
}

void DataTable::fitRows()
{
    if (wordWrap())
        resizeRowsToContents();
}

// A stretched last section doesn't signal its new width.
void DataTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitRows();
}

int DataTable::sizeHintForRow(int row) const
{
    return QTableView::sizeHintForRow(row) + kRowAir;
}

void DataTable::setElidedInMiddle(int column)
{
    setItemDelegateForColumn(column, new MiddleElideDelegate(this));
}

void DataTable::copySelection() const
{
    const QString text = selectedText();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

// Extends the row background past the last column, where it would look cut off.
void DataTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    const int end = horizontalHeader()->length() - horizontalHeader()->offset();
    if (!model() || end >= viewport()->width())
        return;
    QPainter painter(viewport());
    const int first = std::max(0, rowAt(0));
    for (int row = first; row < model()->rowCount(); ++row) {
        const QRect rest(end, rowViewportPosition(row), viewport()->width() - end, rowHeight(row));
        if (rest.top() > viewport()->height())
            break;
        if (selectionModel()->isRowSelected(row))
            painter.fillRect(rest, palette().brush(QPalette::Highlight));
        else if (alternatingRowColors() && row % 2 == 1)
            painter.fillRect(rest, palette().brush(QPalette::AlternateBase));
    }
}

void DataTable::keyPressEvent(QKeyEvent* event)
{
    // QAbstractItemView would copy only the current cell.
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace faultline
