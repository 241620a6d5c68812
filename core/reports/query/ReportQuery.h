// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/query/ReportRow.h"

#include <QStringList>
#include <QVariant>
#include <QVariantMap>

#include <functional>
#include <optional>

namespace faultline {

/// How the rows are ordered: as the report says, or by one of its columns with nulls last. Ties
/// stand in the report's own order, so that every order is total and pages don't overlap.
struct ReportOrder
{
    std::optional<int> column;
    bool descending = false;

    bool operator==(const ReportOrder&) const = default;
};

struct ReportPage
{
    QList<ReportRow> rows;
    qint64 firstRow = 0; ///< Number of the first row in the whole result, from 1.
    bool isLast = true;
};

// A row of more than kMaxRowBytes, or a page of more than kMaxBytes, is an error: "row-size".

/// Up to `limit` rows after row number `afterRow` (0: from the start).
Result<ReportPage> fetchReportPage(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, qint64 afterRow, int limit);

/// All rows in order, streamed to `sink`, which may fail and so end it. Gives the number of rows.
Result<qint64> forEachReportRow(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const std::function<Result<void>(const ReportRow&)>& sink);

/// How many rows there are.
Result<qint64>
countReportRows(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter);

/// What the placeholders of the report's SQL stand for, by name; null where nothing was chosen.
QVariantMap reportPlaceholderValues(const ReportDefinition& report, const ReportFilter& filter);

/// The report's SQL without comments and with these values in it: a statement that psql runs as it
/// is.
QString reportSqlWithValues(const ReportDefinition& report, const ReportFilter& filter);

/// The sums of the columns that add up, over all rows of a result.
struct ReportTotals
{
    qint64 rows = 0;
    /// Column and its exact sum, as in a row; a whole number that is too large for that as its
    /// digits. Invalid where no row has a figure.
    QList<std::pair<qsizetype, QVariant>> sums;
};
/// Asks the server for them; ReportSums adds up rows that are there.
Result<ReportTotals>
fetchReportTotals(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter);

/// What the filters can be set to: names of groups, and months with readings ("2020-01").
struct FilterChoices
{
    QStringList groups;
    QStringList years;
    QStringList months;
};
Result<FilterChoices> fetchFilterChoices(SqlSession& session);

} // namespace faultline
