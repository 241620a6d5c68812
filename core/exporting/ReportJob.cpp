// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/ReportJob.h"

#include "database/connection/Snapshot.h"
#include "database/schema/FetchPlantClocks.h"
#include "exporting/context/FigureText.h"
#include "reports/charts/ChartBuilder.h"
#include "reports/query/PlantColumn.h"
#include "reports/query/ReportSums.h"

#include <QCoreApplication>
#include <QSqlQuery>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kRowsBetweenLooks = 1000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportJob)
};

bool canBeNarrowed(const ReportDefinition& report, const ReportFilter& filter)
{
    // Ignores filters that only say how to count.
    ReportFilter wanted = filter;
    ReportFilter narrowed = report.applicable(filter);
    wanted.choices.clear();
    narrowed.choices.clear();
    wanted.burstMinutes = narrowed.burstMinutes = 0;
    return wanted == narrowed;
}

UserMessage tooLong(const ReportDefinition& report, qint64 rows, qint64 most)
{
    return UserMessage::error(
               Text::tr("The report “%1” is too long for this format").arg(report.title))
        .because(Text::tr("It has %1 rows, but the format holds only %2.")
                     .arg(shownCount(rows), shownCount(most)))
        .withRemedy(Text::tr("Export it as CSV, which has no limit, or narrow it with filters. "
                             "Nothing was written."))
        .withCode(u"too-long"_s);
}

Result<void>
checkLengths(SqlSession& session, const QList<ReportSection>& sections, const ReportWriter& writer)
{
    const auto most = writer.maxRows(sections.size());
    if (!most)
        return {};
    for (const ReportSection& section : sections) {
        const auto rows = countReportRows(session, section.report, section.filter);
        if (!rows)
            return rows.error();
        if (*rows > *most)
            return tooLong(section.report, *rows, *most);
    }
    return {};
}

// From all rows in the report's own order, whatever the order of the export.
Result<ChartData> chartOf(SqlSession& session, const ReportJob& job, const ReportSection& section)
{
    ChartBuilder builder(section.report, 0, section.clocks);
    qint64 seen = 0;
    const auto rows = forEachReportRow(
        session, section.report, section.filter, {}, [&](const ReportRow& row) -> Result<void> {
            if (seen++ % kRowsBetweenLooks == 0 && job.cancel.isCancelled())
                return UserMessage::cancelled();
            builder.add(row);
            return {};
        });
    if (!rows)
        return rows.error();
    return builder.build();
}

// With the charts that the first page shows, if it can draw some: one over time and one that ranks.
Result<void>
addSummary(SqlSession& session, const ReportJob& job, bool wantsCharts, ReportContext& context)
{
    auto summary = fetchDocumentSummary(session, context);
    if (!summary)
        return summary.error();
    for (const ChartSpec::Kind kind : {ChartSpec::Kind::Trend, ChartSpec::Kind::Pareto}) {
        if (!wantsCharts)
            break;
        for (ReportSection& section : context.sections) {
            if (!section.report.chart || section.report.chart->kind != kind)
                continue;
            auto chart = chartOf(session, job, section);
            if (!chart)
                return chart.error();
            // A single bar compares nothing.
            if (chart->marks.size() < 2)
                continue;
            section.chart = *chart;
            summary->charts << DocumentSummary::Chart{section.report.name, *std::move(chart)};
            break;
        }
    }
    context.summary = *std::move(summary);
    return {};
}

Result<qint64> writeAll(SqlSession& session, const ReportJob& job, ReportWriter& writer)
{
    auto context = reportContext(session, job);
    if (!context)
        return context.error();
    if (const auto fits = checkLengths(session, context->sections, writer); !fits)
        return fits.error();
    if (writer.wantsSummary() && context->sections.size() > 1) {
        if (const auto added = addSummary(session, job, writer.wantsCharts(), *context); !added)
            return added.error();
    }
    if (const auto begun = writer.begin(*context); !begun)
        return begun.error();
    qint64 rows = 0;
    for (ReportSection& section : context->sections) {
        const auto written = writeSection(session, job, section, rows, writer);
        if (!written)
            return written;
        rows += *written;
    }
    if (const auto ended = writer.end(); !ended)
        return ended.error();
    return rows;
}

} // namespace

