// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/SummaryCompaction.h"

#include "database/connection/BinaryCursor.h"
#include "loading/settlement/SummaryRows.h"
#include "loading/summaries/SummaryCells.h"

#include <QByteArray>
#include <QString>

#include <utility>
#include <vector>

namespace faultline {

namespace {

constexpr qint64 kCellsAtOnce = 10'000;
// Starts with more cells than this many times SettlementLimits::cells are left alone: their rows
// are mostly full, and merging them would take too much memory.
constexpr qint64 kMostCells = 4;

// Full rows have at least 57 cells, except the last one of each severity.
constexpr auto kCrowded = R"sql(
SELECT s.unit, s.start - date '2000-01-01'
FROM (SELECT date '2000-01-01' + $1::integer AS first, date '2000-01-01' + $2::integer AS last) d
CROSS JOIN LATERAL (VALUES ('day', first), ('month', faultline.start_of('month', first)),
                           ('year', faultline.start_of('year', first))) AS p (unit, first)
JOIN faultline.{table} s ON s.unit = p.unit AND s.start >= p.first AND s.start <= d.last
    AND s.plant_id = $4
GROUP BY s.unit, s.start
HAVING count(*) > 16 + 2 * count(DISTINCT s.severity) + sum(cardinality(s.{key})) / 40
   AND sum(cardinality(s.{key})) <= $3::bigint)sql";
// $1, $2 and $3 say which unit, start and plant.
constexpr auto kDelete = "DELETE FROM faultline.{table} WHERE unit = $1"
                         " AND start = date '2000-01-01' + $2::integer AND plant_id = $3";
constexpr auto kMeasurements =
    " unnest(temperature_count)::bigint, unnest(temperature_min), unnest(temperature_max),"
    " unnest(temperature_sum), unnest(vibration_count)::bigint, unnest(vibration_min),"
    " unnest(vibration_max), unnest(vibration_sum)";
constexpr auto kSensorCells =
    "SELECT severity, unnest(sensor_key),"
    " unnest(faultline.of_each(equipment_key, cardinality(sensor_key))),"
    " unnest(faultline.of_each(sensor_records, cardinality(sensor_key)))::bigint, "
    "NULL::timestamptz, NULL::timestamptz,{measurements}"
    " FROM faultline.sensor_summary WHERE unit = $1 AND start = date '2000-01-01' + $2::integer"
    " AND plant_id = $3";
constexpr auto kEquipmentCells =
    "SELECT severity, -1, unnest(equipment_key), unnest(equipment_records), first_at, last_at,"
    "{measurements} FROM faultline.equipment_summary"
    " WHERE unit = $1 AND start = date '2000-01-01' + $2::integer AND plant_id = $3";

enum Column { Severity, Sensor, Equipment, Readings, FirstAt, LastAt, Temperature, Vibration = 10 };

struct Table
{
    const char* name;
    const char* key;
    const char* cells;
    bool isOfSensors;
};
constexpr Table kSensors{"sensor_summary", "sensor_key", kSensorCells, true};
constexpr Table kEquipment{"equipment_summary", "equipment_key", kEquipmentCells, false};

MeasurementSummary measurement(const QueryResult& rows, int row, int column)
{
    MeasurementSummary found;
    found.count = rows.binary<qint64>(row, column);
    if (found.count > 0) {
        found.min = rows.binary<double>(row, column + 1);
        found.max = rows.binary<double>(row, column + 2);
    }
    found.sum = rows.binary<double>(row, column + 3);
    return found;
}

// Merges all rows of one start.
class StartCompaction
{
public:
    StartCompaction(
        Connection& connection, const Table& table, PlantId plant, SummaryUnit unit, qint32 start)
        : m_connection(connection)
        , m_table(table)
        , m_unit(unit)
        , m_start(start)
    {
        const std::string_view word = summaryUnitWord(unit);
        m_which.add(QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size())))
            .add(qint64{start})
            .add(qint64{toInt(plant)});
    }

    Result<void> run(SummaryRows& rows)
    {
        if (const auto read = readCells(); !read)
            return read;
        const auto deleted =
            m_connection.execute(QByteArray(kDelete).replace("{table}", m_table.name), m_which);
        if (!deleted)
            return deleted.error();
        m_cells.sort();
        if (!m_table.isOfSensors)
            return rows.addEquipment(m_unit, m_cells.cells());
        if (m_isMeasured)
            return rows.addSensors(m_unit, m_cells.cells());
        std::vector<SensorCount> counts;
        for (const SummaryCell& cell : m_cells.cells()) {
            counts.push_back(
                {cell.start, cell.sensorKey, cell.equipmentKey, cell.severity, cell.readings});
        }
        return rows.addSensors(counts);
    }

