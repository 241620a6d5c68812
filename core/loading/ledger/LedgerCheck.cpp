// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/LedgerCheck.h"

#include "loading/ledger/StoredRowsCheck.h"

#include <QCoreApplication>
#include <QDate>
#include <QJsonArray>
#include <QLocale>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LedgerCheck)
};

// Every query here returns the number of its mismatches and the first of them. LIMIT is kMaxListed.

// A load's receipt includes everything it loaded, by the first version of a file: what is kept of
// an edited file belongs to its next version. The journal has a list under the first load that
// still applies it, whose receipt may have counted it as known.
constexpr auto kReceipts = R"sql(
WITH receipt AS (
    SELECT load_id, coalesce(root_id, file_id) AS file_id, min(x.path) AS path,
           min(x.role) AS role,
           bool_and(records_in = loaded + rejected + blank + skipped) AS balanced,
           sum(records_in) AS records, sum(loaded) AS loaded, sum(rejected) AS rejected, sum(blank) AS blank
    FROM faultline.load_file x LEFT JOIN faultline.source_file USING (file_id)
    GROUP BY 1, 2, CASE WHEN file_id IS NULL THEN x.path END
), journal AS (
    SELECT load_id, coalesce(root_id, file_id) AS file_id, sum(records) AS records,
           sum(loaded) AS loaded,
           sum(rejected) AS rejected, sum(blank) AS blank
    FROM faultline.load_chunk JOIN faultline.source_file USING (file_id) GROUP BY 1, 2
)
SELECT count(*) OVER (), load_id, coalesce(x.path, f.path), x.path IS NOT NULL, x.balanced,
       coalesce(x.loaded, 0), coalesce(x.rejected, 0), coalesce(x.blank, 0),
       coalesce(j.loaded, 0), coalesce(j.rejected, 0), coalesce(j.blank, 0)
FROM receipt x FULL JOIN journal j USING (load_id, file_id)
JOIN faultline.load_run r USING (load_id)
LEFT JOIN faultline.source_file f USING (file_id)
WHERE r.undone_at IS NULL
  AND EXISTS (SELECT FROM faultline.load_file w WHERE w.load_id = r.load_id)
  AND (x.balanced IS NOT TRUE
       OR CASE WHEN x.role IN ('equipment_list', 'sensor_map') THEN j.records <> x.records
               ELSE (coalesce(j.loaded, 0), coalesce(j.rejected, 0), coalesce(j.blank, 0))
                    <> (x.loaded, x.rejected, x.blank) END)
ORDER BY load_id, 3 LIMIT 20)sql";

constexpr auto kUndone = R"sql(
SELECT count(*) OVER (), load_id, count(*) FROM faultline.load_chunk
JOIN faultline.load_run USING (load_id) WHERE undone_at IS NOT NULL
GROUP BY load_id ORDER BY load_id LIMIT 20)sql";

constexpr auto kPending = R"sql(
SELECT coalesce(bool_or(is_stale), false),
       (SELECT count(DISTINCT load_id) FROM faultline.unsettled_chunk)
FROM faultline.summary_state)sql";

constexpr auto kDays = R"sql(
SELECT plant_id, start - date '2000-01-01', severity, to_char(start, 'YYYY-MM-DD'),
       sum((SELECT sum(n) FROM unnest(
           faultline.of_each(sensor_records, cardinality(sensor_key))) AS n))
FROM faultline.sensor_summary WHERE unit = 'day'
GROUP BY plant_id, start, severity ORDER BY start, plant_id, severity)sql";

// The readings in each row; {total} is a column with their sum, or null.
constexpr auto kRows = R"sql(
SELECT start, plant_id, severity, {total} AS total, (SELECT sum(n) FROM unnest({records}) AS n) AS n
FROM faultline.{table} WHERE unit = '{unit}')sql";

// Starts whose {kept} rows don't add up to what the {due} rows have.
constexpr auto kSums = R"sql(
SELECT count(*) OVER (), to_char(start, '{format}'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT start, plant_id, severity, sum(n) AS n, bool_and(total = n) AS is_balanced
      FROM ({kept}) AS x GROUP BY start, plant_id, severity) AS kept
FULL JOIN (SELECT faultline.start_of('{unit}', start) AS start, plant_id, severity, sum(n) AS n
           FROM ({due}) AS x GROUP BY 1, 2, 3) AS due USING (start, plant_id, severity)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) OR NOT kept.is_balanced
ORDER BY start, plant_id, severity LIMIT 20)sql";

constexpr auto kFailureDays = R"sql(
SELECT count(*) OVER (), to_char(start, 'YYYY-MM-DD'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT start, unnest(equipment_key) AS equipment_key, unnest(equipment_events) AS n
      FROM faultline.failure_summary WHERE unit = 'day') kept
