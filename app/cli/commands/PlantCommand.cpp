// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/RunUntilSignal.h"
#include "cli/output/Figures.h"
#include "cli/output/TextTable.h"

#include "loading/ledger/PlantRemoval.h"
#include "loading/ledger/PlantSettingsChange.h"
#include "loading/plants/PlantDetails.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>
#include <cstdio>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantCommand)
};

void addOptions(QCommandLineParser& parser)
{
    parser.addOption({u"yes"_s, Text::tr("Removes the plant without asking.")});
    parser.addOption(
        {u"time-zone"_s,
         Text::tr("Times without a zone are in this one, such as Europe/Oslo or UTC. Only for a "
                  "plant without readings."),
         u"ZONE"_s});
    parser.addOption(
        {u"failure-severities"_s,
         Text::tr("Readings with these severities count as failures, such as ERROR,FATAL."),
         u"A,B"_s});
    parser.addOption(
        {u"skip-known"_s,
         Text::tr("Whether readings that another file of the plant has loaded are skipped."),
         u"always|never"_s});
}

QString skipWord(bool skipKnown)
{
    return skipKnown ? u"always"_s : u"never"_s;
}

QJsonObject settingsJson(const PlantSettings& settings)
{
    return {
        {u"time_zone"_s, settings.timeZone},
        {u"failure_severities"_s, QJsonArray::fromStringList(settings.failureSeverities)},
        {u"skip_known"_s, skipWord(settings.skipKnown)}};
}

QJsonObject detailsJson(const PlantDetails& details)
{
    return {
        {u"plant"_s, details.plant.name},    {u"loads"_s, details.loads},
        {u"equipment"_s, details.equipment}, {u"sensors"_s, details.sensors},
        {u"readings"_s, details.readings},   {u"settings"_s, settingsJson(details.plant.settings)}};
}

QString plantTable(const QList<PlantDetails>& plants)
{
    if (plants.isEmpty())
        return Text::tr("There is no plant yet. Loading a folder creates one.");
    TextTable table(
        {{Text::tr("Plant")},
         {Text::tr("Loads"), true},
         {Text::tr("Equipment"), true},
         {Text::tr("Sensors"), true},
         {Text::tr("Readings"), true},
         {Text::tr("Time zone")},
         {Text::tr("Failures")},
         {Text::tr("Skips known")}});
    for (const PlantDetails& details : plants) {
        table.addRow(
            {details.plant.name, figures::count(details.loads), figures::count(details.equipment),
             figures::count(details.sensors), figures::count(details.readings),
             details.plant.settings.timeZone,
             details.plant.settings.failureSeverities.join(u", "_s),
             details.plant.settings.skipKnown ? Text::tr("always") : Text::tr("never")});
    }
    return table.toText();
}

ExitCode list(Connection& connection, Context& context)
{
    const auto plants = fetchPlantDetails(connection);
    if (!plants)
        return context.fail(plants.error());
    if (context.options().json) {
        QJsonArray array;
        for (const PlantDetails& details : *plants)
            array << detailsJson(details);
        context.printJson({{u"plants"_s, array}});
    } else {
        context.print(plantTable(*plants));
    }
    return ExitCode::Done;
}

ExitCode
rename(Connection& connection, const QString& oldName, const QString& newName, Context& context)
{
    const auto details = fetchPlantDetails(connection, oldName);
    if (!details)
        return context.fail(details.error());
    const auto renamed = renamePlant(connection, details->plant.id, newName);
    if (!renamed)
        return context.fail(renamed.error());
    const QString name = newName.simplified();
    if (context.options().json)
        context.printJson({{u"plant"_s, name}, {u"old_name"_s, details->plant.name}});
    else
        context.print(Text::tr("“%1” is now called “%2”.").arg(details->plant.name, name));
    return ExitCode::Done;
}

Result<PlantSettingsChange> changeOf(const QCommandLineParser& parser)
{
    PlantSettingsChange change;
    if (parser.isSet(u"time-zone"_s))
        change.timeZone = parser.value(u"time-zone"_s);
    if (parser.isSet(u"failure-severities"_s))
        change.failureSeverities = parser.value(u"failure-severities"_s).split(u',');
    if (parser.isSet(u"skip-known"_s)) {
        const QString word = parser.value(u"skip-known"_s);
        if (word != skipWord(true) && word != skipWord(false)) {
            return UserMessage::error(
                       Text::tr("--skip-known takes “always” or “never”, not “%1”.").arg(word))
                .withCode(u"usage"_s);
        }
        change.skipKnown = word == skipWord(true);
    }
    if (!change.timeZone && !change.failureSeverities && !change.skipKnown) {
        return UserMessage::error(
                   Text::tr("Specify --time-zone, --failure-severities or --skip-known."))
            .withCode(u"usage"_s);
    }
    return change;
}

QString eventsText(ChangedEvents events)
{
    switch (events) {
    case ChangedEvents::None:
        break;
    case ChangedEvents::Rebuilt:
        return Text::tr("The failure events of reports were rebuilt.");
    case ChangedEvents::Stale:
        return Text::tr("The failure events of reports are rebuilt before the next report.");
    }
    return {};
}

