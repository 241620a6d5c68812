// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ReadingsFixture.h"

#include "database/connection/Connection.h"
#include "support/ReportFixture.h"
#include "support/SummarySql.h"
#include "support/TemporaryServer.h"

namespace faultline {

namespace {

// Keys are other numbers than ids, so that taking one for the other shows.
constexpr auto kLists = R"sql(
INSERT INTO faultline.plant (name) VALUES ('vessel');
INSERT INTO faultline.summary_state (plant_id) VALUES (1);
INSERT INTO faultline.equipment (equipment_key, plant_id, equipment_id, code, group_name)
OVERRIDING SYSTEM VALUE VALUES
    (101, 1, '1', 'A', 'G1'), (102, 1, '2', 'B', 'G1'), (103, 1, '3', 'C', 'G2'),
    (104, 1, '4', 'D', NULL), (107, 1, '7', NULL, NULL);
INSERT INTO faultline.sensor (sensor_key, plant_id, sensor_id) OVERRIDING SYSTEM VALUE
SELECT 1000 + n, 1, n::text FROM generate_series(1, 11) n;
INSERT INTO faultline.equipment_sensor (sensor_key, equipment_key) VALUES
    (1001, 101), (1002, 101), (1003, 101), (1004, 102), (1005, 102), (1006, 103), (1007, 103),
    (1008, 103), (1009, 104), (1010, 107);
INSERT INTO faultline.load_run (folder, state, program_version, settings)
VALUES ('/vessel', 'succeeded', 'test', '{}');
INSERT INTO faultline.load_plant (load_id, plant_id, folder, reason)
VALUES (1, 1, '/vessel', 'first');
INSERT INTO faultline.source_file (plant_id, path, role, head_bytes, head_hash) VALUES
    (1, '/vessel/a.log', 'readings', 1, '\x01'), (1, '/vessel/map.csv', 'sensor_map', 1, '\x02');
)sql";

// Multiplied by primes, so that nothing is in the order of loading; nor are the rows of the table.
// The readings are in four chunks, whose numbers have gaps.
constexpr auto kReadings = R"sql(
INSERT INTO faultline.reading
    (occurred_at, temperature, vibration, sensor_key, reading_id, severity, plant_id, extra)
SELECT timestamptz '2020-01-01 00:00:00+00' + (n * 7919 % ($1::int / 4)) * interval '37.5 seconds',
    CASE WHEN n % 5 > 0 THEN (n * 31 % 17) / 10.0 END,
    CASE WHEN n % 50 = 0 THEN (n * 13 % 1009) / -3.0::float8 END,
    1001 + n * 17 % 11, faultline.reading_id(1 + (n - 1) / ($1::int / 4 + 1) * 3, n),
    CASE WHEN n % 10 = 3 THEN 20 WHEN n % 97 = 0 THEN 30 ELSE 40 END, 1,
    CASE WHEN n % 100 = 7 THEN '"pressure"=>"1.5"'::hstore END
FROM generate_series(1, $1::int) n
ORDER BY n * 7907::bigint % $1::int
)sql";

constexpr auto kJournal = R"sql(
DELETE FROM faultline.reading
WHERE faultline.position_of(reading_id) > (SELECT count(*) / 3 FROM faultline.reading)
  AND faultline.position_of(reading_id) < (SELECT count(*) / 2 FROM faultline.reading);
INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id, first_byte, end_byte, first_line,
    lines, positions, records, loaded, rejected, blank, content_hash, tail_hash)
SELECT chunk_id, 1, 1, chunk_id * 1000, chunk_id * 1000 + 1000, 1, lines, lines, n, n, 0, 0,
    '\x00', '\x00'
FROM (SELECT faultline.chunk_of(reading_id) AS chunk_id,
             max(faultline.position_of(reading_id)) + 1 AS lines, count(*) AS n
      FROM faultline.reading GROUP BY 1) counted;
INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id, first_byte, end_byte, first_line,
    lines, positions, records, loaded, rejected, blank, content_hash, tail_hash)
VALUES (2, 1, 2, 0, 1000, 1, 10, 10, 10, 10, 0, 0, '\x00', '\x00');
CREATE TEMPORARY TABLE cell AS
SELECT (occurred_at AT TIME ZONE 'UTC')::date AS day, sensor_key, severity, count(*) AS readings
FROM faultline.reading GROUP BY 1, 2, 3;
ANALYZE faultline.reading;
)sql";

} // namespace

Result<void> fillWithReadings(const ConnectionSettings& settings, int count)
{
    if (const auto made = makeEmptySchema(settings); !made)
        return made;
    auto connection = Connection::open(settings);
    if (!connection)
        return connection.error();
    if (const auto filled = connection->execute(kLists); !filled)
        return filled.error();
    if (const auto filled = connection->execute(kReadings, Parameters().add(qint64{count}));
        !filled)
        return filled.error();
    if (const auto filled = connection->execute(QByteArray(kJournal) + kSummariesOfCells); !filled)
        return filled.error();
    return {};
}

Result<void> createReader(const ConnectionSettings& settings, const QString& name)
{
    const QByteArray role = name.toUtf8();
    return TemporaryServer::executeAsSuperuser(
        settings, {"DO $$ BEGIN CREATE ROLE " + role
                       + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                   "GRANT USAGE ON SCHEMA faultline TO " + role,
                   "GRANT SELECT ON ALL TABLES IN SCHEMA faultline TO " + role});
}

} // namespace faultline
