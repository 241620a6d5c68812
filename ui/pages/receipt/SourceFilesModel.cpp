// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/receipt/SourceFilesModel.h"

#include "style/Appearance.h"
#include "style/Formatting.h"

#include <QGuiApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

bool hasCounts(FileState state)
{
    return state != FileState::Waiting && state != FileState::NotRecognised;
}

// Less prominent than the other texts, but still readable.
QColor quietColor()
{
    const QPalette palette = QGuiApplication::palette();
    return appearance::mixed(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.62);
}

} // namespace

void SourceFilesModel::showFolder(const DataFolder& folder)
{
    QList<Row> rows;
    for (const SourceFile& file : folder.files) {
        Row row;
        row.progress.relativePath = file.relativePath;
        row.progress.path = file.path;
        row.progress.role = file.role;
        row.progress.bytes = file.bytes;
        row.progress.state = file.role ? FileState::Waiting : FileState::NotRecognised;
        const UserMessage& problem = *file.problem;
        if (!file.role)
            row.progress.message = problem.why.isEmpty() ? problem.what : problem.why;
        else if (file.needsDateOrder())
            row.progress.message = tr("Day or month first?");
        rows << row;
    }
    replaceRows(std::move(rows));
}

void SourceFilesModel::showProgress(const LoadProgress& progress)
{
    if (progress.files.isEmpty())
        return; // still planning: keep the files that were found
    QList<Row> rows;
    for (const FileProgress& file : progress.files) {
        rows << Row{file, hasCounts(file.state), true};
    }
    replaceRows(std::move(rows));
}

void SourceFilesModel::showReceipt(const LoadReceipt& receipt)
{
    QList<Row> rows;
    for (const FileReceipt& file : receipt.files) {
        Row row;
        row.started = hasCounts(file.state);
        row.balanced = file.records.balanced();
        row.progress.relativePath = file.relativePath;
        row.progress.path = file.path;
        row.progress.role = file.role;
        row.progress.bytes = file.bytes;
        row.progress.records = file.records.in;
        row.progress.rejected = file.records.rejected;
        row.progress.state = file.state;
        row.progress.message = file.message;
        // The receipt counts records; only the last progress knows how far an incomplete file got.
        const auto last = std::find_if(m_rows.cbegin(), m_rows.cend(), [&file](const Row& other) {
            return other.progress.path == file.path;
        });
        if (last != m_rows.cend())
            row.progress.bytesDone = last->progress.bytesDone;
        rows << row;
    }
    if (!rows.isEmpty())
        replaceRows(std::move(rows));
}

void SourceFilesModel::clear()
{
    beginResetModel();
    m_rows.clear();
    endResetModel();
}

void SourceFilesModel::replaceRows(QList<Row> rows)
{
    const bool same = std::equal(
        rows.cbegin(), rows.cend(), m_rows.cbegin(), m_rows.cend(),
        [](const Row& a, const Row& b) { return a.progress.path == b.progress.path; });
    if (!same) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    // Update in place: a reset ten times a second would lose selection and scroll position.
    m_rows = std::move(rows);
    if (!m_rows.isEmpty()) {
        Q_EMIT dataChanged(
            index(0, 0), index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
    }
}

int SourceFilesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SourceFilesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

double SourceFilesModel::fraction(const FileProgress& file)
{
    if (file.state == FileState::Loaded || file.state == FileState::Unchanged)
        return 1;
    if (file.bytes <= 0)
        return 0;
    return std::clamp(
        static_cast<double>(file.bytesDone) / static_cast<double>(file.bytes), 0.0, 1.0);
}

QString SourceFilesModel::stateText(const Row& row) const
{
    if (!row.balanced)
        return tr("Out of balance");
    if (row.progress.state == FileState::Waiting)
        return row.progress.message.isEmpty() ? tr("To load") : row.progress.message;
    const QString state = fileStateText(row.progress.state);
    return row.progress.message.isEmpty() ? state : tr("%1: %2").arg(state, row.progress.message);
}

QString SourceFilesModel::displayText(const Row& row, int column) const
{
    const FileProgress& file = row.progress;
    switch (column) {
    case File:
        return file.relativePath;
    case Role:
        return file.role ? sourceRoleText(*file.role) : tr("–");
    case Size:
        return format::bytes(file.bytes);
    case Records:
        return row.started ? format::count(file.records) : QString();
    case Rejected:
        return row.started ? format::count(file.rejected) : QString();
    case State:
        return stateText(row);
    default:
        return {};
    }
}

QVariant SourceFilesModel::rawValue(const Row& row, int column) const
{
    switch (column) {
    case Size:
        return row.progress.bytes;
    case Progress:
        return fraction(row.progress);
    case Records:
        return row.progress.records;
    case Rejected:
        return row.progress.rejected;
    default:
        return displayText(row, column);
    }
}

QVariant SourceFilesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    const int column = index.column();
    const bool isNumber = column == Size || column == Records || column == Rejected;
    const bool isBad = row.progress.state == FileState::Failed || !row.balanced;
    switch (role) {
    case Qt::DisplayRole:
        return displayText(row, column);
    case SortRole:
    case Qt::EditRole:
        return rawValue(row, column);
    case FractionRole:
        return row.progress.role ? QVariant(fraction(row.progress)) : QVariant();
    case FileStateRole:
        return static_cast<int>(row.progress.state);
    case Qt::TextAlignmentRole:
        return QVariant(
            isNumber ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return column == File ? row.progress.path : column == State ? stateText(row) : QString();
    case Qt::ForegroundRole:
        if (column == State && isBad)
            return appearance::toneColor(appearance::Tone::Error, QGuiApplication::palette());
        if (!row.progress.role) {
            return quietColor();
        }
        return {};
    case Qt::AccessibleTextRole:
        if (column == Progress && row.progress.role)
            return tr("%1 percent").arg(qRound(100 * fraction(row.progress)));
        return displayText(row, column);
    default:
        return {};
    }
}

QVariant SourceFilesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == Size || section == Records || section == Rejected;
        return QVariant((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case File:
        return tr("File");
    case Role:
        return tr("Role");
    case Size:
        return tr("Size");
    case Progress:
        return tr("Progress");
    case Records:
        return tr("Records");
    case Rejected:
        return tr("Rejected");
    default:
        return tr("State");
    }
}

} // namespace faultline
