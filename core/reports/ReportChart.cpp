// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReportChart.h"

#include "database/Snapshot.h"
#include "reports/ChartBuilder.h"
#include "reports/QueryGuard.h"

#include <vector>

namespace faultline {

namespace {

std::vector<ChartBuilder> buildersOf(const ReportDefinition& report)
{
    // A box has five figures, and shows them all.
    const bool isBox = report.chart->kind == ChartSpec::Kind::Box;
    const int figures = isBox ? 1 : static_cast<int>(report.chart->values.size());
    std::vector<ChartBuilder> builders;
    builders.reserve(static_cast<std::size_t>(figures));
    for (int value = 0; value < figures; ++value)
        builders.emplace_back(report, value);
    return builders;
}

// Places of the rows behind the marks, with nothing in them yet.
QMap<int, ReportRow> drawnRows(const QList<ChartData>& figures)
{
    QMap<int, ReportRow> rows;
    for (const ChartData& chart : figures) {
        for (const ChartData::Mark& mark : chart.marks) {
            if (mark.tableRow >= 0)
                rows.insert(mark.tableRow, {});
        }
    }
    return rows;
}

} // namespace

Result<ReportChart>
fetchReportChart(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter)
{
    const Snapshot snapshot(session);
    if (snapshot.problem())
        return *snapshot.problem();
    std::vector<ChartBuilder> builders = buildersOf(report);
    QList<ReportRow> first;
    qint64 bytes = 0; // of these
    const auto count = forEachReportRow(session, report, filter, {}, [&](const ReportRow& row) {
        for (ChartBuilder& builder : builders)
            builder.add(row);
        if (first.size() < kMostChartMarks && bytes <= kMostBytes) {
            first << row;
            bytes += bytesOf(row);
        }
        return Result<void>();
    });
    if (!count)
        return count.error();
    ReportChart chart;
    for (ChartBuilder& builder : builders)
        chart.figures << builder.build();
    chart.rows = drawnRows(chart.figures);
    const bool isKept = chart.rows.isEmpty() || chart.rows.lastKey() < first.size();
    if (isKept) {
        for (auto row = chart.rows.begin(); row != chart.rows.end(); ++row)
            *row = first.at(row.key());
        return chart;
    }
    first = {};
    bytes = 0;
    int place = 0;
    const auto again = forEachReportRow(session, report, filter, {}, [&](const ReportRow& row) {
        const auto drawn = chart.rows.find(place++);
        if (drawn == chart.rows.end())
            return Result<void>();
        *drawn = row;
        bytes += bytesOf(row);
        return bytes > kMostBytes ? Result<void>(rowsTooLarge()) : Result<void>();
    });
    return again ? Result<ReportChart>(chart) : again.error();
}

} // namespace faultline
