// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ReportResult.h"

#include "database/connection/ArrayText.h"
#include "database/connection/Snapshot.h"
#include "reports/charts/ChartBuilder.h"
#include "reports/query/QueryGuard.h"
#include "reports/query/ReportSums.h"

#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The rows kept for scrolling in a table, since they are read anyway.
constexpr qint64 kMaxKeptBytes = 24LL * 1024 * 1024;

std::vector<ChartBuilder> buildersOf(const ReportDefinition& report, const PlantClocks& clocks)
{
    // A box has five figures and shows them all.
    const bool isBox = report.chart->kind == ChartSpec::Kind::Box;
    const int figures = isBox ? 1 : static_cast<int>(report.chart->values.size());
    std::vector<ChartBuilder> builders;
    builders.reserve(static_cast<std::size_t>(figures));
    for (int value = 0; value < figures; ++value)
        builders.emplace_back(report, value, clocks);
    return builders;
}

// The indexes of the rows behind the marks, still without content.
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

// From the kept rows, or by reading all of them again.
Result<void> fillDrawnRows(
    SqlSession& session, const ReportQuestion& question, const QList<ReportRow>& kept,
    QMap<int, ReportRow>& drawn)
{
    if (drawn.isEmpty() || drawn.lastKey() < kept.size()) {
        for (auto row = drawn.begin(); row != drawn.end(); ++row)
            *row = kept.at(row.key());
        return {};
    }
    int index = 0;
    const auto again =
        forEachReportRow(session, question.report, question.filter, {}, [&](const ReportRow& row) {
            if (const auto it = drawn.find(index++); it != drawn.end())
                *it = row;
            return Result<void>();
        });
    return again ? Result<void>() : again.error();
}

Result<bool> isObserved(SqlSession& session, const ReportQuestion& question)
{
    const ReportFilter filter = question.report.applicable(question.filter);
    const Period& period = filter.period;
    if (!question.isOfReadings || period.isAll())
        return true;
    auto query = session.execute(
        u"SELECT EXISTS (SELECT FROM faultline.reading_days("
        ":from::date, :to::date, :plants::text[]))"_s,
        {{u"from"_s, period.firstDay},
         {u"to"_s, period.lastDay},
         {u"plants"_s, textsOrNull(filter.plants)}});
    if (!query)
        return query.error();
    return query->next() && query->value(0).toBool();
}

Result<ReportResult> fetchWithChart(SqlSession& session, const ReportQuestion& question)
{
    const auto& [report, filter, order, withChart, pageRows, isOfReadings] = question;
    auto clocks = fetchReportClocks(session, report, filter);
    if (!clocks)
        return clocks.error();
    ReportResult result;
    std::vector<ChartBuilder> builders = buildersOf(report, *clocks);
    ReportSums totals(report.columns);
    QList<ReportRow> kept;
    qint64 keptBytes = 0;
    const auto count = forEachReportRow(session, report, filter, {}, [&](const ReportRow& row) {
        for (ChartBuilder& builder : builders)
            builder.add(row);
        totals.add(row);
        if (keptBytes < kMaxKeptBytes) {
            kept << row;
            keptBytes += bytesOf(row);
        }
        return Result<void>();
    });
    if (!count)
        return count.error();
    result.totals = totals.totals();
    ReportChart& chart = result.chart.emplace();
    for (ChartBuilder& builder : builders)
        chart.figures << builder.build();
    chart.rows = drawnRows(chart.figures);
    if (const auto filled = fillDrawnRows(session, question, kept, chart.rows); !filled)
        return filled.error();
    if (order == ReportOrder()) {
        const bool isAll = kept.size() == *count;
        result.page = {std::move(kept), *std::move(clocks), 1, isAll};
        return result;
    }
    auto page = fetchReportPage(session, report, filter, order, 0, pageRows);
    if (!page)
        return page.error();
    result.page = *std::move(page);
    return result;
}

} // namespace

Result<ReportResult> fetchReportResult(SqlSession& session, const ReportQuestion& question)
{
    const Snapshot snapshot(session);
    if (snapshot.problem())
        return *snapshot.problem();
    const auto observed = isObserved(session, question);
    if (!observed)
        return observed.error();
    ReportResult result;
    result.isObserved = *observed;
    if (!result.isObserved)
        return result;
    if (question.withChart)
        return fetchWithChart(session, question);
    auto page = fetchReportPage(
        session, question.report, question.filter, question.order, 0, question.pageRows);
    if (!page)
        return page.error();
    result.page = *std::move(page);
    return result;
}

} // namespace faultline
