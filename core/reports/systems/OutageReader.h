// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reliability/operation/Downtime.h"
#include "reports/definition/ReportDefinition.h"
#include "reports/systems/RepairableSystem.h"

#include <functional>
#include <vector>

namespace faultline {

/// What failure lists say about when a system was down, in hours since its observation began.
struct SystemOutages
{
    /// In ascending order of their beginning; those that end before the observation begins, or
    /// begin after it, are left out.
    std::vector<reliability::Outage> outages;
    /// When failures began, while observed, of which no list says how long they lasted.
    std::vector<double> failuresWithoutEnd;
    std::size_t plannedWithoutEnd = 0;
};

/// Reads the systems that the SQL of a computed report lists, each with its outages, in order of
/// their keys. A list's own duration counts more than its end. Rows are failures if they aren't
/// planned work and their severity counts as a failure in the plant. Memory depends on the outages
/// of one system, not of all.
Result<void> forEachSystemWithOutages(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const std::function<void(const RepairableSystem&, const SystemOutages&)>& sink);

} // namespace faultline
