// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/receipt/SourceFilesModel.h"

#include "sources/folder/RoleText.h"
#include "style/Appearance.h"
#include "style/Formatting.h"

#include <QDir>
#include <QGuiApplication>

#include <algorithm>
#include <numeric>

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

namespace {

// What a load would do with a file.
QString checkedText(FileState state)
{
    switch (state) {
    case FileState::Loaded:
        return SourceFilesModel::tr("To load");
    case FileState::Unchanged:
        return SourceFilesModel::tr("Copy");
    case FileState::Failed:
        return SourceFilesModel::tr("Can't be loaded");
    default:
        return fileStateText(state);
    }
}

} // namespace

QString openQuestion(const SourceFile& file)
{
    if (!file.role && file.problem->code == u"encoding")
        return SourceFilesModel::tr("Which encoding?");
    if (file.needsDateOrder())
        return SourceFilesModel::tr("Day or month first?");
    const auto& table = file.format.table;
    if (table && table->lacksSeverity())
        return SourceFilesModel::tr("Which severity?");
    if (table && table->lacksDurationUnit())
        return SourceFilesModel::tr("Which unit of time?");
    return {};
}

void SourceFilesModel::showFolder(const DataFolder& folder)
{
    QList<Row> rows;
    for (const SourceFile& file : folder.files) {
        Row row;
        row.progress.relativePath = file.relativePath;
        row.progress.path = file.path;
        row.progress.role = file.role;
        row.recordsAre = file.format.recordsAre();
        row.progress.bytes = file.bytes;
        row.progress.state = file.role ? FileState::Waiting : FileState::NotRecognised;
        row.progress.message = openQuestion(file);
        row.isQuestion = !row.progress.message.isEmpty();
        if (row.isQuestion)
            row.progress.state = FileState::Waiting;
        else if (file.problem)
            row.progress.message = reasonText(*file.problem);
        rows << row;
    }
    m_folder = folder.path;
    replaceRows(std::move(rows), groupsOf(folder.others));
}

void SourceFilesModel::showProgress(const LoadProgress& progress)
{
    if (progress.files.isEmpty())
        return; // still planning: keep the files that were found
    QList<Row> rows;
    for (const FileProgress& file : progress.files) {
        Row row;
        row.progress = file;
        row.started = hasCounts(file.state);
        // What its records are was known before the load.
        const auto known = std::find_if(m_rows.cbegin(), m_rows.cend(), [&file](const Row& other) {
            return other.progress.path == file.path;
        });
        if (known != m_rows.cend())
            row.recordsAre = known->recordsAre;
        rows << row;
    }
    replaceRows(std::move(rows), m_groups);
}

void SourceFilesModel::showReceipt(const LoadReceipt& receipt)
{
    QList<Row> rows;
    for (const FileReceipt& file : receipt.files) {
        Row row;
        row.started = hasCounts(file.state);
        row.balanced = file.records.balanced();
        row.isCheck = receipt.dryRun;
        row.progress.relativePath = file.relativePath;
        row.progress.path = file.path;
        row.progress.role = file.role;
        row.recordsAre = file.recordsAre;
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
    m_folder = receipt.folder;
    if (!rows.isEmpty() || !receipt.others.isEmpty())
        replaceRows(std::move(rows), groupsOf(receipt.others));
}

void SourceFilesModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_groups.clear();
    endResetModel();
}

QList<SourceFilesModel::Group> SourceFilesModel::groupsOf(const QList<OtherFiles>& others)
{
    QList<Group> groups;
    for (const OtherFiles& files : others) {
        Group group;
        group.files = files;
        group.title = tr("%n file(s): %1", nullptr, static_cast<int>(files.files.size()))
                          .arg(files.endingsText());
        for (const OtherFiles::File& file : files.files)
            group.bytes += file.bytes;
        groups << group;
    }
    return groups;
}

