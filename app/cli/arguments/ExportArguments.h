// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "exporting/ReportFiles.h"

#include <QCommandLineParser>

namespace faultline {

/// What the command report can be told about its files.
void addExportOptions(QCommandLineParser& parser);

/// What was asked for, without what draws; the error is one of usage.
Result<ExportOptions> exportOptionsOf(const QCommandLineParser& parser);

/// Where the reports go: a folder for a file of each (CSV), or one document.
struct ExportPlace
{
    QString path; ///< Absolute; empty: standard output.
    bool isFolder = false;
};
/// `reports` are those that were named; none: all. A document that is to go into a folder is called
/// after its report.
ExportPlace exportPlaceOf(
    const QCommandLineParser& parser, ReportFormat format, const QList<ReportDefinition>& reports);

} // namespace faultline
