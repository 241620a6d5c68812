// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// What a report can be exported as.
enum class ReportFormat { Csv, Xlsx, Pdf, Html, Notebook, Json };

QList<ReportFormat> reportFormats();
/// "csv", "xlsx", "pdf", "html", "ipynb", "json": for the command line, and the files' suffix.
QString formatWord(ReportFormat format);
std::optional<ReportFormat> formatFromWord(const QString& word);
/// For people: "Excel workbook".
QString formatTitle(ReportFormat format);

/// Whether charts are drawn for it. A workbook draws its own.
bool needsDrawing(ReportFormat format);
/// Whether it can be written into a pipe as well as to a file.
bool isText(ReportFormat format);

} // namespace faultline
