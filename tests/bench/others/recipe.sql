-- SPDX-License-Identifier: GPL-3.0-or-later
-- What people do with psql alone: load the lines as text, and convert them to readings with SQL.
-- The queries in figures/ follow. Run it in the data folder, in an empty database.
\set ON_ERROR_STOP on

CREATE TABLE raw_line (
    moment text, severity text, sensor text, first_name text, first_value text, second_value text);
\copy raw_line FROM 'equipment_failure_sensors.log'

CREATE TABLE sensor_map (equipment_id integer, sensor_id integer);
\copy sensor_map FROM 'equipment_sensors.csv' WITH (FORMAT csv, HEADER, DELIMITER ';')

\set list `cat equipment.json`
CREATE TABLE equipment AS
SELECT * FROM json_to_recordset(:'list') AS e (equipment_id integer, code text, group_name text);

CREATE TABLE reading AS
SELECT (substr(moment, 2, 19) || ' UTC')::timestamptz AS occurred_at,
       severity,
       substr(sensor, 8, length(sensor) - 9)::integer AS sensor_id,
       split_part(first_value, ',', 1)::double precision AS temperature,
       rtrim(second_value, ')')::double precision AS vibration
FROM raw_line;

CREATE TABLE sensor_records AS
SELECT sensor_id, count(*) AS error_records
FROM reading
WHERE severity = 'ERROR'
GROUP BY sensor_id;

CREATE TABLE equipment_figures AS
SELECT e.equipment_id, e.code, e.group_name,
       coalesce(r.error_records, 0) AS error_records,
       coalesce(v.failure_events, 0) AS failure_events
FROM equipment e
LEFT JOIN (
    SELECT m.equipment_id, sum(s.error_records)::bigint AS error_records
    FROM sensor_records s JOIN sensor_map m ON m.sensor_id = s.sensor_id
    GROUP BY m.equipment_id) r ON r.equipment_id = e.equipment_id
LEFT JOIN (
    SELECT equipment_id, count(*) AS failure_events
    FROM (SELECT DISTINCT m.equipment_id, d.occurred_at
          FROM reading d JOIN sensor_map m ON m.sensor_id = d.sensor_id
          WHERE d.severity = 'ERROR') AS instants
    GROUP BY equipment_id) v ON v.equipment_id = e.equipment_id;

-- Averages, rounded half up.
CREATE FUNCTION wholes(dividend numeric, divisor numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE RETURN round(dividend / nullif(divisor, 0));
CREATE FUNCTION hundredths(dividend numeric, divisor numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE RETURN round(dividend / nullif(divisor, 0), 2);
