// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/preview/PreviewColumnsModel.h"

#include "base/Utf8.h"
#include "pages/preview/FormatEdits.h"
#include "style/Appearance.h"
#include "style/Formatting.h"

#include <QGuiApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// A file whose choice doesn't fit is shown as recognised, but edited as chosen.
QList<PreviewColumn> columnsOf(const TableFormat& table, const QList<PreviewColumn>& shown)
{
    QList<PreviewColumn> columns;
    for (qsizetype i = 0; i < static_cast<qsizetype>(table.columns.size()); ++i) {
        const QString name = readableText(table.columns[static_cast<std::size_t>(i)].name);
        if (shown.size() > i && shown.at(i).name == name)
            columns << shown.at(i);
        else
            columns << PreviewColumn{name, {}, {}, {}, {}};
    }
    return columns;
}

} // namespace

void PreviewColumnsModel::show(const PreviewedFile& file)
{
    QList<PreviewColumn> columns = file.preview.columns;
    if (file.table)
        columns = columnsOf(*file.table, columns);
    // Another meaning of the same columns keeps the selection and the place.
    const bool isSame =
        !columns.isEmpty()
        && std::equal(
            columns.cbegin(), columns.cend(), m_columns.cbegin(), m_columns.cend(),
            [](const PreviewColumn& a, const PreviewColumn& b) { return a.name == b.name; });
    if (!isSame)
        beginResetModel();
    m_columns = std::move(columns);
    m_table = file.table;
    if (!isSame)
        endResetModel();
    else
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void PreviewColumnsModel::clear()
{
    show({});
}

QList<TableField> PreviewColumnsModel::fieldsFor(int row) const
{
    QList<TableField> fields;
    if (!m_table)
        return fields;
    for (const QString& word : m_columns.at(row).choices) {
        if (const auto field = tableFieldFromWord(word))
            fields << *field;
    }
    // Where nothing is known about its content, it may be anything.
    if (fields.isEmpty()) {
        for (int field = 0; field < static_cast<int>(TableField::Count); ++field)
            fields << static_cast<TableField>(field);
    }
    fields.removeIf([this](TableField field) { return !isFieldOf(m_table->layout, field); });
    for (const TableField field : {column(row).field, TableField::Ignored}) {
        if (!fields.contains(field))
            fields << field;
    }
    return fields;
}

bool PreviewColumnsModel::hasLabel(int row) const
{
    if (!m_table)
        return false;
    const TableField field = column(row).field;
    // Of a duration: its unit.
    return field == TableField::Measurement || field == TableField::Duration
           || (field == TableField::Value && m_table->layout == TableLayout::Wide);
}

QString PreviewColumnsModel::text(int row, int column) const
{
    const PreviewColumn& shown = m_columns.at(row);
    switch (column) {
    case Name:
        return shown.name;
    case Field:
        if (m_table)
            return tableFieldText(this->column(row).field, m_table->layout);
        // Of a list whose columns can't be changed.
        return tableFieldText(
            tableFieldFromWord(shown.field).value_or(TableField::Ignored), TableLayout::List);
    case Label:
        if (!hasLabel(row))
            return {};
        return readableText(
            this->column(row).field == TableField::Duration ? this->column(row).label
                                                            : this->column(row).labelOrName());
    default:
        return shown.example;
    }
}

int PreviewColumnsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

int PreviewColumnsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PreviewColumnsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString shown = text(index.row(), index.column());
    switch (role) {
    case Qt::DisplayRole:
        return shown;
    case Qt::EditRole:
        return m_table && index.column() == Field
                   ? QVariant(static_cast<int>(column(index.row()).field))
                   : QVariant(shown);
    case Qt::ToolTipRole:
        return shown.isEmpty() ? QVariant() : QVariant(format::toolTip(shown));
    case Qt::ForegroundRole: {
        const bool isUsed = m_table ? column(index.row()).field != TableField::Ignored
                                    : !m_columns.at(index.row()).field.isEmpty();
        const QPalette palette = QGuiApplication::palette();
        return isUsed && index.column() != Example
                   ? QVariant()
                   : QVariant(appearance::mixed(
                       palette.color(QPalette::Base), palette.color(QPalette::Text), 0.62));
    }
    default:
        return {};
    }
}

bool PreviewColumnsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable)
        || value == data(index, Qt::EditRole))
        return false;
    if (index.column() == Field)
        Q_EMIT fieldChosen(index.row(), static_cast<TableField>(value.toInt()));
    else
        Q_EMIT labelChosen(index.row(), value.toString());
    return true;
}

QVariant PreviewColumnsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Column");
    case Field:
        return tr("Meaning");
    case Label:
        return tr("Called");
    default:
        return tr("Example");
    }
}

Qt::ItemFlags PreviewColumnsModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (m_table && (index.column() == Field || (index.column() == Label && hasLabel(index.row()))))
        flags |= Qt::ItemIsEditable;
    return flags;
}

} // namespace faultline
