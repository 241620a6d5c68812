// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/reports/ReportLane.h"
#include "reports/query/ReportResult.h"

#include <QAbstractTableModel>

#include <optional>

namespace faultline {

/// A report's rows, fetched page by page on demand; the first page brings the chart, if the report
/// has one. The database sorts and filters. Outdated answers are dropped. The rows stay until the
/// answer to a new filter or order arrives.
class ReportTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum ItemRole { SortRole = Qt::UserRole + 1 }; ///< The raw value.
    static constexpr int kPageRows = 200;

    explicit ReportTableModel(QueryRunner& queries, QObject* parent = nullptr);

    /// Shows a report from its first row; a new report starts in its own order. With a `reader`, it
    /// is one of the user's own reports, and read as that role.
    void showReport(
        const ReportDefinition& report, const ReportFilter& filter,
        const ReaderCredentials::Finder& reader = {});
    void clear();
    void setPageRows(int rows) { m_pageRows = rows; }

    const ReportDefinition& report() const { return m_report; }
    const ReportFilter& filter() const { return m_filter; }
    const ReportOrder& order() const { return m_order; }
    bool isBusy() const { return m_busy; }
    const QList<ReportRow>& rows() const { return m_rows; }
    const ReportRow& rowAt(int row) const { return m_rows.at(row); }
    /// Whether all rows of the result are here.
    bool isComplete() const { return m_complete; }
    /// False if the period has no readings, so nothing was counted.
    bool isObserved() const { return m_isObserved; }
    /// The sums over the whole result, if they came with the rows.
    const std::optional<ReportTotals>& totals() const { return m_totals; }
    /// Cancels the running query, and removes the rows of an earlier one.
    void stop();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void busyChanged(bool busy);
    /// Emitted before the rows; without figures if there is no answer.
    void chartLoaded(const ReportChart& chart);
    /// `isFirst`: a first page, possibly of different data; otherwise more rows.
    void rowsLoaded(bool isFirst);
    void loadFailed(const UserMessage& error);

private:
    void askFirst();
    void takeFirst(const Result<ReportResult>& result);
    void takeMore(const Result<ReportPage>& page);
    void showFirst(const ReportPage& page);
    void dropFirst();
    void setBusy(bool busy);
    bool isNumeric(int column) const;

    ReportLane m_lane;
    ReaderCredentials::Finder m_reader;
    ReportDefinition m_report;
    ReportFilter m_filter;
    ReportOrder m_order;
    QList<ReportRow> m_rows;
    PlantClocks m_clocks; ///< Those that the rows' times are of.
    int m_pageRows = kPageRows;
    std::optional<ReportTotals> m_totals;
    bool m_complete = true;
    bool m_isObserved = true;
    bool m_busy = false;
    bool m_asksFirst = false;  ///< While busy: the first page is being fetched.
    bool m_wantsChart = false; ///< Until it has arrived.
};

} // namespace faultline
