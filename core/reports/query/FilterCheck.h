// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "reports/definition/ReportFilter.h"

namespace faultline {

/// Whether a filter's values are in the database: a misspelt group would give an empty report that
/// looks like good news. Returns the filter with the plants as the database writes them, since
/// upper and lower case don't matter in their names. The error lists valid values; its code is the
/// filter's name.
Result<ReportFilter> checkFilterValues(SqlSession& session, const ReportFilter& filter);

} // namespace faultline
