// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QStringList>

namespace faultline {

// A report as a text to be changed, and back: header and SQL, as in its file. The header is a
// comment, so that the text is a query that can be run, too.

QString reportText(const ReportDefinition& report);

/// What such a text says. Fields may be missing, and a text without any is a query and nothing
/// else; `filters` stays empty. A field that can't be used is an error with its line.
Result<ReportDefinition> draftFromText(const QString& text);

/// Where the query begins in such a text.
qsizetype queryStart(const QString& text);

/// A draft that has the columns of its query, which may have been changed below the header.
struct FittedDraft
{
    ReportDefinition report;
    /// What fell away, as the query hasn't what it needs any more: "the chart", in words.
    QStringList leftOut;
};
/// `columns` are those that the server says the query has. The draft's own keep their titles, types
/// and order; a new one stands behind the one that it follows in the query.
FittedDraft fitToQuery(ReportDefinition draft, const QList<ReportColumn>& columns);

} // namespace faultline
