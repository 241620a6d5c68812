// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QString>

namespace faultline {

// Reports contain machine words where people read a sentence: "getting-worse",
// "needs-failures:4:2", weekday 1. They stay as they are in CSV and JSON; these functions turn them
// into words, in the language of the program, wherever people read them. docs/exports.md lists
// them.

/// What the text in a cell of this column says to people; text without words unchanged. In a
/// column of figures, plain figures get separators; names that are numbers never do.
QString shownText(const ReportColumn& column, const QString& text);

/// "-1234567.50" as "-1,234,567.50", with the region's separators. What isn't a number, such as
/// NaN, stays.
QString shownFigure(const QString& figure);

/// A machine word with its values: "needs-failures:4:2".
QString machineWord(const QString& word, std::initializer_list<quint64> values);

} // namespace faultline
