// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/RunUntilSignal.h"
#include "cli/output/Figures.h"
#include "cli/output/ReceiptText.h"
#include "cli/output/TextTable.h"

#include "loading/ledger/Ledger.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/settlement/Settlement.h"
#include "readings/ZonedTime.h"
#include "reports/query/FilterCheck.h"
#include "reports/query/PlantColumn.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPlantColumn = 3;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LedgerCommand)
};

void addOptions(QCommandLineParser& parser)
{
    parser.addOption({u"limit"_s, Text::tr("Lists at most N loads. Default: all."), u"N"_s});
    parser.addOption(
        {u"plant"_s, Text::tr("Lists only the loads of this plant. Can be repeated."), u"NAME"_s});
    parser.addOption({u"load"_s, Text::tr("Prints the receipt of one load."), u"ID"_s});
    parser.addOption(
        {u"verify"_s,
         Text::tr("Compares the ledger with every stored reading, rejected line and summary.")});
}

QString ledgerText(const QList<LedgerEntry>& loads, bool hasSeveralPlants)
{
    QList<TextTable::Column> columns{
        {Text::tr("Load"), true},    {Text::tr("Started")},       {Text::tr("State")},
        {Text::tr("Records"), true}, {Text::tr("Loaded"), true},  {Text::tr("Rejected"), true},
        {Text::tr("Blank"), true},   {Text::tr("Skipped"), true}, {Text::tr("Folder")}};
    if (hasSeveralPlants)
        columns.insert(kPlantColumn, {Text::tr("Plant")});
    TextTable table(columns);
    for (const LedgerEntry& load : loads) {
        const RecordCounts counts = load.records();
        QStringList row{
            QString::number(load.loadId),
            ZonedTime::here(load.startedAt).shown(),
            ledgerStateText(load.state),
            figures::count(counts.in),
            figures::count(counts.loaded),
            figures::count(counts.rejected),
            figures::count(counts.blank),
            figures::count(counts.skipped),
            load.folder};
        if (hasSeveralPlants)
            row.insert(kPlantColumn, load.plantNames().join(u", "_s));
        table.addRow(row);
    }
    QStringList parts{table.toText()};
    for (const LedgerEntry& load : loads) {
        if (load.failure && load.state != LedgerEntry::State::Undone)
            parts << Text::tr("Load %1: %2").arg(load.loadId).arg(load.failure->toText());
    }
    return parts.join(u'\n');
}

ExitCode printLedger(SqlSession& session, int limit, const QStringList& plants, Context& context)
{
    ReportFilter named;
    named.plants = plants;
    const auto known = checkFilterValues(session, named);
    if (!known)
        return context.fail(known.error());
    const auto loads = fetchLedger(session, limit, known->plants);
    if (!loads)
        return context.fail(loads.error());
    const auto several = hasSeveralPlants(session);
    if (!several)
        return context.fail(several.error());
    if (context.options().json) {
        QJsonArray array;
        for (const LedgerEntry& load : *loads)
            array << load.toJson();
        context.printJson({{u"loads"_s, array}});
    } else if (loads->isEmpty()) {
        context.print(
            plants.isEmpty() ? Text::tr("Nothing has been loaded yet.")
                             : Text::tr("There are no such loads."));
    } else {
        context.print(ledgerText(*loads, *several));
    }
    return ExitCode::Done;
}

ExitCode printReceipt(SqlSession& session, LoadId id, Context& context)
{
    const auto load = fetchLedgerEntry(session, id);
    if (!load)
        return context.fail(load.error());
    if (!*load) {
        return context.fail(UserMessage::error(Text::tr("There is no load %1").arg(toInt(id)))
                                .withRemedy(Text::tr("Run “ledger” to list the loads."))
                                .withCode(u"no-such-load"_s));
    }
    const LedgerEntry& entry = **load;
    if (context.options().json)
        context.printJson(entry.toJson());
    else if (entry.state == LedgerEntry::State::Running)
        context.print(
            Text::tr("Load %1 is still running. Its receipt will be available when it ends.")
                .arg(entry.loadId));
    else
        context.print(receiptText(entry.receipt(), context));
    if (entry.failure && !context.options().json)
        context.note(*entry.failure);
    return entry.receipt().balanced() ? ExitCode::Done : ExitCode::Failed;
}

