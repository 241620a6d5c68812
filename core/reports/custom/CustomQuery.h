// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/Connection.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/query/QueryGuard.h"

#include <QList>
#include <QVariant>

#include <chrono>
#include <functional>
#include <optional>

namespace faultline {

/// How far a person's own query may go.
struct CustomQueryLimits
{
    std::optional<qint64> rows = 10'000; ///< None: all of them, for an export.
    std::chrono::milliseconds time = std::chrono::minutes(1);
    /// Of all rows, as they stand in memory; without a limit of rows none either.
    qint64 bytes = kMaxBytes;
    qint64 rowBytes = kMaxRowBytes;
};

/// Where the rows go. Each may fail, and so end the query.
struct CustomQuerySink
{
    std::function<Result<void>(const QList<ReportColumn>&)> begin;
    /// Values as ReportRow has them; a Decimal as PostgreSQL wrote it.
    std::function<Result<void>(const QList<QVariant>&)> row;
};

/// How a query ended well.
struct CustomQueryEnd
{
    qint64 rows = 0;
    qint64 elapsedMs = 0;
    bool isCapped = false; ///< There are more rows: a limit was reached.
};

/// All of a result, for a table.
struct CustomQueryResult
{
    QList<ReportColumn> columns;
    QList<QList<QVariant>> rows;
    CustomQueryEnd end;
};

/// Runs one statement that a person wrote, as a role that may only read (reachReader()), on a
/// connection of its own. What keeps it from doing harm doesn't depend on the statement's text:
/// the rights of the role; a transaction that only reads and in which something was read already,
/// so that it can't be changed; one statement, which gives a table; an end from outside when the
/// time is over; nothing is committed, and the connection is closed. Rows come one by one, and the
/// server keeps too large ones back, so that memory stays flat. Blocks: not for the window's
/// thread.
///
/// Placeholders of reports (:from, …) stand for no limit, and choices of a header for their first
/// values. Codes beside PostgreSQL's: "no-table",
/// "no-placeholder", "time-limit", "row-size", "cancelled".
class CustomQuery
{
public:
    explicit CustomQuery(ConnectionSettings reader, CustomQueryLimits limits = {})
        : m_reader(std::move(reader))
        , m_limits(limits)
    {}

    Result<CustomQueryEnd>
    run(const QString& sql, const CancelToken& cancel, const CustomQuerySink& sink);
    Result<CustomQueryResult> fetch(const QString& sql, const CancelToken& cancel);
    /// The columns that it would have, without running it.
    Result<QList<ReportColumn>> describe(const QString& sql, const CancelToken& cancel);

    /// Where in the text the last failure is, in characters from 0, if the server says so.
    std::optional<int> errorPosition() const { return m_errorPosition; }

private:
    ConnectionSettings m_reader;
    CustomQueryLimits m_limits;
    std::optional<int> m_errorPosition;
};

} // namespace faultline
