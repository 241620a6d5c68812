// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/query/ReportQuery.h"

#include <QString>
#include <QStringList>
#include <QVariant>

namespace faultline {

/// A cell of a report for people: figures digit by digit as they came, with the separators of the
/// person's region; times in UTC; nothing for null.
QString shownCell(const ReportColumn& column, const QVariant& value);

/// "1,234,567", also where the region is unknown.
QString shownCount(qint64 number);

/// The line below a report's table: a cell for each column, its sum or nothing. What it is stands
/// in the first one, also when that adds up itself. Empty when nothing was added up.
QStringList totalCells(const QList<ReportColumn>& columns, const ReportTotals& totals);

} // namespace faultline
