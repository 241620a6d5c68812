// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"

#include "database/schema/SchemaMigration.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

void writeFile(const QString& path, const QByteArray& content, QIODevice::OpenMode mode)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(mode) || file.write(content) != content.size())
        qFatal("can't write %s", qPrintable(path));
}

} // namespace

Result<std::unique_ptr<LoadFixture>> LoadFixture::make(TemporaryServer& server)
{
    auto settings = server.createDatabase();
    if (!settings)
        return settings.error();
    auto connection = Connection::open(*settings);
    if (!connection)
        return connection.error();
    if (const auto migrated = migrateSchema(*connection); !migrated)
        return migrated.error();
    auto fixture = std::make_unique<LoadFixture>();
    fixture->m_settings = *settings;
    fixture->m_folder = std::make_unique<QTemporaryDir>();
    QDir().mkpath(fixture->folder());
    return fixture;
}

LoadFixture LoadFixture::of(const ConnectionSettings& settings)
{
    LoadFixture fixture;
    fixture.m_settings = settings;
    return fixture;
}

QString LoadFixture::sampleFolder()
{
    return QStringLiteral(FAULTLINE_SOURCE_DIR "/data");
}

std::optional<QString> LoadFixture::referenceFolder()
{
    QString base = qEnvironmentVariable("FAULTLINE_REFERENCE_DATA");
    if (base.isEmpty())
        base = QStringLiteral(FAULTLINE_SOURCE_DIR "/../shared/reference-data");
    const QString folder = QDir::cleanPath(base + u"/folder"_s);
    return QFileInfo(folder).isDir() ? std::optional(folder) : std::nullopt;
}

void LoadFixture::write(const QString& name, const QByteArray& content) const
{
    writeFile(path(name), content, QIODevice::WriteOnly | QIODevice::Truncate);
}

void LoadFixture::append(const QString& name, const QByteArray& content) const
{
    writeFile(path(name), content, QIODevice::WriteOnly | QIODevice::Append);
}

void LoadFixture::writeLists() const
{
    write(
        u"equipment.json"_s,
        R"([{"equipment_id":1,"code":"AAAA","group_name":"ONE"},
            {"equipment_id":2,"code":"BBBB","group_name":"ONE"},
            {"equipment_id":3,"code":"CCCC","group_name":"TWO"}])");
    write(
        u"sensors.csv"_s, "equipment_id;sensor_id\r\n1;1\r\n1;2\r\n1;3\r\n1;4\r\n2;5\r\n2;6\r\n"
                          "3;7\r\n3;8\r\n3;9\r\n");
}

LoadReceipt LoadFixture::load(const LoadOptions& options) const
{
    return load(folder(), options);
}

LoadReceipt LoadFixture::load(const QString& folder, const LoadOptions& options) const
{
    LoadOptions decided = options;
    if (decided.plant == PlantRequest())
        decided.plant.name = plantName();
    return LoadJob::start(m_settings, folder, decided).future().result();
}

QString LoadFixture::ask(const QByteArray& sql) const
{
    auto connection = Connection::open(m_settings);
    if (!connection)
        return u"ERROR: "_s + connection.error().toText();
    const auto result = connection->execute(sql);
    if (!result)
        return u"ERROR: "_s + result.error().toText();
    return result->rowCount() > 0 ? result->string(0, 0) : QString();
}

void LoadFixture::execute(const QByteArray& sql) const
{
    const QString answer = ask(sql);
    if (answer.startsWith(u"ERROR"_s))
        qFatal("%s: %s", sql.constData(), qPrintable(answer));
}

QString LoadFixture::digest() const
{
    return ask("SELECT count(*) || ':' || coalesce(sum(hashtextextended(concat_ws('|', occurred_at,"
               " coalesce(temperature::text, 'null'), coalesce(vibration::text, 'null'),"
               " n.sensor_id, s.name, coalesce(extra::text, 'null')), 0)::numeric), 0)"
               " FROM faultline.reading r JOIN faultline.severity s ON s.code = r.severity"
               " JOIN faultline.sensor n ON n.sensor_key = r.sensor_key");
}

QString LoadFixture::journalMismatch() const
{
    return ask(
        "SELECT string_agg(format('chunk %s: journal %s+%s, tables %s+%s', c.chunk_id, c.loaded,"
        " c.rejected, coalesce(r.n, 0), coalesce(x.n, 0)), '; ')"
        " FROM faultline.load_chunk c JOIN faultline.source_file f USING (file_id)"
        " FULL JOIN (SELECT faultline.chunk_of(reading_id) AS chunk_id, count(*) AS n"
        "  FROM faultline.reading GROUP BY 1) r"
        "  USING (chunk_id)"
        " FULL JOIN (SELECT chunk_id, count(*) AS n FROM faultline.rejected_line GROUP BY 1) x"
        "  USING (chunk_id)"
        " WHERE (f.role = 'readings' AND c.loaded <> coalesce(r.n, 0))"
        "  OR c.rejected IS DISTINCT FROM coalesce(x.n, 0) OR c.chunk_id IS NULL");
}