FULL JOIN (SELECT day AS start, equipment_key, events AS n
           FROM faultline.failure_day) due USING (equipment_key, start)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) ORDER BY start, equipment_key LIMIT 20)sql";

constexpr auto kFailureSums = R"sql(
SELECT count(*) OVER (), to_char(start, '{format}'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT start, unnest(equipment_key) AS equipment_key, unnest(equipment_events) AS n
      FROM faultline.failure_summary WHERE unit = '{unit}') kept
FULL JOIN (SELECT start, equipment_key, sum(n) AS n
           FROM (SELECT faultline.start_of('{unit}', start) AS start,
                        unnest(equipment_key) AS equipment_key, unnest(equipment_events) AS n
                 FROM faultline.failure_summary WHERE unit = '{part}') AS x
           GROUP BY start, equipment_key) due USING (equipment_key, start)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) ORDER BY start, equipment_key LIMIT 20)sql";

constexpr auto kFailureTotals = R"sql(
SELECT count(*) OVER (), start::text, events, n
FROM (SELECT start, events, (SELECT sum(n) FROM unnest(equipment_events) AS n) AS n
      FROM faultline.failure_summary) AS x
WHERE events <> n ORDER BY start LIMIT 20)sql";

// Numbers by hour: of days by their events; of all equipment in a month by its days, and in years,
// where it is a piece of equipment like others, by months; and in each unit by the number in all.
constexpr auto kFailureDayHours = R"sql(
SELECT count(*) OVER (), to_char(start, 'YYYY-MM-DD'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT start, plant_id, unnest(hour_of_week) AS hour, unnest(events) AS n
      FROM faultline.failure_hours WHERE unit = 'day') kept
FULL JOIN (SELECT day AS start, plant_id,
                  date_part('isodow', day) * 24 - 24
                      + date_part('hour', event_at AT TIME ZONE time_zone) AS hour, count(*) AS n
           FROM (SELECT day, plant_id, unnest(event_at) AS event_at
                 FROM faultline.failure_day) AS x JOIN faultline.plant USING (plant_id)
           GROUP BY 1, 2, 3) due USING (start, plant_id, hour)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) ORDER BY start, plant_id LIMIT 20)sql";
constexpr auto kFailureHours = R"sql(
SELECT count(*) OVER (), to_char(start, '{format}'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT start, plant_id, equipment_key, unnest(hour_of_week) AS hour, unnest(events) AS n
      FROM faultline.failure_hours
      WHERE unit = '{unit}' AND (equipment_key = 0 OR unit = 'year')) kept
FULL JOIN (SELECT start, plant_id, equipment_key, hour, sum(n) AS n
           FROM (SELECT faultline.start_of('{unit}', start) AS start, plant_id, equipment_key,
                        unnest(hour_of_week) AS hour, unnest(events) AS n
                 FROM faultline.failure_hours WHERE unit = '{part}') AS x
           GROUP BY start, plant_id, equipment_key, hour) due
    USING (start, plant_id, equipment_key, hour)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) ORDER BY start, plant_id LIMIT 20)sql";
constexpr auto kFailureHourTotals = R"sql(
SELECT count(*) OVER (), start::text, coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT unit, start, plant_id, equipment_key, (SELECT sum(n) FROM unnest(events) AS n) AS n
      FROM faultline.failure_hours) kept
FULL JOIN (SELECT unit, start, plant_id, 0 AS equipment_key, events AS n
           FROM faultline.failure_summary
           UNION ALL
           SELECT unit, start, plant_id, unnest(equipment_key), unnest(equipment_events)
           FROM faultline.failure_summary WHERE unit <> 'day') due
    USING (unit, start, plant_id, equipment_key)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) ORDER BY start, plant_id LIMIT 20)sql";

struct Level
{
    const char* unit;
    const char* part; ///< The unit that it is added up from.
    const char* format;
};
constexpr Level kMonths{"month", "day", "YYYY-MM"};
constexpr Level kYears{"year", "month", "YYYY"};

QByteArray levelSql(const char* sql, const Level& level)
{
    return QByteArray(sql)
        .replace("{unit}", level.unit)
        .replace("{part}", level.part)
        .replace("{format}", level.format);
}

QByteArray sensorRows(const char* unit)
{
    return QByteArray(kRows)
        .replace("{total}", "NULL::bigint")
        .replace("{records}", "faultline.of_each(sensor_records, cardinality(sensor_key))")
        .replace("{table}", "sensor_summary")
        .replace("{unit}", unit);
}

QByteArray equipmentRows(const char* unit)
{
    return QByteArray(kRows)
        .replace("{total}", "records")
        .replace("{records}", "equipment_records")
        .replace("{table}", "equipment_summary")
        .replace("{unit}", unit);
}

