// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/check/FoundLinesModel.h"

#include "base/Utf8.h"
#include "style/Formatting.h"

namespace faultline {

namespace {

QString readable(const QByteArray& bytes)
{
    return readableText({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace

void FoundLinesModel::showLines(const QList<FoundLine>& lines, bool areRejected)
{
    beginResetModel();
    m_lines = lines;
    m_areRejected = areRejected;
    endResetModel();
}

int FoundLinesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int FoundLinesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FoundLinesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FoundLine& line = m_lines.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        if (column == File)
            return line.relativePath;
        return column == Line ? format::count(line.location.lineNumber)
                              : readable(line.location.raw);
    case Qt::EditRole:
        return column == Line ? QVariant(line.location.lineNumber) : data(index, Qt::DisplayRole);
    case MarkRole:
        if (column != Text || !m_areRejected)
            return {};
        return static_cast<int>(
            readable(line.location.raw.left(line.location.columnNumber - 1)).size());
    case Qt::ToolTipRole:
        return column == File ? QVariant(format::toolTip(line.input.toText())) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant((column == Line ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant FoundLinesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == Line ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case File:
        return tr("File");
    case Line:
        return tr("Line");
    default:
        return tr("Text");
    }
}

} // namespace faultline
