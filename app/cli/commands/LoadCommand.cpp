// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/commands/FolderLoad.h"
#include "cli/commands/KnownFormats.h"
#include "cli/output/DateQuestionText.h"
#include "cli/output/PlantQuestionText.h"
#include "cli/output/PreviewText.h"
#include "cli/output/ReceiptText.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LoadCommand)
};

void addOptions(QCommandLineParser& parser)
{
    addLoadOptions(parser);
    parser.addOption(
        {u"dry-run"_s,
         Text::tr(
             "Reads and counts everything and shows the first records of each file, but stores "
             "nothing.")});
}

QStringList previewTexts(const LoadReceipt& receipt)
{
    QStringList texts;
    for (const auto& [path, preview] : receipt.previews)
        texts << previewText(path, preview);
    return texts;
}

QJsonObject headJsonOf(const LoadReceipt& receipt)
{
    QJsonObject head = receipt.headJson();
    if (!receipt.dryRun)
        return head;
    QJsonArray previews;
    for (const auto& [path, preview] : receipt.previews) {
        QJsonObject json = preview.toJson();
        json.insert(u"path"_s, path);
        previews << json;
    }
    head.insert(u"previews"_s, previews);
    return head;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    auto load = folderLoadOf(parser);
    if (!load)
        return context.wrongUsage(load.error());
    load->options.dryRun = parser.isSet(u"dry-run"_s);
    if (const auto folder = checkFolder(load->folder); !folder)
        return context.fail(folder.error());

    LoadReceipt receipt;
    if (load->options.dryRun) {
        // Needs no database, and so creates none; one that is there knows formats.
        load->options.formats = knownFormats(context, load->folder);
        receipt = loadAndWait(context, {}, *load);
    } else {
        const auto database = context.openDatabase(DatabasePurpose::Load, load->folder);
        if (!database)
            return context.fail(database.error());
        receipt = loadAndWait(context, database->settings(), *load);
    }
    if (receipt.question)
        return askForPlant(context, receipt, load->options.plant);
    if (receipt.dateQuestion)
        return askForDateOrder(context, receipt);
    if (context.options().json)
        printReceiptJson(context, headJsonOf(receipt), receipt);
    else
        context.print((previewTexts(receipt) << receiptText(receipt, context)).join(u"\n\n"_s));
    if (receipt.failure && !context.options().json)
        context.note(*receipt.failure);
    return exitCodeOf(receipt);
}

} // namespace

Command loadCommand()
{
    return {
        u"load"_s,
        u"FOLDER [--plant NAME | --plant-per-subfolder] [--time-zone ZONE] "
        u"[--dates day-first|month-first] [--encoding NAME] [--format NAME] [--chunk-rows N] "
        u"[--workers N]"
        " [--max-rejects N|P%] [--dry-run] [--final]"_s,
        Text::tr("Loads a data folder. Skips what is already loaded."), &addOptions, &run};
}

} // namespace faultline
