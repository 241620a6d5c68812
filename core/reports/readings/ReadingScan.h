// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/readings/ReadingPage.h"
#include "reports/readings/ReadingSteps.h"

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

    /// Reads up to `limit` rows in the order of loading, after `from`. With `without`, only those
    /// that lack this measurement. Returns where to continue, none at the end.
    Result<std::optional<ReadingId>> readAsLoaded(
        std::optional<Column> without, const std::optional<ReadingId>& from, int limit,
        const ReadingStretches& stretches);

    /// Reads up to `limit` rows in the order of `columns`, which are not null, and then of their
    /// id.
    Result<void> readInOrder(
        const ReadingConditions& further, const QList<Column>& columns,
        const std::optional<ReadingKey>& from, int limit);

    bool isDescending() const { return m_descending; }

private:
    /// What PostgreSQL should start with: the order, or the conditions.
    enum class First { Order, Rows };

    Result<void> read(
        const ReadingConditions& further, const QStringList& columns, int limit,
        First first = First::Order);
    Result<void> readRange(
        std::optional<Column> without, const ReadingRange& range, int limit,
        First first = First::Order);
    Result<std::optional<ReadingId>>
    readRest(std::optional<Column> without, const ReadingRange& range, int limit, First first);
    int missing(qsizetype full) const { return static_cast<int>(full - m_rows.size()); }
    Result<bool> isIndexed(std::optional<Column> without) const;
    Result<bool> canJump() const;
    Result<First> whatFirst(const QList<Column>& columns, int limit) const;

    SqlSession& m_session;
    ReadingConditions m_conditions;
    bool m_descending;
    QList<StoredReading> m_rows;
};

} // namespace faultline
