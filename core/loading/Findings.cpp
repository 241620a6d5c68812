// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/Findings.h"

#include "database/connection/ArrayText.h"
#include "loading/ledger/FailureChoice.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Findings)
};

constexpr auto kUnmappedSensors =
    "SELECT count(DISTINCT sensor_key), coalesce(sum(records), 0),"
    " (SELECT count(*) FROM faultline.equipment_sensor m"
    "  JOIN faultline.sensor n ON n.sensor_key = m.sensor_key"
    "  WHERE n.plant_id = ANY ($1::smallint[]))"
    " FROM (SELECT unnest(sensor_key) AS sensor_key,"
    "   unnest(faultline.of_each(sensor_records, cardinality(sensor_key))) AS records"
    "  FROM faultline.sensor_summary"
    "  WHERE unit = 'year' AND equipment_key = '{-1}' AND plant_id = ANY ($1::smallint[])"
    "  UNION ALL"
    "  SELECT x.sensor_key, x.records FROM faultline.sensor_summary s"
    "  CROSS JOIN LATERAL unnest(s.equipment_key, s.sensor_key,"
    "    faultline.of_each(s.sensor_records, cardinality(s.sensor_key)))"
    "   AS x (equipment_key, sensor_key, records)"
    "  WHERE s.unit = 'year' AND -1 = ANY (s.equipment_key) AND s.equipment_key <> '{-1}'"
    "   AND s.plant_id = ANY ($1::smallint[]) AND x.equipment_key = -1) unmapped";

constexpr auto kUnlistedEquipment =
    "SELECT count(*) FILTER (WHERE NOT is_listed), count(*) FILTER (WHERE is_listed)"
    " FROM faultline.known_equipment WHERE plant_id = ANY ($1::smallint[])";

// Ids of the same plant that differ only by case or white space, each group in one text. Numbers
// can't be alike.
constexpr auto kSimilarIds =
    "WITH id AS (SELECT plant_id, sensor_id AS id, 'sensor' AS kind FROM faultline.sensor"
    "  WHERE plant_id = ANY ($1::smallint[]) AND sensor_id !~ '^[0-9]+$'"
    "  UNION ALL SELECT plant_id, equipment_id, 'equipment' FROM faultline.equipment"
    "  WHERE plant_id = ANY ($1::smallint[]) AND equipment_id !~ '^[0-9]+$'),"
    " alike AS (SELECT string_agg(id, ', ' ORDER BY id) AS ids FROM id"
    "  GROUP BY plant_id, kind, lower(regexp_replace(id, '\\s+', '', 'g')) HAVING count(*) > 1)"
    " SELECT count(*), (SELECT string_agg(ids, '; ') FROM"
    "  (SELECT ids FROM alike ORDER BY ids LIMIT 3) some_ids) FROM alike";
constexpr int kMaxExamples = 3;

// Why lists of this role gave nothing, though the load had some. Empty if it had none.
QString troubleOfLists(const QList<FileReceipt>& files, SourceRole role)
{
    QStringList troubles;
    for (const FileReceipt& file : files) {
        if (file.role != role || troubles.size() == kMaxExamples)
            continue;
        if (file.state == FileState::Failed)
            troubles << Text::tr("%1 failed: %2.")
                            .arg(
                                file.relativePath,
                                file.message.chopped(file.message.endsWith(u'.') ? 1 : 0));
        else if (file.records.in > 0)
            troubles << Text::tr("%1: each of its records was rejected.").arg(file.relativePath);
        else
            troubles << Text::tr("%1 has no records.").arg(file.relativePath);
    }
    return troubles.join(u' ');
}

UserMessage unmapped(int sensors, const QString& readings, const QString& trouble, bool noMap)
{
    const auto effect = Text::tr("%1 readings have no equipment. They are loaded; reports "
                                 "count them by sensor.")
                            .arg(readings);
    if (noMap && !trouble.isEmpty()) {
        return UserMessage::warning(
                   Text::tr("No sensor map could be loaded: readings can't be assigned to "
                            "equipment"))
            .because(trouble + u' ' + effect)
            .withRemedy(Text::tr("Fix the sensor map, then load again."))
            .withCode(u"unmapped-sensors"_s);
    }
    const QString what =
        noMap ? Text::tr("There is no sensor map: readings can't be assigned to equipment")
              : Text::tr("%n sensor(s) with readings are not in the sensor map", nullptr, sensors);
    return UserMessage::warning(what)
        .because(effect)
        .withRemedy(
            Text::tr("Add a sensor map with these sensors to the data folder, then load again."))
        .withCode(u"unmapped-sensors"_s);
}

