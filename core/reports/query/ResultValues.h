// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <libpq-fe.h>

#include <QList>
#include <QVariant>

namespace faultline {

/// The columns of an answer whose types nobody has declared. A Decimal has the digits that its type
/// says, else two; dates and whatever isn't a number or an instant are Text.
QList<ReportColumn> columnsOf(const PGresult* result);

/// A value of the first row, as ReportRow has them; a Decimal as PostgreSQL wrote it. The session
/// is Connection's: in UTC, dates as ISO.
QVariant valueOf(const PGresult* result, int column, ReportColumn::Type type);

} // namespace faultline
