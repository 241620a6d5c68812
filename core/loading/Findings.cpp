// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/Findings.h"

#include "database/connection/ArrayText.h"

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
    "SELECT count(DISTINCT d.sensor_key), coalesce(sum(d.readings), 0),"
    " (SELECT count(*) FROM faultline.equipment_sensor m"
    "  JOIN faultline.sensor n ON n.sensor_key = m.sensor_key"
    "  WHERE n.plant_id = ANY ($1::smallint[]))"
    " FROM faultline.yearly_summary d JOIN faultline.sensor n ON n.sensor_key = d.sensor_key"
    " WHERE n.plant_id = ANY ($1::smallint[]) AND NOT EXISTS ("
    "  SELECT FROM faultline.equipment_sensor m WHERE m.sensor_key = d.sensor_key)";

constexpr auto kUnlistedEquipment =
    "SELECT count(*) FILTER (WHERE NOT is_listed), count(*) FILTER (WHERE is_listed)"
    " FROM faultline.known_equipment WHERE plant_id = ANY ($1::smallint[])";

} // namespace

Result<QList<UserMessage>> findMismatches(Connection& connection, const QList<PlantChoice>& plants)
{
    QList<UserMessage> findings;
    const auto plantIds = Parameters().add(arrayText(
        plants, [](const PlantChoice& choice) { return QString::number(toInt(choice.plant)); }));
    const auto sensors = connection.execute(kUnmappedSensors, plantIds);
    if (!sensors)
        return sensors.error();
    if (const qint64 count = sensors->integer(0, 0); count > 0) {
        const bool noMap = sensors->integer(0, 2) == 0;
        const QString what =
            noMap ? Text::tr("There is no sensor map: readings can't be assigned to equipment")
                  : Text::tr(
                      "%n sensor(s) with readings are not in the sensor map", nullptr,
                      static_cast<int>(count));
        findings
            << UserMessage::warning(what)
                   .because(Text::tr("%1 readings have no equipment. They are loaded; reports "
                                     "count them by sensor.")
                                .arg(QLocale().toString(sensors->integer(0, 1))))
                   .withRemedy(Text::tr(
                       "Add a sensor map with these sensors to the data folder, then load again."))
                   .withCode(u"unmapped-sensors"_s);
    }
    const auto equipment = connection.execute(kUnlistedEquipment, plantIds);
    if (!equipment)
        return equipment.error();
    if (const qint64 count = equipment->integer(0, 0); count > 0) {
        const bool noList = equipment->integer(0, 1) == 0;
        const QString what =
            noList ? Text::tr("There is no equipment list: equipment is shown by id, not by code")
                   : Text::tr(
                       "%n piece(s) of equipment in the sensor map are not in the equipment list",
                       nullptr, static_cast<int>(count));
        findings << UserMessage::warning(what)
                        .because(
                            Text::tr("Reports show such equipment by its id and without a group."))
                        .withRemedy(Text::tr("Add an equipment list with this equipment to the "
                                             "data folder, then load again."))
                        .withCode(u"unlisted-equipment"_s);
    }
    return findings;
}

} // namespace faultline