namespace {

// Rows that are in only one of two tables.
const QByteArray kDifference =
    " SELECT (SELECT string_agg(x::text, '; ') FROM"
    "  (SELECT 'scan', * FROM (TABLE scan EXCEPT ALL TABLE kept) a"
    "   UNION ALL SELECT 'kept', * FROM (TABLE kept EXCEPT ALL TABLE scan) b LIMIT 6) x)";

// The cells of a unit of time in a full scan. Sums are compared to 9 significant digits, because
// the last ones depend on the order of addition.
QByteArray scanSql(const QByteArray& unit, const QByteArray& key)
{
    return "WITH scan AS (SELECT r.plant_id, date_trunc('" + unit
           + "', occurred_at AT TIME ZONE p.time_zone)::date AS start, severity, " + key
           + ", count(*)::numeric AS readings,"
             "  count(temperature)::numeric AS tc, min(temperature), max(temperature), "
             "  to_char(coalesce(sum(temperature), 0), '9.99999999EEEE'),"
             "  count(vibration)::numeric AS vc, min(vibration), max(vibration),"
             "  to_char(coalesce(sum(vibration), 0), '9.99999999EEEE')"
             "  FROM faultline.reading r JOIN faultline.plant p USING (plant_id)"
             "  LEFT JOIN faultline.equipment_sensor m ON m.sensor_key = r.sensor_key"
             "   AND m.valid_from <= r.occurred_at AND m.valid_to > r.occurred_at"
             "  GROUP BY r.plant_id, start, severity, "
           + key + "), ";
}

const QByteArray kMeasurements =
    "sum(records)::numeric, sum(tc)::numeric, min(nullif(tmin, 'NaN')), max(nullif(tmax, 'NaN')),"
    " to_char(sum(ts), '9.99999999EEEE'), sum(vc)::numeric, min(nullif(vmin, 'NaN')),"
    " max(nullif(vmax, 'NaN')), to_char(sum(vs), '9.99999999EEEE')";

// Cells of sensors. Days may lack measurements; then these columns are left out on both sides.
QByteArray sensorMismatchSql(const QByteArray& unit)
{
    return scanSql(unit, "r.sensor_key, coalesce(m.equipment_key, -1)")
           + " cells AS (SELECT plant_id, start, severity, x.* FROM faultline.sensor_summary d"
             "  CROSS JOIN LATERAL unnest(d.sensor_key,"
             "   faultline.of_each(d.equipment_key, cardinality(d.sensor_key)),"
             "   faultline.of_each(d.sensor_records, cardinality(d.sensor_key)),"
             "   d.temperature_count, d.temperature_min, d.temperature_max,"
             "   d.temperature_sum, d.vibration_count, d.vibration_min, d.vibration_max,"
             "   d.vibration_sum) AS x (sensor_key, equipment_key, records, tc, tmin, tmax, ts,"
             "   vc, vmin, vmax, vs) WHERE d.unit = '"
           + unit + "'), measured AS (SELECT plant_id, start, severity, sensor_key, equipment_key, "
           + kMeasurements
           + " FROM cells GROUP BY 1, 2, 3, 4, 5 HAVING bool_and(tc IS NOT NULL)),"
             " counted AS (SELECT plant_id, start, severity, sensor_key, equipment_key,"
             "  sum(records)::numeric FROM cells GROUP BY 1, 2, 3, 4, 5)"
             " SELECT concat((SELECT string_agg(x::text, '; ') FROM ("
             "  SELECT 'scan', a.* FROM (SELECT plant_id, start, severity, sensor_key,"
             "   \"coalesce\", readings FROM scan EXCEPT ALL TABLE counted) a"
             "  UNION ALL SELECT 'kept', b.* FROM (TABLE counted EXCEPT ALL SELECT plant_id, start,"
             "   severity, sensor_key, \"coalesce\", readings FROM scan) b LIMIT 6) x)"
             ", (SELECT string_agg(x::text, '; ') FROM ("
             "  SELECT 'measured', b.* FROM (TABLE measured EXCEPT ALL TABLE scan) b LIMIT 6) x))";
}

QByteArray equipmentMismatchSql(const QByteArray& unit)
{
    return scanSql(unit, "coalesce(m.equipment_key, -1)")
           + " kept AS (SELECT plant_id, start, severity, equipment_key, " + kMeasurements
           + "  FROM (SELECT plant_id, start, severity, x.* FROM faultline.equipment_summary d"
             "  CROSS JOIN LATERAL unnest(d.equipment_key, d.equipment_records,"
             "   d.temperature_count, d.temperature_min, d.temperature_max, d.temperature_sum,"
             "   d.vibration_count, d.vibration_min, d.vibration_max, d.vibration_sum)"
             "   AS x (equipment_key, records, tc, tmin, tmax, ts, vc, vmin, vmax, vs)"
             "  WHERE d.unit = '"
           + unit + "') c GROUP BY 1, 2, 3, 4)" + kDifference;
}

// The scalars of the rows.
const QByteArray kTotals =
    "WITH scan AS (SELECT plant_id,"
    "  date_trunc('year', occurred_at AT TIME ZONE time_zone)::date AS start,"
    "  severity, count(*)::numeric, min(occurred_at), max(occurred_at) FROM faultline.reading"
    "  JOIN faultline.plant USING (plant_id) GROUP BY 1, 2, 3),"
    " kept AS (SELECT plant_id, start, severity, sum(records), min(first_at), max(last_at)"
    "  FROM faultline.equipment_summary WHERE unit = 'year' GROUP BY 1, 2, 3)";

const QByteArray kEventsOfReadings =
    "WITH scan AS (SELECT m.equipment_key, r.plant_id,"
    "  (occurred_at AT TIME ZONE p.time_zone)::date AS day,"
    "  array_agg(DISTINCT occurred_at ORDER BY occurred_at) AS event_at"
    "  FROM faultline.reading r JOIN faultline.plant p USING (plant_id)"
    "  JOIN faultline.equipment_sensor m ON m.sensor_key = r.sensor_key"
    "   AND m.valid_from <= r.occurred_at AND m.valid_to > r.occurred_at"
    "  JOIN faultline.severity s ON s.code = r.severity"
    "  WHERE s.name = ANY (p.failure_severities || 'FAILURE'::text) GROUP BY 1, 2, 3),"
    " kept AS (SELECT equipment_key, plant_id, day, event_at FROM faultline.failure_day)";

// Failure events: their numbers.
QByteArray eventMismatchSql(const QByteArray& unit)
{
    return "WITH scan AS (SELECT equipment_key, start, count(*)::bigint"
           "  FROM (SELECT equipment_key, faultline.start_of('"
           + unit
           + "', day) AS start, unnest(event_at) AS at FROM faultline.failure_day) x GROUP BY 1, "
             "2),"
             " kept AS (SELECT unnest(equipment_key), start, unnest(equipment_events)"
             "  FROM faultline.failure_summary WHERE unit = '"
           + unit + "')" + kDifference;
}

// By hour, of all equipment of a plant, and of each piece of equipment but on days.
QByteArray hourMismatchSql(const QByteArray& unit)
{
    const QByteArray each = unit == "day" ? "{0}" : "{0,1}";
    return "WITH scan AS (SELECT CASE each WHEN 1 THEN equipment_key ELSE 0 END, plant_id,"
           "  faultline.start_of('"
           + unit
           + "', day), (date_part('isodow', day) * 24 - 24"
             "   + date_part('hour', at AT TIME ZONE time_zone))::smallint, count(*)"
             "  FROM (SELECT *, unnest(event_at) AS at FROM faultline.failure_day) x"
             "  JOIN faultline.plant USING (plant_id), unnest('"
           + each
           + "'::integer[]) AS each GROUP BY 1, 2, 3, 4),"
             " kept AS (SELECT equipment_key, plant_id, start, unnest(hour_of_week), unnest(events)"
             "  FROM faultline.failure_hours WHERE unit = '"
           + unit + "')" + kDifference;
}

} // namespace

