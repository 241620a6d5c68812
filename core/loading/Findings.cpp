// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/Findings.h"

#include "database/connection/ArrayText.h"
#include "loading/findings/DataFindings.h"
#include "loading/findings/SkippedHours.h"
#include "loading/ledger/FailureChoice.h"
#include "readings/RejectedLine.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Of each kind: how many, of how many readings, and the first DataFinding::kMaxExamples examples.
constexpr auto kFindings = R"sql(
SELECT finding, count(*), coalesce(sum(readings), 0)::bigint,
       to_json((array_agg(example ORDER BY readings DESC, faultline.id_order(example)))[1:3])::text,
       (SELECT count(*) FROM faultline.equipment_sensor m
        JOIN faultline.sensor n ON n.sensor_key = m.sensor_key
        WHERE n.plant_id = ANY ($1::smallint[]) AND NOT n.is_equipment),
       (SELECT count(*) FROM faultline.equipment
        WHERE code IS NOT NULL AND plant_id = ANY ($1::smallint[])),
       (SELECT count(*) FROM faultline.readings_by_equipment(NULL, NULL) r
        JOIN faultline.failure_severity s ON s.plant_id = r.plant_id AND s.severity = r.severity
        WHERE r.equipment_key IS NULL AND r.plant_id = ANY ($1::smallint[]))
FROM (SELECT f.finding, coalesce(f.readings, 0) AS readings,
             CASE WHEN f.finding IN ('similar-ids', 'times-out-of-order') THEN f.detail
                  WHEN f.finding = 'in-service-date' THEN k.code || ': ' || f.detail
                  ELSE coalesce(f.sensor_id, k.code,
                                CASE WHEN f.last_day > f.first_day
                                     THEN f.first_day || ' – ' || f.last_day
                                     ELSE f.first_day::text END)
             END AS example
      FROM faultline.data_findings($1::smallint[]) f
      LEFT JOIN faultline.known_equipment k ON k.equipment_key = f.equipment_key) AS each
GROUP BY finding)sql";

Result<QList<DataFinding>>
findInSummaries(Connection& connection, const QString& plantIds, const QList<FileReceipt>& files)
{
    const auto rows = connection.execute(kFindings, Parameters().add(plantIds));
    if (!rows)
        return rows.error();
    QList<DataFinding> findings;
    for (int row = 0; row < rows->rowCount(); ++row) {
        DataFinding found;
        found.word = rows->string(row, 0);
        found.count = static_cast<int>(rows->integer(row, 1));
        found.readings = rows->integer(row, 2);
        const auto examples = QJsonDocument::fromJson(rows->string(row, 3).toUtf8()).array();
        for (const auto& example : examples)
            found.examples << example.toString();
        found.hasMap = rows->integer(row, 4) > 0;
        found.hasList = rows->integer(row, 5) > 0;
        found.hasFailures = rows->integer(row, 6) > 0;
        found.mapTrouble = troubleOfLists(files, SourceRole::SensorMap);
        found.listTrouble = troubleOfLists(files, SourceRole::EquipmentList);
        findings << found;
    }
    return findings;
}

// The number of these lines, and the first one by file and line.
constexpr auto kSkippedHours = R"sql(
WITH chunk AS (
    SELECT c.chunk_id, r.lines, f.path, c.first_line
    FROM faultline.rejected_reason r
    JOIN faultline.load_chunk c ON c.chunk_id = r.chunk_id
    JOIN faultline.source_file f ON f.file_id = c.file_id
    WHERE r.reason = $2 AND r.lines > 0 AND c.load_id = $1)
SELECT (SELECT sum(lines) FROM chunk)::bigint, first.path, l.line_number, l.raw
FROM (SELECT chunk_id, path FROM chunk ORDER BY path, first_line LIMIT 1) AS first
JOIN LATERAL (SELECT line_number, raw FROM faultline.rejected_line l
              WHERE l.chunk_id = first.chunk_id AND l.reason = $2
              ORDER BY line_number LIMIT 1) AS l ON true)sql";

Result<SkippedHours> skippedHoursOf(Connection& connection, LoadId load)
{
    const auto rows = connection.execute(
        kSkippedHours, Parameters()
                           .add(qint64{toInt(load)})
                           .add(rejectReasonWord(RejectReason::SkippedHour).toString()));
    if (!rows)
        return rows.error();
    if (rows->rowCount() == 0)
        return SkippedHours();
    return SkippedHours{
        rows->integer(0, 0), rows->string(0, 1), rows->integer(0, 2), rows->bytes(0, 3)};
}

} // namespace

Result<QList<UserMessage>> findInData(
    Connection& connection, LoadId load, const QList<FileReceipt>& files,
    const QList<PlantChoice>& plants)
{
    const auto plantIds = arrayText(
        plants, [](const PlantChoice& choice) { return QString::number(toInt(choice.plant)); });
    const auto inSummaries = findInSummaries(connection, plantIds, files);
    if (!inSummaries)
        return inSummaries.error();
    QList<UserMessage> findings = messagesOf(*inSummaries);
    for (const PlantChoice& choice : plants) {
        // Not the settings of the choice: they may have changed since the load began.
        const auto plant = fetchPlant(connection, choice.plant);
        if (!plant)
            return plant.error();
        const auto severities = fetchSeverities(connection, choice.plant);
        if (!severities)
            return severities.error();
        auto uncounted = uncountedFailures(*plant, *severities);
        if (!uncounted) {
            const auto logs = fetchLogsWithGraveReadings(connection, load, *plant, *severities);
            if (!logs)
                return logs.error();
            uncounted = uncountedFailures(*plant, *logs);
        }
        if (!uncounted) {
            const auto hasTables = hasLoadedTables(connection, load, choice.plant);
            if (!hasTables)
                return hasTables.error();
            if (*hasTables)
                uncounted = noFailures(*plant, *severities);
        }
        if (uncounted)
            findings << *uncounted;
    }
    const auto skipped = skippedHoursOf(connection, load);
    if (!skipped)
        return skipped.error();
    if (const auto finding = findSkippedHours(*skipped, true))
        findings << *finding;
    putWarningsFirst(findings);
    return findings;
}

} // namespace faultline
