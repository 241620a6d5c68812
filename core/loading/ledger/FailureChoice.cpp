// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/FailureChoice.h"

#include "database/connection/ArrayText.h"
#include "readings/FailureDetail.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FailureChoice)
};

constexpr auto kSeverities =
    "SELECT s.name, sum(y.records)::bigint FROM faultline.equipment_summary y"
    " JOIN faultline.severity s ON s.code = y.severity"
    " WHERE y.plant_id = $1 AND y.unit = 'year' GROUP BY s.name ORDER BY 2 DESC, 1";

constexpr int kMaxExamples = 3;

// More than this share of the failures.
constexpr qint64 kShare = 10;

// The last row is about all severities.
constexpr auto kLogs = R"sql(
WITH counted AS (
    SELECT c.file_id, s.name, sum(c.severities[i][2]) AS readings
    FROM faultline.load_chunk c
    JOIN faultline.source_file f ON f.file_id = c.file_id
    CROSS JOIN LATERAL generate_subscripts(c.severities, 1) AS i
    JOIN faultline.severity s ON s.code = c.severities[i][1]
    WHERE c.load_id = $1 AND f.plant_id = $2
    GROUP BY c.file_id, s.name
), compared AS (
    SELECT file_id, name, readings,
           sum(readings) FILTER (WHERE name = ANY ($3::text[])) OVER (PARTITION BY file_id)
               AS failures
    FROM counted
)
SELECT x.name, sum(x.readings)::bigint, count(DISTINCT x.file_id), min(f.path)
FROM compared x JOIN faultline.source_file f ON f.file_id = x.file_id
WHERE x.name = ANY ($4::text[]) AND x.readings * $5 > coalesce(x.failures, 0)
GROUP BY GROUPING SETS ((x.name), ())
ORDER BY x.name IS NULL, 2 DESC, 1)sql";

constexpr auto kTables = R"sql(
SELECT EXISTS (SELECT FROM faultline.load_chunk c
               JOIN faultline.source_file f ON f.file_id = c.file_id
               WHERE c.load_id = $1 AND f.plant_id = $2 AND f.table_format IS NOT NULL)::int)sql";

// The plant's, and the one that always is.
QStringList failingOf(const Plant& plant)
{
    const QString always = QString::fromLatin1(kFailureSeverity.data(), kFailureSeverity.size());
    QStringList failing = plant.settings.failureSeverities;
    if (!failing.contains(always))
        failing << always;
    return failing;
}

bool isAmong(const QStringList& words, const QString& severity)
{
    const QStringList parts = severity.split(u'_', Qt::SkipEmptyParts);
    return std::any_of(parts.cbegin(), parts.cend(), [&words](const QString& part) {
        return words.contains(part);
    });
}

bool isHarmless(const QString& severity)
{
    static const QStringList words{u"TRACE"_s,       u"DEBUG"_s,   u"VERBOSE"_s, u"INFO"_s,
                                   u"INFORMATION"_s, u"NOTICE"_s,  u"OK"_s,      u"GOOD"_s,
                                   u"NORMAL"_s,      u"STATUS"_s,  u"EVENT"_s,   u"HINT"_s,
                                   u"WARN"_s,        u"WARNING"_s, u"PLANNED"_s};
    return isAmong(words, severity);
}

// At least as grave as ERROR.
bool isGrave(const QString& severity)
{
    static const QStringList words{
        u"ERR"_s,   u"CRIT"_s,      u"CRITICAL"_s, u"FATAL"_s, u"ALARM"_s,   u"ALERT"_s,
        u"EMERG"_s, u"EMERGENCY"_s, u"PANIC"_s,    u"TRIP"_s,  u"TRIPPED"_s, u"SEVERE"_s,
        u"FAIL"_s,  u"FAILED"_s,    u"FAILURE"_s,  u"FAULT"_s, u"SHUTDOWN"_s};
    return isAmong(words, severity);
}

QString counted(const SeverityCount& severity)
{
    return Text::tr("%1 × %2").arg(QLocale().toString(severity.readings), severity.name);
}

// `also` says where the readings are; %1 are their counts.
UserMessage uncounted(
    const Plant& plant, const QString& what, const QString& also,
    const QList<SeverityCount>& severities)
{
    const QStringList& failing = plant.settings.failureSeverities;
    QStringList added;
    QStringList counts;
    qint64 readings = 0;
    for (const SeverityCount& severity : severities) {
        added << severity.name;
        counts << counted(severity);
        readings += severity.readings;
    }
    UserMessage message =
        UserMessage::warning(what)
            .because(
                Text::tr("Readings with %1 count as failures.").arg(failing.join(u", "_s)) + u' '
                + also.arg(counts.join(u", "_s)))
            .withRemedy(Text::tr("If these are failures, let them count as such: in the settings "
                                 "of the plant, or on the command line."))
            .withCode(kUncountedFailuresCode.toString());
    message.details = {
        {u"plant"_s, plant.name},
        {u"added"_s, QJsonArray::fromStringList(added)},
        {u"failure_severities"_s, QJsonArray::fromStringList(failing + added)},
        {u"count"_s, readings},
        {u"examples"_s, QJsonArray::fromStringList(added.mid(0, kMaxExamples))},
        {u"report"_s, u"records_by_severity"_s}};
    return message;
}

} // namespace

