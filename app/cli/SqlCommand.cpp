// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/AsideWork.h"
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/CsvArguments.h"
#include "cli/Figures.h"
#include "cli/ReaderWay.h"
#include "cli/RowText.h"

#include "exporting/QueryExport.h"
#include "loading/Settlement.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cstdio>
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
         Text::tr("The CSV file for all rows. Without it the rows go to standard output: as a "
                  "table to a terminal, else as CSV."),
         u"FILE"_s});
    parser.addOption(
        {u"limit"_s, Text::tr("How many rows on standard output, or all. Default: 10000."),
         u"N"_s});
    parser.addOption(
        {u"timeout"_s, Text::tr("How many seconds it may take. Default: 60, into a file 900."),
         u"SECONDS"_s});
    addCsvOptions(parser);
}

// What stands in the options; a message when it can't be understood.
Result<CustomQueryLimits> limitsOf(const QCommandLineParser& parser)
{
    CustomQueryLimits limits;
    const bool toFile = parser.isSet(u"out"_s);
    if (toFile && parser.isSet(u"limit"_s))
        return UserMessage::error(
            Text::tr("--limit is for standard output; a file gets all rows."));
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
            return UserMessage::error(Text::tr("--limit is a number of rows, or all."));
    }
    if (const QString seconds = parser.value(u"timeout"_s); !seconds.isEmpty()) {
        bool ok = false;
        const int number = seconds.toInt(&ok);
        if (!ok || number <= 0)
            return UserMessage::error(Text::tr("--timeout is a number of seconds."));
        limits.time = std::chrono::seconds(number);
    }
    return limits;
}

void noteCap(const CustomQueryEnd& end, Context& context)
{
    if (end.isCapped)
        context.note(Text::tr("These are the first %1 rows; there are more. --limit all gives all.")
                         .arg(figures::count(end.rows)));
}

Result<CustomQueryEnd>
writeCsv(CustomQuery& query, const QString& sql, const CancelToken& cancel, const CsvOptions& csv)
{
    QFile output;
    if (!output.open(stdout, QIODevice::WriteOnly)) {
        return UserMessage::error(Text::tr("Standard output can't be written"))
            .because(output.errorString());
    }
    return writeCustomQuery(query, sql, cancel, output, csv);
}

ExitCode printResult(const CustomQueryResult& result, Context& context)
{
    if (context.options().json) {
        JsonRows rows(result.columns);
        for (const auto& row : result.rows)
            rows.add(row);
        context.printJson(rows.toObject(
            {{u"row_count"_s, result.end.rows},
             {u"capped"_s, result.end.isCapped},
             {u"seconds"_s, static_cast<double>(result.end.elapsedMs) / 1000}}));
        return ExitCode::Done;
    }
    TextTable table = textTableOf(result.columns);
    for (const auto& row : result.rows)
        table.addRow(shownCells(result.columns, row));
    context.print(table.toText());
    noteCap(result.end, context);
    return ExitCode::Done;
}

ExitCode execute(
    const ConnectionSettings& owner, const QString& sql, const CustomQueryLimits& limits,
    const QCommandLineParser& parser, Context& context)
{
    const auto reader = reachReaderOf(owner);
    if (!reader)
        return context.fail(reader.error());
    const QString stopping = Text::tr("Cancelling…");
    const CsvOptions csv = csvOptionsOf(parser);
    if (const QString out = parser.value(u"out"_s); !out.isEmpty()) {
        const QString path = QDir::current().absoluteFilePath(out);
        const auto rows = runAside(context, stopping, [=](const CancelToken& cancel) {
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
    if (context.options().json || ::isatty(STDOUT_FILENO) == 1) {
        const auto result = runAside(context, stopping, [=](const CancelToken& cancel) {
            CustomQuery query(*reader, limits);
            return query.fetch(sql, cancel);
        });
        return result ? printResult(*result, context) : context.fail(result.error());
    }
    const auto end = runAside(context, stopping, [=](const CancelToken& cancel) {
        CustomQuery query(*reader, limits);
        return writeCsv(query, sql, cancel, csv);
    });
    if (!end)
        return context.fail(end.error());
    noteCap(*end, context);
    return ExitCode::Done;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    if (parser.positionalArguments().size() != 1)
        return context.wrongUsage(Text::tr("One query is to be given, in quotes."));
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
        Text::tr("Runs a query of your own, as a role that may only read."), &addOptions, &run};
}

} // namespace faultline
