// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

class DataTable;
struct ReportDefinition;

/// How wide the columns of a report are in its table.

/// What they are going to need, told before there are rows, so that nothing jumps when they come.
int reportColumnsWidth(const DataTable& table, const ReportDefinition& report);
/// The share of the page's width that the table may take of it beside the report's chart.
double mostOfWidth(const ReportDefinition& report);
/// Gives each the width that its title and the rows on screen need; other rows may widen it.
void fitReportColumns(DataTable& table, const ReportDefinition& report);
/// Shows the words at the end of rows in several lines, where there are but few of them.
void wrapReportColumns(DataTable& table, const ReportDefinition& report, bool areFew);

} // namespace faultline
