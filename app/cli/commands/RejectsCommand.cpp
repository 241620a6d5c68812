// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/RunUntilSignal.h"
#include "cli/arguments/CsvArguments.h"
#include "cli/output/Figures.h"
#include "cli/output/RejectedLineText.h"

#include "exporting/RejectedLinesExport.h"
#include "readings/RejectedLine.h"
#include "reports/query/FilterCheck.h"
#include "reports/query/PlantColumn.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include <functional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPageLines = 1000;
constexpr int kMaxContextLines = 100;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RejectsCommand)
};

QString reasonWords()
{
    QStringList words;
    for (int i = 0; i < static_cast<int>(RejectReason::Count); ++i)
        words << rejectReasonWord(static_cast<RejectReason>(i)).toString();
    return words.join(u", "_s);
}

void addOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {u"reason"_s, Text::tr("Only lines rejected for this reason: %1.").arg(reasonWords()),
         u"WORD"_s});
    parser.addOption({u"plant"_s, Text::tr("Only this plant. Can be repeated."), u"NAME"_s});
    parser.addOption({u"summary"_s, Text::tr("Shows only the counts, by reason and by file.")});
    parser.addOption(
        {u"context"_s, Text::tr("Shows N lines before and after each, from the current file."),
         u"N"_s});
    parser.addOption({u"export"_s, Text::tr("Writes the lines to a CSV file."), u"FILE.csv"_s});
    addCsvOptions(parser);
}

struct Choice
{
    RejectedLineFilter filter;
    bool isSummary = false;
    QString exportFile;
    CsvOptions csv;
    std::optional<ContextLimits> context;
    bool hasSeveralPlants = false; ///< In the database.
};

Result<Choice> choiceOf(const QCommandLineParser& parser)
{
    const QStringList arguments = parser.positionalArguments();
    if (!arguments.isEmpty())
        return UserMessage::error(Text::tr("Unexpected argument “%1”.").arg(arguments.first()));
    Choice choice;
    choice.filter.reason = parser.value(u"reason"_s);
    choice.filter.plants = parser.values(u"plant"_s);
    if (parser.isSet(u"reason"_s) && !rejectReasonFromWord(choice.filter.reason)) {
        return UserMessage::error(Text::tr("There is no reason “%1”. The reasons are: %2.")
                                      .arg(choice.filter.reason, reasonWords()));
    }
    choice.isSummary = parser.isSet(u"summary"_s);
    choice.exportFile = parser.value(u"export"_s);
    choice.csv = csvOptionsOf(parser);
    if (parser.isSet(u"context"_s)) {
        bool ok = false;
        const int lines = parser.value(u"context"_s).toInt(&ok);
        if (!ok || lines < 0 || lines > kMaxContextLines) {
            return UserMessage::error(
                Text::tr("--context takes a whole number from 0 to %1.").arg(kMaxContextLines));
        }
        choice.context = ContextLimits();
        choice.context->linesBefore = lines;
        choice.context->linesAfter = lines;
    }
    const int ways = (choice.isSummary ? 1 : 0) + (choice.exportFile.isEmpty() ? 0 : 1)
                     + (choice.context ? 1 : 0);
    if (ways > 1)
        return UserMessage::error(Text::tr("Use only one of --summary, --context and --export."));
    return choice;
}

QString noLineText(const Choice& choice)
{
    if (!choice.filter.plants.isEmpty())
        return Text::tr("No such lines were rejected.");
    return choice.filter.reason.isEmpty() ? Text::tr("No lines were rejected.")
                                          : Text::tr("No lines were rejected for this reason.");
}

// Page by page: there may be millions.
Result<qint64> forEachLine(
    SqlSession& session, const RejectedLineFilter& filter,
    const std::function<void(const StoredRejectedLine&)>& sink)
{
    std::optional<RejectedLineKey> last;
    qint64 count = 0;
    while (true) {
        const auto page = fetchRejectedLines(session, filter, last, kPageLines);
        if (!page)
            return page.error();
        for (const StoredRejectedLine& line : *page)
            sink(line);
        count += page->size();
        if (page->size() < kPageLines)
            return count;
        last = page->last().key;
    }
}

Result<LineContext> contextOf(const StoredRejectedLine& line, const Choice& choice)
{
    return readLineContext(
        InputName::fromStored(line.path, line.encoding), line.location(), *choice.context);
}

