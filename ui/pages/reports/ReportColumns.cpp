// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportColumns.h"

#include "reports/definition/ReportDefinition.h"
#include "style/Appearance.h"
#include "widgets/DataTable.h"
#include "widgets/TableStyle.h"

#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace faultline {

namespace {

int titleWidth(const DataTable& table, const QString& title)
{
    return table.horizontalHeader()->fontMetrics().horizontalAdvance(title)
           + 2 * appearance::kRelated + TableStyle::kSortMark;
}

bool endsInWords(const ReportDefinition& report)
{
    return report.columns.constLast().type == ReportColumn::Type::Text;
}

} // namespace

int reportColumnsWidth(const DataTable& table, const ReportDefinition& report)
{
    int width = table.verticalScrollBar()->sizeHint().width();
    for (const ReportColumn& column : report.columns) {
        constexpr int kCode = 120;
        constexpr int kTime = 148;
        const int usual = column.type == ReportColumn::Type::Timestamp ? kTime
                          : column.type == ReportColumn::Type::Text    ? kCode
                                                                       : 0;
        width += std::max(usual, titleWidth(table, column.title));
    }
    return width;
}

double maxTableShare(const ReportDefinition& report)
{
    // Charts over time run from left to right and need the width.
    const bool isBroad = report.chart
                         && (report.chart->kind == ChartSpec::Kind::Heatmap
                             || report.chart->kind == ChartSpec::Kind::Trend
                             || report.chart->kind == ChartSpec::Kind::Curve);
    constexpr double kHalf = 0.5;
    constexpr double kMore = 0.56;
    return isBroad ? kHalf : kMore;
}

void fitReportColumns(DataTable& table, const ReportDefinition& report)
{
    // Beside a chart there is less space, so names must leave some for figures.
    constexpr int kMax = 320;
    constexpr int kMaxWidthBeside = 160;
    const int maxWidth = report.chart ? kMaxWidthBeside : kMax;
    // A text may use all the remaining width; a number far from its neighbours is hard to read.
    table.horizontalHeader()->setStretchLastSection(endsInWords(report));
    table.setTextElideMode(Qt::ElideMiddle); // names often differ only at the end
    QList<int> minWidths;
    for (const ReportColumn& column : report.columns)
        minWidths << titleWidth(table, column.title);
    table.fitColumns(minWidths, maxWidth);
}

void wrapReportColumns(DataTable& table, const ReportDefinition& report, bool areFew)
{
    // Not beside a chart, where the text columns would be too narrow.
    table.setWrapped(areFew && endsInWords(report) && !report.chart);
}

} // namespace faultline
