// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ReportFixture.h"

#include "database/connection/Connection.h"
#include "database/schema/SchemaMigration.h"
#include "readings/ZonedTime.h"
#include "support/SummarySql.h"

#include <QStringList>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Keys are other numbers than ids, so that taking one for the other shows.
constexpr auto kRows = R"sql(
INSERT INTO faultline.plant (name) VALUES ('vessel');
INSERT INTO faultline.summary_state (plant_id) VALUES (1);
INSERT INTO faultline.equipment (equipment_key, plant_id, equipment_id, code, group_name)
OVERRIDING SYSTEM VALUE VALUES
    (101, 1, '1', 'A', 'G1'), (102, 1, '2', 'B', 'G1'), (103, 1, '3', 'C', 'G2'),
    (104, 1, '4', 'D', NULL), (105, 1, '5', 'E', 'G2'), (107, 1, '7', NULL, NULL);
INSERT INTO faultline.sensor (sensor_key, plant_id, sensor_id) OVERRIDING SYSTEM VALUE
SELECT 1000 + n, 1, n::text FROM unnest('{10,11,20,30,40,50,70,99}'::int[]) n;
INSERT INTO faultline.equipment_sensor (sensor_key, equipment_key) VALUES
    (1010, 101), (1011, 101), (1020, 102), (1030, 103), (1040, 104), (1050, 105), (1070, 107);
INSERT INTO faultline.load_run (folder, state, program_version, settings) VALUES
    ('/one', 'succeeded', 'test', '{}'), ('/two', 'succeeded', 'test', '{}');
INSERT INTO faultline.load_plant (load_id, plant_id, folder, reason) VALUES
    (1, 1, '/one', 'first'), (2, 1, '/two', 'lists');
CREATE TEMPORARY TABLE cell AS
SELECT load_id, day::date, 1000 + sensor_id AS sensor_key, severity::smallint, readings::bigint
FROM (VALUES
    (1, '2020-01-01', 10, 40, 4), (1, '2020-01-01', 11, 40, 4), (1, '2020-01-01', 20, 40, 8),
    (1, '2020-01-01', 30, 40, 3), (1, '2020-01-01', 40, 40, 2), (1, '2020-01-01', 70, 40, 5),
    (1, '2020-01-01', 99, 40, 6), (1, '2020-02-01', 10, 40, 1), (1, '2020-02-01', 11, 40, 1),
    (1, '2020-02-01', 99, 40, 1), (2, '2020-01-01', 30, 40, 1),
    (1, '2020-01-01', 10, 20, 100), (1, '2020-01-01', 50, 50, 7)
) AS v (load_id, day, sensor_id, severity, readings);
INSERT INTO faultline.failure_day
SELECT 100 + equipment_id, 1, day::date, events,
       (SELECT array_agg(day::timestamptz + n * interval '1 second') FROM generate_series(1, events) n)
FROM (VALUES
    (1, '2020-01-01', 4), (1, '2020-02-01', 1), (2, '2020-01-01', 8), (3, '2020-01-01', 3),
    (4, '2020-01-01', 2), (7, '2020-01-01', 5)
) AS v (equipment_id, day, events);
CREATE TEMPORARY TABLE event AS
SELECT unit, faultline.start_of(unit, day) AS start, equipment_key, at
FROM (SELECT day, equipment_key, unnest(event_at) AS at FROM faultline.failure_day) AS x,
     (VALUES ('day'), ('month'), ('year')) AS u (unit);
INSERT INTO faultline.failure_summary
SELECT unit, start, 1, sum(events), array_agg(equipment_key), array_agg(events)
FROM (SELECT unit, start, equipment_key, count(*) AS events
      FROM event GROUP BY 1, 2, 3) AS x
GROUP BY unit, start;
INSERT INTO faultline.failure_hours
SELECT equipment_key, unit, start, 1, array_agg(hour), array_agg(events)
FROM (SELECT CASE each WHEN 1 THEN equipment_key ELSE 0 END AS equipment_key, unit, start,
             (date_part('isodow', at) * 24 - 24 + date_part('hour', at))::smallint AS hour,
             count(*) AS events
      FROM event, (VALUES (0), (1)) AS e (each)
      WHERE each = 0 OR unit <> 'day'
      GROUP BY 1, 2, 3, 4) AS x
GROUP BY equipment_key, unit, start;
)sql";

} // namespace

Result<void> makeEmptySchema(const ConnectionSettings& settings)
{
    auto connection = Connection::open(settings);
    if (!connection)
        return connection.error();
    return migrateSchema(*connection);
}

Result<void> fillWithReportFixture(const ConnectionSettings& settings)
{
    auto connection = Connection::open(settings);
    if (!connection)
        return connection.error();
    if (const auto migrated = migrateSchema(*connection); !migrated)
        return migrated.error();
    if (const auto filled = connection->execute(QByteArray(kRows) + kSummariesOfCells); !filled)
        return filled.error();
    return {};
}

QString rowText(const QList<QVariant>& row)
{
    QStringList cells;
    for (const QVariant& value : row) {
        if (value.isNull())
            cells << u"-"_s;
        else if (const auto time = zonedTimeOf(value))
            cells << time->toIso(3);
        else
            cells << value.toString();
    }
    return cells.join(u'|');
}

} // namespace faultline