Result<QList<SeverityCount>> fetchSeverities(Connection& connection, PlantId plant)
{
    const auto rows = connection.execute(kSeverities, Parameters().add(qint64{toInt(plant)}));
    if (!rows)
        return rows.error();
    QList<SeverityCount> severities;
    for (int row = 0; row < rows->rowCount(); ++row)
        severities << SeverityCount{rows->string(row, 0), rows->integer(row, 1)};
    return severities;
}

std::optional<FailureChoice> FailureChoice::of(const UserMessage& message)
{
    if (message.code != kUncountedFailuresCode)
        return std::nullopt;
    FailureChoice choice;
    choice.plant = message.details.value(u"plant"_s).toString();
    if (choice.plant.isEmpty())
        return std::nullopt;
    const auto words = [&message](const QString& name) {
        return message.details.value(name).toVariant().toStringList();
    };
    choice.added = words(u"added"_s);
    choice.severities = words(u"failure_severities"_s);
    return choice;
}

Result<LogsWithGraveReadings> fetchLogsWithGraveReadings(
    Connection& connection, LoadId load, const Plant& plant, const QList<SeverityCount>& severities)
{
    const QStringList failing = failingOf(plant);
    QStringList grave;
    for (const SeverityCount& severity : severities) {
        if (isGrave(severity.name) && !failing.contains(severity.name))
            grave << severity.name;
    }
    LogsWithGraveReadings logs;
    if (grave.isEmpty())
        return logs;
    const auto rows = connection.execute(
        kLogs, Parameters()
                   .add(qint64{toInt(load)})
                   .add(qint64{toInt(plant.id)})
                   .add(arrayText(failing, quotedElement))
                   .add(arrayText(grave, quotedElement))
                   .add(kShare));
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->rowCount(); ++row) {
        logs.logs = rows->integer(row, 2);
        logs.example = rows->string(row, 3);
        if (!rows->isNull(row, 0))
            logs.severities << SeverityCount{rows->string(row, 0), rows->integer(row, 1)};
    }
    return logs;
}

std::optional<UserMessage>
uncountedFailures(const Plant& plant, const QList<SeverityCount>& severities)
{
    const QStringList failing = failingOf(plant);
    qint64 failures = 0;
    for (const SeverityCount& severity : severities)
        failures += failing.contains(severity.name) ? severity.readings : 0;
    QList<SeverityCount> added;
    for (const SeverityCount& severity : severities) {
        const bool isLikely = failures == 0
                                  ? !isHarmless(severity.name)
                                  : isGrave(severity.name) && severity.readings * kShare > failures;
        if (isLikely && !failing.contains(severity.name))
            added << severity;
    }
    if (added.isEmpty())
        return std::nullopt;
    const QString what =
        failures == 0
            ? Text::tr("No reading of “%1” counts as a failure").arg(plant.name)
            : Text::tr("“%1” has grave readings that don't count as failures").arg(plant.name);
    return uncounted(plant, what, Text::tr("Its records also have %1."), added);
}

std::optional<UserMessage> uncountedFailures(const Plant& plant, const LogsWithGraveReadings& logs)
{
    if (logs.severities.isEmpty())
        return std::nullopt;
    const QString what = Text::tr(
                             "%n log(s) of “%1” have grave readings that don't count as failures",
                             nullptr, static_cast<int>(logs.logs))
                             .arg(plant.name);
    UserMessage message = uncounted(plant, what, Text::tr("There are also %1."), logs.severities);
    message.at(logs.example);
    return message;
}

Result<bool> hasLoadedTables(Connection& connection, LoadId load, PlantId plant)
{
    const auto rows = connection.execute(
        kTables, Parameters().add(qint64{toInt(load)}).add(qint64{toInt(plant)}));
    if (!rows)
        return rows.error();
    return rows->integer(0, 0) > 0;
}

std::optional<UserMessage> noFailures(const Plant& plant, const QList<SeverityCount>& severities)
{
    const QStringList failing = failingOf(plant);
    QStringList names;
    QStringList counts;
    qint64 readings = 0;
    for (const SeverityCount& severity : severities) {
        if (failing.contains(severity.name))
            return std::nullopt;
        names << severity.name;
        counts << counted(severity);
        readings += severity.readings;
    }
    if (names.isEmpty())
        return std::nullopt;
    UserMessage message =
        UserMessage::information(Text::tr("No reading of “%1” counts as a failure").arg(plant.name))
            .because(Text::tr("Readings with %1 count as failures. Its records have %2.")
                         .arg(plant.settings.failureSeverities.join(u", "_s), counts.join(u", "_s)))
            .withRemedy(Text::tr("If some are failures, choose in the settings of the plant which "
                                 "severities count as such. Reports count only failures; the "
                                 "Readings page lists all readings."))
            .withCode(u"no-failures"_s);
    message.details = {
        {u"plant"_s, plant.name},
        {u"count"_s, readings},
        {u"examples"_s, QJsonArray::fromStringList(names.mid(0, kMaxExamples))},
        {u"report"_s, u"records_by_severity"_s}};
    return message;
}

} // namespace faultline
