// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/ExportArguments.h"
#include "cli/FilterArguments.h"
#include "cli/ReaderWay.h"
#include "cli/RowText.h"
#include "cli/TextTable.h"

#include "documents/DocumentDrawing.h"
#include "exporting/ExportFile.h"
#include "exporting/ReportExport.h"
#include "exporting/ReportFiles.h"
#include "loading/Settlement.h"
#include "reports/FilterCheck.h"
#include "reports/OwnReports.h"
#include "reports/ReaderSession.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <cstdio>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportCommand)
};

void addOptions(QCommandLineParser& parser)
{
    addExportOptions(parser);
    addFilterOptions(parser);
    parser.addOption({u"list"_s, Text::tr("Lists the reports.")});
}

ExitCode printList(const ReportCatalogue& catalogue, Context& context)
{
    QJsonArray array;
    TextTable table(
        {{Text::tr("Name")}, {Text::tr("Section")}, {Text::tr("Title")}, {Text::tr("File")}});
    for (const ReportDefinition& report : catalogue.reports()) {
        array << QJsonObject{
            {u"name"_s, report.name},
            {u"section"_s, report.section},
            {u"title"_s, report.title},
            {u"explanation"_s, report.explanation},
            {u"file"_s, report.fileName}};
        table.addRow({report.name, report.section, report.title, report.fileName});
    }
    if (context.options().json)
        context.printJson({{u"reports"_s, array}});
    else
        context.print(table.toText());
    return ExitCode::Done;
}

ExitCode printJson(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    Context& context)
{
    const QJsonArray columns = jsonColumns(report.columns);
    QJsonArray rows;
    const auto read = forEachReportRow(session, report, filter, {}, [&](const ReportRow& row) {
        rows << jsonRow(report.columns, row);
        return Result<void>();
    });
    if (!read)
        return context.fail(read.error());
    context.printJson(
        {{u"report"_s, report.name},
         {u"title"_s, report.title},
         {u"period"_s, filter.period.toText()},
         {u"group"_s, filter.group.isEmpty() ? QJsonValue() : QJsonValue(filter.group)},
         {u"columns"_s, columns},
         {u"rows"_s, rows}});
    return ExitCode::Done;
}

ExitCode printTable(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    Context& context)
{
    TextTable table = textTableOf(report.columns);
    const auto read = forEachReportRow(session, report, filter, {}, [&](const ReportRow& row) {
        table.addRow(shownCells(report.columns, row));
        return Result<void>();
    });
    if (!read)
        return context.fail(read.error());
    context.print(report.title + u'\n' + report.explanation + u"\n\n"_s + table.toText());
    return ExitCode::Done;
}

ExitCode printDocument(
    SqlSession& session, const ReportJob& job, const ExportOptions& options, Context& context)
{
    QFile output;
    if (!output.open(stdout, QIODevice::WriteOnly)) {
        return context.fail(UserMessage::error(Text::tr("Standard output can't be written"))
                                .because(output.errorString()));
    }
    const auto written =
        options.format == ReportFormat::Csv
            ? writeReport(session, job.reports.constFirst(), job.filter, {}, output, options.csv)
            : writeDocument(session, job, options, output);
    return written ? ExitCode::Done : context.fail(written.error());
}

ExitCode printOne(
    SqlSession& session, const ReportJob& job, const ExportOptions& options, bool isFormatGiven,
    Context& context)
{
    const ReportDefinition& report = job.reports.constFirst();
    if (context.options().json && !isFormatGiven)
        return printJson(session, report, job.filter, context);
    if (::isatty(STDOUT_FILENO) == 1 && !isFormatGiven)
        return printTable(session, report, job.filter, context);
    return printDocument(session, job, options, context);
}

Result<ExportedFiles> writeFiles(
    SqlSession& session, const ReportJob& job, const ExportOptions& options,
    const ExportPlace& place)
{
    if (place.isFolder)
        return exportCsvFiles(session, job, options, place.path);
    if (const auto made = makeExportFolder(QFileInfo(place.path).path()); !made)
        return made.error();
    return exportDocument(session, job, options, place.path);
}

ExitCode exportFiles(
    SqlSession& session, const ReportJob& job, const ExportOptions& options,
    const ExportPlace& place, Context& context)
{
    const auto exported = writeFiles(session, job, options, place);
    if (!exported)
        return context.fail(exported.error());
    if (!context.options().json) {
        context.print(exported->paths.join(u'\n'));
        return ExitCode::Done;
    }
    context.printJson(
        {{u"period"_s, job.filter.period.toText()},
         {u"group"_s, job.filter.group.isEmpty() ? QJsonValue() : QJsonValue(job.filter.group)},
         {u"reports"_s, QJsonArray::fromStringList(exported->paths)}});
    return ExitCode::Done;
}

