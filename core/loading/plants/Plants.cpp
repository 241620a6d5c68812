// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/Plants.h"

#include "database/schema/RunningLoads.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Plants)
};

constexpr qsizetype kMaxNameLength = 200;

constexpr QStringView kUniqueViolation = u"23505";
// The server knows no such time zone: the constraint of plant.time_zone asks it.
constexpr QStringView kInvalidParameter = u"22023";

// $1 is the plant.
constexpr auto kHasReadings =
    "SELECT EXISTS (SELECT FROM faultline.source_file f JOIN faultline.load_chunk USING (file_id)"
    " WHERE f.plant_id = $1 AND f.role = 'readings')";
// $2 is the class of the lock.
const QByteArray kIsBeingLoaded =
    "SELECT EXISTS (SELECT FROM faultline.load_plant JOIN faultline.load_run USING (load_id)"
    " WHERE plant_id = $1 AND state = 'running' AND "
    + QString(kLoadMayRun).replace(u":lock"_s, u"$2"_s).toLatin1() + ')';

UserMessage zoneStays(const Plant& plant, const QString& why, const QString& remedy)
{
    return UserMessage::error(Text::tr("The time zone of “%1” can't be changed").arg(plant.name))
        .because(why)
        .withRemedy(remedy);
}

} // namespace

Result<QList<Plant>> fetchPlants(Connection& connection)
{
    const auto rows = connection.execute("SELECT plant_id, name, time_zone,"
                                         " array_to_string(failure_severities, ','), skip_known"
                                         " FROM faultline.plant ORDER BY lower(name)");
    if (!rows)
        return rows.error();
    QList<Plant> plants;
    plants.reserve(rows->rowCount());
    for (int row = 0; row < rows->rowCount(); ++row) {
        Plant plant{static_cast<PlantId>(rows->integer(row, 0)), rows->string(row, 1), {}};
        plant.settings.timeZone = rows->string(row, 2);
        plant.settings.failureSeverities = rows->string(row, 3).split(u',');
        plant.settings.skipKnown = rows->boolean(row, 4);
        plants << plant;
    }
    return plants;
}

Result<Plant> fetchPlant(Connection& connection, PlantId id)
{
    const auto plants = fetchPlants(connection);
    if (!plants)
        return plants.error();
    for (const Plant& plant : *plants) {
        if (plant.id == id)
            return plant;
    }
    return noSuchPlant(Text::tr("There is no such plant"));
}

UserMessage noSuchPlant(const QString& what)
{
    return UserMessage::error(what)
        .because(Text::tr("It isn't in this database. Perhaps it was renamed or removed."))
        .withRemedy(Text::tr("Choose one of the plants in this database."))
        .withCode(u"no-such-plant"_s);
}

Result<QStringList> severitiesFromWords(const QStringList& words)
{
    static const QRegularExpression severity(u"^[A-Z_]{1,32}$"_s);
    QStringList severities;
    for (const QString& word : words) {
        const QString upper = word.trimmed().toUpper();
        if (!severity.match(upper).hasMatch()) {
            return UserMessage::error(Text::tr("“%1” is not a severity").arg(word.trimmed()))
                .because(Text::tr("A severity has 1 to 32 letters from A to Z or “_”."))
                .withRemedy(Text::tr("Use words as in the logs, such as ERROR or FATAL."))
                .withCode(u"severities"_s);
        }
        if (!severities.contains(upper))
            severities << upper;
    }
    if (severities.isEmpty()) {
        return UserMessage::error(Text::tr("No severity counts as a failure"))
            .because(Text::tr("Reports count failures, so at least one severity must be one."))
            .withRemedy(Text::tr("Choose a severity, such as ERROR."))
            .withCode(u"severities"_s);
    }
    return severities;
}

