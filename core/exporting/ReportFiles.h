// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/ReportJob.h"
#include "exporting/context/ReportFormat.h"
#include "exporting/text/CsvWriter.h"

#include <QMap>
#include <QStringList>

#include <memory>

namespace faultline {

/// How reports are exported.
struct ExportOptions
{
    ReportFormat format = ReportFormat::Csv;
    CsvOptions csv;
    /// Of a CSV file: what it is and where it comes from, in FILE.meta.json beside it.
    bool sidecar = false;
    /// For documents with charts; without it they have none.
    ChartDrawing drawChart;
    /// Makes PDF, which core can't: it needs fonts and a painter.
    std::function<std::unique_ptr<ReportWriter>(QIODevice&)> makePdf;
    /// Where a notebook finds the database: libpq's keywords. Only host, port, dbname and user are
    /// written into it.
    QMap<QString, QString> connection;
    /// Where a workbook's temporary files stand; empty: where the system has them. A document that
    /// is exported to a file has them beside it.
    QString temporaryFolder;
};

struct ExportedFiles
{
    QStringList paths; ///< With the sidecars.
    qint64 rows = 0;
};

/// Writes the reports of the job as one document; of CSV it is one report. In full or not at all,
/// and never over a source file.
Result<ExportedFiles> exportDocument(
    SqlSession& session, const ReportJob& job, const ExportOptions& options,
    const QString& filePath);

/// Writes each report of the job as CSV to `directory`, which is made when it is missing, under its
/// own file name. All of one moment.
Result<ExportedFiles> exportCsvFiles(
    SqlSession& session, const ReportJob& job, const ExportOptions& options,
    const QString& directory);

/// Writes the document to an open device, such as standard output. What was written before a
/// failure stays there.
Result<qint64> writeDocument(
    SqlSession& session, const ReportJob& job, const ExportOptions& options, QIODevice& device);

} // namespace faultline
