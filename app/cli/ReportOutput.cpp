// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ReportOutput.h"

#include "cli/ReaderWay.h"
#include "cli/RowText.h"
#include "cli/TextTable.h"

#include "database/StatementWatch.h"
#include "exporting/ExportFile.h"
#include "exporting/ReportExport.h"
#include "loading/Settlement.h"
#include "reports/FilterCheck.h"
#include "reports/ReaderSession.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

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

Result<ReportAnswer> jsonOf(SqlSession& session, const ReportRequest& request)
{
    const ReportDefinition& report = request.job.reports.constFirst();
    const ReportFilter& filter = request.job.filter;
    JsonRows rows(report.columns);
    const auto read = forEachReportRow(session, report, filter, {}, [&](const ReportRow& row) {
        rows.add(row);
        return Result<void>();
    });
    if (!read)
        return read.error();
    ReportAnswer answer;
    answer.json = rows.toObject(
        {{u"report"_s, report.name},
         {u"title"_s, report.title},
         {u"period"_s, filter.period.toText()},
         {u"group"_s, groupOf(filter)}});
    return answer;
}

Result<ReportAnswer> tableOf(SqlSession& session, const ReportRequest& request)
{
    const ReportDefinition& report = request.job.reports.constFirst();
    TextTable table = textTableOf(report.columns);
    const auto read =
        forEachReportRow(session, report, request.job.filter, {}, [&](const ReportRow& row) {
            table.addRow(shownCells(report.columns, row));
            return Result<void>();
        });
    if (!read)
        return read.error();
    return ReportAnswer{report.title + u'\n' + report.explanation + u"\n\n"_s + table.toText(), {}};
}

Result<ReportAnswer> writeToOutput(SqlSession& session, const ReportRequest& request)
{
    QFile output;
    if (!output.open(stdout, QIODevice::WriteOnly)) {
        return UserMessage::error(Text::tr("Standard output can't be written"))
            .because(output.errorString());
    }
    const ReportJob& job = request.job;
    const auto written =
        request.options.format == ReportFormat::Csv
            ? writeReport(
                session, job.reports.constFirst(), job.filter, {}, output, request.options.csv)
            : writeDocument(session, job, request.options, output);
    return written ? Result<ReportAnswer>(ReportAnswer()) : written.error();
}

Result<ReportAnswer> writeFiles(SqlSession& session, const ReportRequest& request)
{
    const ExportPlace& place = request.place;
    if (!place.isFolder) {
        if (const auto made = makeExportFolder(QFileInfo(place.path).path()); !made)
            return made.error();
    }
    const auto exported = place.isFolder
                              ? exportCsvFiles(session, request.job, request.options, place.path)
                              : exportDocument(session, request.job, request.options, place.path);
    if (!exported)
        return exported.error();
    const QJsonObject json{
        {u"period"_s, request.job.filter.period.toText()},
        {u"group"_s, groupOf(request.job.filter)},
        {u"reports"_s, QJsonArray::fromStringList(exported->paths)}};
    return ReportAnswer{
        exported->paths.join(u'\n'), QJsonDocument(json).toJson(QJsonDocument::Compact)};
}

Result<ReportAnswer> answerIn(SqlSession& session, const ReportRequest& request)
{
    switch (request.form) {
    case ReportRequest::Form::Table:
        return tableOf(session, request);
    case ReportRequest::Form::JsonRows:
        return jsonOf(session, request);
    case ReportRequest::Form::Document:
        return writeToOutput(session, request);
    case ReportRequest::Form::Files:
        break;
    }
    return writeFiles(session, request);
}

Result<ReportAnswer> answerAsOwner(
    const ReportRequest& request, const ConnectionSettings& database, const CancelToken& cancel)
{
    auto session = SqlSession::open(database);
    if (!session)
        return session.error();
    const StatementWatch watch(session->canceller(), cancel);
    if (const auto known = checkFilterValues(*session, request.job.filter); !known)
        return known.error();
    if (!request.anyIsOwn)
        return answerIn(*session, request);
    const auto reader = reachReaderOf(database);
    if (!reader)
        return reader.error();
    return runAsReader<ReportAnswer>(
        *reader, cancel, ReaderSession::kExportLimit,
        [&request](SqlSession& limited) { return answerIn(limited, request); });
}

} // namespace

Result<ReportAnswer> answerReports(
    const ReportRequest& request, const ConnectionSettings& database, const CancelToken& cancel)
{
    if (const auto settled = settlePending(database); !settled)
        return settled.error();
    auto answer = answerAsOwner(request, database, cancel);
    // However the server puts it.
    if (!answer && cancel.isCancelled())
        return UserMessage::cancelled();
    return answer;
}

} // namespace faultline
