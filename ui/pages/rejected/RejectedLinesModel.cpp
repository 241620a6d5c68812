// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/rejected/RejectedLinesModel.h"

#include "style/Formatting.h"

#include <QFileInfo>

#include <algorithm>

namespace faultline {

RejectedLinesModel::RejectedLinesModel(QueryRunner& queries, QObject* parent)
    : QAbstractTableModel(parent)
    , m_lane(queries)
{}

void RejectedLinesModel::showLines(const RejectedLineFilter& filter)
{
    m_filter = filter;
    ask(std::nullopt, m_pageRows);
}

void RejectedLinesModel::refresh()
{
    const auto rows = static_cast<int>(std::min<qsizetype>(m_lines.size(), kMaxKeptRows));
    ask(std::nullopt, std::max(rows, m_pageRows));
}

void RejectedLinesModel::clear()
{
    m_lane.forget();
    beginResetModel();
    m_lines.clear();
    m_complete = true;
    endResetModel();
    setBusy(false);
}

bool RejectedLinesModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_complete && !m_busy;
}

void RejectedLinesModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent) && !m_lines.isEmpty())
        ask(m_lines.constLast().key, m_pageRows);
}

void RejectedLinesModel::ask(const std::optional<RejectedLineKey>& after, int limit)
{
    setBusy(true);
    m_lane.ask<QList<StoredRejectedLine>>(
        [filter = m_filter, after, limit](SqlSession& session) {
            return fetchRejectedLines(session, filter, after, limit);
        },
        [this, isFirst = !after, limit](const Result<QList<StoredRejectedLine>>& lines) {
            if (lines.ok())
                // A full page may be the last one; the next query then returns nothing.
                take(*lines, isFirst, lines->size() < limit);
            setBusy(false);
            if (lines.ok())
                Q_EMIT rowsLoaded();
            else
                Q_EMIT loadFailed(lines.error());
        });
}

void RejectedLinesModel::take(const QList<StoredRejectedLine>& lines, bool isFirst, bool isComplete)
{
    if (isFirst) {
        beginResetModel();
        m_lines = lines;
        m_complete = isComplete;
        endResetModel();
        return;
    }
    m_complete = isComplete;
    if (lines.isEmpty())
        return;
    const auto first = static_cast<int>(m_lines.size());
    beginInsertRows({}, first, first + static_cast<int>(lines.size()) - 1);
    m_lines += lines;
    endInsertRows();
}

void RejectedLinesModel::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged(busy);
}

int RejectedLinesModel::markOf(const StoredRejectedLine& line)
{
    // The text before the byte has the same number of characters as on its own.
    StoredRejectedLine before = line;
    before.raw.truncate(std::max(0, line.key.columnNumber - 1));
    return static_cast<int>(before.rawText().size());
}

int RejectedLinesModel::rowOf(const RejectedLineKey& key) const
{
    const auto found =
        std::find_if(m_lines.cbegin(), m_lines.cend(), [&key](const StoredRejectedLine& line) {
            return line.key == key;
        });
    return found == m_lines.cend() ? 0 : static_cast<int>(found - m_lines.cbegin());
}

int RejectedLinesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int RejectedLinesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RejectedLinesModel::rawValue(const StoredRejectedLine& line, int column) const
{
    switch (column) {
    case Plant:
        return line.plant;
    case File:
        return line.path;
    case Line:
        return line.key.lineNumber;
    case ColumnNumber:
        return line.key.columnNumber;
    case Reason:
        return line.reasonName();
    default:
        return line.rawText();
    }
}

QVariant RejectedLinesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const StoredRejectedLine& line = m_lines.at(index.row());
    const int column = index.column();
    const bool isNumber = column == Line || column == ColumnNumber;
    switch (role) {
    case Qt::DisplayRole:
        if (column == File)
            return QFileInfo(line.path).fileName();
        return isNumber ? format::count(rawValue(line, column).toLongLong())
                        : rawValue(line, column);
    case Qt::EditRole:
    case SortRole:
        return rawValue(line, column);
    case MarkRole:
        return column == Text ? QVariant(markOf(line)) : QVariant();
    case Qt::ToolTipRole:
        if (column == Reason)
            return line.reasonText();
        return column == Plant || column == File
                   ? format::toolTip(rawValue(line, column).toString())
                   : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant RejectedLinesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const bool isNumber = section == Line || section == ColumnNumber;
    if (role == Qt::TextAlignmentRole)
        return QVariant((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == ColumnNumber)
        return tr("Byte in the line where reading stopped, counted from 1");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Plant:
        return tr("Plant");
    case File:
        return tr("File");
    case Line:
        return tr("Line");
    case ColumnNumber:
        return tr("Column");
    case Reason:
        return tr("Reason");
    default:
        return tr("Line text");
    }
}

} // namespace faultline
