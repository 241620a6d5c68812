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

// Compares the summaries of a unit of time with a full scan. `cells` has the columns of
// yearly_summary; `load` identifies the load, or is a constant where all loads are together. Sums
// are compared to 9 significant digits, because the last ones depend on the order of addition.
QByteArray cellMismatchSql(const QByteArray& unit, const QByteArray& load, const QByteArray& cells)
{
    const auto rounded = [](const QByteArray& sum) {
        return "to_char(coalesce(" + sum + ", 0), '9.99999999EEEE')";
    };
    return "WITH scan AS (SELECT " + load + ", date_trunc('" + unit
           + "', occurred_at AT TIME ZONE 'UTC')::date AS start, sensor_key, severity,"
             "  count(*)::numeric AS readings, min(occurred_at), max(occurred_at),"
             "  count(temperature)::numeric AS tc, min(temperature), max(temperature), "
           + rounded("sum(temperature)")
           + ", count(vibration)::numeric AS vc, min(vibration), max(vibration), "
           + rounded("sum(vibration)")
           + "  FROM faultline.reading r JOIN faultline.load_chunk c"
             "   ON c.chunk_id = faultline.chunk_of(r.reading_id)"
             "  GROUP BY 1, 2, 3, 4),"
             " kept AS (SELECT "
           + load + ", " + unit
           + ", sensor_key, severity, sum(readings),"
             "  min(first_at), max(last_at),"
             "  sum(temperature_count), min(temperature_min), max(temperature_max), "
           + rounded("sum(temperature_sum)")
           + ", sum(vibration_count), min(vibration_min), max(vibration_max), "
           + rounded("sum(vibration_sum)") + "  FROM (" + cells + ") d GROUP BY 1, 2, 3, 4)"
           + kDifference;
}

const QByteArray kDailyCells =
    "SELECT load_id, day, x.sensor_key, x.severity, x.readings, x.first_at, x.last_at,"
    " tc AS temperature_count, nullif(tmin, 'NaN') AS temperature_min,"
    " nullif(tmax, 'NaN') AS temperature_max, ts AS temperature_sum,"
    " vc AS vibration_count, nullif(vmin, 'NaN') AS vibration_min,"
    " nullif(vmax, 'NaN') AS vibration_max, vs AS vibration_sum"
    " FROM faultline.daily_summary d CROSS JOIN LATERAL unnest(d.sensor_key, d.severity, "
    "d.readings,"
    " d.first_at, d.last_at, d.temperature_count, d.temperature_min, d.temperature_max,"
    " d.temperature_sum, d.vibration_count, d.vibration_min, d.vibration_max, d.vibration_sum)"
    " AS x (sensor_key, severity, readings, first_at, last_at, tc, tmin, tmax, ts,"
    " vc, vmin, vmax, vs)";

// The total of a day and severity is equipment -1, records without equipment are -2.
const QByteArray kRecordsOfReadings =
    "WITH cell AS (SELECT c.load_id, (r.occurred_at AT TIME ZONE 'UTC')::date AS day, r.severity,"
    "  coalesce(m.equipment_key, -2) AS equipment_key FROM faultline.reading r"
    "  JOIN faultline.load_chunk c ON c.chunk_id = faultline.chunk_of(r.reading_id)"
    "  LEFT JOIN faultline.equipment_sensor m USING (sensor_key)),"
    " scan AS (SELECT *, count(*)::bigint AS records FROM cell GROUP BY 1, 2, 3, 4"
    "  UNION ALL SELECT load_id, day, severity, -1, count(*) FROM cell GROUP BY 1, 2, 3),"
    " kept AS (SELECT load_id, day, severity, equipment_key, sum(records)::bigint AS records FROM ("
    "  SELECT load_id, day, severity, unnest(equipment_key) AS equipment_key,"
    "   unnest(equipment_records) AS records FROM faultline.daily_records"
    "  UNION ALL SELECT load_id, day, severity, -1, records FROM faultline.daily_records"
    "  UNION ALL SELECT load_id, day, severity, -2, without_equipment FROM faultline.daily_records"
    "   WHERE without_equipment > 0) parts GROUP BY 1, 2, 3, 4)";

const QByteArray kEventsOfReadings =
    "WITH scan AS (SELECT equipment_key, (occurred_at AT TIME ZONE 'UTC')::date AS day,"
    "  array_agg(DISTINCT occurred_at ORDER BY occurred_at) AS event_at"
    "  FROM faultline.reading r JOIN faultline.equipment_sensor USING (sensor_key)"
    "  JOIN faultline.sensor n USING (sensor_key)"
    "  JOIN faultline.failure_severity f ON f.plant_id = n.plant_id AND f.code = r.severity"
    "  GROUP BY 1, 2),"
    " kept AS (SELECT equipment_key, day, event_at FROM faultline.failure_day)";

QByteArray eventMismatchSql(const QByteArray& unit)
{
    return "WITH scan AS (SELECT equipment_key, faultline.start_of('" + unit
           + "', day), sum(events)::bigint FROM faultline.failure_day GROUP BY 1, 2),"
             " kept AS (SELECT equipment_key, "
           + unit + ", events FROM faultline.failure_" + unit + ")" + kDifference;
}

} // namespace

QString LoadFixture::summaryMismatch() const
{
    const QString cells = ask(cellMismatchSql("year", "1", "TABLE faultline.yearly_summary"))
                          + ask(cellMismatchSql("month", "1", "TABLE faultline.monthly_summary"))
                          + ask(cellMismatchSql("day", "load_id", kDailyCells))
                          + ask(kRecordsOfReadings + kDifference);
    const QString events = ask(kEventsOfReadings + kDifference) + ask(eventMismatchSql("month"))
                           + ask(eventMismatchSql("year"));
    const QString left = ask("SELECT count(*) FROM faultline.chunk_summary");
    return cells + events + (left == u"0"_s ? QString() : u" unsettled chunks: "_s + left);
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