ExitCode setSettings(
    Connection& connection, const QString& name, const PlantSettingsChange& change,
    Context& context)
{
    auto details = fetchPlantDetails(connection, name);
    if (!details)
        return context.fail(details.error());
    const auto events = runUntilSignal(
        context, Text::tr("Stopping."),
        [settings = connection.settings(), plant = details->plant.id,
         change](const CancelToken& cancel) -> Result<ChangedEvents> {
            auto own = Connection::open(settings, cancel);
            if (!own)
                return own.error();
            return applyPlantSettings(*own, plant, change, cancel);
        });
    if (!events)
        return context.fail(events.error());
    details = fetchPlantDetails(connection, name);
    if (!details)
        return context.fail(details.error());
    const PlantSettings& settings = details->plant.settings;
    if (context.options().json) {
        QJsonObject json = settingsJson(settings);
        json.insert(u"plant"_s, details->plant.name);
        json.insert(u"events_rebuilt"_s, *events == ChangedEvents::Rebuilt);
        context.printJson(json);
        return ExitCode::Done;
    }
    QStringList lines{
        Text::tr("Plant: %1").arg(details->plant.name),
        Text::tr("Times without a zone are in: %1").arg(settings.timeZone),
        Text::tr("Severities of failures: %1").arg(settings.failureSeverities.join(u", "_s)),
        settings.skipKnown ? Text::tr("Skip readings that another file has loaded: always")
                           : Text::tr("Skip readings that another file has loaded: never")};
    if (*events != ChangedEvents::None)
        lines << eventsText(*events);
    context.print(lines.join(u'\n'));
    return ExitCode::Done;
}

QString removalText(const PlantDetails& details)
{
    return Text::tr("This undoes the loads of “%1” (%2) and removes its readings (%3), equipment "
                    "(%4) and sensors (%5). Other plants stay as they are.")
        .arg(
            details.plant.name, figures::count(details.loads), figures::count(details.readings),
            figures::count(details.equipment), figures::count(details.sensors));
}

// Whether the user agrees. Only a person at a terminal can be asked.
bool isAgreed(const PlantDetails& details, Context& context)
{
    context.note(removalText(details));
    context.note(Text::tr("Type “yes” to remove the plant:"));
    std::array<char, 16> typed{};
    return std::fgets(typed.data(), int{typed.size()}, stdin) != nullptr
           && QByteArray(typed.data()).trimmed() == "yes";
}

ExitCode remove(
    const QCommandLineParser& parser, Connection& connection, const QString& name, Context& context)
{
    const auto details = fetchPlantDetails(connection, name);
    if (!details)
        return context.fail(details.error());
    if (!parser.isSet(u"yes"_s)) {
        if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1) {
            return context.wrongUsage(UserMessage::error(Text::tr("The plant was not removed"))
                                          .because(removalText(*details))
                                          .withRemedy(Text::tr("Add --yes to remove it."))
                                          .withCode(u"not-confirmed"_s));
        }
        if (!isAgreed(*details, context)) {
            context.note(Text::tr("The plant was not removed."));
            return ExitCode::Failed;
        }
    }
    const auto removed = runUntilSignal(
        context, Text::tr("Stopping. The plant stays unchanged."),
        [settings = connection.settings(),
         plant = details->plant.id](const CancelToken& cancel) -> Result<RemovedPlant> {
            auto own = Connection::open(settings, cancel);
            if (!own)
                return own.error();
            return removePlant(*own, plant, cancel);
        });
    if (!removed)
        return context.fail(removed.error());
    if (context.options().json) {
        context.printJson(
            {{u"plant"_s, details->plant.name},
             {u"loads_undone"_s, removed->loads},
             {u"readings_removed"_s, removed->readings},
             {u"lines_removed"_s, removed->rejectedLines}});
    } else {
        context.print(
            Text::tr("“%1” was removed with %2 readings and %3 rejected lines (loads: %4).")
                .arg(
                    details->plant.name, figures::count(removed->readings),
                    figures::count(removed->rejectedLines), figures::count(removed->loads)));
    }
    return ExitCode::Done;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    const QStringList arguments = parser.positionalArguments();
    const QString action = arguments.value(0);
    const bool isList = action == "list"_L1 && arguments.size() == 1;
    const bool isRename = action == "rename"_L1 && arguments.size() == 3;
    const bool isRemove = action == "remove"_L1 && arguments.size() == 2;
    const bool isSet = action == "set"_L1 && arguments.size() == 2;
    if (!isList && !isRename && !isRemove && !isSet) {
        return context.wrongUsage(
            Text::tr("Specify one of: list; set NAME; rename OLD NEW; remove NAME."));
    }
    const auto change = isSet ? changeOf(parser) : Result(PlantSettingsChange());
    if (!change)
        return context.wrongUsage(change.error());
    const auto database =
        context.openDatabase(isList ? DatabasePurpose::Read : DatabasePurpose::Load);
    if (!database)
        return context.fail(database.error());
    auto connection = Connection::open(database->settings());
    if (!connection)
        return context.fail(connection.error());
    if (isSet)
        return setSettings(*connection, arguments.at(1), *change, context);
    if (isRename)
        return rename(*connection, arguments.at(1), arguments.at(2), context);
    if (isRemove)
        return remove(parser, *connection, arguments.at(1), context);
    return list(*connection, context);
}

} // namespace

Command plantCommand()
{
    return {
        u"plant"_s,
        u"list | set NAME [--time-zone ZONE] [--failure-severities A,B] [--skip-known always|never]"
        " | rename OLD NEW | remove NAME [--yes]"_s,
        Text::tr("Lists the plants, changes the settings of one, renames one, or removes one with "
                 "everything that was loaded into it."),
        &addOptions, &run};
}

} // namespace faultline