QByteArray
sumsSql(const char* unit, const char* format, const QByteArray& kept, const QByteArray& due)
{
    return QByteArray(kSums)
        .replace("{kept}", kept)
        .replace("{due}", due)
        .replace("{unit}", unit)
        .replace("{format}", format);
}

QString figure(qint64 number)
{
    return QLocale().toString(number);
}

UserMessage summaryMessage(const QString& what)
{
    return UserMessage::error(what)
        .because(Text::tr("Reports show figures that don't match the readings."))
        .withRemedy(Text::tr("Rebuild the summaries: faultline-cli rebuild-summaries."))
        .withCode(u"ledger-summary"_s);
}

// One check of one database, in the caller's transaction.
class Check
{
public:
    Check(Connection& connection, const CancelToken& cancel)
        : m_connection(connection)
        , m_cancel(cancel)
    {}

    Result<LedgerVerification> run()
    {
        for (const auto step :
             {&Check::checkChunks, &Check::checkReceipts, &Check::checkUndone,
              &Check::checkSummaries}) {
            if (const auto done = (this->*step)(); !done)
                return done.error();
        }
        return m_found;
    }

private:
    Result<void> checkChunks()
    {
        const auto loads =
            m_connection.execute("SELECT count(*) FROM faultline.load_run", m_cancel);
        if (!loads)
            return loads.error();
        m_found.loads = loads->integer(0, 0);
        StoredRowsCheck stored(m_connection, m_cancel);
        const auto counts = stored.run([this](const UserMessage& discrepancy) {
            ++m_found.discrepancyCount;
            list(discrepancy);
        });
        if (!counts)
            return counts.error();
        m_found.chunks = counts->chunks;
        m_found.readings = counts->readings;
        m_found.rejectedLines = counts->rejectedLines;
        m_settledByDay = stored.settledByDay();
        return {};
    }

    Result<void> checkReceipts()
    {
        return check(kReceipts, [](const QueryResult& rows, int row) {
            const qint64 load = rows.integer(row, 1);
            const auto counts = [&rows, row](int column) {
                return Text::tr("%1 loaded, %2 rejected, %3 blank")
                    .arg(
                        figure(rows.integer(row, column)), figure(rows.integer(row, column + 1)),
                        figure(rows.integer(row, column + 2)));
            };
            QString what = Text::tr("The receipt of load %1 doesn't match the journal");
            QString why = Text::tr("Receipt: %1. Journal: %2.").arg(counts(5), counts(8));
            if (!rows.boolean(row, 3)) {
                what = Text::tr("The receipt of load %1 lacks a file");
                why = Text::tr("Journal: %1.").arg(counts(8));
            } else if (!rows.boolean(row, 4)) {
                what = Text::tr("The receipt of load %1 is out of balance");
            }
            return UserMessage::error(what.arg(load))
                .because(why)
                .at(rows.string(row, 2))
                .withRemedy(Text::tr("Undo load %1 and load its folder again.").arg(load))
                .withCode(u"ledger-receipt"_s);
        });
    }

    Result<void> checkUndone()
    {
        return check(kUndone, [](const QueryResult& rows, int row) {
            return UserMessage::error(
                       Text::tr("Load %1 was undone, but %2 of its chunks are still stored")
                           .arg(rows.integer(row, 1))
                           .arg(rows.integer(row, 2)))
                .because(Text::tr("Its program seemed to have ended, but kept storing."))
                .withRemedy(Text::tr("Load the folder again. What is already loaded is skipped."))
                .withCode(u"ledger-undone"_s);
        });
    }

    Result<void> checkSummaries()
    {
        const auto pending = m_connection.execute(kPending, m_cancel);
        if (!pending)
            return pending.error();
        if (pending->boolean(0, 0) || pending->integer(0, 1) > 0) {
            m_found.notes << UserMessage::information(
                                 Text::tr("The summaries don't include the latest readings"))
                                 .because(Text::tr(
                                     "%n load(s) are not settled yet.", nullptr,
                                     static_cast<int>(pending->integer(0, 1))))
                                 .withRemedy(Text::tr("Open a report to settle them."))
                                 .withCode(u"ledger-pending"_s);
        }
        for (const auto step :
             {&Check::checkDays, &Check::checkSums, &Check::checkFailureSums,
              &Check::checkFailureHours}) {
            if (const auto done = (this->*step)(); !done)
                return done;
        }
        return {};
    }

