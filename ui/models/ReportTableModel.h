// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "reports/ReportQuery.h"
#include "session/QueryRunner.h"
#include "session/ReaderKeeper.h"

#include <QAbstractTableModel>

namespace faultline {

/// A report's rows, fetched page by page as the view asks for them. Sorting and filtering are done
/// by the database; an answer to an overtaken question is dropped. Rows stay as they are until the
/// answer to a new filter or order is there.
class ReportTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum ItemRole { SortRole = Qt::UserRole + 1 }; ///< The raw value.
    static constexpr int kPageRows = 200;

    explicit ReportTableModel(QueryRunner& queries, QObject* parent = nullptr);
    ~ReportTableModel() override { m_readerRun.cancel(); }

    /// Shows a report from its first row; a report other than the one shown, in its own order. With
    /// a `reader` it is one that a person wrote: read as that role, and not on the query thread,
    /// because it may take long.
    void showReport(
        const ReportDefinition& report, const ReportFilter& filter,
        const ReaderKeeper::Finder& reader = {});
    /// Asks again.
    void refresh();
    void clear();
    void setPageRows(int rows) { m_pageRows = rows; }

    const ReportDefinition& report() const { return m_report; }
    const ReportFilter& filter() const { return m_filter; }
    const ReportOrder& order() const { return m_order; }
    bool isBusy() const { return m_busy; }
    /// Whether all rows of the result are here.
    bool isComplete() const { return m_complete; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void busyChanged(bool busy);
    void rowsLoaded();
    void loadFailed(const UserMessage& error);

private:
    void ask(qint64 afterRow);
    void askAsReader(qint64 afterRow);
    void takeAnswer(const Result<ReportPage>& page, bool isFirst);
    void take(const ReportPage& page, bool isFirst);
    void setBusy(bool busy);
    bool isNumeric(int column) const;

    QueryLane m_lane;
    ReaderKeeper::Finder m_reader;
    CancelToken m_readerRun; ///< Of the newest question to it.
    ReportDefinition m_report;
    ReportFilter m_filter;
    ReportOrder m_order;
    QList<ReportRow> m_rows;
    int m_pageRows = kPageRows;
    bool m_complete = true;
    bool m_busy = false;
};

} // namespace faultline
