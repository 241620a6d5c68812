// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportDefinition.h"
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

/// Adds up rows as they come: figures as they are shown, digit by digit, as PostgreSQL does.
class TotalsBuilder
{
public:
    explicit TotalsBuilder(const ReportDefinition& report);

    void add(const ReportRow& row);
    ReportTotals totals() const;

private:
    struct FigureSum
    {
        qsizetype column = 0;
        int decimals = -1; ///< -1: an integer.
        qint64 whole = 0;
        qint64 parts = 0; ///< Behind the point, in units of the last digit.
        QString notANumber;
        bool hasAny = false;

        void add(const QVariant& value);
        QVariant value() const;
    };

    std::vector<FigureSum> m_sums;
    qint64 m_rows = 0;
};

/// Of rows that are all.
ReportTotals reportTotals(const ReportDefinition& report, const QList<ReportRow>& rows);

} // namespace faultline