    // The days of the summaries against the readings.
    Result<void> checkDays()
    {
        const auto rows = m_connection.execute(kDays, m_cancel);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row) {
            const auto stored = m_settledByDay.take(
                {static_cast<qint16>(rows->integer(row, 0)),
                 static_cast<qint32>(rows->integer(row, 1)),
                 static_cast<qint16>(rows->integer(row, 2))});
            if (stored != rows->integer(row, 4))
                reportDay(rows->string(row, 3), rows->integer(row, 4), stored);
        }
        for (auto left = m_settledByDay.cbegin(); left != m_settledByDay.cend(); ++left) {
            const QDate day = QDate(2000, 1, 1).addDays(left.key().day);
            if (left.value() > 0)
                reportDay(day.toString(Qt::ISODate), 0, left.value());
        }
        return {};
    }

    void reportDay(const QString& day, qint64 kept, qint64 stored)
    {
        ++m_found.discrepancyCount;
        list(summaryMessage(Text::tr("The summary of %1 has %2 readings, but %3 are stored")
                                .arg(day, figure(kept), figure(stored))));
    }

    Result<void> checkSums()
    {
        const auto byEquipment = checkSum(
            sumsSql("day", "YYYY-MM-DD", equipmentRows("day"), sensorRows("day")),
            Text::tr("The summary of %1 by equipment has %2 records, but there are %3 readings"));
        if (!byEquipment)
            return byEquipment;
        for (const auto& [level, text] :
             {std::pair(
                  kMonths, Text::tr("The summary of %1 has %2 readings, but its days have %3")),
              std::pair(
                  kYears, Text::tr("The summary of %1 has %2 readings, but its months have %3"))}) {
            for (const auto rowsOf : {&sensorRows, &equipmentRows}) {
                const auto checked = checkSum(
                    sumsSql(level.unit, level.format, rowsOf(level.unit), rowsOf(level.part)),
                    text);
                if (!checked)
                    return checked;
            }
        }
        return {};
    }

    Result<void> checkFailureSums()
    {
        const QString text = Text::tr("The summary of %1 has %2 failure events for a piece of "
                                      "equipment, but its days have %3");
        if (const auto checked = checkSum(kFailureDays, text); !checked)
            return checked;
        for (const Level& level : {kMonths, kYears}) {
            if (const auto checked = checkSum(levelSql(kFailureSums, level), text); !checked)
                return checked;
        }
        return checkSum(
            kFailureTotals,
            Text::tr("The summary from %1 on has %2 failure events, but its equipment has %3"));
    }

    Result<void> checkFailureHours()
    {
        for (const QByteArray& sql :
             {QByteArray(kFailureDayHours), levelSql(kFailureHours, kMonths),
              levelSql(kFailureHours, kYears), QByteArray(kFailureHourTotals)}) {
            const auto checked = checkSum(
                sql, Text::tr("The summary of %1 by hour has %2 failure events, but there are %3"));
            if (!checked)
                return checked;
        }
        return {};
    }

    Result<void> checkSum(const QByteArray& query, const QString& text)
    {
        return check(query, [&text](const QueryResult& rows, int row) {
            return summaryMessage(text.arg(
                rows.string(row, 1), figure(rows.integer(row, 2)), figure(rows.integer(row, 3))));
        });
    }

    // Each row of the query is a mismatch; the first column is their total number.
    template<typename Message>
    Result<void> check(const QByteArray& query, const Message& message)
    {
        const auto rows = m_connection.execute(query, m_cancel);
        if (!rows)
            return rows.error();
        if (rows->rowCount() > 0)
            m_found.discrepancyCount += rows->integer(0, 0);
        for (int row = 0; row < rows->rowCount(); ++row)
            list(message(*rows, row));
        return {};
    }

    void list(const UserMessage& discrepancy)
    {
        if (m_found.discrepancies.size() < LedgerVerification::kMaxListed)
            m_found.discrepancies << discrepancy;
    }

    Connection& m_connection;
    const CancelToken& m_cancel;
    QHash<StoredRowsCheck::DayKey, qint64> m_settledByDay; ///< Not yet compared.
    LedgerVerification m_found;
};

QJsonArray toJsonArray(const QList<UserMessage>& messages)
{
    QJsonArray array;
    for (const UserMessage& message : messages)
        array << message.toJson();
    return array;
}

} // namespace

QJsonObject LedgerVerification::toJson() const
{
    return {
        {u"verified"_s, verified()},
        {u"loads"_s, loads},
        {u"chunks"_s, chunks},
        {u"readings"_s, readings},
        {u"rejected_lines"_s, rejectedLines},
        {u"discrepancy_count"_s, discrepancyCount},
        {u"discrepancies"_s, toJsonArray(discrepancies)},
        {u"notes"_s, toJsonArray(notes)}};
}

Result<LedgerVerification> verifyLedger(Connection& connection, const CancelToken& cancel)
{
    const auto begun =
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancel);
    if (!begun)
        return begun.error();
    auto found = Check(connection, cancel).run();
    connection.rollback();
    return found;
}

} // namespace faultline