private:
    Result<void> readCells()
    {
        const QByteArray query = QByteArray(m_table.cells).replace("{measurements}", kMeasurements);
        auto cursor = BinaryCursor::open(m_connection, "crowded", query, m_which);
        if (!cursor)
            return cursor.error();
        for (;;) {
            const auto rows = cursor->fetch(kCellsAtOnce);
            if (!rows)
                return rows.error();
            for (int row = 0; row < rows->rowCount(); ++row)
                add(*rows, row);
            if (rows->rowCount() < kCellsAtOnce)
                return cursor->close();
        }
    }

    void add(const QueryResult& rows, int row)
    {
        SummaryCell cell;
        cell.readings = rows.binary<qint64>(row, Readings);
        if (!rows.isNull(row, FirstAt)) {
            cell.firstAt = rows.binary<qint64>(row, FirstAt);
            cell.lastAt = rows.binary<qint64>(row, LastAt);
        }
        if (rows.isNull(row, Temperature)) {
            m_isMeasured = false;
        } else {
            cell.temperature = measurement(rows, row, Temperature);
            cell.vibration = measurement(rows, row, Vibration);
        }
        m_cells
            .at(m_start, rows.binary<qint32>(row, Sensor), rows.binary<qint32>(row, Equipment),
                rows.binary<qint16>(row, Severity))
            .merge(cell);
    }

    Connection& m_connection;
    const Table& m_table;
    const SummaryUnit m_unit;
    const qint32 m_start;
    Parameters m_which;
    SummaryCells m_cells;
    bool m_isMeasured = true;
};

Result<void> compact(
    Connection& connection, const Table& table, PlantId plant, qint32 firstDay, qint32 lastDay,
    const SettlementLimits& limits)
{
    const QByteArray sql =
        QByteArray(kCrowded).replace("{table}", table.name).replace("{key}", table.key);
    const auto crowded = connection.execute(
        sql, Parameters()
                 .add(qint64{firstDay})
                 .add(qint64{lastDay})
                 .add(static_cast<qint64>(limits.cells) * kMostCells)
                 .add(qint64{toInt(plant)}));
    if (!crowded)
        return crowded.error();
    BackgroundCopy copies(connection);
    SummaryRows rows(copies, plant);
    for (int row = 0; row < crowded->rowCount(); ++row) {
        const std::string_view word = crowded->text(row, 0);
        const SummaryUnit unit = word == summaryUnitWord(SummaryUnit::Day)     ? SummaryUnit::Day
                                 : word == summaryUnitWord(SummaryUnit::Month) ? SummaryUnit::Month
                                                                               : SummaryUnit::Year;
        const auto start = static_cast<qint32>(crowded->integer(row, 1));
        if (const auto sent = copies.wait(); !sent)
            return sent;
        const auto done = StartCompaction(connection, table, plant, unit, start).run(rows);
        if (!done)
            return done;
    }
    return rows.finish();
}

} // namespace

Result<void> compactSummaries(
    Connection& connection, PlantId plant, qint32 firstDay, qint32 lastDay,
    const SettlementLimits& limits)
{
    for (const Table* const table : {&kSensors, &kEquipment}) {
        const auto compacted = compact(connection, *table, plant, firstDay, lastDay, limits);
        if (!compacted)
            return compacted;
    }
    return {};
}

} // namespace faultline
