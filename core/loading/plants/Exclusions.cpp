// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/Exclusions.h"

#include "loading/plants/Plants.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Exclusions)
};

constexpr int kDaysOfWeek = 7;

// Equipment that no list or map has any more is named by its id.
constexpr auto kFetch = R"sql(
SELECT x.excluded_id, p.name, x.group_name, coalesce(k.code, e.equipment_id), x.reason, x.repeats,
       x.starts_at, x.ends_at, array_to_string(x.weekdays, ','), x.time_from, x.time_to,
       x.year_from, x.year_to, x.since, x.until
FROM faultline.excluded_time x
JOIN faultline.plant p ON p.plant_id = x.plant_id
LEFT JOIN faultline.equipment e ON e.equipment_key = x.equipment_key
LEFT JOIN faultline.known_equipment k ON k.equipment_key = x.equipment_key
ORDER BY lower(p.name), x.excluded_id)sql";
enum Column {
    Id,
    PlantName,
    Group,
    Equipment,
    Reason,
    Repeats,
    StartsAt,
    EndsAt,
    Weekdays,
    TimeFrom,
    TimeTo,
    YearFrom,
    YearTo,
    Since,
    Until
};

constexpr auto kInsert = R"sql(
INSERT INTO faultline.excluded_time (
    plant_id, group_name, equipment_key, reason, repeats, starts_at, ends_at, weekdays, time_from,
    time_to, year_from, year_to, since, until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
RETURNING excluded_id)sql";
constexpr auto kUpdate = R"sql(
UPDATE faultline.excluded_time
SET plant_id = $1, group_name = $2, equipment_key = $3, reason = $4, repeats = $5, starts_at = $6,
    ends_at = $7, weekdays = $8, time_from = $9, time_to = $10, year_from = $11, year_to = $12,
    since = $13, until = $14
WHERE excluded_id = $15
RETURNING excluded_id)sql";

constexpr std::array kRepeatWords{"never", "week", "year"};

QString repeatWord(Exclusion::Repeats repeats)
{
    return QString::fromLatin1(kRepeatWords.at(static_cast<std::size_t>(repeats)));
}

Exclusion::Repeats repeatsOf(const QString& word)
{
    using Repeats = Exclusion::Repeats;
    for (const Repeats repeats : {Repeats::Weekly, Repeats::Yearly}) {
        if (word == repeatWord(repeats))
            return repeats;
    }
    return Repeats::Never;
}

QDateTime shownTime(const QString& text)
{
    QDateTime time = QDateTime::fromString(QString(text).replace(u' ', u'T'), Qt::ISODateWithMs);
    time.setTimeSpec(Qt::UTC);
    return time;
}

UserMessage refused(const QString& why)
{
    return UserMessage::error(Text::tr("This excluded time can't be stored"))
        .because(why)
        .withCode(u"exclusion"_s);
}

UserMessage noSuchExclusion(int id)
{
    return UserMessage::error(Text::tr("There is no excluded time %1").arg(id))
        .withRemedy(Text::tr("Look at the list for those that exist."))
        .withCode(u"no-such-exclusion"_s);
}

Result<void> check(const Exclusion& exclusion)
{
    if (exclusion.reason.trimmed().isEmpty())
        return refused(Text::tr("It has no reason. Reports name it by its reason."));
    if (!exclusion.group.isEmpty() && !exclusion.equipment.isEmpty())
        return refused(Text::tr("It is of a group or of a piece of equipment, not of both."));
    switch (exclusion.repeats) {
    case Exclusion::Repeats::Never:
        if (!exclusion.startsAt.isValid() || !exclusion.endsAt.isValid()
            || exclusion.startsAt >= exclusion.endsAt)
            return refused(Text::tr("It must end after it starts."));
        break;
    case Exclusion::Repeats::Weekly:
        if (exclusion.weekdays.isEmpty())
            return refused(Text::tr("It has no day of the week."));
        break;
    case Exclusion::Repeats::Yearly:
        break;
    }
    if (exclusion.since.isValid() && exclusion.until.isValid() && exclusion.until < exclusion.since)
        return refused(Text::tr("Its last day is before its first day."));
    return {};
}

Result<Plant> plantOf(Connection& connection, const Exclusion& exclusion)
{
    const auto plants = fetchPlants(connection);
    if (!plants)
        return plants.error();
    if (exclusion.plant.isEmpty() && plants->size() == 1)
        return plants->constFirst();
    if (exclusion.plant.isEmpty() && plants->size() > 1) {
        QStringList names;
        for (const Plant& plant : *plants)
            names << plant.name;
        return UserMessage::error(Text::tr("Which plant is the excluded time of?"))
            .because(Text::tr("The database has several: %1.").arg(names.join(u", "_s)))
            .withRemedy(Text::tr("Choose one of them."))
            .withCode(u"which-plant"_s);
    }
    const QString wanted = exclusion.plant.simplified();
    const auto found = std::find_if(plants->cbegin(), plants->cend(), [&](const Plant& plant) {
        return isSamePlantName(plant.name, wanted);
    });
    if (found == plants->cend())
        return noSuchPlant(Text::tr("There is no plant “%1”").arg(wanted));
    return *found;
}

