// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ReportQuery.h"

#include <QList>
#include <QString>
#include <QVariant>

#include <vector>

namespace faultline {

/// Adds up the columns of a report that are declared to add up, row by row, to the very figures
/// that PostgreSQL's sum() gives: nothing is rounded, and no sum is too large.
class ReportSums
{
public:
    explicit ReportSums(const QList<ReportColumn>& columns);

    void add(const ReportRow& row);
    /// Of the rows so far.
    ReportTotals totals() const;

private:
    struct Sum
    {
        qsizetype at = 0; ///< In a row.
        ReportColumn column;
        /// The figures' digits by nine from the right, added up each for themselves: room for nine
        /// thousand million rows.
        QList<qint64> groups;
        QString notANumber; ///< NaN or an infinity, once there was one.
        bool hasAny = false;

        void add(const QVariant& value);
        QVariant value() const;
    };

    qint64 m_rows = 0;
    std::vector<Sum> m_sums;
};

/// Of rows that are all.
ReportTotals reportTotals(const ReportDefinition& report, const QList<ReportRow>& rows);

/// A sum as ReportTotals has it, of the text that PostgreSQL or ReportSums writes.
QVariant sumValue(const ReportColumn& column, const QVariant& text);

/// What sums are called, everywhere: "Total (1,400)", the number of their rows being given as
/// people read it.
QString totalWords(const QString& rows);

} // namespace faultline
