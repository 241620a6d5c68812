// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/ReportJob.h"
#include "exporting/context/DocumentOptions.h"
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
    /// For a CSV file: describes it and its origin in FILE.meta.json next to it.
    bool sidecar = false;
    /// For documents with charts; without it they have none.
    ChartDrawing drawChart;
    /// Creates a PDF writer. Core can't, because PDF needs fonts and a painter.
    std::function<std::unique_ptr<ReportWriter>(QIODevice&, const DocumentOptions&)> makePdf;
    DocumentOptions document; ///< For PDF and HTML.
    /// How a notebook reaches the database: libpq's keywords. Only host, port, dbname and user are
    /// written to it.
    QMap<QString, QString> connection;
    /// The folder for a workbook's temporary files; empty: the system's. An export to a file has
    /// them next to that file.
    QString temporaryFolder;
};

struct ExportedFiles
{
    QStringList paths; ///< Includes the sidecars.
    qint64 rows = 0;
};

/// Writes the job's reports as one document; CSV holds one report. The complete file or none, and
/// never over a source file.
Result<ExportedFiles> exportDocument(
    SqlSession& session, const ReportJob& job, const ExportOptions& options,
    const QString& filePath);

/// Writes each report of the job as CSV to `directory`, which is created if necessary, under its
/// own file name. All from one snapshot.
Result<ExportedFiles> exportCsvFiles(
    SqlSession& session, const ReportJob& job, const ExportOptions& options,
    const QString& directory);

/// Writes the document to an open device, such as standard output. After a failure, what was
/// already written stays there.
Result<qint64> writeDocument(
    SqlSession& session, const ReportJob& job, const ExportOptions& options, QIODevice& device);

} // namespace faultline
