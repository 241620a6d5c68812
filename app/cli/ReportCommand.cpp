// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/CsvArguments.h"
#include "cli/ReaderWay.h"
#include "cli/RowText.h"
#include "cli/TextTable.h"

#include "exporting/ReportExport.h"
#include "loading/Settlement.h"
#include "reports/OwnReports.h"
#include "reports/ReaderSession.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>

#include <algorithm>
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
    parser.addOption(
        {u"out"_s,
         Text::tr(
             "The folder for the CSV files. Without it one report goes to standard output: as a "
             "table to a terminal, else as CSV."),
         u"DIR"_s});
    parser.addOption(
        {u"period"_s,
         Text::tr("2020, 2020-01, 2020-01-15, two of them as FROM..TO, or all. Days are in UTC."),
         u"PERIOD"_s});
    parser.addOption({u"group"_s, Text::tr("Only equipment of this group."), u"NAME"_s});
    parser.addOption({u"list"_s, Text::tr("Lists the reports.")});
    addCsvOptions(parser);
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

// A misspelt group would give empty reports that look like good news.
Result<void> checkGroup(SqlSession& session, const QString& group)
{
    if (group.isEmpty())
        return {};
    const auto choices = fetchFilterChoices(session);
    if (!choices)
        return choices.error();
    if (choices->groups.contains(group))
        return {};
    return UserMessage::error(Text::tr("There is no equipment of the group “%1”").arg(group))
        .toMend(
            choices->groups.isEmpty()
                ? Text::tr("Load an equipment list first.")
                : Text::tr("The groups are: %1.").arg(choices->groups.join(u", "_s)))
        .withCode(u"group"_s);
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

ExitCode printCsv(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const CsvOptions& csv, Context& context)
{
    QFile output;
    if (!output.open(stdout, QIODevice::WriteOnly)) {
        return context.fail(UserMessage::error(Text::tr("Standard output can't be written"))
                                .because(output.errorString()));
    }
    const auto written = writeReport(session, report, filter, {}, output, csv);
    return written ? ExitCode::Done : context.fail(written.error());
}

ExitCode printOne(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const CsvOptions& csv, Context& context)
{
    if (context.options().json)
        return printJson(session, report, filter, context);
    if (::isatty(STDOUT_FILENO) == 1)
        return printTable(session, report, filter, context);
    return printCsv(session, report, filter, csv, context);
}

// What a person wrote is never run as the owner.
ExitCode printOwn(
    const ConnectionSettings& owner, const ReportDefinition& report, const ReportFilter& filter,
    const CsvOptions& csv, Context& context)
{
    const auto reader = reachReaderOf(owner);
    if (!reader)
        return context.fail(reader.error());
    auto session = ReaderSession::open(*reader, {}, ReaderSession::kExportLimit);
    if (!session)
        return context.fail(session.error());
    return printOne(session->session(), report, filter, csv, context);
}

ExitCode writeFiles(
    SqlSession& session, const ConnectionSettings& owner, const ReportCatalogue& catalogue,
    const QList<ReportDefinition>& reports, const ReportFilter& filter, const QString& directory,
    const CsvOptions& csv, Context& context)
{
    QList<ReportDefinition> builtIn;
    QList<ReportDefinition> own;
    for (const ReportDefinition& report : reports)
        (catalogue.isOwn(report.name) ? own : builtIn) << report;
    auto paths = exportAllReports(session, builtIn, filter, directory, csv);
    if (!paths)
        return context.fail(paths.error());
    if (!own.isEmpty()) {
        const auto reader = reachReaderOf(owner);
        if (!reader)
            return context.fail(reader.error());
        const auto more = exportOwnReports(*reader, {}, own, filter, directory, csv);
        if (!more)
            return context.fail(more.error());
        *paths << *more;
    }
    if (context.options().json) {
        context.printJson(
            {{u"period"_s, filter.period.toText()},
             {u"group"_s, filter.group.isEmpty() ? QJsonValue() : QJsonValue(filter.group)},
             {u"reports"_s, QJsonArray::fromStringList(*paths)}});
    } else {
        context.print(paths->join(u'\n'));
    }
    return ExitCode::Done;
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

    QList<ReportDefinition> reports;
    for (const QString& name : parser.positionalArguments()) {
        const ReportDefinition* report = catalogue->find(name);
        if (report == nullptr)
            return context.wrongUsage(
                Text::tr("There is no report “%1”. --list shows those that there are.").arg(name));
        const bool isRepeated =
            std::any_of(reports.cbegin(), reports.cend(), [&](const ReportDefinition& other) {
                return other.name == report->name;
            });
        if (!isRepeated)
            reports << *report;
    }
    const bool toFiles = parser.isSet(u"out"_s);
    if (!toFiles && reports.size() != 1)
        return context.wrongUsage(
            Text::tr("Give --out DIR for the files, or the name of one report."));
    if (toFiles && parser.value(u"out"_s).isEmpty())
        return context.wrongUsage(Text::tr("--out needs a folder."));
    const auto period = Period::fromText(parser.value(u"period"_s));
    if (!period)
        return context.wrongUsage(period.error());
    ReportFilter filter;
    filter.period = *period;
    filter.group = parser.value(u"group"_s);

    const auto database = context.openDatabase(DatabasePurpose::Read);
    if (!database)
        return context.fail(database.error());
    if (const auto settled = settlePending(database->settings()); !settled)
        return context.fail(settled.error());
    auto session = SqlSession::open(database->settings());
    if (!session)
        return context.fail(session.error());
    if (const auto group = checkGroup(*session, filter.group); !group)
        return context.fail(group.error());
    const CsvOptions csv = csvOptionsOf(parser);
    if (!toFiles) {
        return catalogue->isOwn(reports.first().name)
                   ? printOwn(database->settings(), reports.first(), filter, csv, context)
                   : printOne(*session, reports.first(), filter, csv, context);
    }
    return writeFiles(
        *session, database->settings(), *catalogue,
        reports.isEmpty() ? catalogue->reports() : reports, filter,
        QDir::current().absoluteFilePath(parser.value(u"out"_s)), csv, context);
}

} // namespace

Command reportCommand()
{
    return {
        u"report"_s,
        u"[NAME...] [--out DIR] [--period PERIOD] [--group NAME] [--list] "
        "[--no-formula-guard]"_s,
        Text::tr("Writes reports, all of them when none is named, as CSV files."), &addOptions,
        &run};
}

} // namespace faultline