Result<QString> plantNameFromText(const QString& text)
{
    const QString name = text.simplified();
    if (!name.isEmpty() && name.size() <= kMaxNameLength)
        return name;
    return UserMessage::error(
               name.isEmpty() ? Text::tr("The plant has no name")
                              : Text::tr("The plant's name is too long"))
        .withRemedy(Text::tr("Give it a name of up to %1 characters, such as “vessel-7”.")
                        .arg(kMaxNameLength))
        .withCode(u"plant-name"_s);
}

bool isSamePlantName(const QString& a, const QString& b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

Result<PlantId> createPlant(Connection& connection, const QString& name)
{
    const auto added = connection.execute(
        "WITH added AS (INSERT INTO faultline.plant (name) VALUES ($1) RETURNING plant_id)"
        " INSERT INTO faultline.summary_state (plant_id) SELECT plant_id FROM added"
        " RETURNING plant_id",
        Parameters().add(name));
    if (!added)
        return added.error();
    return static_cast<PlantId>(added->integer(0, 0));
}

Result<void> renamePlant(Connection& connection, PlantId plant, const QString& name)
{
    const auto valid = plantNameFromText(name);
    if (!valid)
        return valid.error();
    const auto renamed = connection.execute(
        "UPDATE faultline.plant SET name = $2 WHERE plant_id = $1",
        Parameters().add(qint64{toInt(plant)}).add(*valid));
    if (!renamed && renamed.error().code == kUniqueViolation) {
        return UserMessage::error(Text::tr("There is already a plant “%1”").arg(*valid))
            .because(Text::tr("Two plants can't have the same name; case doesn't matter."))
            .withRemedy(Text::tr("Choose another name."))
            .withCode(u"plant-name-taken"_s);
    }
    if (!renamed)
        return renamed.error();
    if (renamed->affectedRows() == 0)
        return noSuchPlant(Text::tr("There is no such plant"));
    return {};
}

Result<void> changeTimeZone(Connection& connection, const Plant& plant, const QString& timeZone)
{
    if (const auto zone = LocalTime::fromName(timeZone); !zone)
        return zone.error();
    const qint64 id = toInt(plant.id);
    const auto hasReadings = connection.execute(kHasReadings, Parameters().add(id));
    if (!hasReadings)
        return hasReadings.error();
    if (hasReadings->boolean(0, 0)) {
        return zoneStays(
                   plant,
                   Text::tr(
                       "It has readings, whose times were read in the zone %1. In another zone "
                       "they would be wrong.")
                       .arg(plant.settings.timeZone),
                   Text::tr("Undo its loads or remove the plant. Then set the time zone and load "
                            "again."))
            .withCode(u"has-readings"_s);
    }
    const auto isBeingLoaded =
        connection.execute(kIsBeingLoaded, Parameters().add(id).add(qint64{kRunningLoadLock}));
    if (!isBeingLoaded)
        return isBeingLoaded.error();
    if (isBeingLoaded->boolean(0, 0)) {
        return zoneStays(
                   plant, Text::tr("Its files are being loaded."),
                   Text::tr("Cancel the load and undo it. Then set the time zone and load again."))
            .withCode(u"load-running"_s);
    }
    const auto changed = connection.execute(
        "UPDATE faultline.plant SET time_zone = $2 WHERE plant_id = $1",
        Parameters().add(id).add(timeZone));
    if (!changed && changed.error().code == kInvalidParameter) {
        return UserMessage::error(
                   Text::tr("The server doesn't know the time zone “%1”").arg(timeZone))
            .because(changed.error().why)
            .withRemedy(Text::tr("Use another name of the zone, such as Europe/Oslo or UTC."))
            .withCode(u"time-zone"_s);
    }
    if (!changed)
        return changed.error();
    const auto noted = connection.execute(
        "UPDATE faultline.summary_state SET version = version + 1 WHERE plant_id = $1",
        Parameters().add(id));
    return noted ? Result<void>() : noted.error();
}

} // namespace faultline
