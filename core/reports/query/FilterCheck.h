// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"
#include "reports/definition/ReportFilter.h"

namespace faultline {

/// Whether what a person typed as a filter is in the database: a misspelt group would give an empty
/// report that looks like good news. The error says what there is; its code is the filter's name.
Result<void> checkFilterValues(SqlSession& session, const ReportFilter& filter);

} // namespace faultline
