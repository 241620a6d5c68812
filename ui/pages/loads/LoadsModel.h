// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/ledger/Ledger.h"
#include "session/QueryRunner.h"

#include <QAbstractTableModel>

namespace faultline {

/// The loads of the database, newest first, each with its receipt.
class LoadsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Load,
        Started,
        Plant, ///< Of use if the database has several.
        Folder,
        Records,
        Loaded,
        Rejected,
        Skipped,
        Duration,
        State,
        ColumnCount
    };
    enum ItemRole { SortRole = Qt::UserRole + 1 }; ///< The raw value.
    static constexpr int kMaxLoads = 500;

    explicit LoadsModel(QueryRunner& queries, QObject* parent = nullptr);

    void refresh();
    /// Shows only loads of any of these plants; empty: all.
    void showPlants(const QStringList& plants);
    void clear();
    bool isBusy() const { return m_busy; }
    const LedgerEntry& load(int row) const { return m_rows.at(row).entry; }
    /// The row of a load, or -1.
    int rowOf(int loadId) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void busyChanged(bool busy);
    void loaded();
    void loadFailed(const UserMessage& error);

private:
    struct Row
    {
        LedgerEntry entry;
        RecordCounts records;
        qint64 elapsedMs = 0;
        bool balanced = true;
    };

    void take(const QList<LedgerEntry>& loads);
    void setBusy(bool busy);
    static bool isNumber(int column);
    static QString stateText(const Row& row);
    QString displayText(const Row& row, int column) const;
    QVariant rawValue(const Row& row, int column) const;
    QVariant foreground(const Row& row, int column) const;

    QueryLane m_lane;
    QStringList m_plants;
    QList<Row> m_rows;
    bool m_busy = false;
};

} // namespace faultline
