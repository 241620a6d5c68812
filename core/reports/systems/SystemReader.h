// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/systems/RepairableSystem.h"

#include <functional>

namespace faultline {

/// Reads the systems that the SQL of a computed report lists, each with its failures in the period,
/// in order of their keys. Failures come from the days of failure events in binary form and are
/// combined by the burst window here. Memory depends on the failures of one system, not of all.
Result<void> forEachSystem(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const std::function<void(const RepairableSystem&, std::span<const Instant>)>& sink);

} // namespace faultline
