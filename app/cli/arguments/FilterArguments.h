// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "reports/ReportCatalogue.h"
#include "reports/definition/ReportFilter.h"

#include <QCommandLineParser>

namespace faultline {

/// The options that filter reports.
void addFilterOptions(QCommandLineParser& parser);

/// The requested filter; the error is wrong usage.
Result<ReportFilter> filterOf(const QCommandLineParser& parser);

/// Whether each named report has every given filter and choice; without names, whether any report
/// has each choice. Errors name the reports that have it.
Result<void> checkReportsTake(
    const ReportFilter& filter, const QList<ReportDefinition>& named,
    const ReportCatalogue& catalogue);

} // namespace faultline
