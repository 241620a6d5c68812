// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/sql/SqlExamples.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SqlExamples)
};

} // namespace

QList<SqlExample> sqlExamples()
{
    return {
        {Text::tr("Failure events by equipment and month"),
         u"SELECT plant, code, date_trunc('month', day)::date AS month,\n"
         "       sum(failure_events) AS failure_events\n"
         "FROM failure_events_by_day\n"
         "GROUP BY plant, code, month\n"
         "ORDER BY plant, code, month"_s},
        {Text::tr("The ten sensors with the most error records"),
         u"SELECT plant, sensor_id, code, sum(error_records) AS error_records\n"
         "FROM error_records_by_day\n"
         "GROUP BY plant, sensor_id, code\n"
         "ORDER BY error_records DESC, plant, sensor_id\n"
         "LIMIT 10"_s},
        {Text::tr("Days on which more than three pieces of equipment failed"),
         u"SELECT day, count(*) AS equipment, sum(failure_events) AS failure_events\n"
         "FROM failure_events_by_day\n"
         "GROUP BY day\n"
         "HAVING count(*) > 3\n"
         "ORDER BY equipment DESC, day"_s},
        {Text::tr("The hottest readings"),
         u"SELECT occurred_at, plant, code, sensor_id, temperature, vibration\n"
         "FROM named_readings\n"
         "WHERE temperature IS NOT NULL\n"
         "ORDER BY temperature DESC\n"
         "LIMIT 100"_s},
        {Text::tr("Equipment in the list without a sensor"),
         u"SELECT p.name AS plant, e.equipment_id, e.code, e.group_name\n"
         "FROM equipment e\n"
         "JOIN plant p ON p.plant_id = e.plant_id\n"
         "LEFT JOIN equipment_sensor s ON s.equipment_key = e.equipment_key\n"
         "WHERE s.sensor_key IS NULL AND e.code IS NOT NULL\n"
         "ORDER BY plant, e.code"_s},
        {Text::tr("Records loaded and rejected by each load"),
         u"SELECT l.load_id, l.started_at, f.path, f.loaded, f.rejected\n"
         "FROM load_run l\n"
         "JOIN load_file f ON f.load_id = l.load_id\n"
         "ORDER BY l.load_id DESC, f.position"_s}};
}

} // namespace faultline
