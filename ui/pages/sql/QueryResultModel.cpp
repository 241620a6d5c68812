// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/sql/QueryResultModel.h"

#include "readings/ZonedTime.h"
#include "reports/definition/ReportWords.h"
#include "style/Formatting.h"

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// IDs and years have no thousands separators.
bool isName(const QString& column)
{
    return column == "id"_L1 || column.endsWith("_id"_L1) || column == "year"_L1;
}

// A cell shows one line; copy it to read a longer text.
constexpr qsizetype kMaxShown = 1000;

QString shownText(const QVariant& value, const ReportColumn& column)
{
    if (!value.isValid())
        return {};
    if (const auto time = zonedTimeOf(value))
        return time->shown();
    if (column.type == ReportColumn::Type::Integer && !isName(column.name))
        return format::count(value.toLongLong());
    if (column.type == ReportColumn::Type::Decimal)
        return shownFigure(value.toString());
    const QString text = value.toString();
    return text.size() > kMaxShown ? text.first(kMaxShown) + u'…' : text;
}

} // namespace

void QueryResultModel::setResult(const CustomQueryResult& result)
{
    beginResetModel();
    m_columns = result.columns;
    m_rows = result.rows;
    m_decimals = AlignedDecimals(m_columns);
    for (const QList<QVariant>& row : std::as_const(m_rows))
        m_decimals.add(row);
    endResetModel();
}

int QueryResultModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int QueryResultModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

bool QueryResultModel::isNumeric(int column) const
{
    const auto type = m_columns.at(column).type;
    return type == ReportColumn::Type::Integer || type == ReportColumn::Type::Decimal;
}

QVariant QueryResultModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ReportColumn& column = m_columns.at(index.column());
    const QVariant value = m_rows.at(index.row()).value(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return shownText(m_decimals.aligned(index.column(), value), column);
    case Qt::EditRole:
        return value;
    case Qt::TextAlignmentRole:
        return QVariant(
            (isNumeric(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(column.title, shownText(value, column));
    default:
        return {};
    }
}

QVariant QueryResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return m_columns.at(section).title;
    if (role == Qt::TextAlignmentRole)
        return QVariant((isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

} // namespace faultline
