// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// The export formats of a report.
enum class ReportFormat { Csv, Xlsx, Pdf, Html, Notebook, Json };

QList<ReportFormat> reportFormats();
/// "csv", "xlsx", "pdf", "html", "ipynb", "json": for the command line and as file suffix.
QString formatWord(ReportFormat format);
std::optional<ReportFormat> formatFromWord(const QString& word);
/// For people: "Excel workbook".
QString formatTitle(ReportFormat format);

/// Whether it needs drawn charts. A workbook has its own.
bool needsDrawing(ReportFormat format);
/// Whether it can be written to a pipe as well as to a file.
bool isText(ReportFormat format);

} // namespace faultline