Result<ReportBatch> reportBatch(const QList<ReportDefinition>& all, const ReportFilter& filter)
{
    ReportBatch batch;
    for (const ReportDefinition& report : all) {
        if (!canBeNarrowed(report, filter))
            batch.withoutFilter << report;
        else
            (report.withAll ? batch.reports : batch.onlyByName) << report;
    }
    if (!batch.reports.isEmpty())
        return batch;
    return UserMessage::error(Text::tr("No report has all of these filters"))
        .because(batch.leftOutText(&ReportDefinition::title))
        .withRemedy(Text::tr("Choose fewer filters, or export reports one by one."))
        .withCode(u"no-report"_s);
}

QString ReportBatch::leftOutText(QString ReportDefinition::*name) const
{
    const auto namesOf = [name](const QList<ReportDefinition>& leftOut) {
        QStringList names;
        for (const ReportDefinition& report : leftOut)
            names << report.*name;
        return names.join(u", "_s);
    };
    QStringList texts;
    if (!withoutFilter.isEmpty()) {
        texts << Text::tr("Left out, because they don't have these filters: %1.")
                     .arg(namesOf(withoutFilter));
    }
    if (!onlyByName.isEmpty()) {
        texts << Text::tr("Left out, because they may be long: %1. Export them one by one.")
                     .arg(namesOf(onlyByName));
    }
    return texts.join(u' ');
}

Result<QList<ReportSection>> reportSections(SqlSession& session, const ReportJob& job)
{
    const auto clocks = fetchPlantClocks(session);
    if (!clocks)
        return clocks.error();
    const ReportOrder order = job.reports.size() == 1 ? job.order : ReportOrder();
    QList<ReportSection> sections;
    for (const ReportDefinition& report : job.reports) {
        const ReportDefinition written = writtenReport(report, job.filter, *clocks);
        sections << reportSection(written, job.filter, shownOrder(report, written, order), *clocks);
    }
    return sections;
}

Result<ReportContext> reportContext(SqlSession& session, const ReportJob& job)
{
    ReportContext context;
    context.programVersion = QStringLiteral(FAULTLINE_VERSION);
    context.database = job.database;
    {
        auto now = session.execute(u"SELECT now()"_s);
        if (!now)
            return now.error();
        if (now->next())
            context.readAt = now->value(0).toDateTime().toUTC();
    }
    const auto clocks = fetchPlantClocks(session);
    if (!clocks)
        return clocks.error();
    context.clocks = *clocks;
    auto data = fetchDataReceipt(session);
    if (!data)
        return data.error();
    context.data = *data;
    auto sections = reportSections(session, job);
    if (!sections)
        return sections.error();
    context.sections = *std::move(sections);
    return context;
}

Result<qint64> writeSection(
    SqlSession& session, const ReportJob& job, ReportSection& section, qint64 rowsBefore,
    ReportWriter& writer)
{
    if (job.cancel.isCancelled())
        return UserMessage::cancelled();
    if (writer.wantsCharts() && section.report.chart && !section.chart) {
        auto chart = chartOf(session, job, section);
        if (!chart)
            return chart.error();
        section.chart = std::move(chart).value();
    }
    if (const auto begun = writer.beginReport(section); !begun)
        return begun.error();
    qint64 written = 0;
    ReportSums sums(section.report.columns);
    const auto rows = forEachReportRow(
        session, section.report, section.filter, section.order,
        [&](const ReportRow& row) -> Result<void> {
            if (written % kRowsBetweenLooks == 0) {
                if (job.cancel.isCancelled())
                    return UserMessage::cancelled();
                if (job.progress)
                    job.progress(rowsBefore + written);
            }
            ++written;
            sums.add(row);
            return writer.writeRow(row);
        });
    if (!rows)
        return rows;
    if (const auto ended = writer.endReport(sums.totals()); !ended)
        return ended.error();
    return rows;
}

Result<qint64> writeReports(SqlSession& session, const ReportJob& job, ReportWriter& writer)
{
    const Snapshot snapshot(session);
    if (snapshot.problem())
        return *snapshot.problem();
    auto written = writeAll(session, job, writer);
    // A cancelled statement has its own error.
    if (!written && job.cancel.isCancelled())
        return UserMessage::cancelled();
    return written;
}

} // namespace faultline
