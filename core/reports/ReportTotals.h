// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/FigureSum.h"
#include "reports/ReportRow.h"

#include <utility>
#include <vector>

namespace faultline {

/// The sums of the columns that add up, over all rows of a result.
struct ReportTotals
{
    qint64 rows = 0;
    QList<std::pair<qsizetype, QVariant>> sums; ///< Column and its sum, as in a row.
};

/// Adds up rows as they come: figures as they are shown.
class TotalsBuilder
{
public:
    /// The report must outlive it.
    explicit TotalsBuilder(const ReportDefinition& report);

    void add(const ReportRow& row);
    ReportTotals totals() const;

private:
    std::vector<std::pair<qsizetype, FigureSum>> m_sums; ///< By column.
    qint64 m_rows = 0;
};

/// Of rows that are all.
ReportTotals reportTotals(const ReportDefinition& report, const QList<ReportRow>& rows);

} // namespace faultline
