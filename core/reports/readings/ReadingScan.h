// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/readings/ReadingPage.h"

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// The two ways to read a page of faultline.reading; collects rows. Part of ReadingQuery.
class ReadingScan
{
public:
    enum class Column { Time, Sensor, Temperature, Vibration };

    ReadingScan(SqlSession& session, ReadingConditions conditions, bool descending)
        : m_session(session)
        , m_conditions(std::move(conditions))
        , m_descending(descending)
    {}

    const QList<StoredReading>& rows() const { return m_rows; }
    QList<StoredReading> takeRows() { return std::move(m_rows); }

    /// Reads up to `limit` rows in the order of loading, after `from` (empty: all). Returns where
    /// to continue, empty at the end.
    Result<QString> readByCtid(
        const ReadingConditions& further, const QString& from, int limit,
        const ReadingStretches& stretches);

    /// Reads up to `limit` rows in the order of `columns`, which are not null, and then of their
    /// ctid.
    Result<void> readInOrder(
        const ReadingConditions& further, const QList<Column>& columns,
        const std::optional<ReadingKey>& from, int limit);

    /// PostgreSQL's estimate of the number of rows with this value.
    Result<qint64> estimateEqual(Column column, const QString& value) const;
    /// The next value after this one (null: the first); null if there is none.
    Result<QString> nextValue(Column column, const QString& value);
    /// The condition that a row has this value.
    static ReadingConditions isEqual(Column column, const QString& value);

    bool isDescending() const { return m_descending; }

private:
    struct Stretch;
    /// What PostgreSQL should start with: the order, or the conditions.
    enum class First { Order, Rows };

    Result<void> read(
        const ReadingConditions& further, const QStringList& columns, int limit,
        First first = First::Order);
    Result<void> readStretch(ReadingConditions further, const Stretch& stretch, int limit);
    Result<bool> canJump(const ReadingConditions& further) const;
    Result<First> whatFirst(const QList<Column>& columns, int limit) const;

    SqlSession& m_session;
    ReadingConditions m_conditions;
    bool m_descending;
    QList<StoredReading> m_rows;
};

} // namespace faultline
