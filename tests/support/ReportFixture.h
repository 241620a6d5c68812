// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QList>
#include <QString>
#include <QVariant>

namespace faultline {

/// Updates the schema of an empty database and fills its summaries directly: equipment with and
/// without group, a tie, equipment without failures, equipment (7) that only the map has, a sensor
/// (99) that the map lacks, readings that aren't errors, two loads of one day.
Result<void> fillWithReportFixture(const ConnectionSettings& settings);

/// Only the schema.
Result<void> makeEmptySchema(const ConnectionSettings& settings);

/// A row as text, cells separated by '|', null as '-'.
QString rowText(const QList<QVariant>& row);

} // namespace faultline