QJsonObject jsonOf(const StoredRejectedLine& line, const Choice& choice)
{
    QJsonObject json = rejectedLineJson(line);
    if (!choice.context)
        return json;
    const auto context = contextOf(line, choice);
    if (context)
        json.insert(u"context"_s, contextJson(*context));
    else
        json.insert(u"context_missing"_s, context.error().toJson());
    return json;
}

QString textOf(const StoredRejectedLine& line, const Choice& choice)
{
    const QString head = rejectedLineHead(line, choice.hasSeveralPlants);
    const QString stored = head + u"\n    "_s + line.rawText();
    if (!choice.context)
        return stored;
    const auto context = contextOf(line, choice);
    return context ? head + u'\n' + contextText(*context) + u'\n'
                   : stored + u"\n    ("_s + context.error().what + u")\n"_s;
}

// Writes the one JSON object piece by piece; it is complete even if reading fails.
ExitCode printJson(SqlSession& session, const Choice& choice, Context& context)
{
    const auto compact = [](const QJsonObject& object) {
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    };
    bool isFirst = true;
    context.print(u"{\"rejected_lines\":["_s);
    const auto count = forEachLine(session, choice.filter, [&](const StoredRejectedLine& line) {
        context.print((isFirst ? u""_s : u","_s) + compact(jsonOf(line, choice)));
        isFirst = false;
    });
    if (!count) {
        context.print(u"],\"error\":%1}"_s.arg(compact(count.error().toJson())));
        return ExitCode::Failed;
    }
    context.print(u"],\"count\":%1}"_s.arg(*count));
    return ExitCode::Done;
}

ExitCode printText(SqlSession& session, const Choice& choice, Context& context)
{
    const auto count = forEachLine(session, choice.filter, [&](const StoredRejectedLine& line) {
        context.print(textOf(line, choice));
    });
    if (!count)
        return context.fail(count.error());
    if (*count == 0)
        context.print(noLineText(choice));
    return ExitCode::Done;
}

ExitCode printSummary(SqlSession& session, const Choice& choice, Context& context)
{
    const auto counts = countRejectedLines(session, choice.filter);
    if (!counts)
        return context.fail(counts.error());
    if (context.options().json)
        context.printJson(rejectedCountsJson(*counts));
    else
        context.print(
            counts->lines == 0 ? noLineText(choice)
                               : rejectedCountsText(*counts, choice.hasSeveralPlants));
    return ExitCode::Done;
}

ExitCode exportLines(const ConnectionSettings& database, const Choice& choice, Context& context)
{
    const QString path = QFileInfo(choice.exportFile).absoluteFilePath();
    const auto count = runUntilSignal(
        context, Text::tr("Cancelling…"), [=](const CancelToken& cancel) -> Result<qint64> {
            auto session = SqlSession::open(database);
            if (!session)
                return session.error();
            return exportRejectedLines(*session, choice.filter, cancel, path, choice.csv);
        });
    if (!count)
        return context.fail(count.error());
    if (context.options().json) {
        context.printJson({{u"exported"_s, *count}, {u"file"_s, path}});
    } else {
        context.print(Text::tr("Rejected lines written to %1: %2")
                          .arg(QDir::toNativeSeparators(path), figures::count(*count)));
    }
    return ExitCode::Done;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    auto choice = choiceOf(parser);
    if (!choice)
        return context.wrongUsage(choice.error());
    const auto database = context.openDatabase(DatabasePurpose::Read);
    if (!database)
        return context.fail(database.error());
    auto session = SqlSession::open(database->settings());
    if (!session)
        return context.fail(session.error());
    ReportFilter named;
    named.plants = choice->filter.plants;
    const auto known = checkFilterValues(*session, named);
    if (!known)
        return context.fail(known.error());
    choice->filter.plants = known->plants;
    const auto several = hasSeveralPlants(*session);
    if (!several)
        return context.fail(several.error());
    choice->hasSeveralPlants = *several;
    if (!choice->exportFile.isEmpty())
        return exportLines(database->settings(), *choice, context);
    if (choice->isSummary)
        return printSummary(*session, *choice, context);
    return context.options().json ? printJson(*session, *choice, context)
                                  : printText(*session, *choice, context);
}

} // namespace

Command rejectsCommand()
{
    return {
        u"rejects"_s, u""_s,
        Text::tr("Shows every line that couldn't be loaded: file, line number, column, reason and "
                 "text."),
        &addOptions, &run};
}

} // namespace faultline
