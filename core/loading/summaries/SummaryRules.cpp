// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/SummaryRules.h"

#include "readings/FailureDetail.h"

#include <QStringList>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// One statement, so that everything is of one moment. What is about the plant is in the first row
// only. Times are in microseconds since 2000-01-01, null for infinity.
constexpr auto kFetch = R"sql(
SELECT CASE WHEN row_number() OVER () = 1 THEN array_to_string(p.failure_severities, chr(10)) END,
       CASE WHEN row_number() OVER () = 1 THEN p.time_zone END,
       s.version, m.sensor_key, m.equipment_key,
       CASE WHEN isfinite(m.valid_from)
            THEN (extract(epoch FROM m.valid_from) - 946684800) * 1000000 END::bigint,
       CASE WHEN isfinite(m.valid_to)
            THEN (extract(epoch FROM m.valid_to) - 946684800) * 1000000 END::bigint
FROM faultline.plant p
JOIN faultline.summary_state s ON s.plant_id = p.plant_id
LEFT JOIN (faultline.sensor n
           JOIN faultline.equipment_sensor m ON m.sensor_key = n.sensor_key)
    ON n.plant_id = p.plant_id AND NOT n.is_equipment
WHERE p.plant_id = $1)sql";
enum Column { Severities, Zone, Version, Sensor, Equipment, From, To };

constexpr auto kError = "ERROR";

} // namespace

SummaryRules::SummaryRules()
    : SummaryRules(PlantId{}, SensorMap(), LocalTime::utc())
{}

SummaryRules::SummaryRules(PlantId plant, SensorMap map, LocalTime zone)
    : m_plant(plant)
    , m_map(std::move(map))
    , m_zone(std::move(zone))
    , m_failureSeverities{kError}
{}

Result<SummaryRules> SummaryRules::fetch(Connection& connection, PlantId plant)
{
    const auto rows = connection.execute(kFetch, Parameters().add(qint64{toInt(plant)}));
    if (!rows)
        return rows.error();
    SummaryRules rules;
    rules.m_plant = plant;
    for (int row = 0; row < rows->rowCount(); ++row) {
        if (row == 0) {
            rules.m_version = static_cast<qint32>(rows->integer(row, Version));
            rules.m_failureSeverities.clear();
            for (const QString& name : rows->string(row, Severities).split(u'\n'))
                rules.m_failureSeverities.push_back(name.toStdString());
            auto zone = LocalTime::fromName(rows->string(row, Zone));
            if (!zone)
                return zone.error();
            rules.m_zone = *std::move(zone);
        }
        if (rows->isNull(row, Sensor))
            continue;
        rules.m_map.add(
            static_cast<qint32>(rows->integer(row, Sensor)),
            static_cast<qint32>(rows->integer(row, Equipment)),
            rows->isNull(row, From) ? SensorMap::kAlways : rows->integer(row, From),
            rows->isNull(row, To) ? SensorMap::kForever : rows->integer(row, To));
    }
    return rules;
}

bool SummaryRules::isFailure(std::string_view severity) const
{
    return severity == kFailureSeverity
           || std::find(m_failureSeverities.begin(), m_failureSeverities.end(), severity)
                  != m_failureSeverities.end();
}

} // namespace faultline
