// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ReadingsFixture.h"

#include "database/connection/Connection.h"
#include "support/ReportFixture.h"
#include "support/SummarySql.h"
#include "support/TemporaryServer.h"

namespace faultline {

namespace {

constexpr auto kLists = R"sql(
INSERT INTO faultline.equipment (equipment_id, code, group_name) VALUES
    (1, 'A', 'G1'), (2, 'B', 'G1'), (3, 'C', 'G2'), (4, 'D', NULL);
INSERT INTO faultline.equipment_sensor (sensor_id, equipment_id) VALUES
    (1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (7, 3), (8, 3), (9, 4), (10, 7);
INSERT INTO faultline.load_run (folder, state, program_version, settings)
VALUES ('/vessel', 'succeeded', 'test', '{}');
INSERT INTO faultline.source_file (path, role, head_bytes, head_hash) VALUES
    ('/vessel/a.log', 'readings', 1, '\x01'), ('/vessel/map.csv', 'sensor_map', 1, '\x02');
)sql";

// Multiplied by primes, so that nothing is in the table's order.
constexpr auto kReadings = R"sql(
INSERT INTO faultline.reading
    (occurred_at, temperature, vibration, sensor_id, chunk_id, severity, extra)
SELECT timestamptz '2020-01-01 00:00:00+00' + (n * 7919 % ($1::int / 4)) * interval '37.5 seconds',
    CASE WHEN n % 5 > 0 THEN (n * 31 % 17) / 10.0 END,
    CASE WHEN n % 50 = 0 THEN (n * 13 % 1009) / -3.0::float8 END,
    n * 17 % 11 + 1, 1, CASE WHEN n % 10 = 3 THEN 20 WHEN n % 97 = 0 THEN 30 ELSE 40 END,
    CASE WHEN n % 100 = 7 THEN '"pressure"=>"1.5"'::hstore END
FROM generate_series(1, $1::int) n
)sql";

constexpr auto kJournal = R"sql(
DELETE FROM faultline.reading
WHERE ctid > (SELECT format('(%s,0)', pg_relation_size('faultline.reading') / 8192 / 3)::tid)
  AND ctid < (SELECT format('(%s,0)', pg_relation_size('faultline.reading') / 8192 / 2)::tid);
INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id, first_byte, end_byte, first_line,
    lines, records, loaded, rejected, blank, content_hash, tail_hash)
SELECT 1, 1, 1, 0, 1000, 1, n, n, n, 0, 0, '\x00', '\x00'
FROM (SELECT count(*) AS n FROM faultline.reading) counted;
INSERT INTO faultline.load_chunk (chunk_id, load_id, file_id, first_byte, end_byte, first_line,
    lines, records, loaded, rejected, blank, content_hash, tail_hash)
VALUES (2, 1, 2, 0, 1000, 1, 10, 10, 10, 0, 0, '\x00', '\x00');
CREATE TEMPORARY TABLE cell AS
SELECT (occurred_at AT TIME ZONE 'UTC')::date AS day, sensor_id, severity, count(*) AS readings
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
