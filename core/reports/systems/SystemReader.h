// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/systems/RepairableSystem.h"

#include <QDate>
#include <QString>

#include <functional>
#include <vector>

namespace faultline {

/// PostgreSQL's binary times count from 2000-01-01 00:00 UTC; in microseconds since 1970.
inline constexpr qint64 kPostgresEpoch = 946'684'800'000'000;

/// The systems that the SQL of a computed report lists, in order of their keys. `filter` has only
/// what the report applies.
Result<std::vector<RepairableSystem>>
fetchSystems(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter);

/// Reads the systems that the SQL of a computed report lists, each with its failures in the period,
/// in order of their keys. Failures come from the days of failure events in binary form and are
/// combined by the burst window here. Memory depends on the failures of one system, not of all.
Result<void> forEachSystem(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const std::function<void(const RepairableSystem&, std::span<const Instant>)>& sink);

/// SQL for COPY: `equipment_key`, `event_at` (an array in order of time) and `day` of days of
/// failure events, by equipment and then day. Without `keys`, separated by commas, of all
/// equipment; days that aren't valid are no limit.
QString failureDaysSql(const QString& keys, QDate first, QDate last);

} // namespace faultline
