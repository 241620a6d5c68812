// SPDX-License-Identifier: GPL-3.0-or-later
#include "Invariant.h"

#include "LoadFixture.h"
#include "database/connection/Connection.h"
#include "database/schema/SchemaMigration.h"
#include "loading/ledger/LedgerCheck.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Replaces {name} by the name of the source file `f`, in the folder.
QByteArray withNames(QByteArray sql)
{
    return sql.replace("{name}", "substring(f.path FROM 'faultline-folder-[^/]*/(.*)')");
}

// Everything that a load stores, one row per record, with its plant. It includes file name and
// line: a reading that is stored for another line counts as one lost and one too many. If several
// files have it, it may be stored for any of them.
QByteArray recordsOf(const FaultFolder& folder)
{
    const QByteArray origin = folder.hasOverlaps()
                                  ? "p.name"
                                  : "{name}, c.first_line + faultline.position_of(r.reading_id)";
    return withNames(
        "SELECT 'reading ' || ROW(" + origin
        + ", r.occurred_at, r.temperature, r.vibration,"
          "  n.sensor_id, s.name, r.extra::text)::text AS record"
          " FROM faultline.reading r LEFT JOIN faultline.severity s ON s.code = r.severity"
          " LEFT JOIN faultline.plant p ON p.plant_id = r.plant_id"
          " LEFT JOIN faultline.sensor n"
          "  ON n.sensor_key = r.sensor_key AND n.plant_id = r.plant_id"
          " LEFT JOIN faultline.load_chunk c ON c.chunk_id = faultline.chunk_of(r.reading_id)"
          " LEFT JOIN faultline.source_file f"
          "  ON f.file_id = c.file_id AND f.plant_id = r.plant_id"
          " UNION ALL SELECT 'rejected ' || ROW({name}, x.line_number,"
          "  x.byte_offset, x.column_number, x.line_bytes, x.reason, x.raw)::text"
          " FROM faultline.rejected_line x LEFT JOIN faultline.load_chunk c USING (chunk_id)"
          " LEFT JOIN faultline.source_file f USING (file_id)"
          " UNION ALL SELECT 'equipment ' || ROW(p.name, equipment_id, code, group_name,"
          "  attributes::text)::text"
          " FROM faultline.equipment JOIN faultline.plant p USING (plant_id)"
          " WHERE code IS NOT NULL"
          " UNION ALL SELECT 'sensor ' || ROW(plant, sensor_id, equipment_id)::text"
          " FROM faultline.equipment_sensors");
}

QByteArray differenceFrom(const FaultFolder& folder)
{
    return "SELECT coalesce(sum(greatest(-n, 0)), 0), coalesce(sum(greatest(n, 0)), 0) FROM ("
           "  SELECT sum(n) AS n FROM ("
           "   SELECT record, 1 AS n FROM ("
           + recordsOf(folder)
           + ") kept UNION ALL SELECT record, -n FROM expected.record) r GROUP BY record) d";
}

struct Question
{
    const char* about;
    const char* sql; ///< Returns one text: the mismatch, or null.
};

