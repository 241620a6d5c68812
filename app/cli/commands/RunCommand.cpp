// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/arguments/CsvArguments.h"
#include "cli/commands/FolderLoad.h"
#include "cli/output/DateQuestionText.h"
#include "cli/output/PlantQuestionText.h"
#include "cli/output/ReceiptText.h"

#include "exporting/ReportExport.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QSqlQuery>
#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RunCommand)
};

void addOptions(QCommandLineParser& parser)
{
    addLoadOptions(parser);
    parser.addOption(
        {u"out"_s, Text::tr("The folder for the reports. It is created if necessary."), u"DIR"_s});
    addCsvOptions(parser);
}

// The path with its links resolved as far as it exists.
QString realPath(const QString& path)
{
    QString existing = QDir::cleanPath(QDir::current().absoluteFilePath(path));
    QString rest;
    while (!QFileInfo::exists(existing) && existing.contains(u'/')) {
        const auto slash = existing.lastIndexOf(u'/');
        rest.prepend(existing.mid(slash));
        existing.truncate(slash == 0 ? 1 : slash);
        if (slash == 0)
            break;
    }
    return QDir::cleanPath(QFileInfo(existing).canonicalFilePath() + rest);
}

// The next load would take reports in the data folder for sources.
bool isWithin(const QString& path, const QString& folder)
{
    const QString inner = realPath(path);
    const QString outer = realPath(folder);
    return inner == outer || inner.startsWith(outer.endsWith(u'/') ? outer : outer + u'/');
}

UserMessage nothingToReport()
{
    return UserMessage::error(Text::tr("There is nothing to report on"))
        .because(Text::tr("The database has no readings, so no reports were written."))
        .withRemedy(Text::tr("Add a log that can be read to the data folder, then run this again."))
        .withCode(u"nothing-to-report"_s);
}

Result<bool> hasReadings(SqlSession& session)
{
    auto found = session.execute(u"SELECT EXISTS (SELECT FROM faultline.reading)"_s);
    if (!found)
        return found.error();
    return found->next() && found->value(0).toBool();
}

Result<QStringList>
writeReports(const ConnectionSettings& settings, const QString& directory, const CsvOptions& csv)
{
    const auto catalogue = ReportCatalogue::builtIn();
    if (!catalogue)
        return catalogue.error();
    auto session = SqlSession::open(settings);
    if (!session)
        return session.error();
    const auto any = hasReadings(*session);
    if (!any)
        return any.error();
    // Reports full of zeros would look like a plant without failures.
    if (!*any)
        return nothingToReport();
    return exportAllReports(*session, catalogue->defaultReports(), {}, directory, csv);
}

ExitCode tell(
    Context& context, const LoadReceipt& receipt, const QStringList& reports,
    const std::optional<UserMessage>& failure)
{
    if (context.options().json) {
        QJsonObject json = receipt.headJson();
        json.insert(u"reports"_s, QJsonArray::fromStringList(reports));
        if (failure)
            json.insert(u"error"_s, failure->toJson());
        printReceiptJson(context, json, receipt);
    } else {
        QStringList parts{receiptText(receipt, context)};
        if (!reports.isEmpty())
            parts << Text::tr("Reports:") << u"  "_s + reports.join(u"\n  "_s);
        else if (receipt.readings().loaded + receipt.readings().skipped == 0)
            parts << Text::tr("No reports were written: there is nothing to report on.");
        else
            parts << Text::tr("No reports were written, because they would be incomplete.");
        context.print(parts.join(u'\n'));
        if (failure)
            context.note(*failure);
    }
    return failure ? ExitCode::Failed : exitCodeOf(receipt);
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    const auto load = folderLoadOf(parser);
    if (!load)
        return context.wrongUsage(load.error());
    if (!parser.isSet(u"out"_s))
        return context.wrongUsage(Text::tr("--out DIR is missing: the folder for the reports."));
    const QString directory = QDir::current().absoluteFilePath(parser.value(u"out"_s));
    if (const auto folder = checkFolder(load->folder); !folder)
        return context.fail(folder.error());
    if (isWithin(directory, load->folder)) {
        return context.wrongUsage(
            UserMessage::error(Text::tr("The reports can't be written to the data folder"))
                .because(Text::tr("The next load would take them for exports."))
                .at(directory)
                .withRemedy(Text::tr("Specify another folder with --out."))
                .withCode(u"usage"_s));
    }

    const auto database = context.openDatabase(DatabasePurpose::Load, load->folder);
    if (!database)
        return context.fail(database.error());
    const LoadReceipt receipt = loadAndWait(context, database->settings(), *load);
    if (receipt.question)
        return askForPlant(context, receipt, load->options.plant);
    if (receipt.dateQuestion)
        return askForDateOrder(context, receipt);
    // Reports on incomplete data would look like reports on all of it.
    const ExitCode loaded = exitCodeOf(receipt);
    if (loaded == ExitCode::Failed || loaded == ExitCode::WrongUsage) {
        tell(context, receipt, {}, receipt.failure);
        return loaded;
    }
    const auto reports = writeReports(database->settings(), directory, csvOptionsOf(parser));
    if (!reports)
        return tell(context, receipt, {}, reports.error());
    return tell(context, receipt, *reports, {});
}

} // namespace

Command runCommand()
{
    return {
        u"run"_s,
        u"FOLDER --out DIR [--plant NAME | --plant-per-subfolder] [--time-zone ZONE] "
        u"[--dates day-first|month-first] [--encoding NAME] [--format NAME] [--chunk-rows N] "
        u"[--workers N]"
        " [--max-rejects N|P%] [--final] [--no-formula-guard]"_s,
        Text::tr("Does everything: loads a data folder, then writes the reports as CSV."),
        &addOptions, &run};
}

} // namespace faultline
