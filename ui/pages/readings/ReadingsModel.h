// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/ReadingPage.h"
#include "session/QueryRunner.h"

#include <QAbstractTableModel>

#include <optional>

namespace faultline {

/// A sliding window of rows over the readings in one order: it fetches pages before and after, and
/// drops rows far from the visible ones, so that it stays small. Belongs to the window's thread;
/// queries run on another.
class ReadingsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Time,
        Plant, ///< Of use if the database has several.
        Equipment,
        Group,
        Sensor,
        Severity,
        Temperature,
        Vibration,
        Extra,
        ColumnCount
    };
    /// Where the sliding window starts.
    enum class Start { First, Last };
    static constexpr int kPageRows = 500;
    static constexpr int kMaxRows = 5 * kPageRows;

    explicit ReadingsModel(QueryRunner& queries, QObject* parent = nullptr);

    void show(const ReadingFilter& filter, const ReadingOrder& order, Start start = Start::First);
    /// Shows the readings from `time` on, in ascending order of time; the last ones if there are
    /// none.
    void showFromTime(const ReadingFilter& filter, Instant time);
    /// Reloads the readings, from this row on.
    void refresh(int fromRow);
    void clear();
    /// Cancels the current query; the rows stay.
    void stop();
    void setPageRows(int rows) { m_pageRows = rows; }

    /// The rows on screen: they are never dropped, and more rows are fetched near them.
    void setVisibleRows(int first, int last);

    const ReadingFilter& filter() const { return m_filter; }
    const ReadingOrder& order() const { return m_order; }
    bool isBusy() const { return m_busy; }
    /// Whether the last readings were requested, rather than the first or those at a time.
    bool isAtLast() const { return m_origin == Origin::Last; }
    bool hasBefore() const { return m_before.has_value(); }
    bool hasAfter() const { return m_after.has_value(); }
    /// The number of readings before the first row, if known.
    std::optional<qint64> rowsBefore() const { return m_rowsBefore; }
    /// The total number, once both ends have been reached.
    std::optional<qint64> knownTotal() const;
    const StoredReading& reading(int row) const { return m_rows.at(row); }

    /// The order that a click on a column's header selects, if any.
    static std::optional<ReadingOrder::By> orderOf(int column);
    static int columnOf(ReadingOrder::By by);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void busyChanged(bool busy);
    /// The first rows have arrived, or there are none.
    void shown();
    /// There is no reading at or after the time, so the last ones are shown.
    void noReadingsAtTime();
    /// Rows were added or removed at the ends.
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
    void setClocks(const PlantClocks& clocks);
    QString storedText(const StoredReading& reading, int column) const;
    void setBusy(bool busy);

    QueryLane m_lane;
    ReadingFilter m_filter;
    ReadingOrder m_order;
    PlantClocks m_clocks; ///< Those that the times are of.
    QList<StoredReading> m_rows;
    std::optional<ReadingKey>
        m_before; ///< Where to continue backwards; none if the first row is loaded.
    std::optional<ReadingKey> m_after;
    std::optional<qint64> m_rowsBefore;
    int m_firstVisible = 0;
    int m_lastVisible = 0;
    int m_pageRows = kPageRows;
    Origin m_origin = Origin::First; ///< Where the current rows start.
    bool m_busy = false;
};

} // namespace faultline