constexpr Question kQuestions[] = {
    {"The journal lacks records of a file, or has too many",
     "SELECT string_agg(format('%s: %s, not %s', e.name, coalesce(j.records, 0), e.records), '; ')"
     " FROM expected.file e LEFT JOIN ("
     "  SELECT {name} AS name, sum(c.records) AS records"
     "  FROM faultline.load_chunk c JOIN faultline.source_file f USING (file_id) GROUP BY 1) j"
     " USING (name) WHERE e.records IS DISTINCT FROM j.records"},
    {"A file is on the journal under two numbers",
     "SELECT string_agg(name, '; ') FROM ("
     " SELECT {name} AS name FROM faultline.source_file f"
     " GROUP BY 1 HAVING count(*) > 1) twice"},
    {"The last load that succeeded has a receipt with other records",
     "SELECT string_agg(format('%s: %s, not %s', e.name, r.records_in, e.records), '; ')"
     " FROM expected.file e LEFT JOIN ("
     "  SELECT substring(path FROM 'faultline-folder-[^/]*/(.*)') AS name, records_in FROM "
     "faultline.load_file"
     "  WHERE load_id = (SELECT max(load_id) FROM faultline.load_run WHERE state = 'succeeded')) r"
     " USING (name) WHERE e.records IS DISTINCT FROM r.records_in"},
    {"A receipt isn't balanced",
     "SELECT string_agg(format('load %s, %s', load_id, path), '; ') FROM faultline.load_file"
     " WHERE records_in <> loaded + rejected + blank + skipped"},
    {"A receipt has other counts than the journal",
     "SELECT string_agg(format('load %s, %s: %s+%s+%s, journal %s+%s+%s', r.load_id, r.path,"
     "  r.loaded, r.rejected, r.blank, j.loaded, j.rejected, j.blank), '; ')"
     " FROM faultline.load_file r LEFT JOIN ("
     "  SELECT load_id, file_id, sum(loaded) AS loaded, sum(rejected) AS rejected,"
     "   sum(blank) AS blank FROM faultline.load_chunk GROUP BY 1, 2) j USING (load_id, file_id)"
     " WHERE r.role = 'readings' AND (r.loaded, r.rejected, r.blank)"
     "  <> (coalesce(j.loaded, 0), coalesce(j.rejected, 0), coalesce(j.blank, 0))"},
};

} // namespace

QString InvariantReport::text() const
{
    QStringList parts;
    if (lost > 0 || twice > 0)
        parts << u"%1 lost, %2 twice"_s.arg(lost).arg(twice);
    return (parts + broken).join(u"; "_s);
}

Result<void> keepAsExpected(const ConnectionSettings& database, const FaultFolder& folder)
{
    auto connection = Connection::open(database);
    if (!connection)
        return connection.error();
    const QByteArray keep = "CREATE SCHEMA expected;"
                            "CREATE TABLE expected.file (name text PRIMARY KEY, records bigint);"
                            "CREATE TABLE expected.record AS SELECT record, count(*) AS n FROM ("
                            + recordsOf(folder) + ") r GROUP BY record";
    if (const auto kept = connection->execute(keep); !kept)
        return kept.error();
    const QMap<QString, qint64>& records = folder.records();
    for (auto it = records.begin(); it != records.end(); ++it) {
        const auto added = connection->execute(
            "INSERT INTO expected.file VALUES ($1, $2)",
            Parameters().add(it.key()).add(it.value()));
        if (!added)
            return added.error();
    }
    const auto emptied =
        connection->execute("DROP SCHEMA faultline CASCADE; DROP EXTENSION IF EXISTS hstore");
    if (!emptied)
        return emptied.error();
    return migrateSchema(*connection);
}

InvariantReport checkInvariant(const ConnectionSettings& database, const FaultFolder& folder)
{
    InvariantReport report;
    auto connection = Connection::open(database);
    if (!connection) {
        report.broken << connection.error().toText();
        return report;
    }
    if (const auto difference = connection->execute(differenceFrom(folder))) {
        report.lost = difference->integer(0, 0);
        report.twice = difference->integer(0, 1);
    } else {
        report.broken << difference.error().toText();
    }
    const auto note = [&report](const QString& about, const QString& what) {
        if (!what.isEmpty())
            report.broken << about + u": "_s + what;
    };
    for (const Question& question : kQuestions) {
        const auto answer = connection->execute(withNames(question.sql));
        note(
            QString::fromLatin1(question.about),
            answer ? answer->string(0, 0) : answer.error().toText());
    }
    const LoadFixture stored = LoadFixture::of(database);
    note(u"The tables differ from the journal"_s, stored.journalMismatch());
    note(u"The summaries differ from the readings"_s, stored.summaryMismatch());
    const auto ledger = verifyLedger(*connection, CancelToken());
    if (!ledger)
        note(u"The ledger can't be verified"_s, ledger.error().toText());
    else if (!ledger->verified())
        note(u"The ledger isn't verified"_s, ledger->discrepancies.first().toText());
    return report;
}

} // namespace faultline
