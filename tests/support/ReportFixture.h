// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QList>
#include <QString>
#include <QVariant>

namespace faultline {

/// Brings the schema of an empty database up to date and fills its summaries by hand: equipment
/// with and without group, a tie, an equipment without failures, one (7) that only the map names,
/// a sensor (99) that the map doesn't know, readings that are no errors, two loads of one day.
Result<void> fillWithReportFixture(const ConnectionSettings& settings);

/// Only the schema.
Result<void> makeEmptySchema(const ConnectionSettings& settings);

/// A row as text, cells parted by '|', null as '-'.
QString rowText(const QList<QVariant>& row);

} // namespace faultline
