// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "exporting/ReportFiles.h"

#include <QCommandLineParser>

namespace faultline {

/// The command report's options for files.
void addExportOptions(QCommandLineParser& parser);

/// The requested options, without drawing; the error is wrong usage.
Result<ExportOptions> exportOptionsOf(const QCommandLineParser& parser);

/// Where reports go: a folder with one file per report (CSV), or one document.
struct ExportDestination
{
    QString path; ///< Absolute; empty: standard output.
    bool isFolder = false;
};
/// `reports` are the named ones; none means all. A document in a folder is named after its report.
ExportDestination exportDestinationOf(
    const QCommandLineParser& parser, ReportFormat format, const QList<ReportDefinition>& reports);

} // namespace faultline
