// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/RunUntilSignal.h"
#include "cli/output/Figures.h"

#include "loading/ledger/UndoLoad.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(UndoCommand)
};

void addOptions(QCommandLineParser&)
{}

Result<UndoneLoad> undoAndWait(Context& context, const ConnectionSettings& settings, LoadId load)
{
    return runUntilSignal(
        context, Text::tr("Stopping. The load stays unchanged."),
        [settings, load](const CancelToken& cancel) -> Result<UndoneLoad> {
            auto connection = Connection::open(settings, cancel);
            if (!connection)
                return connection.error();
            return undoLoad(*connection, load, cancel);
        });
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    const QStringList arguments = parser.positionalArguments();
    bool isNumber = false;
    const int id = arguments.size() == 1 ? arguments.first().toInt(&isNumber) : 0;
    if (!isNumber || id < 1)
        return context.wrongUsage(
            Text::tr("Specify exactly one load, by its number in the ledger."));
    const auto database = context.openDatabase(DatabasePurpose::Load);
    if (!database)
        return context.fail(database.error());
    const auto undone = undoAndWait(context, database->settings(), LoadId{id});
    if (!undone)
        return context.fail(undone.error());
    if (context.options().json) {
        context.printJson(
            {{u"load_id"_s, id},
             {u"readings_removed"_s, undone->readings},
             {u"lines_removed"_s, undone->rejectedLines},
             {u"lines_to_load_again"_s, undone->linesToLoadAgain},
             {u"folders_to_load_again"_s, QJsonArray::fromStringList(undone->foldersToLoadAgain)}});
    } else {
        context.print(
            Text::tr("Load %1 is undone: %2 readings and %3 rejected lines were removed.\nIts "
                     "receipt stays in the ledger. Loading its folder again loads its files again.")
                .arg(
                    QString::number(id), figures::count(undone->readings),
                    figures::count(undone->rejectedLines)));
        if (undone->linesToLoadAgain > 0) {
            context.print(
                Text::tr("Other loads had skipped %1 lines, perhaps because this one had loaded "
                         "them. To load what is missing now, load again: %2")
                    .arg(
                        figures::count(undone->linesToLoadAgain),
                        undone->foldersToLoadAgain.join(u", "_s)));
        }
    }
    return ExitCode::Done;
}

} // namespace

Command undoCommand()
{
    return {
        u"undo"_s, u"LOAD_ID"_s,
        Text::tr("Undoes a load: removes its readings, its rejected lines and its part of the "
                 "summaries."),
        &addOptions, &run};
}

} // namespace faultline
