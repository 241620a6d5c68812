// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/computed/RepairableSystem.h"
#include "reports/definition/ReportDefinition.h"

#include <QDate>
#include <QString>

#include <functional>

namespace faultline {

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
