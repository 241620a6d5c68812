// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QVariantMap>

namespace faultline {

/// Values for the placeholders of the report's SQL, by name; null where nothing was chosen.
QVariantMap reportPlaceholderValues(const ReportDefinition& report, const ReportFilter& filter);

/// The query that gives the report's figures, with placeholders: its SQL. For a computed report:
/// the failures of which they are computed, a row for each.
QString figuresSql(const ReportDefinition& report);

/// `sql` of a report with these values inserted and without comments: a statement that psql can run
/// directly.
QString sqlWithValues(const QString& sql, const QVariantMap& values);

} // namespace faultline
