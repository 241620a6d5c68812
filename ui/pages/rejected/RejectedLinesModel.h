// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/RejectedLineQuery.h"
#include "session/QueryRunner.h"

#include <QAbstractTableModel>

namespace faultline {

/// The rejected lines of the database, fetched page by page (keyset pagination).
class RejectedLinesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Plant, ///< Of use if the database has several.
        File,
        Line,
        ColumnNumber,
        Reason,
        Text,
        ColumnCount
    };
    enum ItemRole {
        SortRole = Qt::UserRole + 1, ///< The raw value.
        MarkRole,                    ///< For Text: index of the character where reading stopped.
    };
    static constexpr int kPageRows = 200;
    static constexpr int kMaxKeptRows = 5000;

    explicit RejectedLinesModel(QueryRunner& queries, QObject* parent = nullptr);

    /// Shows the lines from the first one.
    void showLines(const RejectedLineFilter& filter);
    /// Reloads the same lines, as many as were loaded.
    void refresh();
    void clear();
    void setPageRows(int rows) { m_pageRows = rows; }
    bool isBusy() const { return m_busy; }
    bool isComplete() const { return m_complete; }
    const StoredRejectedLine& line(int row) const { return m_lines.at(row); }
    /// The row of that line, or 0 if it isn't loaded.
    int rowOf(const RejectedLineKey& key) const;

    /// The index in rawText() of the byte where reading stopped.
    static int markOf(const StoredRejectedLine& line);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void busyChanged(bool busy);
    void rowsLoaded();
    void loadFailed(const UserMessage& error);

private:
    void ask(const std::optional<RejectedLineKey>& after, int limit);
    void take(const QList<StoredRejectedLine>& lines, bool isFirst, bool isComplete);
    void setBusy(bool busy);
    QVariant rawValue(const StoredRejectedLine& line, int column) const;

    QueryLane m_lane;
    RejectedLineFilter m_filter;
    QList<StoredRejectedLine> m_lines;
    int m_pageRows = kPageRows;
    bool m_complete = true;
    bool m_busy = false;
};

} // namespace faultline
