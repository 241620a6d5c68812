// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "reports/definition/ReportFilter.h"

namespace faultline {

/// Whether a filter's values are in the database: a misspelt group would give an empty report that
/// looks like good news. The error lists valid values; its code is the filter's name.
Result<void> checkFilterValues(SqlSession& session, const ReportFilter& filter);

} // namespace faultline