Result<void> checkGroup(Connection& connection, const Plant& plant, const QString& group)
{
    const auto found = connection.execute(
        "SELECT FROM faultline.known_equipment WHERE plant_id = $1 AND group_name = $2 LIMIT 1",
        Parameters().add(qint64{toInt(plant.id)}).add(group));
    if (!found)
        return found.error();
    if (found->rowCount() == 0) {
        return UserMessage::error(Text::tr("“%1” has no group “%2”").arg(plant.name, group))
            .withRemedy(Text::tr("Write the group as the equipment list does."))
            .withCode(u"no-such-group"_s);
    }
    return {};
}

Result<qint64> equipmentKey(Connection& connection, const Plant& plant, const QString& code)
{
    const auto found = connection.execute(
        "SELECT equipment_key FROM faultline.known_equipment WHERE plant_id = $1 AND code = $2",
        Parameters().add(qint64{toInt(plant.id)}).add(code));
    if (!found)
        return found.error();
    if (found->rowCount() == 0) {
        return UserMessage::error(Text::tr("“%1” has no equipment “%2”").arg(plant.name, code))
            .withRemedy(Text::tr("Write the equipment as reports do."))
            .withCode(u"no-such-equipment"_s);
    }
    return found->integer(0, 0);
}

QString dayOrNone(const QDate& day)
{
    return day.isValid() ? day.toString(Qt::ISODate) : QString();
}

void addTextOrNull(Parameters& parameters, const QString& text)
{
    if (text.isEmpty())
        parameters.addNull();
    else
        parameters.add(text);
}

// Only what belongs to how it repeats.
void addTimes(Parameters& parameters, const Exclusion& exclusion)
{
    const bool isSingle = exclusion.repeats == Exclusion::Repeats::Never;
    const bool isWeekly = exclusion.repeats == Exclusion::Repeats::Weekly;
    const bool isYearly = exclusion.repeats == Exclusion::Repeats::Yearly;
    QStringList weekdays;
    for (const int day : exclusion.weekdays)
        weekdays << QString::number(day);
    const auto add = [&parameters](bool applies, const QString& text) {
        addTextOrNull(parameters, applies ? text : QString());
    };
    add(isSingle, exclusion.startsAt.toString(Qt::ISODateWithMs));
    add(isSingle, exclusion.endsAt.toString(Qt::ISODateWithMs));
    add(isWeekly, u'{' + weekdays.join(u',') + u'}');
    add(isWeekly, exclusion.timeFrom.toString(Qt::ISODate));
    add(isWeekly, exclusion.timeTo.toString(Qt::ISODate));
    add(isYearly, dayOrNone(exclusion.yearFrom));
    add(isYearly, dayOrNone(exclusion.yearTo));
    add(!isSingle, dayOrNone(exclusion.since));
    add(!isSingle, dayOrNone(exclusion.until));
}

QString timeText(const QTime& time)
{
    return time.toString(time.second() == 0 ? u"HH:mm"_s : u"HH:mm:ss"_s);
}

QString singleText(const Exclusion& exclusion)
{
    const QDateTime& from = exclusion.startsAt;
    const QDateTime& to = exclusion.endsAt;
    const QTime midnight(0, 0);
    if (from.time() == midnight && to.time() == midnight) {
        const QDate lastDay = to.date().addDays(-1);
        return from.date() == lastDay
                   ? dayOrNone(lastDay)
                   : Text::tr("%1 to %2", "days").arg(dayOrNone(from.date()), dayOrNone(lastDay));
    }
    const auto text = [](const QDateTime& time) {
        return dayOrNone(time.date()) + u' ' + timeText(time.time());
    };
    return Text::tr("%1 to %2", "times").arg(text(from), text(to));
}

QString weeklyText(const Exclusion& exclusion)
{
    QStringList days;
    for (const int day : exclusion.weekdays)
        days << weekdayName(day);
    const QString text = days.size() == kDaysOfWeek ? Text::tr("Every day") : days.join(u", "_s);
    if (exclusion.timeFrom == exclusion.timeTo && exclusion.timeFrom == QTime(0, 0))
        return text;
    return Text::tr("%1 %2–%3", "day, times")
        .arg(text, timeText(exclusion.timeFrom), timeText(exclusion.timeTo));
}

} // namespace

QString weekdayName(int day)
{
    const std::array names{Text::tr("Monday"),   Text::tr("Tuesday"), Text::tr("Wednesday"),
                           Text::tr("Thursday"), Text::tr("Friday"),  Text::tr("Saturday"),
                           Text::tr("Sunday")};
    return names.at(static_cast<std::size_t>(day - 1));
}

