// SPDX-License-Identifier: GPL-3.0-or-later
// The whole job in DuckDB: from the files of a data folder to the figures, on all cores, without
// PostgreSQL. Prints the seconds that Node.js took before this program began.
//   node duckdb.mjs MODULES FOLDER FIGURES OUT [DATABASE]
// The fastest method of those tried: columns split at tabs, and only what the figures need
// converted to values and kept in a table. Slower: taking lines apart with substr() (1.2 times) or
// a regular expression (2 times), and grouping while reading (2 to 3 times).
// With DATABASE, which must not exist, it stores the readings there with their measurements.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const secondsBefore = performance.now() / 1000;
const [modules, folder, figures, out, database] =
    process.argv.slice(2).map((path) => resolve(path));
const { DuckDBInstance } = createRequire(join(modules, 'package.json'))('@duckdb/node-api');

const text = (value) => `'${value.replaceAll("'", "''")}'`;
const input = (name) => text(join(folder, name));

const measurements = `,
            severity,
            CAST(split_part(first_value, ',', 1) AS DOUBLE) AS temperature,
            CAST(rtrim(second_value, ')') AS DOUBLE) AS vibration`;
const isError = `WHERE severity = 'ERROR'`;
const log = `read_csv(${input('equipment_failure_sensors.log')}, auto_detect = false,
         delim = '\\t', quote = '', escape = '', header = false,
         columns = {moment: 'VARCHAR', severity: 'VARCHAR', sensor: 'VARCHAR',
             first_name: 'VARCHAR', first_value: 'VARCHAR', second_value: 'VARCHAR'})`;

const statements = [
    `CREATE TABLE equipment AS
     SELECT equipment_id, code, group_name
     FROM read_json(${input('equipment.json')}, columns = {
         equipment_id: 'INTEGER', code: 'VARCHAR', group_name: 'VARCHAR'})`,
    `CREATE TABLE sensor_map AS
     SELECT equipment_id, sensor_id
     FROM read_csv(${input('equipment_sensors.csv')}, delim = ';', header = true,
         columns = {equipment_id: 'INTEGER', sensor_id: 'INTEGER'})`,
    `CREATE TABLE reading AS
     SELECT CAST(substr(moment, 2, 19) AS TIMESTAMP) AS occurred_at,
            CAST(substr(sensor, 8, length(sensor) - 9) AS INTEGER) AS sensor_id
            ${database ? measurements : ''}
     FROM ${log} ${database ? '' : isError}`,
    `CREATE VIEW error_record AS FROM reading ${database ? isError : ''}`,
    `CREATE TABLE sensor_records AS
     SELECT sensor_id, count(*) AS error_records FROM error_record GROUP BY sensor_id`,
    `CREATE TABLE equipment_figures AS
     SELECT e.equipment_id, e.code, e.group_name,
            coalesce(r.error_records, 0)::BIGINT AS error_records,
            coalesce(v.failure_events, 0)::BIGINT AS failure_events
     FROM equipment e
     LEFT JOIN (
         SELECT equipment_id, sum(error_records) AS error_records
         FROM sensor_records JOIN sensor_map USING (sensor_id)
         GROUP BY equipment_id) r USING (equipment_id)
     LEFT JOIN (
         SELECT equipment_id, count(*) AS failure_events
         FROM (SELECT DISTINCT equipment_id, occurred_at
               FROM error_record JOIN sensor_map USING (sensor_id)) AS instants
         GROUP BY equipment_id) v USING (equipment_id)`,
    // Averages, rounded half up with integers: no binary fraction is involved.
    `CREATE MACRO wholes(dividend, divisor) AS
     CASE WHEN divisor > 0 THEN (dividend * 2 + divisor) // (divisor * 2) END`,
    `CREATE MACRO hundredths(dividend, divisor) AS
     CAST(wholes(dividend * 100, divisor) AS DECIMAL(20, 0)) * 0.01`,
];

const instance = await DuckDBInstance.create(database ?? ':memory:');
const connection = await instance.connect();
for (const statement of statements)
    await connection.run(statement);
for (const file of readdirSync(figures)) {
    const query = readFileSync(join(figures, file), 'utf8');
    const target = text(join(out, file.replace(/\.sql$/, '.csv')));
    await connection.run(`COPY (${query}) TO ${target} (FORMAT csv, HEADER, DELIMITER ',')`);
}
console.log(secondsBefore.toFixed(3));
connection.closeSync();
instance.closeSync();
