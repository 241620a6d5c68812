// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportTableModel.h"

#include "style/Formatting.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ReportTableModel::ReportTableModel(QueryRunner& queries, QObject* parent)
    : QAbstractTableModel(parent)
    , m_lane(queries)
{}

void ReportTableModel::showReport(
    const ReportDefinition& report, const ReportFilter& filter,
    const ReaderCredentials::Finder& reader)
{
    m_reader = reader;
    if (report != m_report) {
        beginResetModel();
        m_report = report;
        m_rows.clear();
        m_order = {};
        m_complete = true;
        endResetModel();
    }
    m_filter = filter;
    m_totals.reset();
    m_wantsChart = report.chart.has_value();
    askFirst();
}

void ReportTableModel::clear()
{
    m_lane.forget();
    beginResetModel();
    m_report = {};
    m_rows.clear();
    m_order = {};
    m_totals.reset();
    m_complete = true;
    m_wantsChart = false;
    endResetModel();
    setBusy(false);
}

void ReportTableModel::stop()
{
    if (!m_busy)
        return;
    m_lane.forget();
    if (m_asksFirst)
        dropFirst();
    setBusy(false);
}

void ReportTableModel::sort(int column, Qt::SortOrder order)
{
    ReportOrder wanted;
    if (column >= 0 && column < columnCount()) {
        wanted.column = column;
        wanted.descending = order == Qt::DescendingOrder;
    }
    if (wanted == m_order)
        return;
    m_order = wanted;
    if (!m_report.name.isEmpty())
        askFirst();
}

bool ReportTableModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_complete && !m_busy;
}

void ReportTableModel::fetchMore(const QModelIndex& parent)
{
    if (!canFetchMore(parent))
        return;
    m_asksFirst = false;
    setBusy(true);
    m_lane.ask<ReportPage>(
        m_reader,
        [report = m_report, filter = m_filter, order = m_order, after = m_rows.size(),
         limit = m_pageRows](SqlSession& session) {
            return fetchReportPage(session, report, filter, order, after, limit);
        },
        [this](const Result<ReportPage>& page) { takeMore(page); });
}

void ReportTableModel::askFirst()
{
    m_asksFirst = true;
    setBusy(true);
    m_lane.ask<ReportResult>(
        m_reader,
        [question =
             ReportQuestion{m_report, m_filter, m_order, m_wantsChart, m_pageRows, !m_reader}](
            SqlSession& session) { return fetchReportResult(session, question); },
        [this](const Result<ReportResult>& result) { takeFirst(result); });
}

void ReportTableModel::takeFirst(const Result<ReportResult>& result)
{
    if (!result.ok()) {
        dropFirst();
        setBusy(false);
        Q_EMIT loadFailed(result.error());
        return;
    }
    m_isObserved = result->isObserved;
    if (result->totals)
        m_totals = result->totals;
    // Before the rows, because the selected row is then looked up in the chart.
    if (result->chart || !m_isObserved) {
        m_wantsChart = false;
        Q_EMIT chartLoaded(result->chart.value_or(ReportChart()));
    }
    showFirst(result->page);
    setBusy(false);
    Q_EMIT rowsLoaded(true);
}

// Rows of an earlier query would look like the answer.
void ReportTableModel::dropFirst()
{
    if (m_wantsChart)
        Q_EMIT chartLoaded({});
    showFirst({});
}

void ReportTableModel::takeMore(const Result<ReportPage>& page)
{
    if (page.ok()) {
        m_complete = page->isLast || page->rows.isEmpty();
        if (!page->rows.isEmpty()) {
            const auto first = static_cast<int>(m_rows.size());
            beginInsertRows({}, first, first + static_cast<int>(page->rows.size()) - 1);
            m_rows += page->rows;
            endInsertRows();
        }
    }
    setBusy(false);
    if (page.ok())
        Q_EMIT rowsLoaded(false);
    else
        Q_EMIT loadFailed(page.error());
}

void ReportTableModel::showFirst(const ReportPage& page)
{
    beginResetModel();
    m_rows = page.rows;
    m_clocks = page.clocks;
    m_complete = page.isLast;
    endResetModel();
}

void ReportTableModel::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged(busy);
}

int ReportTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ReportTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_report.columns.size());
}

bool ReportTableModel::isNumeric(int column) const
{
    const auto type = m_report.columns.at(column).type;
    return type == ReportColumn::Type::Integer || type == ReportColumn::Type::Decimal;
}

QVariant ReportTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ReportColumn& column = m_report.columns.at(index.column());
    const QVariant value = m_rows.at(index.row()).value(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return format::reportValue(value, column);
    case Qt::EditRole: // to copy
        return column.words == ReportColumn::Words::None
                   ? value
                   : QVariant(format::reportValue(value, column));
    case SortRole:
        return value;
    case Qt::TextAlignmentRole:
        return QVariant(
            (isNumeric(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(column.title, format::reportValue(value, column));
    default:
        return {};
    }
}

QVariant ReportTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const ReportColumn& column = m_report.columns.at(section);
    if (role == Qt::DisplayRole) {
        return column.type == ReportColumn::Type::Timestamp ? m_clocks.heading(column.title)
                                                            : column.title;
    }
    if (role == Qt::ToolTipRole)
        return column.name;
    if (role == Qt::TextAlignmentRole) {
        return QVariant((isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return {};
}

} // namespace faultline