// The reports of these names, each once.
Result<QList<ReportDefinition>>
namedReports(const QStringList& names, const ReportCatalogue& catalogue)
{
    QList<ReportDefinition> reports;
    QStringList known;
    for (const QString& name : names) {
        const ReportDefinition* report = catalogue.find(name);
        if (report == nullptr) {
            return UserMessage::error(
                       Text::tr("There is no report “%1”. --list shows those that there are.")
                           .arg(name))
                .withCode(u"usage"_s);
        }
        if (!known.contains(name))
            reports << *report;
        known << name;
    }
    return reports;
}

// All reports, without those that these filters can't narrow: they are named instead.
QList<ReportDefinition>
allReports(const ReportCatalogue& catalogue, const ReportFilter& filter, Context& context)
{
    const NarrowedReports all = narrowedReports(catalogue.writtenTogether(), filter);
    QStringList leftOut;
    for (const ReportDefinition& report : all.leftOut)
        leftOut << report.name;
    if (!leftOut.isEmpty()) {
        context.note(UserMessage::information(
            Text::tr("Left out, because these filters don't narrow them: %1")
                .arg(leftOut.join(u", "_s))));
    }
    return all.reports;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    const auto catalogue = ReportCatalogue::withOwn(ownReportsFolder());
    if (!catalogue)
        return context.fail(catalogue.error());
    for (const UserMessage& problem : catalogue->problems())
        context.note(problem);
    if (parser.isSet(u"list"_s))
        return printList(*catalogue, context);

    const auto named = namedReports(parser.positionalArguments(), *catalogue);
    if (!named)
        return context.wrongUsage(named.error());
    const bool toFiles = parser.isSet(u"out"_s);
    if (!toFiles && named->size() != 1)
        return context.wrongUsage(
            Text::tr("Give --out DIR for the files, or the name of one report."));
    if (toFiles && parser.value(u"out"_s).isEmpty())
        return context.wrongUsage(Text::tr("--out needs a folder or a file."));
    auto options = exportOptionsOf(parser);
    if (!options)
        return context.wrongUsage(options.error());
    const auto filter = filterOf(parser);
    if (!filter)
        return context.wrongUsage(filter.error());
    if (const auto taken = checkReportsTake(*filter, *named, *catalogue); !taken)
        return context.wrongUsage(taken.error());

    const auto database = context.openDatabase(DatabasePurpose::Read);
    if (!database)
        return context.fail(database.error());
    if (const auto settled = settlePending(database->settings()); !settled)
        return context.fail(settled.error());
    auto session = SqlSession::open(database->settings());
    if (!session)
        return context.fail(session.error());
    if (const auto known = checkFilterValues(*session, *filter); !known)
        return context.fail(known.error());
    ReportJob job;
    job.reports = named->isEmpty() ? allReports(*catalogue, *filter, context) : *named;
    job.filter = *filter;
    job.database = database->settings().displayName();
    options->drawChart = &documentChart;
    options->makePdf = [](QIODevice& device) { return makePdfWriter(device, &documentPageChart); };
    options->connection = database->settings().keywords;
    const auto write = [&](SqlSession& as) {
        if (!toFiles)
            return printOne(as, job, *options, parser.isSet(u"format"_s), context);
        const ExportPlace place = exportPlaceOf(parser, options->format, *named);
        return exportFiles(as, job, *options, place, context);
    };
    if (!catalogue->anyIsOwn(job.reports))
        return write(*session);
    // What a person wrote is never run as the owner; what the program has, both may read.
    const auto reader = reachReaderOf(database->settings());
    if (!reader)
        return context.fail(reader.error());
    auto limited = ReaderSession::open(*reader, {}, ReaderSession::kExportLimit);
    return limited ? write(limited->session()) : context.fail(limited.error());
}

} // namespace

Command reportCommand()
{
    return {
        u"report"_s,
        u"[NAME...] [--format csv|xlsx|pdf|html|ipynb|json] [--out PLACE] [--period PERIOD] "
        "[--group NAME] [--equipment CODE] [--sensor NUMBER] [--severity NAME] [--burst MINUTES] "
        "[--set CHOICE=VALUE] [--csv-preset machine|excel] [--sidecar] [--list] "
        "[--no-formula-guard]"_s,
        Text::tr("Writes reports, all of them when none is named, as files of CSV or as one "
                 "document."),
        &addOptions, &run};
}

} // namespace faultline
