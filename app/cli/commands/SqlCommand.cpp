// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/RunUntilSignal.h"
#include "cli/arguments/CsvArguments.h"
#include "cli/output/Figures.h"
#include "cli/output/ReaderLookup.h"
#include "cli/output/RowOutput.h"

#include "exporting/QueryExport.h"
#include "loading/settlement/Settlement.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <memory>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SqlCommand)
};

void addOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {u"out"_s,
         Text::tr("The CSV file for all rows. Without it, rows go to standard output: as a table "
                  "on a terminal, otherwise as CSV."),
         u"FILE"_s});
    parser.addOption(
        {u"limit"_s, Text::tr("Number of rows on standard output, or all. Default: 10000."),
         u"N"_s});
    parser.addOption(
        {u"timeout"_s, Text::tr("Time limit in seconds. Default: 60, or 900 for a file."),
         u"SECONDS"_s});
    addCsvOptions(parser);
}

// The limits in the options, or a message if they are invalid.
Result<CustomQueryLimits> limitsOf(const QCommandLineParser& parser)
{
    CustomQueryLimits limits;
    const bool toFile = parser.isSet(u"out"_s);
    if (toFile && parser.isSet(u"limit"_s))
        return UserMessage::error(
            Text::tr("--limit only works with standard output; a file gets all rows."));
    constexpr auto kFileLimit = std::chrono::minutes(15);
    if (toFile)
        limits.time = kFileLimit;
    const QString rows = parser.value(u"limit"_s);
    if (toFile || rows == "all"_L1) {
        limits.rows.reset();
    } else if (!rows.isEmpty()) {
        bool ok = false;
        limits.rows = rows.toLongLong(&ok);
        if (!ok || *limits.rows <= 0)
            return UserMessage::error(Text::tr("--limit takes a number of rows, or all."));
    }
    if (const QString seconds = parser.value(u"timeout"_s); !seconds.isEmpty()) {
        bool ok = false;
        const int number = seconds.toInt(&ok);
        if (!ok || number <= 0)
            return UserMessage::error(Text::tr("--timeout takes a number of seconds."));
        limits.time = std::chrono::seconds(number);
    }
    return limits;
}

// In the form that suits standard output: one JSON object, a table on a terminal, otherwise CSV.
Result<CustomQueryEnd> writeToOutput(
    CustomQuery& query, const QString& sql, const CancelToken& cancel, const CsvOptions& csv,
    bool asJson)
{
    QFile output;
    if (const auto opened = openStandardOutput(output); !opened)
        return opened.error();
    if (!asJson && ::isatty(STDOUT_FILENO) == 0)
        return writeCustomQuery(query, sql, cancel, output, csv);
    std::unique_ptr<RowOutput> rows;
    if (asJson)
        rows = std::make_unique<JsonOutput>(output);
    else
        rows = std::make_unique<TableOutput>(output);
    const auto end = query.run(
        sql, cancel,
        {[&](const QList<ReportColumn>& columns) { return rows->begin(columns); },
         [&](const QList<QVariant>& row) { return rows->add(row); }});
    if (!end)
        return end;
    const auto ended = rows->end(
        {{u"row_count"_s, end->rows},
         {u"capped"_s, end->isCapped},
         {u"seconds"_s, static_cast<double>(end->elapsedMs) / 1000}});
    return ended ? end : ended.error();
}

ExitCode execute(
    const ConnectionSettings& owner, const QString& sql, const CustomQueryLimits& limits,
    const QCommandLineParser& parser, Context& context)
{
    const auto reader = lookUpReader(owner);
    if (!reader)
        return context.fail(reader.error());
    const QString stopping = Text::tr("Cancelling…");
    const CsvOptions csv = csvOptionsOf(parser);
    if (const QString out = parser.value(u"out"_s); !out.isEmpty()) {
        const QString path = QDir::current().absoluteFilePath(out);
        const auto rows = runUntilSignal(context, stopping, [=](const CancelToken& cancel) {
            return exportCustomQuery(owner, *reader, sql, limits, cancel, path, csv);
        });
        if (!rows)
            return context.fail(rows.error());
        if (context.options().json)
            context.printJson({{u"file"_s, path}, {u"row_count"_s, *rows}});
        else
            context.print(path);
        return ExitCode::Done;
    }
    const auto end = runUntilSignal(
        context, stopping, [=, asJson = context.options().json](const CancelToken& cancel) {
            CustomQuery query(*reader, limits);
            return writeToOutput(query, sql, cancel, csv, asJson);
        });
    if (!end)
        return context.fail(end.error());
    if (end->isCapped && !context.options().json) {
        context.note(
            Text::tr(
                "These are the first %1 rows; there are more. Use --limit all to get all of them.")
                .arg(figures::count(end->rows)));
    }
    return ExitCode::Done;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    if (parser.positionalArguments().size() != 1)
        return context.wrongUsage(Text::tr("Specify one query, in quotes."));
    const auto limits = limitsOf(parser);
    if (!limits)
        return context.wrongUsage(limits.error());
    const auto database = context.openDatabase(DatabasePurpose::Read);
    if (!database)
        return context.fail(database.error());
    if (const auto settled = settlePending(database->settings()); !settled)
        return context.fail(settled.error());
    return execute(
        database->settings(), parser.positionalArguments().constFirst(), *limits, parser, context);
}

} // namespace

Command sqlCommand()
{
    return {
        u"sql"_s, u"\"SELECT …\" [--out FILE] [--limit N|all] [--timeout SECONDS]"_s,
        Text::tr("Runs your own query as a role that may only read."), &addOptions, &run};
}

} // namespace faultline