QString Exclusion::whenText() const
{
    if (repeats == Repeats::Never)
        return singleText(*this);
    QString text = weeklyText(*this);
    if (repeats == Repeats::Yearly) {
        text = Text::tr("Every year, %1 to %2")
                   .arg(yearFrom.toString(u"MM-dd"_s), yearTo.toString(u"MM-dd"_s));
    }
    if (since.isValid())
        text = Text::tr("%1, since %2").arg(text, dayOrNone(since));
    if (until.isValid())
        text = Text::tr("%1, until %2").arg(text, dayOrNone(until));
    return text;
}

QString Exclusion::scopeText() const
{
    if (!equipment.isEmpty())
        return Text::tr("Equipment %1").arg(equipment);
    return group.isEmpty() ? Text::tr("Whole plant") : Text::tr("Group %1").arg(group);
}

Result<QList<Exclusion>> fetchExclusions(Connection& connection)
{
    const auto rows = connection.execute(kFetch);
    if (!rows)
        return rows.error();
    QList<Exclusion> exclusions;
    for (int row = 0; row < rows->rowCount(); ++row) {
        const auto text = [&](Column column) { return rows->string(row, column); };
        const auto day = [&](Column column) {
            return QDate::fromString(text(column), Qt::ISODate);
        };
        const auto time = [&](Column column) {
            return QTime::fromString(text(column), Qt::ISODate);
        };
        Exclusion& exclusion = exclusions.emplace_back();
        exclusion.id = static_cast<int>(rows->integer(row, Id));
        exclusion.plant = text(PlantName);
        exclusion.group = text(Group);
        exclusion.equipment = text(Equipment);
        exclusion.reason = text(Reason);
        exclusion.repeats = repeatsOf(text(Repeats));
        exclusion.startsAt = shownTime(text(StartsAt));
        exclusion.endsAt = shownTime(text(EndsAt));
        for (const QString& number : text(Weekdays).split(u',', Qt::SkipEmptyParts))
            exclusion.weekdays << number.toInt();
        exclusion.timeFrom = time(TimeFrom);
        exclusion.timeTo = time(TimeTo);
        exclusion.yearFrom = day(YearFrom);
        exclusion.yearTo = day(YearTo);
        exclusion.since = day(Since);
        exclusion.until = day(Until);
    }
    return exclusions;
}

Result<int> storeExclusion(Connection& connection, const Exclusion& exclusion)
{
    if (const auto checked = check(exclusion); !checked)
        return checked.error();
    const auto plant = plantOf(connection, exclusion);
    if (!plant)
        return plant.error();
    Parameters parameters;
    parameters.add(qint64{toInt(plant->id)});
    if (!exclusion.group.isEmpty()) {
        if (const auto checked = checkGroup(connection, *plant, exclusion.group); !checked)
            return checked.error();
    }
    addTextOrNull(parameters, exclusion.group);
    if (exclusion.equipment.isEmpty()) {
        parameters.addNull();
    } else {
        const auto key = equipmentKey(connection, *plant, exclusion.equipment);
        if (!key)
            return key.error();
        parameters.add(*key);
    }
    parameters.add(exclusion.reason.simplified()).add(repeatWord(exclusion.repeats));
    addTimes(parameters, exclusion);
    if (exclusion.id != 0)
        parameters.add(qint64{exclusion.id});
    const auto stored = connection.execute(exclusion.id == 0 ? kInsert : kUpdate, parameters);
    if (!stored)
        return stored.error();
    if (stored->rowCount() == 0)
        return noSuchExclusion(exclusion.id);
    return static_cast<int>(stored->integer(0, 0));
}

Result<QList<ExclusionScopes>> fetchExclusionScopes(Connection& connection)
{
    const auto plants = fetchPlants(connection);
    if (!plants)
        return plants.error();
    QList<ExclusionScopes> scopes;
    for (const Plant& plant : *plants) {
        const auto rows = connection.execute(
            "SELECT code, group_name FROM faultline.known_equipment WHERE plant_id = $1"
            " ORDER BY faultline.id_order(equipment_id)",
            Parameters().add(qint64{toInt(plant.id)}));
        if (!rows)
            return rows.error();
        ExclusionScopes& scope = scopes.emplace_back();
        scope.plant = plant.name;
        for (int row = 0; row < rows->rowCount(); ++row) {
            scope.equipment << rows->string(row, 0);
            scope.groups << rows->string(row, 1);
        }
        scope.groups.removeAll(QString());
        scope.groups.removeDuplicates();
        scope.groups.sort();
    }
    return scopes;
}

Result<void> removeExclusion(Connection& connection, int id)
{
    const auto removed = connection.execute(
        "DELETE FROM faultline.excluded_time WHERE excluded_id = $1", Parameters().add(qint64{id}));
    if (!removed)
        return removed.error();
    return removed->affectedRows() > 0 ? Result<void>() : noSuchExclusion(id);
}

} // namespace faultline
