// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "reports/definition/ReportDefinition.h"

namespace faultline {

/// Parses a report file. Errors name the file, `name`.sql, and the line.
Result<ReportDefinition> parseReport(const QString& name, const QString& text);

} // namespace faultline
