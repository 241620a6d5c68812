// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "exporting/text/CsvWriter.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/ReportQuery.h"

#include <QString>
#include <QStringList>

namespace faultline {

/// Writes the whole result of a report to a CSV file, in full or not at all: an existing file stays
/// as it is until the new one is complete. Never over a source file: see checkExportTarget(). Gives
/// the number of rows.
Result<qint64> exportReport(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const QString& filePath, const CsvOptions& options = {});

/// Writes the whole result of a report to an open device, such as standard output. What was written
/// before a failure stays there. Gives the number of rows.
Result<qint64> writeReport(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, QIODevice& device, const CsvOptions& options = {});

/// Writes each report of the catalogue to `directory` (made when it is missing) under its own file
/// name. Gives the paths that were written.
Result<QStringList> exportAllReports(
    SqlSession& session, const QList<ReportDefinition>& reports, const ReportFilter& filter,
    const QString& directory, const CsvOptions& options = {});

} // namespace faultline
