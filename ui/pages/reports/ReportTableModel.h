// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/reports/ReportLane.h"
#include "reports/query/ReportResult.h"

#include <QAbstractTableModel>

#include <optional>

namespace faultline {

/// A report's rows, fetched page by page as the view asks for them, and with the first ones the
/// chart, where the report has one. Sorting and filtering are done by the database; an answer to an
/// overtaken question is dropped. Rows stay as they are until the answer to a new filter or order
/// is there.
class ReportTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum ItemRole { SortRole = Qt::UserRole + 1 }; ///< The raw value.
    static constexpr int kPageRows = 200;

    explicit ReportTableModel(QueryRunner& queries, QObject* parent = nullptr);

    /// Shows a report from its first row; a report other than the one shown, in its own order. With
    /// a `reader` it is one that a person wrote, and read as that role.
    void showReport(
        const ReportDefinition& report, const ReportFilter& filter,
        const ReaderCredentials::Finder& reader = {});
    void clear();
    void setPageRows(int rows) { m_pageRows = rows; }

    const ReportDefinition& report() const { return m_report; }
    const ReportFilter& filter() const { return m_filter; }
    const ReportOrder& order() const { return m_order; }
    bool isBusy() const { return m_busy; }
    const ReportRow& rowAt(int row) const { return m_rows.at(row); }
    /// Whether all rows of the result are here.
    bool isComplete() const { return m_complete; }
    /// False where the period has no reading, and so nothing was counted.
    bool isObserved() const { return m_isObserved; }
    /// The sums over the whole result, where they came with the rows.
    const std::optional<ReportTotals>& totals() const { return m_totals; }
    /// Gives up what was asked for. Rows of an earlier question go: they aren't the answer.
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
    /// Of the report and the filter, before its rows come; without figures when there is no answer.
    void chartLoaded(const ReportChart& chart);
    /// With the first page, which may be that of other data; else with further rows.
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
    int m_pageRows = kPageRows;
    std::optional<ReportTotals> m_totals;
    bool m_complete = true;
    bool m_isObserved = true;
    bool m_busy = false;
    bool m_asksFirst = false;  ///< While busy: for the first page.
    bool m_wantsChart = false; ///< As long as it hasn't come.
};

} // namespace faultline
