// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/DataTable.h"

#include "reports/Instant.h"
#include "widgets/TableStyle.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>

#include <map>
#include <set>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QString plainCell(const QModelIndex& index)
{
    const QVariant raw = index.data(Qt::EditRole);
    if (const auto instant = instantOf(raw))
        return instant->toText();
    QString text = raw.isValid() ? raw.toString() : index.data(Qt::DisplayRole).toString();
    // Would be taken for the next cell or row.
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
    // A style isn't inherited by the header.
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
    setTabKeyNavigation(false); // Tab leaves the table: arrows move within it
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    constexpr int kAir = 10;
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kAir);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(48);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);

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

void DataTable::keyPressEvent(QKeyEvent* event)
{
    // QAbstractItemView would copy the current cell alone.
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace faultline