QString LoadFixture::summaryMismatch() const
{
    QString mismatch = ask(kTotals + kDifference) + ask(kEventsOfReadings + kDifference);
    for (const char* const unit : {"day", "month", "year"}) {
        mismatch += ask(sensorMismatchSql(unit)) + ask(equipmentMismatchSql(unit))
                    + ask(eventMismatchSql(unit)) + ask(hourMismatchSql(unit));
    }
    const QString left = ask("SELECT count(*) FROM faultline.unsettled_chunk");
    return mismatch + (left == u"0"_s ? QString() : u" unsettled chunks: "_s + left);
}

QByteArray logLines(int count, quint32 seed)
{
    QRandomGenerator random(seed);
    const QDateTime start(QDate(2020, 1, 30), QTime(23, 0), Qt::UTC);
    QByteArray lines;
    QDateTime at = start;
    for (int i = 0; i < count; ++i) {
        // A failure writes several lines with one time; times also jump back.
        if (random.bounded(3) == 0)
            at = start.addSecs(random.bounded(4 * 86'400));
        const bool isError = random.bounded(10) > 0;
        lines += '[' + at.toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1() + "]\t"
                 + (isError ? "ERROR" : "INFO") + "\tsensor["
                 + QByteArray::number(random.bounded(1, 10)) + "]:\t(temperature\t"
                 + QByteArray::number(random.bounded(50'000) / 100.0) + ", vibration\t"
                 + QByteArray::number((random.bounded(2'000'000) - 1'000'000) / 100.0, 'f', 2)
                 + ")\r\n";
    }
    return lines;
}

} // namespace faultline
