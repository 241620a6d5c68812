// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <libpq-fe.h>

#include <QList>
#include <QVariant>

namespace faultline {

/// Columns for a result without declared types. A Decimal has the digits of its type, otherwise
/// two. Dates and everything that isn't a number or an instant are Text.
QList<ReportColumn> columnsOf(const PGresult* result);

/// A value of the first row, as in ReportRow; a Decimal as PostgreSQL wrote it, times in UTC.
/// The session must be Connection's: in UTC, with ISO dates.
QVariant valueOf(const PGresult* result, int column, ReportColumn::Type type);

} // namespace faultline
