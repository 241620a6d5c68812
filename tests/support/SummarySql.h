// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// Fills sensor_summary and equipment_summary from the temporary table cell (day, sensor_key,
/// severity, readings) of plant 1, for tests that need a database without loading one. No
/// measurements; a reading is at the start of its day.
inline constexpr auto kSummariesOfCells = R"sql(
CREATE TEMPORARY TABLE unit_cell AS
SELECT unit, faultline.start_of(unit, day) AS start, severity,
       coalesce(m.equipment_key, -1) AS equipment_key, c.sensor_key,
       min(day)::timestamptz AS first_at, max(day)::timestamptz AS last_at,
       sum(readings)::bigint AS readings
FROM cell c
LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = c.sensor_key
CROSS JOIN (VALUES ('day'), ('month'), ('year')) AS u (unit)
GROUP BY 1, 2, 3, 4, 5;
INSERT INTO faultline.sensor_summary
SELECT unit, start, severity, 1, array_agg(equipment_key), array_agg(sensor_key),
       array_agg(readings::integer), array_agg(0), array_agg('NaN'::float8),
       array_agg('NaN'::float8), array_agg(0::float8), array_agg(0), array_agg('NaN'::float8),
       array_agg('NaN'::float8), array_agg(0::float8)
FROM unit_cell GROUP BY unit, start, severity;
INSERT INTO faultline.equipment_summary
SELECT unit, start, severity, 1, sum(readings), min(first_at), max(last_at),
       array_agg(equipment_key), array_agg(readings), array_agg(0::bigint),
       array_agg('NaN'::float8), array_agg('NaN'::float8), array_agg(0::float8),
       array_agg(0::bigint), array_agg('NaN'::float8), array_agg('NaN'::float8),
       array_agg(0::float8)
FROM (SELECT unit, start, severity, equipment_key, min(first_at) AS first_at,
             max(last_at) AS last_at, sum(readings)::bigint AS readings
      FROM unit_cell GROUP BY 1, 2, 3, 4) AS c
GROUP BY unit, start, severity;
)sql";

} // namespace faultline
