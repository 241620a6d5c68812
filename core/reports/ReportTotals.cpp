// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReportTotals.h"

namespace faultline {

TotalsBuilder::TotalsBuilder(const ReportDefinition& report)
{
    for (qsizetype i = 0; i < report.columns.size(); ++i) {
        if (report.columns.at(i).addsUp)
            m_sums.emplace_back(i, FigureSum(report.columns.at(i)));
    }
}

void TotalsBuilder::add(const ReportRow& row)
{
    ++m_rows;
    for (auto& [column, sum] : m_sums)
        sum.add(row.at(column));
}

ReportTotals TotalsBuilder::totals() const
{
    ReportTotals totals;
    totals.rows = m_rows;
    for (const auto& [column, sum] : m_sums)
        totals.sums << std::pair(column, sum.value());
    return totals;
}

ReportTotals reportTotals(const ReportDefinition& report, const QList<ReportRow>& rows)
{
    TotalsBuilder totals(report);
    for (const ReportRow& row : rows)
        totals.add(row);
    return totals.totals();
}

} // namespace faultline
