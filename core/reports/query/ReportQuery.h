// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "readings/PlantClocks.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/definition/ReportOrder.h"
#include "reports/definition/ReportRow.h"

#include <QStringList>
#include <QVariant>

#include <functional>

namespace faultline {

struct ReportPage
{
    QList<ReportRow> rows;
    PlantClocks clocks;  ///< Those that the times are of.
    qint64 firstRow = 0; ///< Number of the first row in the whole result, from 1.
    bool isLast = true;
};

// A row over kMaxRowBytes, or a page over kMaxBytes, is the error "row-size".

/// reportClocks() of the plants that the database has.
Result<PlantClocks>
fetchReportClocks(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter);

/// Up to `limit` rows after row number `afterRow` (0: from the start). All of them if they are
/// computed: there are few, and computing them again for each page would take the same time.
Result<ReportPage> fetchReportPage(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, qint64 afterRow, int limit);

/// Streams all rows in order to `sink`, which can fail and so end it. Returns the number of rows.
Result<qint64> forEachReportRow(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const std::function<Result<void>(const ReportRow&)>& sink);

/// The number of rows.
Result<qint64>
countReportRows(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter);

/// The sums of a result's additive columns, over all rows.
struct ReportTotals
{
    qint64 rows = 0;
    /// Column and its exact sum, as in a row; an integer too large for that as its digits. Invalid
    /// if no row has a figure.
    QList<std::pair<qsizetype, QVariant>> sums;
};
/// Queries the server for them; ReportSums sums rows that are in memory.
Result<ReportTotals>
fetchReportTotals(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter);

} // namespace faultline
