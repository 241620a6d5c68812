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

/// "1,234,567", even if the region is unknown.
QString shownCount(qint64 number);

/// The line below a report's table: for each column its sum or nothing. The first cell also holds
/// the label. Empty if nothing was summed.
QStringList totalCells(const QList<ReportColumn>& columns, const ReportTotals& totals);

} // namespace faultline
