// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "exporting/text/CsvWriter.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/ReportQuery.h"

#include <QString>
#include <QStringList>

namespace faultline {

/// Writes the complete result of a report to a CSV file. An existing file stays unchanged until the
/// new one is complete. Never overwrites a source file: see checkExportTarget(). Returns the number
/// of rows.
Result<qint64> exportReport(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const QString& filePath, const CsvOptions& options = {});

/// Writes the complete result of a report to an open device, such as standard output. After a
/// failure, what was already written stays there. Returns the number of rows.
Result<qint64> writeReport(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, QIODevice& device, const CsvOptions& options = {});

/// Writes each report of the catalogue to `directory`, which is created if necessary, under its own
/// file name. Returns the paths of the written files.
Result<QStringList> exportAllReports(
    SqlSession& session, const QList<ReportDefinition>& reports, const ReportFilter& filter,
    const QString& directory, const CsvOptions& options = {});

} // namespace faultline
