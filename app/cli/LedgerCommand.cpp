// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/Figures.h"
#include "cli/TextTable.h"

#include "loading/Ledger.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LedgerCommand)
};

void addOptions(QCommandLineParser& parser)
{
    parser.addOption({u"limit"_s, Text::tr("At most so many loads. Default: all."), u"N"_s});
}

QString ledgerText(const QList<LedgerEntry>& loads)
{
    if (loads.isEmpty())
        return Text::tr("Nothing was loaded yet.");
    TextTable table(
        {{Text::tr("Load"), true},
         {Text::tr("Started (UTC)")},
         {Text::tr("State")},
         {Text::tr("Records"), true},
         {Text::tr("Loaded"), true},
         {Text::tr("Rejected"), true},
         {Text::tr("Blank"), true},
         {Text::tr("Skipped"), true},
         {Text::tr("Folder")}});
    for (const LedgerEntry& load : loads) {
        RecordCounts counts;
        for (const FileReceipt& file : load.files)
            counts += file.records;
        table.addRow(
            {QString::number(load.loadId),
             load.startedAt.toUTC().toString(u"yyyy-MM-dd HH:mm:ss"_s), load.state,
             figures::count(counts.in), figures::count(counts.loaded),
             figures::count(counts.rejected), figures::count(counts.blank),
             figures::count(counts.skipped), load.folder});
    }
    return table.toText();
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    if (!parser.positionalArguments().isEmpty())
        return context.wrongUsage(
            Text::tr("“%1” is too much.").arg(parser.positionalArguments().first()));
    int limit = std::numeric_limits<int>::max();
    if (parser.isSet(u"limit"_s)) {
        bool ok = false;
        limit = parser.value(u"limit"_s).toInt(&ok);
        if (!ok || limit < 1)
            return context.wrongUsage(Text::tr("--limit takes a whole number from 1."));
    }
    const auto database = context.openDatabase(DatabasePurpose::Read);
    if (!database)
        return context.fail(database.error());
    auto session = SqlSession::open(database->settings());
    if (!session)
        return context.fail(session.error());
    const auto loads = fetchLedger(*session, limit);
    if (!loads)
        return context.fail(loads.error());
    if (context.options().json) {
        QJsonArray array;
        for (const LedgerEntry& load : *loads)
            array << load.toJson();
        context.printJson({{u"loads"_s, array}});
    } else {
        context.print(ledgerText(*loads));
    }
    return ExitCode::Done;
}

} // namespace

Command ledgerCommand()
{
    return {
        u"ledger"_s, u"[--limit N]"_s, Text::tr("Lists the loads of the database, newest first."),
        &addOptions, &run};
}

} // namespace faultline
