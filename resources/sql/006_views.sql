-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 6: views for the tools of others (docs/database.md). Runs as version 1 did.
-- Every join below is on a primary key: none loses or multiplies a row.

-- Each reading with its names. As many rows as readings, and as dear as these: to be narrowed.
CREATE VIEW faultline.named_readings AS
SELECT r.occurred_at, s.name AS severity, r.sensor_id, m.equipment_id,
       coalesce(e.code, '#' || m.equipment_id) AS code, e.group_name,
       r.temperature, r.vibration, r.extra
FROM faultline.reading r
JOIN faultline.severity s ON s.code = r.severity
LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = r.sensor_id
LEFT JOIN faultline.equipment e ON e.equipment_id = m.equipment_id;

-- Each failure event: an instant at which an equipment has error records, once.
CREATE VIEW faultline.failure_event_times AS
SELECT x.occurred_at, f.equipment_id, coalesce(e.code, '#' || f.equipment_id) AS code, e.group_name
FROM faultline.failure_day f
CROSS JOIN LATERAL unnest(f.event_at) AS x (occurred_at)
LEFT JOIN faultline.equipment e ON e.equipment_id = f.equipment_id;

-- Readings of a month by sensor and severity, with what was measured. From a summary: thousands of
-- rows, however many readings there are.
CREATE VIEW faultline.readings_by_month AS
SELECT y.month, y.sensor_id, s.name AS severity, m.equipment_id,
       coalesce(e.code, '#' || m.equipment_id) AS code, e.group_name,
       y.readings, y.first_at, y.last_at,
       y.temperature_count, y.temperature_min, y.temperature_max,
       y.temperature_sum / nullif(y.temperature_count, 0) AS temperature_mean,
       y.vibration_count, y.vibration_min, y.vibration_max,
       y.vibration_sum / nullif(y.vibration_count, 0) AS vibration_mean
FROM faultline.monthly_summary y
JOIN faultline.severity s ON s.code = y.severity
LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = y.sensor_id
LEFT JOIN faultline.equipment e ON e.equipment_id = m.equipment_id;

-- The sensors of the map, with what they are on.
CREATE VIEW faultline.sensors AS
SELECT m.sensor_id, m.equipment_id, coalesce(e.code, '#' || m.equipment_id) AS code, e.group_name
FROM faultline.equipment_sensor m
LEFT JOIN faultline.equipment e ON e.equipment_id = m.equipment_id;

-- The loads, each with what its receipt says about its readings.
CREATE VIEW faultline.loads AS
SELECT l.load_id, l.folder, l.started_at, l.ended_at, l.state, l.undone_at,
       f.files, f.records_in, f.loaded, f.rejected, f.blank, f.skipped
FROM faultline.load_run l
CROSS JOIN LATERAL (
    SELECT count(*) AS files, coalesce(sum(records_in), 0) AS records_in,
           coalesce(sum(loaded), 0) AS loaded, coalesce(sum(rejected), 0) AS rejected,
           coalesce(sum(blank), 0) AS blank, coalesce(sum(skipped), 0) AS skipped
    FROM faultline.load_file
    WHERE load_id = l.load_id AND role = 'readings') AS f;