QString verificationText(const LedgerVerification& found)
{
    QStringList parts;
    for (const UserMessage& discrepancy : found.discrepancies)
        parts << discrepancy.toText();
    if (found.discrepancyCount > found.discrepancies.size()) {
        parts << Text::tr("… and %1 more.")
                     .arg(figures::count(found.discrepancyCount - found.discrepancies.size()));
    }
    for (const UserMessage& note : found.notes)
        parts << Text::tr("Note: %1").arg(note.toText());
    const QString sentence = found.verified()
                                 ? Text::tr("In balance: %1 readings and %2 rejected lines, as "
                                            "recorded in the ledger (loads: %3, chunks: %4)")
                                 : Text::tr("OUT OF BALANCE: %1 readings and %2 rejected lines "
                                            "differ from the ledger (loads: %3, chunks: %4)");
    parts << sentence.arg(
        figures::count(found.readings), figures::count(found.rejectedLines),
        figures::count(found.loads), figures::count(found.chunks));
    return parts.join(u'\n');
}

ExitCode verify(const ConnectionSettings& settings, Context& context)
{
    const auto found = runUntilSignal(
        context, Text::tr("Stopping."),
        [settings](const CancelToken& cancel) -> Result<LedgerVerification> {
            if (const auto settled = settlePending(settings); !settled)
                return settled.error();
            auto connection = Connection::open(settings, cancel);
            if (!connection)
                return connection.error();
            return verifyLedger(*connection, cancel);
        });
    if (!found)
        return context.fail(found.error());
    if (context.options().json)
        context.printJson(found->toJson());
    else
        context.print(verificationText(*found));
    return found->verified() ? ExitCode::Done : ExitCode::Failed;
}

// The value of an option that takes a number from 1; `missing` if it isn't set, 0 if it is invalid.
int numberOf(const QCommandLineParser& parser, const QString& name, int missing)
{
    if (!parser.isSet(name))
        return missing;
    bool isNumber = false;
    const int number = parser.value(name).toInt(&isNumber);
    return isNumber ? std::max(number, 0) : 0;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    if (!parser.positionalArguments().isEmpty())
        return context.wrongUsage(
            Text::tr("Unexpected argument “%1”.").arg(parser.positionalArguments().first()));
    const int limit = numberOf(parser, u"limit"_s, std::numeric_limits<int>::max());
    if (limit == 0)
        return context.wrongUsage(Text::tr("--limit takes a whole number from 1."));
    const int load = numberOf(parser, u"load"_s, -1);
    if (load == 0)
        return context.wrongUsage(Text::tr("--load takes the number of a load, from 1."));
    const bool isVerifying = parser.isSet(u"verify"_s);
    const bool isListing = parser.isSet(u"limit"_s) || parser.isSet(u"plant"_s);
    if (int{isVerifying} + int{load > 0} + int{isListing} > 1) {
        return context.wrongUsage(
            Text::tr("Use only one of --load, --verify and a list with --limit or --plant."));
    }
    const auto database = context.openDatabase(DatabasePurpose::Read);
    if (!database)
        return context.fail(database.error());
    if (isVerifying)
        return verify(database->settings(), context);
    auto session = SqlSession::open(database->settings());
    if (!session)
        return context.fail(session.error());
    return load > 0 ? printReceipt(*session, LoadId{load}, context)
                    : printLedger(*session, limit, parser.values(u"plant"_s), context);
}

} // namespace

Command ledgerCommand()
{
    return {
        u"ledger"_s, u"[[--limit N] [--plant NAME] | --load ID | --verify]"_s,
        Text::tr("Lists the loads in the database, newest first. Or shows one load's receipt, or "
                 "compares the ledger with the stored data."),
        &addOptions, &run};
}

} // namespace faultline
