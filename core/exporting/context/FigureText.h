// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ReportQuery.h"

#include <QString>
#include <QStringList>
#include <QVariant>

namespace faultline {

/// A report's cell for people: exact figures with the region's separators, times with their
/// offset unless they are in UTC, words instead of machine words, and nothing for null.
QString shownCell(const ReportColumn& column, const QVariant& value);

/// Gives the figures of a column the same number of decimals, so that their points are below one
/// another. In a report they have it; the result of a query has whatever the server wrote. Nothing
/// is rounded: zeros are added.
class AlignedDecimals
{
public:
    AlignedDecimals() = default;
    explicit AlignedDecimals(const QList<ReportColumn>& columns);

    /// Takes note of a row's figures.
    void add(const ReportRow& row);
    /// The figure with as many decimals as any that was added. Others, such as 1e-05, stay.
    QVariant aligned(qsizetype column, const QVariant& value) const;

private:
    QList<qsizetype> m_decimals; ///< Of each column; -1 if it has none.
};

/// "1,234,567", even if the region is unknown.
QString shownCount(qint64 number);

/// The line below a report's table: for each column its sum or nothing. The first cell also holds
/// the label. Empty if nothing was summed.
QStringList totalCells(const QList<ReportColumn>& columns, const ReportTotals& totals);

} // namespace faultline
