// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"

#include "readings/RejectedLine.h"
#include "reports/RejectedLineQuery.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <functional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPageLines = 1000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RejectsCommand)
};

void addOptions(QCommandLineParser&)
{}

QString reasonText(const QString& word)
{
    const auto reason = rejectReasonFromWord(word);
    return reason ? rejectReasonText(*reason) : word;
}

QString lineText(const StoredRejectedLine& line)
{
    return u"%1:%2:%3: %4 [%5]\n    %6"_s.arg(
        line.path, QString::number(line.key.lineNumber), QString::number(line.columnNumber),
        reasonText(line.reason), Text::tr("byte %1").arg(line.key.byteOffset), line.rawText());
}

QJsonObject toJson(const StoredRejectedLine& line)
{
    return {{u"load_id"_s, line.loadId},      {u"path"_s, line.path},
            {u"line"_s, line.key.lineNumber}, {u"byte"_s, line.key.byteOffset},
            {u"column"_s, line.columnNumber}, {u"bytes"_s, line.lineBytes},
            {u"reason"_s, line.reason},       {u"raw"_s, line.rawText()}};
}

// Page by page: there may be millions.
Result<qint64>
forEachLine(SqlSession& session, const std::function<void(const StoredRejectedLine&)>& sink)
{
    std::optional<RejectedLineKey> last;
    qint64 count = 0;
    while (true) {
        const auto page = fetchRejectedLines(session, last, kPageLines);
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

// Writes the one JSON object piece by piece; it is whole also when reading breaks off.
ExitCode printJson(SqlSession& session, Context& context)
{
    const auto jsonOf = [](const QJsonObject& object) {
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    };
    bool isFirst = true;
    context.print(u"{\"rejected_lines\":["_s);
    const auto count = forEachLine(session, [&](const StoredRejectedLine& line) {
        context.print((isFirst ? u""_s : u","_s) + jsonOf(toJson(line)));
        isFirst = false;
    });
    if (!count) {
        context.print(u"],\"error\":%1}"_s.arg(jsonOf(count.error().toJson())));
        return ExitCode::Failed;
    }
    context.print(u"],\"count\":%1}"_s.arg(*count));
    return ExitCode::Done;
}

ExitCode printText(SqlSession& session, Context& context)
{
    const auto count = forEachLine(
        session, [&](const StoredRejectedLine& line) { context.print(lineText(line)); });
    if (!count)
        return context.fail(count.error());
    if (*count == 0)
        context.print(Text::tr("No line was rejected."));
    return ExitCode::Done;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    if (!parser.positionalArguments().isEmpty())
        return context.wrongUsage(
            Text::tr("“%1” is too much.").arg(parser.positionalArguments().first()));
    const auto database = context.openDatabase(DatabasePurpose::Read);
    if (!database)
        return context.fail(database.error());
    auto session = SqlSession::open(database->settings());
    if (!session)
        return context.fail(session.error());
    return context.options().json ? printJson(*session, context) : printText(*session, context);
}

} // namespace

Command rejectsCommand()
{
    return {
        u"rejects"_s, u""_s,
        Text::tr(
            "Shows every line that could not be loaded: file, line, column, reason, the line."),
        &addOptions, &run};
}

} // namespace faultline
