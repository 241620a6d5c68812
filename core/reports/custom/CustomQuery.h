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

/// Limits on a person's own query.
struct CustomQueryLimits
{
    std::optional<qint64> rows = 10'000; ///< None: all rows, for an export.
    std::chrono::milliseconds time = std::chrono::minutes(1);
    /// For all rows in memory; ignored if `rows` isn't limited.
    qint64 bytes = kMaxBytes;
    qint64 rowBytes = kMaxRowBytes;
};

/// Receives the rows. Each function can fail and so end the query.
struct CustomQuerySink
{
    std::function<Result<void>(const QList<ReportColumn>&)> begin;
    /// Values as in ReportRow; a Decimal as PostgreSQL wrote it.
    std::function<Result<void>(const QList<QVariant>&)> row;
};

/// The end of a successful query.
struct CustomQueryEnd
{
    qint64 rows = 0;
    qint64 elapsedMs = 0;
    bool isCapped = false; ///< A limit was reached, so there are more rows.
};

/// A complete result, for a table.
struct CustomQueryResult
{
    QList<ReportColumn> columns;
    QList<QList<QVariant>> rows;
    CustomQueryEnd end;
};

/// Runs one statement that a person wrote, as a role that may only read (reachReader()), on its own
/// connection. Its safety doesn't depend on the statement's text: the role's rights are limited;
/// the transaction is read-only, and can't be changed because it has already read; only one
/// statement that returns a table runs; another thread ends it at the time limit; nothing is
/// committed, and the connection is closed. Rows arrive one by one, and the server holds back
/// oversized ones, so memory stays flat. Blocks: never on the window's thread.
///
/// Report placeholders (:from, …) mean no limit, and a header's choices their first values. Codes
/// besides PostgreSQL's: "no-table", "no-placeholder", "time-limit", "row-size", "cancelled".
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
    /// The columns of its result, without running it.
    Result<QList<ReportColumn>> describe(const QString& sql, const CancelToken& cancel);

    /// Zero-based character position of the last failure, if the server reports one.
    std::optional<int> errorPosition() const { return m_errorPosition; }

private:
    ConnectionSettings m_reader;
    CustomQueryLimits m_limits;
    std::optional<int> m_errorPosition;
};

} // namespace faultline
