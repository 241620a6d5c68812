// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <optional>

namespace faultline {

// The structured fields at the top of a report file, each parsed from the text after its colon.
// None if the text doesn't have the field's form; see docs/reports.md.

/// "TITLE | TYPE". TYPE is text, words, figures, weekday, integer, timestamp or decimal N; figures
/// may add "sum", and the text with the plant "several".
std::optional<ReportColumn> columnFromText(const QString& name, const QString& text);
/// "TITLE | VALUE=TITLE, VALUE=TITLE, …"
std::optional<ReportChoice> choiceFromText(const QString& name, const QString& text);
/// "KIND | category COLUMN | row COLUMN | value COLUMN, COLUMN, … | fit COLUMN | band COLUMN,
/// COLUMN | complete COLUMN"; which of them depends on the kind.
std::optional<ChartSpec> chartFromText(const QString& text);
/// "REPORT | KIND COLUMN | …"
std::optional<ReportLink> linkFromText(const QString& text);

/// The rows that a report names as streamed.
std::optional<RowStream> rowStreamFromText(const QString& text);

/// The name of a computation.
std::optional<Computation> computationFromText(const QString& text);
/// The name of what a report needs.
std::optional<ReportNeed> needFromText(const QString& text);

// The reverse.
QString columnText(const ReportColumn& column);
QString choiceText(const ReportChoice& choice);
QString chartText(const ChartSpec& chart);
QString linkText(const ReportLink& link);
QString computationText(Computation computation);
QString needText(ReportNeed need);

/// Report files have English titles; this looks up their translations.
QString translatedReportText(const QString& text);

} // namespace faultline
