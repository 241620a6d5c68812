// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/arguments/ExclusionArguments.h"
#include "cli/output/TextTable.h"

#include "loading/plants/Plants.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ExcludeCommand)
};

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject toJson(const Exclusion& exclusion)
{
    QJsonObject json{
        {u"id"_s, exclusion.id},
        {u"plant"_s, exclusion.plant},
        {u"group"_s, textOrNull(exclusion.group)},
        {u"equipment"_s, textOrNull(exclusion.equipment)},
        {u"reason"_s, exclusion.reason}};
    const auto timeOfDay = [](const QTime& time) { return time.toString(u"HH:mm:ss"_s); };
    switch (exclusion.repeats) {
    case Exclusion::Repeats::Never:
        json.insert(u"repeats"_s, u"never"_s);
        json.insert(u"from"_s, exclusion.startsAt.toString(u"yyyy-MM-ddTHH:mm:ss"_s));
        json.insert(u"to"_s, exclusion.endsAt.toString(u"yyyy-MM-ddTHH:mm:ss"_s));
        return json;
    case Exclusion::Repeats::Weekly: {
        QJsonArray days;
        for (const int day : exclusion.weekdays)
            days << day;
        json.insert(u"repeats"_s, u"week"_s);
        json.insert(u"weekdays"_s, days);
        json.insert(u"from"_s, timeOfDay(exclusion.timeFrom));
        json.insert(u"to"_s, timeOfDay(exclusion.timeTo));
        break;
    }
    case Exclusion::Repeats::Yearly:
        json.insert(u"repeats"_s, u"year"_s);
        json.insert(u"from"_s, exclusion.yearFrom.toString(u"MM-dd"_s));
        json.insert(u"to"_s, exclusion.yearTo.toString(u"MM-dd"_s));
        break;
    }
    json.insert(u"since"_s, textOrNull(exclusion.since.toString(Qt::ISODate)));
    json.insert(u"until"_s, textOrNull(exclusion.until.toString(Qt::ISODate)));
    return json;
}

QString tableOf(const QList<Exclusion>& exclusions)
{
    if (exclusions.isEmpty())
        return Text::tr("No time is excluded.");
    TextTable table(
        {{Text::tr("Id"), true},
         {Text::tr("Plant")},
         {Text::tr("For")},
         {Text::tr("When")},
         {Text::tr("Reason")}});
    for (const Exclusion& exclusion : exclusions) {
        table.addRow(
            {QString::number(exclusion.id), exclusion.plant, exclusion.scopeText(),
             exclusion.whenText(), exclusion.reason});
    }
    return table.toText();
}

ExitCode list(const QCommandLineParser& parser, Connection& connection, Context& context)
{
    auto exclusions = fetchExclusions(connection);
    if (!exclusions)
        return context.fail(exclusions.error());
    if (parser.isSet(u"plant"_s)) {
        const QString wanted = parser.value(u"plant"_s).simplified();
        exclusions->removeIf([&wanted](const Exclusion& exclusion) {
            return !isSamePlantName(exclusion.plant, wanted);
        });
    }
    if (context.options().json) {
        QJsonArray array;
        for (const Exclusion& exclusion : std::as_const(*exclusions))
            array << toJson(exclusion);
        context.printJson({{u"excluded"_s, array}});
    } else {
        context.print(tableOf(*exclusions));
    }
    return ExitCode::Done;
}

ExitCode add(const Exclusion& wanted, Connection& connection, Context& context)
{
    const auto id = storeExclusion(connection, wanted);
    if (!id)
        return context.fail(id.error());
    const auto exclusions = fetchExclusions(connection);
    if (!exclusions)
        return context.fail(exclusions.error());
    const auto stored =
        std::find_if(exclusions->cbegin(), exclusions->cend(), [&id](const Exclusion& exclusion) {
            return exclusion.id == *id;
        });
    // Someone may have removed it at once.
    const Exclusion& exclusion = stored == exclusions->cend() ? wanted : *stored;
    if (context.options().json) {
        context.printJson(toJson(exclusion));
    } else {
        context.print(Text::tr("Excluded time %1: %2, %3 (%4), %5.")
                          .arg(
                              QString::number(*id), exclusion.plant, exclusion.scopeText(),
                              exclusion.reason, exclusion.whenText()));
    }
    return ExitCode::Done;
}

ExitCode remove(const QList<int>& ids, Connection& connection, Context& context)
{
    QJsonArray removed;
    for (const int id : ids) {
        if (const auto done = removeExclusion(connection, id); !done)
            return context.fail(done.error());
        removed << id;
        if (!context.options().json)
            context.print(Text::tr("Excluded time %1 was removed. It counts again.").arg(id));
    }
    if (context.options().json)
        context.printJson({{u"removed"_s, removed}});
    return ExitCode::Done;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    const QStringList arguments = parser.positionalArguments();
    const QString action = arguments.value(0);
    const bool isList = action == "list"_L1 && arguments.size() == 1;
    const bool isAdd = action == "add"_L1 && arguments.size() == 1;
    const bool isRemove = action == "remove"_L1 && arguments.size() > 1;
    if (!isList && !isAdd && !isRemove)
        return context.wrongUsage(Text::tr("Specify one of: list; add; remove ID."));
    QList<int> ids;
    for (const QString& text : isRemove ? arguments.sliced(1) : QStringList()) {
        bool isNumber = false;
        ids << text.toInt(&isNumber);
        if (!isNumber)
            return context.wrongUsage(
                Text::tr("“%1” isn't the number of excluded time.").arg(text));
    }
    const auto wanted = isAdd ? exclusionFrom(parser) : Result(Exclusion());
    if (!wanted)
        return context.wrongUsage(wanted.error());
    const auto database =
        context.openDatabase(isList ? DatabasePurpose::Read : DatabasePurpose::Load);
    if (!database)
        return context.fail(database.error());
    auto connection = Connection::open(database->settings());
    if (!connection)
        return context.fail(connection.error());
    if (isAdd)
        return add(*wanted, *connection, context);
    if (isRemove)
        return remove(ids, *connection, context);
    return list(parser, *connection, context);
}

} // namespace

Command excludeCommand()
{
    return {
        u"exclude"_s,
        u"list [--plant NAME] | add --reason TEXT [--plant NAME] [--group NAME | --equipment CODE] "
        "(--from WHEN --to WHEN | --every week --weekday DAYS [--between TIMES] | --every year "
        "--from MM-DD --to MM-DD) | remove ID…"_s,
        Text::tr(
            "Lists, adds or removes time that doesn't count for reliability, such as shutdowns "
            "and planned maintenance."),
        &addExclusionOptions, &run};
}

} // namespace faultline
