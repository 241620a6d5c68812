// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <optional>

namespace faultline {

// The fields at the top of a report file that have parts, each read from the text behind its colon.
// None when the text isn't in the field's form, which docs/reports.md describes.

/// "TITLE | TYPE", TYPE being text, integer, timestamp or decimal N; figures may add "sum".
std::optional<ReportColumn> columnFromText(const QString& name, const QString& text);
/// "TITLE | VALUE=TITLE, VALUE=TITLE, …"
std::optional<ReportChoice> choiceFromText(const QString& name, const QString& text);
/// "KIND | category COLUMN | row COLUMN | value COLUMN, COLUMN, …"
std::optional<ChartSpec> chartFromText(const QString& text);
/// "REPORT | KIND COLUMN | …"
std::optional<ReportLink> linkFromText(const QString& text);

// And the other way round.
QString columnText(const ReportColumn& column);
QString choiceText(const ReportChoice& choice);
QString chartText(const ChartSpec& chart);
QString linkText(const ReportLink& link);

/// Titles are written in the report files, in English, and looked up in the translations here.
QString translatedReportText(const QString& text);

} // namespace faultline
