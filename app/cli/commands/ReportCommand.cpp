// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/RunUntilSignal.h"
#include "cli/arguments/FilterArguments.h"
#include "cli/output/ReportOutput.h"
#include "cli/output/TextTable.h"

#include "reports/custom/OwnReports.h"

#include <QCoreApplication>
#include <QJsonArray>

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
    parser.addOption(
        {u"counts"_s, Text::tr("Charts show counts, rather than rates for each observed day.")});
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

// The reports with these names, without duplicates.
Result<QList<ReportDefinition>>
namedReports(const QStringList& names, const ReportCatalogue& catalogue)
{
    QList<ReportDefinition> reports;
    QStringList known;
    for (const QString& name : names) {
        const ReportDefinition* report = catalogue.find(name);
        if (report == nullptr) {
            return UserMessage::error(
                       Text::tr("There is no report “%1”. Use --list to see the reports.")
                           .arg(name))
                .withCode(u"usage"_s);
        }
        if (!known.contains(name))
            reports << *report;
        known << name;
    }
    return reports;
}

// The named reports, or all; then it says which are left out.
Result<QList<ReportDefinition>> wantedReports(
    const QList<ReportDefinition>& named, const ReportCatalogue& catalogue,
    const ReportFilter& filter, Context& context)
{
    if (!named.isEmpty())
        return named;
    const auto all = reportBatch(catalogue.reports(), filter);
    if (!all)
        return all.error();
    if (const QString leftOut = all->leftOutText(&ReportDefinition::name); !leftOut.isEmpty())
        context.note(UserMessage::information(leftOut));
    return all->reports;
}

// What is wrong with the output options; empty if nothing.
QString outputMistake(
    const QCommandLineParser& parser, const ExportOptions& options,
    const QList<ReportDefinition>& named, const Context& context)
{
    const bool toFiles = parser.isSet(u"out"_s);
    if (!toFiles && named.size() != 1)
        return Text::tr("Specify --out DIR for the files, or the name of one report.");
    if (context.options().json && !toFiles && parser.isSet(u"format"_s)
        && options.format != ReportFormat::Json)
        return Text::tr("With --json, --format %1 needs --out.").arg(formatWord(options.format));
    return {};
}

// The requested form, or the one that suits standard output.
ReportRequest::Form formOf(const QCommandLineParser& parser, const Context& context)
{
    if (parser.isSet(u"out"_s))
        return ReportRequest::Form::Files;
    if (!parser.isSet(u"format"_s)) {
        if (context.options().json)
            return ReportRequest::Form::JsonRows;
        if (::isatty(STDOUT_FILENO) == 1)
            return ReportRequest::Form::Table;
    }
    return ReportRequest::Form::Document;
}

ReportRequest requestOf(
    const QCommandLineParser& parser, const QList<ReportDefinition>& reports,
    const ReportFilter& filter, const ConnectionSettings& database)
{
    ReportRequest request;
    request.job.reports = reports;
    if (parser.isSet(u"counts"_s)) {
        for (ReportDefinition& report : request.job.reports)
            report.chartCounts();
    }
    request.job.filter = filter;
    request.job.database = database.displayName();
    return request;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    const auto options = exportOptionsOf(parser);
    if (!options)
        return context.wrongUsage(options.error());
    if (needsDrawing(options->format) && !context.drawing())
        return context.fail(becomeDrawingProgram());
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
    if (const QString wrong = outputMistake(parser, *options, *named, context); !wrong.isEmpty())
        return context.wrongUsage(wrong);
    const auto filter = filterOf(parser);
    if (!filter)
        return context.wrongUsage(filter.error());
    if (const auto taken = checkReportsTake(*filter, *named, *catalogue); !taken)
        return context.wrongUsage(taken.error());

    const auto wanted = wantedReports(*named, *catalogue, *filter, context);
    if (!wanted)
        return context.wrongUsage(wanted.error());

    const auto database = context.openDatabase(DatabasePurpose::Read);
    if (!database)
        return context.fail(database.error());
    ReportRequest request = requestOf(parser, *wanted, *filter, database->settings());
    request.anyIsOwn = catalogue->anyIsOwn(request.job.reports);
    request.form = formOf(parser, context);
    request.options = *options;
    request.options.connection = database->settings().keywords;
    request.destination = exportDestinationOf(parser, options->format, *named);
    const auto answer = runUntilSignal(
        context, Text::tr("Cancelling…"),
        [request, settings = database->settings(),
         drawing = context.drawing()](const CancelToken& cancel) {
            ReportRequest drawn = request;
            drawn.job.cancel = cancel;
            if (drawing)
                drawing(drawn.options, cancel);
            return answerReports(drawn, settings, cancel);
        });
    if (!answer)
        return context.fail(answer.error());
    for (const QString& remark : answer->remarks)
        context.note(UserMessage::warning(remark));
    if (!answer->text.isEmpty()) {
        if (context.options().json)
            context.printJson(answer->json);
        else
            context.print(answer->text);
    }
    return ExitCode::Done;
}

} // namespace

Command reportCommand()
{
    return {
        u"report"_s,
        u"[NAME...] [--format csv|xlsx|pdf|html|ipynb|json] [--out PATH] [--period PERIOD] "
        "[--plant NAME]... [--group NAME] [--equipment CODE] [--sensor ID] [--severity NAME] "
        "[--burst MINUTES] "
        "[--set CHOICE=VALUE] [--counts] [--csv-preset machine|excel] [--sidecar] [--title TEXT] "
        "[--logo FILE] [--appendix] [--list] [--no-formula-guard]"_s,
        Text::tr("Writes reports as CSV files or as one document: the named ones, or all except "
                 "those that may be long."),
        &addOptions, &run};
}

} // namespace faultline
