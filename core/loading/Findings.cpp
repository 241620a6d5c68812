// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/Findings.h"

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
    " (SELECT count(*) FROM faultline.equipment_sensor)"
    " FROM (SELECT unnest(sensor_key) AS sensor_key, unnest(sensor_records) AS records"
    "  FROM faultline.sensor_summary WHERE unit = 'year' AND equipment_key = '{-1}'"
    "  UNION ALL"
    "  SELECT x.sensor_key, x.records FROM faultline.sensor_summary s"
    "  CROSS JOIN LATERAL unnest(s.equipment_key, s.sensor_key, s.sensor_records)"
    "   AS x (equipment_key, sensor_key, records)"
    "  WHERE s.unit = 'year' AND -1 = ANY (s.equipment_key) AND s.equipment_key <> '{-1}'"
    "   AND x.equipment_key = -1) unmapped";

constexpr auto kUnlistedEquipment =
    "SELECT count(DISTINCT m.equipment_id), (SELECT count(*) FROM faultline.equipment)"
    " FROM faultline.equipment_sensor m WHERE NOT EXISTS ("
    "  SELECT FROM faultline.equipment e WHERE e.equipment_id = m.equipment_id)";

} // namespace

Result<QList<UserMessage>> findMismatches(Connection& connection)
{
    QList<UserMessage> findings;
    const auto sensors = connection.execute(kUnmappedSensors);
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
    const auto equipment = connection.execute(kUnlistedEquipment);
    if (!equipment)
        return equipment.error();
    if (const qint64 count = equipment->integer(0, 0); count > 0) {
        const bool noList = equipment->integer(0, 1) == 0;
        const QString what =
            noList
                ? Text::tr("There is no equipment list: equipment is shown by number, not by code")
                : Text::tr(
                    "%n piece(s) of equipment in the sensor map are not in the equipment list",
                    nullptr, static_cast<int>(count));
        findings << UserMessage::warning(what)
                        .because(
                            Text::tr("Reports show such equipment by number and without a group."))
                        .withRemedy(Text::tr("Add an equipment list with this equipment to the "
                                             "data folder, then load again."))
                        .withCode(u"unlisted-equipment"_s);
    }
    return findings;
}

} // namespace faultline