UserMessage unlisted(int equipment, const QString& trouble, bool noList)
{
    const auto effect = Text::tr("Reports show such equipment by its id and without a group.");
    if (noList && !trouble.isEmpty()) {
        return UserMessage::warning(
                   Text::tr("No equipment list could be loaded: equipment is shown by id, not by "
                            "code"))
            .because(trouble + u' ' + effect)
            .withRemedy(Text::tr("Fix the equipment list, then load again."))
            .withCode(u"unlisted-equipment"_s);
    }
    const QString what =
        noList ? Text::tr("There is no equipment list: equipment is shown by id, not by code")
               : Text::tr(
                   "%n piece(s) of equipment in the sensor map are not in the equipment list",
                   nullptr, equipment);
    return UserMessage::warning(what)
        .because(effect)
        .withRemedy(Text::tr("Add an equipment list with this equipment to the data folder, then "
                             "load again."))
        .withCode(u"unlisted-equipment"_s);
}

UserMessage similarIds(int count, const QString& examples)
{
    UserMessage message =
        UserMessage::warning(Text::tr("%n id(s) are written in more than one way", nullptr, count));
    return message
        .because((count <= kMaxExamples
                      ? Text::tr("They differ only by case or spaces, and so count as different "
                                 "sensors or equipment: %1.")
                      : Text::tr("They differ only by case or spaces, and so count as different "
                                 "sensors or equipment, such as: %1."))
                     .arg(examples))
        .withRemedy(Text::tr("If they are the same, correct the files and load them again."))
        .withCode(u"similar-ids"_s);
}

} // namespace

Result<QList<UserMessage>> findMismatches(
    Connection& connection, LoadId load, const QList<FileReceipt>& files,
    const QList<PlantChoice>& plants)
{
    QList<UserMessage> findings;
    const auto plantIds = Parameters().add(arrayText(
        plants, [](const PlantChoice& choice) { return QString::number(toInt(choice.plant)); }));
    const auto sensors = connection.execute(kUnmappedSensors, plantIds);
    if (!sensors)
        return sensors.error();
    if (const qint64 count = sensors->integer(0, 0); count > 0) {
        findings << unmapped(
            static_cast<int>(count), QLocale().toString(sensors->integer(0, 1)),
            troubleOfLists(files, SourceRole::SensorMap), sensors->integer(0, 2) == 0);
    }
    const auto equipment = connection.execute(kUnlistedEquipment, plantIds);
    if (!equipment)
        return equipment.error();
    if (const qint64 count = equipment->integer(0, 0); count > 0) {
        findings << unlisted(
            static_cast<int>(count), troubleOfLists(files, SourceRole::EquipmentList),
            equipment->integer(0, 1) == 0);
    }
    const auto similar = connection.execute(kSimilarIds, plantIds);
    if (!similar)
        return similar.error();
    if (const auto count = static_cast<int>(similar->integer(0, 0)); count > 0)
        findings << similarIds(count, similar->string(0, 1));
    for (const PlantChoice& choice : plants) {
        // Not the settings of the choice: they may have changed since the load began.
        const auto plant = fetchPlant(connection, choice.plant);
        if (!plant)
            return plant.error();
        const auto severities = fetchSeverities(connection, choice.plant);
        if (!severities)
            return severities.error();
        auto uncounted = uncountedFailures(*plant, *severities);
        if (!uncounted) {
            const auto logs = fetchLogsWithGraveReadings(connection, load, *plant, *severities);
            if (!logs)
                return logs.error();
            uncounted = uncountedFailures(*plant, *logs);
        }
        if (uncounted)
            findings << *uncounted;
    }
    return findings;
}

} // namespace faultline
