// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/ReadingsModel.h"

#include "reports/readings/ReadingQuery.h"
#include "style/Formatting.h"

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using By = ReadingOrder::By;

// A key directly before this row (in descending order, directly after it), so that the page after
// the key starts with the row.
ReadingKey keyBefore(const StoredReading& row, const ReadingOrder& order)
{
    ReadingKey key = ReadingKey::of(row, order.by);
    key.id = order.descending ? idAfter(key.id) : idBefore(key.id);
    return key;
}

// The digits from the log, with thousands separators.
QString measurementText(const QString& stored)
{
    bool isNumber = false;
    const double value = stored.toDouble(&isNumber);
    constexpr double kLargest = 1e12;
    if (!isNumber || !std::isfinite(value) || std::abs(value) >= kLargest || stored.contains(u'e'))
        return stored;
    const qsizetype point = stored.indexOf(u'.');
    const int decimals = point < 0 ? 0 : static_cast<int>(stored.size() - point - 1);
    return format::displayLocale().toString(value, 'f', decimals);
}

bool isMeasurement(int column)
{
    return column == ReadingsModel::Temperature || column == ReadingsModel::Vibration;
}

bool isNumeric(int column)
{
    return column == ReadingsModel::Sensor || isMeasurement(column);
}

} // namespace

ReadingsModel::ReadingsModel(QueryRunner& queries, QObject* parent)
    : QAbstractTableModel(parent)
    , m_lane(queries)
{}

void ReadingsModel::show(const ReadingFilter& filter, const ReadingOrder& order, Start where)
{
    m_filter = filter;
    m_order = order;
    m_origin = where == Start::Last ? Origin::Last : Origin::First;
    ask({filter, order, {}, where == Start::Last, m_pageRows, {}}, Take::Reset);
}

void ReadingsModel::showFromTime(const ReadingFilter& filter, Instant time)
{
    m_filter = filter;
    m_order = {By::Time, false};
    m_origin = Origin::Time;
    ask({filter, m_order, ReadingKey::beforeTime(time), false, m_pageRows, {}}, Take::Reset);
}

void ReadingsModel::refresh(int fromRow)
{
    if (fromRow >= m_rows.size() || (fromRow <= 0 && !m_before)) {
        show(m_filter, m_order);
        return;
    }
    m_origin = Origin::Row;
    const StoredReading& first = m_rows.at(std::max(0, fromRow));
    ask({m_filter, m_order, keyBefore(first, m_order), false, m_pageRows, {}}, Take::Reset);
}

void ReadingsModel::clear()
{
    stop();
    reset({});
}

void ReadingsModel::stop()
{
    m_lane.forget();
    setBusy(false);
}

void ReadingsModel::setVisibleRows(int first, int last)
{
    m_firstVisible = first;
    m_lastVisible = last;
    fetchWhereNeeded();
}

void ReadingsModel::fetchWhereNeeded()
{
    if (m_busy)
        return;
    const int margin = m_pageRows / 2;
    const auto rows = static_cast<int>(m_rows.size());
    if (m_after && (m_lastVisible >= rows - margin || rows < m_pageRows))
        ask({m_filter, m_order, m_after, false, m_pageRows, {}}, Take::After);
    else if (m_before && (m_firstVisible < margin || rows < m_pageRows))
        ask({m_filter, m_order, m_before, true, m_pageRows, {}}, Take::Before);
}

void ReadingsModel::ask(const ReadingPageRequest& request, Take how)
{
    setBusy(true);
    m_lane.ask<ReadingPage>(
        [request](SqlSession& session) { return fetchReadingPage(session, request); },
        [this, request, how](const Result<ReadingPage>& page) {
            if (page) {
                take(request, *page, how);
                return;
            }
            // Remove the old rows: they belong to a different filter.
            if (how == Take::Reset)
                reset({});
            setBusy(false);
            Q_EMIT loadFailed(page.error());
        });
}

void ReadingsModel::take(const ReadingPageRequest& request, const ReadingPage& page, Take how)
{
    if (how == Take::Reset && page.rows.isEmpty() && page.next) {
        // Nothing in this part of the table: try the next one.
        ReadingPageRequest further = request;
        further.from = page.next;
        ask(further, Take::Reset);
        return;
    }
    if (how == Take::Reset && page.rows.isEmpty() && m_origin == Origin::Row) {
        show(m_filter, m_order); // the load of these rows was undone
        return;
    }
    if (how == Take::Reset && page.rows.isEmpty() && m_origin == Origin::Time) {
        show(m_filter, m_order, Start::Last);
        Q_EMIT noReadingsAtTime();
        return;
    }
    setBusy(false);
    setClocks(page.clocks);
    switch (how) {
    case Take::Reset:
        reset(page);
        Q_EMIT shown();
        break;
    case Take::Before:
        prepend(page);
        break;
    case Take::After:
        append(page);
        break;
    }
    Q_EMIT rowsChanged();
    fetchWhereNeeded();
}

void ReadingsModel::reset(const ReadingPage& page)
{
    beginResetModel();
    m_rows = page.rows;
    m_before.reset();
    m_after.reset();
    m_rowsBefore.reset();
    m_firstVisible = 0;
    m_lastVisible = 0;
    if (m_origin == Origin::Last)
        m_before = page.next;
    else
        m_after = page.next;
    if ((m_origin == Origin::Time || m_origin == Origin::Row) && !m_rows.isEmpty())
        m_before = ReadingKey::of(m_rows.constFirst(), m_order.by);
    if (!m_before)
        m_rowsBefore = 0;
    endResetModel();
}

