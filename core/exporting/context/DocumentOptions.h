// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>

namespace faultline {

struct ReportContext;

/// A picture for the first page of a document.
struct DocumentLogo
{
    QByteArray bytes; ///< The file as it is; empty for none.
    QByteArray type;  ///< "image/png" or "image/jpeg".
};

/// What a person chooses for documents that people read: PDF and HTML.
struct DocumentOptions
{
    QString title; ///< Empty: one that says what the document has.
    DocumentLogo logo;
    bool hasAppendix = false; ///< With the filters, columns and SQL of each report.
};

/// The title that was chosen, else the report's or, of several, one for all.
QString documentTitle(const DocumentOptions& options, const ReportContext& context);

/// In a document of several reports, the rows of each that are printed. A single report is
/// complete.
inline constexpr qint64 kPrintedRows = 60;

/// Reads a PNG or JPEG picture of at most 2 MiB. The error has the code "logo".
Result<DocumentLogo> readLogo(const QString& path);

} // namespace faultline
