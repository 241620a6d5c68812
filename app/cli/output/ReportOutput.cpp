// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/ReportOutput.h"

#include "cli/output/ReaderLookup.h"
#include "cli/output/RowOutput.h"

#include "database/connection/StatementWatchdog.h"
#include "database/schema/FetchPlantClocks.h"
#include "exporting/ReportExport.h"
#include "exporting/output/ExportFile.h"
#include "loading/settlement/Settlement.h"
#include "reports/custom/ReaderSession.h"
#include "reports/query/DataState.h"
#include "reports/query/FilterCheck.h"
#include "reports/query/PlantColumn.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportCommand)
};

QJsonValue groupOf(const ReportFilter& filter)
{
    return filter.group.isEmpty() ? QJsonValue() : QJsonValue(filter.group);
}

QJsonValue plantsOf(const ReportFilter& filter)
{
    return filter.plants.isEmpty() ? QJsonValue()
                                   : QJsonValue(QJsonArray::fromStringList(filter.plants));
}

Result<ReportAnswer> writeRows(
    SqlSession& session, const ReportRequest& request, RowOutput& rows, const QStringList& remarks)
{
    const auto clocks = fetchPlantClocks(session);
    if (!clocks)
        return clocks.error();
    const ReportFilter& filter = request.job.filter;
    const ReportDefinition report =
        writtenReport(request.job.reports.constFirst(), filter, *clocks);
    if (const auto begun = rows.begin(report.columns); !begun)
        return begun.error();
    const auto read = forEachReportRow(
        session, report, filter, {}, [&](const ReportRow& row) { return rows.add(row); });
    if (!read)
        return read.error();
    const auto ended = rows.end(
        {{u"report"_s, report.name},
         {u"title"_s, report.title},
         {u"period"_s, filter.period.toText()},
         {u"group"_s, groupOf(filter)},
         {u"plants"_s, plantsOf(filter)},
         {u"remarks"_s, QJsonArray::fromStringList(remarks)}});
    return ended ? Result<ReportAnswer>(ReportAnswer()) : ended.error();
}

Result<ReportAnswer> writeInFormat(SqlSession& session, const ReportRequest& request, QFile& output)
{
    const ReportJob& job = request.job;
    const auto written =
        request.options.format == ReportFormat::Csv
            ? writeReport(
                session, job.reports.constFirst(), job.filter, {}, output, request.options.csv)
            : writeDocument(session, job, request.options, output);
    return written ? Result<ReportAnswer>(ReportAnswer()) : written.error();
}

Result<ReportAnswer>
writeFiles(SqlSession& session, const ReportRequest& request, const QStringList& remarks)
{
    const ExportDestination& destination = request.destination;
    if (!destination.isFolder) {
        if (const auto made = makeExportFolder(QFileInfo(destination.path).path()); !made)
            return made.error();
    }
    const auto exported =
        destination.isFolder
            ? exportCsvFiles(session, request.job, request.options, destination.path)
            : exportDocument(session, request.job, request.options, destination.path);
    if (!exported)
        return exported.error();
    const QJsonObject json{
        {u"period"_s, request.job.filter.period.toText()},
        {u"group"_s, groupOf(request.job.filter)},
        {u"plants"_s, plantsOf(request.job.filter)},
        {u"reports"_s, QJsonArray::fromStringList(exported->paths)},
        {u"remarks"_s, QJsonArray::fromStringList(remarks)}};
    return ReportAnswer{exported->paths.join(u'\n'), json, {}};
}

Result<ReportAnswer>
answerIn(SqlSession& session, const ReportRequest& request, const QStringList& remarks)
{
    if (request.form == ReportRequest::Form::Files)
        return writeFiles(session, request, remarks);
    QFile output;
    if (const auto opened = openStandardOutput(output); !opened)
        return opened.error();
    if (request.form == ReportRequest::Form::Document)
        return writeInFormat(session, request, output);
    if (request.form == ReportRequest::Form::JsonRows) {
        JsonOutput rows(output);
        return writeRows(session, request, rows, remarks);
    }
    const ReportDefinition& report = request.job.reports.constFirst();
    TableOutput rows(output, report.title + u'\n' + report.explanation);
    return writeRows(session, request, rows, remarks);
}

Result<ReportAnswer> answerAsReader(
    const ReportRequest& request, const ConnectionSettings& database, const CancelToken& cancel,
    const QStringList& remarks)
{
    const auto reader = lookUpReader(database);
    if (!reader)
        return reader.error();
    return runAsReader<ReportAnswer>(
        *reader, cancel, ReaderSession::kExportLimit,
        [&](SqlSession& limited) { return answerIn(limited, request, remarks); });
}

Result<ReportAnswer>
answerAsOwner(ReportRequest request, const ConnectionSettings& database, const CancelToken& cancel)
{
    auto session = SqlSession::open(database);
    if (!session)
        return session.error();
    const StatementWatchdog watchdog(session->canceller(), cancel);
    const auto known = checkFilterValues(*session, request.job.filter);
    if (!known)
        return known.error();
    request.job.filter = *known;
    const auto state = fetchDataState(*session);
    if (!state)
        return state.error();
    const QStringList remarks = state->remarks();
    auto answer = request.anyIsOwn ? answerAsReader(request, database, cancel, remarks)
                                   : answerIn(*session, request, remarks);
    if (answer)
        answer->remarks = remarks;
    return answer;
}

} // namespace

Result<ReportAnswer> answerReports(
    const ReportRequest& request, const ConnectionSettings& database, const CancelToken& cancel)
{
    if (const auto settled = settlePending(database); !settled)
        return settled.error();
    auto answer = answerAsOwner(request, database, cancel);
    // Whatever error the server returned.
    if (!answer && cancel.isCancelled())
        return UserMessage::cancelled();
    return answer;
}

} // namespace faultline
