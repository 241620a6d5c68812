// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QList>
#include <QString>

namespace faultline {

/// Where a person's own reports are: $FAULTLINE_REPORTS_DIR, else the folder "reports" beside the
/// local server's. The window and the command line share it.
QString ownReportsFolder();

/// The reports of a folder, in the order of their names, and what is the matter with those files
/// that can't be used: they don't hide the others.
struct OwnReports
{
    QList<ReportDefinition> reports;
    QList<UserMessage> problems;
};
OwnReports readOwnReports(const QString& folder);

/// The text of the file of a person's report, in the format of docs/reports.md; fails when a report
/// couldn't be read from it, with the reason. The draft's filters and section don't matter.
Result<QString> ownReportText(const ReportDefinition& draft);
/// Writes it to the folder, over an earlier one of that name. Gives the file's path.
Result<QString> saveOwnReport(const QString& folder, const ReportDefinition& draft);
Result<void> removeOwnReport(const QString& folder, const QString& name);

/// A name for a file, made from a title: "Hot pumps, 2020" gives "hot_pumps_2020".
QString reportNameOf(const QString& title);

} // namespace faultline
