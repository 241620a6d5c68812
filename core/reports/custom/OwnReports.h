// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QList>
#include <QString>

namespace faultline {

/// The folder of a person's own reports: $FAULTLINE_REPORTS_DIR, otherwise the folder "reports"
/// next to the local server's. The window and the command line share it.
QString ownReportsFolder();

/// A folder's reports, ordered by name, and the problems of files that can't be used. Those don't
/// hide the others.
struct OwnReports
{
    QList<ReportDefinition> reports;
    QList<UserMessage> problems;
};
OwnReports readOwnReports(const QString& folder);

/// A report's file content in the format of docs/reports.md. Fails, with the reason, if it couldn't
/// be read back. Ignores the draft's filters and section.
Result<QString> ownReportText(const ReportDefinition& draft);
/// Writes it to the folder, and replaces an earlier one with that name. Returns the file's path.
Result<QString> saveOwnReport(const QString& folder, const ReportDefinition& draft);
Result<void> removeOwnReport(const QString& folder, const QString& name);

/// A file name made from a title: "Hot pumps, 2020" gives "hot_pumps_2020".
QString reportNameOf(const QString& title);

} // namespace faultline
