// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/loads/LoadsModel.h"

#include "readings/ZonedTime.h"
#include "style/Appearance.h"
#include "style/Formatting.h"

#include <QDir>
#include <QGuiApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

LoadsModel::LoadsModel(QueryRunner& queries, QObject* parent)
    : QAbstractTableModel(parent)
    , m_lane(queries)
{}

void LoadsModel::refresh()
{
    setBusy(true);
    m_lane.ask<QList<LedgerEntry>>(
        [plants = m_plants](SqlSession& session) {
            return fetchLedger(session, kMaxLoads, plants);
        },
        [this](const Result<QList<LedgerEntry>>& loads) {
            if (loads.ok())
                take(*loads);
            setBusy(false);
            if (loads.ok())
                Q_EMIT loaded();
            else
                Q_EMIT loadFailed(loads.error());
        });
}

void LoadsModel::clear()
{
    m_lane.forget();
    take({});
    setBusy(false);
}

void LoadsModel::take(const QList<LedgerEntry>& loads)
{
    beginResetModel();
    m_rows.clear();
    for (const LedgerEntry& entry : loads) {
        const LoadReceipt receipt = entry.receipt();
        m_rows << Row{entry, entry.records(), receipt.elapsedMs, receipt.balanced()};
    }
    endResetModel();
}

void LoadsModel::showPlants(const QStringList& plants)
{
    m_plants = plants;
    refresh();
}

void LoadsModel::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged(busy);
}

int LoadsModel::rowOf(int loadId) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).entry.loadId == loadId)
            return row;
    }
    return -1;
}

int LoadsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LoadsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool LoadsModel::isNumber(int column)
{
    return column == Load || (column >= Records && column <= Duration);
}

QString LoadsModel::stateText(const Row& row)
{
    const LedgerEntry& entry = row.entry;
    if (!row.balanced && entry.state != LedgerEntry::State::Undone)
        return tr("Out of balance");
    const QString state = ledgerStateText(entry.state);
    return entry.failure && entry.state == LedgerEntry::State::Failed
               ? tr("%1: %2").arg(state, entry.failure->what)
               : state;
}

QString LoadsModel::displayText(const Row& row, int column) const
{
    const LedgerEntry& entry = row.entry;
    switch (column) {
    case Load:
        return QString::number(entry.loadId);
    case Started:
        return format::localTime(entry.startedAt);
    case Plant:
        return entry.plantNames().join(u", "_s);
    case Folder:
        return QDir(entry.folder).dirName();
    case Duration:
        return entry.state == LedgerEntry::State::Running ? QString()
                                                          : format::duration(row.elapsedMs);
    case State:
        return stateText(row);
    default:
        return format::count(rawValue(row, column).toLongLong());
    }
}

QVariant LoadsModel::rawValue(const Row& row, int column) const
{
    switch (column) {
    case Load:
        return row.entry.loadId;
    case Started:
        return row.entry.startedAt;
    case Plant:
        return displayText(row, column);
    case Folder:
        return row.entry.folder;
    case Records:
        return row.records.in;
    case Loaded:
        return row.records.loaded;
    case Rejected:
        return row.records.rejected;
    case Skipped:
        return row.records.skipped;
    case Duration:
        return row.elapsedMs;
    default:
        return stateText(row);
    }
}

QVariant LoadsModel::foreground(const Row& row, int column) const
{
    using enum LedgerEntry::State;
    const QPalette palette = QGuiApplication::palette();
    // Less prominent than the other texts, but still readable.
    if (row.entry.state == Undone)
        return appearance::mixed(
            palette.color(QPalette::Base), palette.color(QPalette::Text), 0.62);
    if (column != State)
        return {};
    if (row.entry.state == Failed || !row.balanced)
        return appearance::toneColor(appearance::Tone::Error, palette);
    if (row.entry.state == Interrupted)
        return appearance::toneColor(appearance::Tone::Warning, palette);
    return {};
}

QVariant LoadsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return displayText(row, column);
    case Qt::EditRole:
        return column == Started ? QVariant::fromValue(ZonedTime::here(row.entry.startedAt))
                                 : rawValue(row, column);
    case SortRole:
        return rawValue(row, column);
    case Qt::ToolTipRole:
        if (column == Started)
            return ZonedTime::here(row.entry.startedAt).shown();
        if (column == Plant)
            return format::toolTip(row.entry.plantNames().join(u'\n'));
        if (column == Folder)
            return QDir::toNativeSeparators(row.entry.folder);
        return column == State ? stateText(row) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ForegroundRole:
        return foreground(row, column);
    default:
        return {};
    }
}

QVariant LoadsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Skipped)
        return tr("Already loaded; skipped");
    if (role == Qt::ToolTipRole && section == Started)
        return tr("In the time zone of this computer");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Load:
        return tr("Load");
    case Started:
        return tr("Started");
    case Plant:
        return tr("Plant");
    case Folder:
        return tr("Folder");
    case Records:
        return tr("Records");
    case Loaded:
        return tr("Loaded");
    case Rejected:
        return tr("Rejected");
    case Skipped:
        return tr("Skipped");
    case Duration:
        return tr("Duration");
    default:
        return tr("State");
    }
}

} // namespace faultline