void SourceFilesModel::replaceRows(QList<Row> rows, QList<Group> groups)
{
    const bool same =
        std::equal(
            rows.cbegin(), rows.cend(), m_rows.cbegin(), m_rows.cend(),
            [](const Row& a, const Row& b) { return a.progress.path == b.progress.path; })
        && std::equal(
            groups.cbegin(), groups.cend(), m_groups.cbegin(), m_groups.cend(),
            [](const Group& a, const Group& b) { return a.title == b.title; });
    if (!same) {
        beginResetModel();
        m_rows = std::move(rows);
        m_groups = std::move(groups);
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
    if (parent.isValid())
        return 0;
    return std::accumulate(
        m_groups.cbegin(), m_groups.cend(), static_cast<int>(m_rows.size()),
        [](int sum, const Group& group) { return sum + group.rows(); });
}

SourceFilesModel::Place SourceFilesModel::placeOf(int row) const
{
    int rest = row - static_cast<int>(m_rows.size());
    for (qsizetype group = 0; rest >= 0 && group < m_groups.size(); ++group) {
        const int rows = m_groups.at(group).rows();
        if (rest < rows)
            return {group, rest - 1};
        rest -= rows;
    }
    return {};
}

SourceFilesModel::Row SourceFilesModel::rowAt(int row) const
{
    const Place place = placeOf(row);
    if (place.group < 0)
        return m_rows.at(row);
    const Group& group = m_groups.at(place.group);
    Row shown;
    shown.progress.state = FileState::NotRecognised;
    shown.progress.message = reasonText(group.files.problem);
    if (place.file < 0) {
        shown.progress.relativePath = (group.hasOpenMark ? u"▾ "_s : u"▸ "_s) + group.title;
        shown.progress.path = tr("Press Enter or double-click to list the files.");
        shown.progress.bytes = group.bytes;
        return shown;
    }
    const OtherFiles::File& file = group.files.files.at(place.file);
    const QString name = QString::fromUtf8(file.relativePath);
    shown.progress.relativePath = u"    "_s + name;
    shown.progress.path = QDir(m_folder).filePath(name);
    shown.progress.bytes = file.bytes;
    return shown;
}

void SourceFilesModel::toggle(const QModelIndex& index)
{
    const Place place = placeOf(index.row());
    if (!index.isValid() || place.group < 0 || place.file >= 0)
        return;
    Group& group = m_groups[place.group];
    const int first = index.row() + 1;
    const int last = index.row() + static_cast<int>(group.files.files.size());
    if (group.isOpen) {
        beginRemoveRows({}, first, last);
        group.isOpen = false;
        endRemoveRows();
    } else {
        beginInsertRows({}, first, last);
        group.isOpen = true;
        endInsertRows();
    }
    group.hasOpenMark = group.isOpen;
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), ColumnCount - 1));
}

QString SourceFilesModel::pathOf(const QModelIndex& index) const
{
    if (!index.isValid() || placeOf(index.row()).group >= 0)
        return {};
    return m_rows.at(index.row()).progress.path;
}

std::optional<SourceRole> SourceFilesModel::roleOf(const QModelIndex& index) const
{
    if (!index.isValid() || placeOf(index.row()).group >= 0)
        return std::nullopt;
    return m_rows.at(index.row()).progress.role;
}

int SourceFilesModel::rowOf(const QString& path, std::optional<SourceRole> role) const
{
    int found = -1;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const FileProgress& file = m_rows.at(i).progress;
        if (file.path != path)
            continue;
        if (found < 0 || file.role == role)
            found = static_cast<int>(i);
        if (file.role == role)
            break;
    }
    return found;
}

int SourceFilesModel::firstOfInterest() const
{
    const auto first = [this](auto isWanted) {
        const auto at = std::find_if(m_rows.cbegin(), m_rows.cend(), isWanted);
        return at == m_rows.cend() ? -1 : static_cast<int>(at - m_rows.cbegin());
    };
    const int question = first([](const Row& row) { return row.isQuestion; });
    if (question >= 0)
        return question;
    const int readings =
        first([](const Row& row) { return row.progress.role == SourceRole::Readings; });
    return readings >= 0 || m_rows.isEmpty() ? readings : 0;
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
    if (row.progress.state == FileState::Waiting) {
        return row.progress.message.isEmpty() ? tr("To load")
               : row.isQuestion               ? row.progress.message
                                              : tr("To load: %1").arg(row.progress.message);
    }
    const QString state =
        row.isCheck ? checkedText(row.progress.state) : fileStateText(row.progress.state);
    return row.progress.message.isEmpty() ? state : tr("%1: %2").arg(state, row.progress.message);
}

QString SourceFilesModel::displayText(const Row& row, int column) const
{
    const FileProgress& file = row.progress;
    switch (column) {
    case File:
        return file.relativePath;
    case Role:
        return file.role ? roleText(*file.role, row.recordsAre) : tr("–");
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
    const Row row = rowAt(index.row());
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
