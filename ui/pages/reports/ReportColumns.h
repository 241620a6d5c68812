// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

class DataTable;
struct ReportDefinition;

/// The column widths of a report's table.

/// The expected total width, known before the rows arrive, so that nothing jumps.
int reportColumnsWidth(const DataTable& table, const ReportDefinition& report);
/// The share of the page's width that the table may take beside the chart.
double maxTableShare(const ReportDefinition& report);
/// Fits each column to its title and the rows on screen; later rows may widen it.
void fitReportColumns(DataTable& table, const ReportDefinition& report);
/// Wraps the text at the end of rows if there are only a few rows.
void wrapReportColumns(DataTable& table, const ReportDefinition& report, bool areFew);

} // namespace faultline
