// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"

#include "database/SchemaMigration.h"

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
    return fixture;
}

QString LoadFixture::sampleFolder()
{
    return QStringLiteral(FAULTLINE_SOURCE_DIR "/data");
}

std::optional<QString> LoadFixture::referenceFolder()
{
    QString place = qEnvironmentVariable("FAULTLINE_REFERENCE_DATA");
    if (place.isEmpty())
        place = QStringLiteral(FAULTLINE_SOURCE_DIR "/../shared/reference-data");
    const QString folder = QDir::cleanPath(place + u"/folder"_s);
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
    return LoadJob::start(m_settings, folder, options).future().result();
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
               " coalesce(temperature::text, 'null'), coalesce(vibration::text, 'null'), sensor_id,"
               " s.name, coalesce(extra::text, 'null')), 0)::numeric), 0)"
               " FROM faultline.reading r JOIN faultline.severity s ON s.code = r.severity");
}

QString LoadFixture::journalMismatch() const
{
    return ask(
        "SELECT string_agg(format('chunk %s: journal %s+%s, tables %s+%s', c.chunk_id, c.loaded,"
        " c.rejected, coalesce(r.n, 0), coalesce(x.n, 0)), '; ')"
        " FROM faultline.load_chunk c JOIN faultline.source_file f USING (file_id)"
        " FULL JOIN (SELECT chunk_id, count(*) AS n FROM faultline.reading GROUP BY 1) r"
        "  USING (chunk_id)"
        " FULL JOIN (SELECT chunk_id, count(*) AS n FROM faultline.rejected_line GROUP BY 1) x"
        "  USING (chunk_id)"
        " WHERE (f.role = 'readings' AND c.loaded <> coalesce(r.n, 0))"
        "  OR c.rejected IS DISTINCT FROM coalesce(x.n, 0) OR c.chunk_id IS NULL");
}

QString LoadFixture::summaryMismatch() const
{
    const QString days = ask(
        "WITH scan AS (SELECT c.load_id, (occurred_at AT TIME ZONE 'UTC')::date AS day, sensor_id,"
        "  severity, count(*) AS readings, min(occurred_at) AS first_at, max(occurred_at) AS "
        "last_at,"
        "  count(temperature) AS tc, min(temperature) AS tmin, max(temperature) AS tmax,"
        "  round(coalesce(sum(temperature), 0)::numeric, 6) AS ts,"
        "  count(vibration) AS vc, min(vibration) AS vmin, max(vibration) AS vmax,"
        "  round(coalesce(sum(vibration), 0)::numeric, 6) AS vs"
        "  FROM faultline.reading r JOIN faultline.load_chunk c USING (chunk_id) GROUP BY 1, 2, 3, "
        "4),"
        " kept AS (SELECT load_id, day, sensor_id, severity, readings, first_at, last_at,"
        "  temperature_count, temperature_min, temperature_max, round(temperature_sum::numeric, 6),"
        "  vibration_count, vibration_min, vibration_max, round(vibration_sum::numeric, 6)"
        "  FROM faultline.daily_summary)"
        " SELECT (SELECT string_agg(x::text, '; ') FROM"
        "  (SELECT 'scan', * FROM (TABLE scan EXCEPT ALL TABLE kept) a"
        "   UNION ALL SELECT 'kept', * FROM (TABLE kept EXCEPT ALL TABLE scan) b LIMIT 6) x)");
    const QString events = ask(
        "WITH scan AS (SELECT equipment_id, (occurred_at AT TIME ZONE 'UTC')::date AS day,"
        "  array_agg(DISTINCT occurred_at ORDER BY occurred_at) AS event_at"
        "  FROM faultline.reading r JOIN faultline.equipment_sensor USING (sensor_id)"
        "  JOIN faultline.severity s ON s.code = r.severity WHERE s.name = 'ERROR' GROUP BY 1, 2),"
        " kept AS (SELECT equipment_id, day, event_at FROM faultline.failure_day)"
        " SELECT (SELECT string_agg(x::text, '; ') FROM"
        "  (SELECT 'scan', * FROM (TABLE scan EXCEPT ALL TABLE kept) a"
        "   UNION ALL SELECT 'kept', * FROM (TABLE kept EXCEPT ALL TABLE scan) b LIMIT 6) x)");
    const QString left = ask("SELECT count(*) FROM faultline.chunk_summary");
    return days + events + (left == u"0"_s ? QString() : u" unsettled chunks: "_s + left);
}

QByteArray logLines(int count, quint32 seed)
{
    QRandomGenerator random(seed);
    const QDateTime start(QDate(2020, 1, 30), QTime(23, 0), Qt::UTC);
    QByteArray lines;
    QDateTime at = start;
    for (int i = 0; i < count; ++i) {
        // A failure writes several lines with one time; times jump back as well.
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