void ReadingsModel::append(const ReadingPage& page)
{
    m_after = page.next;
    if (page.rows.isEmpty())
        return;
    const auto first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(page.rows.size()) - 1);
    m_rows += page.rows;
    endInsertRows();
    dropFirst();
}

void ReadingsModel::prepend(const ReadingPage& page)
{
    m_before = page.next;
    const auto count = static_cast<int>(page.rows.size());
    if (m_rowsBefore)
        m_rowsBefore = std::max<qint64>(0, *m_rowsBefore - count);
    if (!m_before)
        m_rowsBefore = 0;
    if (count == 0)
        return;
    // Before the view is notified, because it then calls setVisibleRows().
    m_firstVisible += count;
    m_lastVisible += count;
    beginInsertRows({}, 0, count - 1);
    m_rows = page.rows + m_rows;
    endInsertRows();
    dropLast();
}

void ReadingsModel::dropFirst()
{
    const auto rows = static_cast<int>(m_rows.size());
    const int most = kMaxRows / kPageRows * m_pageRows;
    const int count = std::min(rows - most, m_firstVisible - m_pageRows / 2);
    if (count <= 0)
        return;
    m_firstVisible -= count;
    m_lastVisible -= count;
    beginRemoveRows({}, 0, count - 1);
    m_rows.remove(0, count);
    m_before = ReadingKey::of(m_rows.constFirst(), m_order.by);
    if (m_rowsBefore)
        *m_rowsBefore += count;
    endRemoveRows();
}

void ReadingsModel::dropLast()
{
    const auto rows = static_cast<int>(m_rows.size());
    const int most = kMaxRows / kPageRows * m_pageRows;
    const int count = std::min(rows - most, rows - 1 - m_lastVisible - m_pageRows / 2);
    if (count <= 0)
        return;
    beginRemoveRows({}, rows - count, rows - 1);
    m_rows.remove(rows - count, count);
    m_after = ReadingKey::of(m_rows.constLast(), m_order.by);
    endRemoveRows();
}

// A new plant may have another zone.
void ReadingsModel::setClocks(const PlantClocks& clocks)
{
    const QString before = m_clocks.zoneName();
    m_clocks = clocks;
    if (before == m_clocks.zoneName())
        return;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, Time), index(rowCount() - 1, Time));
    Q_EMIT headerDataChanged(Qt::Horizontal, Time, Time);
}

void ReadingsModel::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged(busy);
}

std::optional<qint64> ReadingsModel::knownTotal() const
{
    if (!m_rowsBefore || m_after || m_busy)
        return {};
    return *m_rowsBefore + m_rows.size();
}

std::optional<ReadingOrder::By> ReadingsModel::orderOf(int column)
{
    switch (column) {
    case Time:
        return By::Time;
    case Sensor:
        return By::Sensor;
    case Temperature:
        return By::Temperature;
    case Vibration:
        return By::Vibration;
    default:
        return {};
    }
}

int ReadingsModel::columnOf(ReadingOrder::By by)
{
    for (int column = 0; column < ColumnCount; ++column) {
        if (orderOf(column) == by)
            return column;
    }
    return -1;
}

int ReadingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ReadingsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ReadingsModel::storedText(const StoredReading& reading, int column) const
{
    switch (column) {
    case Time:
        // A year beyond 9999 stays as the server writes it, in UTC and with its offset.
        if (const auto instant = Instant::fromIso(reading.occurredAt.toStdString()))
            return m_clocks.at(*instant, reading.plant).shown();
        return reading.occurredAt;
    case Plant:
        return reading.plant;
    case Equipment:
        return reading.equipment;
    case Group:
        return reading.group;
    case Sensor:
        return reading.sensor;
    case Severity:
        return reading.severity;
    case Temperature:
        return reading.temperature;
    case Vibration:
        return reading.vibration;
    default:
        return format::measurements(reading.extra);
    }
}

QVariant ReadingsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int column = index.column();
    const QString stored = storedText(m_rows.at(index.row()), column);
    switch (role) {
    case Qt::DisplayRole:
        return isMeasurement(column) ? measurementText(stored) : stored;
    case Qt::EditRole:
        return stored;
    case Qt::ToolTipRole:
        return column == Time || column == Plant || column == Equipment || column == Group
                       || column == Extra
                   ? format::toolTip(stored)
                   : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant((isNumeric(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(
            headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
            isMeasurement(column) ? measurementText(stored) : stored);
    default:
        return {};
    }
}

QVariant ReadingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Time && !m_clocks.shareZone())
        return tr("In the time zone of the reading's plant, with the offset from UTC");
    if (role == Qt::ToolTipRole && !orderOf(section))
        return tr("You can sort readings by time, sensor, temperature and vibration");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return m_clocks.heading(tr("Time"));
    case Plant:
        return tr("Plant");
    case Equipment:
        return tr("Equipment");
    case Group:
        return tr("Group");
    case Sensor:
        return tr("Sensor");
    case Severity:
        return tr("Severity");
    case Temperature:
        return tr("Temperature");
    case Vibration:
        return tr("Vibration");
    default:
        return tr("Other measurements");
    }
}

} // namespace faultline
