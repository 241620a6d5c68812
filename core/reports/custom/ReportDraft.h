// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QStringList>

namespace faultline {

// A report as editable text and back: header and SQL, as in its file. The header is a comment, so
// the text can also run as a query.

/// Of a computed report: a query for the failures that its figures are computed from.
QString reportText(const ReportDefinition& report);

/// Parses such a text. Fields may be missing; a text without any is just a query. `filters` stays
/// empty. A field that can't be used is an error with its line.
Result<ReportDefinition> draftFromText(const QString& text);

/// The offset of the query in such a text.
qsizetype queryStart(const QString& text);

/// A draft adjusted to the columns of its query, which may have changed below the header.
struct FittedDraft
{
    ReportDefinition report;
    /// What was removed because the query no longer provides it: "the chart", in words.
    QStringList leftOut;
};
/// `columns` are the query's, according to the server. The draft's columns keep their titles, types
/// and order; a new one goes after the one that it follows in the query.
FittedDraft fitToQuery(ReportDefinition draft, const QList<ReportColumn>& columns);

} // namespace faultline
