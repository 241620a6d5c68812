// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "reports/ReportCatalogue.h"
#include "reports/definition/ReportFilter.h"

#include <QCommandLineParser>

namespace faultline {

/// What reports can be narrowed to on the command line.
void addFilterOptions(QCommandLineParser& parser);

/// What was asked for; the error is one of usage.
Result<ReportFilter> filterOf(const QCommandLineParser& parser);

/// Whether each of the named reports has every filter and choice that was given, and with none
/// named, whether any report has each choice. Errors name the reports that have it.
Result<void> checkReportsTake(
    const ReportFilter& filter, const QList<ReportDefinition>& named,
    const ReportCatalogue& catalogue);

} // namespace faultline
