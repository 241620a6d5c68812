// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/ReadingQuery.h"
#include "session/QueryRunner.h"

#include <QAbstractTableModel>

#include <optional>

namespace faultline {

/// A window of rows that slides over the readings in one order: pages are fetched before and after
/// it, and rows far from what is visible are dropped, so that it stays small wherever a person
/// scrolls to. Belongs to the window's thread; queries run on another.
class ReadingsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Time,
        Equipment,
        Group,
        Sensor,
        Severity,
        Temperature,
        Vibration,
        Extra,
        ColumnCount
    };
    /// Where the window is put at first.
    enum class Start { First, Last };
    static constexpr int kPageRows = 500;
    static constexpr int kMaxRows = 5 * kPageRows;

    explicit ReadingsModel(QueryRunner& queries, QObject* parent = nullptr);

    void show(const ReadingFilter& filter, const ReadingOrder& order, Start start = Start::First);
    /// The readings from `time` on, in the ascending order of time; the last ones if there is none.
    void showFromTime(const ReadingFilter& filter, const QDateTime& time);
    /// Reads again, from this row on.
    void refresh(int fromRow);
    void clear();
    /// Gives up what is being read; what is there stays.
    void stop();
    void setPageRows(int rows) { m_pageRows = rows; }

    /// What a person sees: it is never dropped, and near its ends more is fetched.
    void setVisibleRows(int first, int last);

    const ReadingFilter& filter() const { return m_filter; }
    const ReadingOrder& order() const { return m_order; }
    bool isBusy() const { return m_busy; }
    /// The last readings were asked for, rather than the first or those of a time.
    bool isAtLast() const { return m_origin == Origin::Last; }
    bool hasBefore() const { return m_before.has_value(); }
    bool hasAfter() const { return m_after.has_value(); }
    /// How many readings are before the first row; nothing when that isn't known.
    std::optional<qint64> rowsBefore() const { return m_rowsBefore; }
    /// All of them, once both ends were reached one way or the other.
    std::optional<qint64> knownTotal() const;
    const StoredReading& reading(int row) const { return m_rows.at(row); }

    /// Which order a click on a column's header stands for; none for columns without one.
    static std::optional<ReadingOrder::By> orderOf(int column);
    static int columnOf(ReadingOrder::By by);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void busyChanged(bool busy);
    /// The first rows of what was asked for are there, or there are none.
    void shown();
    /// There was no reading at or after the time: the last ones are shown.
    void timeIsAfterTheLast();
    /// Rows came or went at the ends.
    void rowsChanged();
    void loadFailed(const UserMessage& error);

private:
    enum class Take { Reset, Before, After };
    enum class Origin { First, Last, Time, Row };

    void ask(const ReadingPageRequest& request, Take take);
    void take(const ReadingPageRequest& request, const ReadingPage& page, Take take);
    void reset(const ReadingPage& page);
    void append(const ReadingPage& page);
    void prepend(const ReadingPage& page);
    void dropFirst();
    void dropLast();
    void fetchWhereNeeded();
    void setBusy(bool busy);

    QueryLane m_lane;
    ReadingFilter m_filter;
    ReadingOrder m_order;
    QList<StoredReading> m_rows;
    std::optional<ReadingKey> m_before; ///< Where to go on backward; none: the first is there.
    std::optional<ReadingKey> m_after;
    std::optional<qint64> m_rowsBefore;
    int m_firstVisible = 0;
    int m_lastVisible = 0;
    int m_pageRows = kPageRows;
    Origin m_origin = Origin::First; ///< Where the rows were asked for from.
    bool m_busy = false;
};

} // namespace faultline
