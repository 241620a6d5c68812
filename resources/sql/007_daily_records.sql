-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 7: the records of a day by severity and equipment, so that their trend by week and day
-- needn't add up what daily_summary has of every sensor. Runs as version 1 did.

-- Rows add up, and are by load, as those of daily_summary. An equipment stands in a row once.
CREATE TABLE faultline.daily_records (
    load_id           integer NOT NULL,
    day               date NOT NULL,        -- in UTC
    severity          smallint NOT NULL,
    records           bigint NOT NULL,      -- of all sensors
    without_equipment bigint NOT NULL,      -- those of them whose sensor the map doesn't know
    equipment_id      integer[] NOT NULL,
    equipment_records bigint[] NOT NULL     -- the others, in step with equipment_id
);
ALTER TABLE faultline.daily_records
    ALTER equipment_id SET STORAGE EXTERNAL, ALTER equipment_id SET STATISTICS 0,
    ALTER equipment_records SET STORAGE EXTERNAL, ALTER equipment_records SET STATISTICS 0;

-- Makes them anew from daily_summary: when the sensor map has changed under readings.
CREATE FUNCTION faultline.remake_daily_records() RETURNS void
    LANGUAGE sql
AS $$
    DELETE FROM faultline.daily_records;
    INSERT INTO faultline.daily_records
    SELECT load_id, day, severity, sum(records),
           coalesce(sum(records) FILTER (WHERE equipment_id IS NULL), 0),
           coalesce(array_agg(equipment_id) FILTER (WHERE equipment_id IS NOT NULL), '{}'),
           coalesce(array_agg(records) FILTER (WHERE equipment_id IS NOT NULL), '{}')
    FROM (SELECT c.load_id, c.day, c.severity, m.equipment_id, sum(c.readings)::bigint AS records
          FROM (SELECT load_id, day, unnest(sensor_id) AS sensor_id, unnest(severity) AS severity,
                       unnest(readings) AS readings
                FROM faultline.daily_summary) AS c
          LEFT JOIN faultline.equipment_sensor m ON m.sensor_id = c.sensor_id
          GROUP BY c.load_id, c.day, c.severity, m.equipment_id) AS counted
    GROUP BY load_id, day, severity
$$;
SELECT faultline.remake_daily_records();

-- As in version 5, but for where days come from.
CREATE OR REPLACE FUNCTION faultline.records_by_step(
    step text, period_from date, period_to date, severity_name text)
    RETURNS TABLE (starts_on date, equipment_id integer, records numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    WITH period AS (
        -- Only months are made of months.
        SELECT first_day, past_day, past_month,
               CASE step WHEN 'month' THEN first_month ELSE 'infinity' END AS first_month
        FROM faultline.period_parts(period_from, period_to)
    ), days AS (
        SELECT faultline.start_of(step, d.day) AS starts_on, d.without_equipment, d.equipment_id,
               d.equipment_records
        FROM faultline.daily_records d, period p
        WHERE ((d.day >= p.first_day AND d.day < least(p.first_month, p.past_day))
               OR (d.day >= greatest(p.past_month, p.first_month) AND d.day < p.past_day))
          AND d.severity = (SELECT code FROM faultline.severity
                            WHERE name = coalesce(severity_name, 'ERROR'))
    )
    SELECT starts_on, equipment_id, sum(records)
    FROM (
        SELECT m.month AS starts_on, s.equipment_id, m.readings AS records
        FROM faultline.monthly_summary m
        CROSS JOIN period p
        LEFT JOIN faultline.equipment_sensor s ON s.sensor_id = m.sensor_id
        WHERE m.month >= p.first_month AND m.month < p.past_month
          AND m.severity = (SELECT code FROM faultline.severity
                            WHERE name = coalesce(severity_name, 'ERROR'))
        UNION ALL
        SELECT starts_on, unnest(equipment_id), unnest(equipment_records) FROM days
        UNION ALL
        SELECT starts_on, NULL, without_equipment FROM days WHERE without_equipment > 0
    ) AS parts
    GROUP BY starts_on, equipment_id
$$;

-- The records of all sensors by step.
CREATE FUNCTION faultline.all_records_by_step(
    step text, period_from date, period_to date, severity_name text)
    RETURNS TABLE (starts_on date, records numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT faultline.start_of(step, day), sum(records)
    FROM faultline.daily_records
    WHERE day >= coalesce(period_from, '-infinity') AND day <= coalesce(period_to, 'infinity')
      AND severity = (SELECT code FROM faultline.severity
                      WHERE name = coalesce(severity_name, 'ERROR'))
    GROUP BY 1
$$;
