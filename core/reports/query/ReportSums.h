// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ReportQuery.h"

#include <QList>
#include <QString>
#include <QVariant>

#include <vector>

namespace faultline {

/// Sums a report's additive columns row by row, with exactly the results of PostgreSQL's sum():
/// nothing is rounded, and no sum is too large.
class ReportSums
{
public:
    explicit ReportSums(const QList<ReportColumn>& columns);

    void add(const ReportRow& row);
    /// The totals of the rows so far.
    ReportTotals totals() const;

private:
    struct Sum
    {
        qsizetype at = 0; ///< Index in a row.
        ReportColumn column;
        /// The digits in groups of nine from the right, each summed separately: enough for nine
        /// billion rows.
        QList<qint64> groups;
        QString notANumber; ///< NaN or an infinity, if there was one.
        bool hasAny = false;

        void add(const QVariant& value);
        QVariant value() const;
    };

    qint64 m_rows = 0;
    std::vector<Sum> m_sums;
};

/// The totals of a complete set of rows.
ReportTotals reportTotals(const ReportDefinition& report, const QList<ReportRow>& rows);

/// A sum for ReportTotals, from the text that PostgreSQL or ReportSums writes.
QVariant sumValue(const ReportColumn& column, const QVariant& text);

/// The label for sums everywhere: "Total (1,400)". `rows` is their number, formatted for people.
QString totalWords(const QString& rows);

} // namespace faultline
