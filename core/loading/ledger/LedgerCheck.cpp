// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/LedgerCheck.h"

#include "loading/ledger/StoredRowsCheck.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

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
SELECT events_stale, (SELECT count(DISTINCT load_id) FROM faultline.chunk_summary)
FROM faultline.summary_state)sql";

// Chunks that were stored together have their summary under the id of one of them, so loads that
// aren't settled are left out completely.
constexpr auto kDaysOfLoads = R"sql(
WITH kept AS (
    SELECT load_id, sum((SELECT sum(n) FROM unnest(readings) AS n)) AS readings
    FROM faultline.daily_summary GROUP BY load_id
), due AS (
    SELECT c.load_id, sum(c.loaded) AS readings
    FROM faultline.load_chunk c JOIN faultline.source_file f USING (file_id)
    WHERE f.role = 'readings' GROUP BY c.load_id
)
SELECT count(*) OVER (), load_id, coalesce(kept.readings, 0), coalesce(due.readings, 0)
FROM kept FULL JOIN due USING (load_id)
WHERE coalesce(kept.readings, 0) <> coalesce(due.readings, 0)
  AND load_id NOT IN (SELECT load_id FROM faultline.chunk_summary)
ORDER BY load_id LIMIT 20)sql";

constexpr auto kRecords = R"sql(
SELECT count(*) OVER (), to_char(day, 'YYYY-MM-DD'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT load_id, day, sum(records) AS n,
             sum(without_equipment + coalesce(
                 (SELECT sum(n) FROM unnest(equipment_records) AS n), 0)) AS parts
      FROM faultline.daily_records GROUP BY 1, 2) kept
FULL JOIN (SELECT load_id, day, sum((SELECT sum(n) FROM unnest(readings) AS n)) AS n
           FROM faultline.daily_summary GROUP BY 1, 2) due USING (load_id, day)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) OR kept.parts <> kept.n
ORDER BY day, load_id LIMIT 20)sql";

constexpr auto kMonths = R"sql(
SELECT count(*) OVER (), to_char(start, 'YYYY-MM'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT month AS start, sum(readings) AS n FROM faultline.monthly_summary GROUP BY 1) kept
FULL JOIN (SELECT faultline.start_of('month', day) AS start,
                  sum((SELECT sum(n) FROM unnest(readings) AS n)) AS n
           FROM faultline.daily_summary GROUP BY 1) due USING (start)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) ORDER BY start LIMIT 20)sql";

constexpr auto kYears = R"sql(
SELECT count(*) OVER (), to_char(start, 'YYYY'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT year AS start, sum(readings) AS n FROM faultline.yearly_summary GROUP BY 1) kept
FULL JOIN (SELECT faultline.start_of('year', month) AS start, sum(readings) AS n
           FROM faultline.monthly_summary GROUP BY 1) due USING (start)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) ORDER BY start LIMIT 20)sql";

constexpr auto kFailureMonths = R"sql(
SELECT count(*) OVER (), to_char(start, 'YYYY-MM'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT equipment_key, month AS start, events AS n FROM faultline.failure_month) kept
FULL JOIN (SELECT equipment_key, faultline.start_of('month', day) AS start, sum(events) AS n
           FROM faultline.failure_day GROUP BY 1, 2) due USING (equipment_key, start)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) ORDER BY start, equipment_key LIMIT 20)sql";

constexpr auto kFailureYears = R"sql(
SELECT count(*) OVER (), to_char(start, 'YYYY'), coalesce(kept.n, 0), coalesce(due.n, 0)
FROM (SELECT equipment_key, year AS start, events AS n FROM faultline.failure_year) kept
FULL JOIN (SELECT equipment_key, faultline.start_of('year', day) AS start, sum(events) AS n
           FROM faultline.failure_day GROUP BY 1, 2) due USING (equipment_key, start)
WHERE coalesce(kept.n, 0) <> coalesce(due.n, 0) ORDER BY start, equipment_key LIMIT 20)sql";

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
        const auto counts =
            StoredRowsCheck(m_connection, m_cancel).run([this](const UserMessage& discrepancy) {
                ++m_found.discrepancyCount;
                list(discrepancy);
            });
        if (!counts)
            return counts.error();
        m_found.chunks = counts->chunks;
        m_found.readings = counts->readings;
        m_found.rejectedLines = counts->rejectedLines;
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
        if (const auto done = checkDaysOfLoads(); !done)
            return done;
        for (const auto step : {&Check::checkSums, &Check::checkFailureSums}) {
            if (const auto done = (this->*step)(); !done)
                return done;
        }
        return {};
    }

    Result<void> checkSums()
    {
        const auto months =
            checkSum(kMonths, Text::tr("The summary of %1 has %2 readings, but its days have %3"));
        if (!months)
            return months;
        const auto records = checkSum(
            kRecords,
            Text::tr("The summary of %1 by equipment has %2 records, but there are %3 readings"));
        if (!records)
            return records;
        return checkSum(
            kYears, Text::tr("The summary of %1 has %2 readings, but its months have %3"));
    }

    Result<void> checkFailureSums()
    {
        const QString text = Text::tr("The summary of %1 has %2 failure events for a piece of "
                                      "equipment, but its days have %3");
        const auto months = checkSum(kFailureMonths, text);
        return months ? checkSum(kFailureYears, text) : months;
    }

    Result<void> checkSum(const char* query, const QString& text)
    {
        return check(query, [&text](const QueryResult& rows, int row) {
            return summaryMessage(text.arg(
                rows.string(row, 1), figure(rows.integer(row, 2)), figure(rows.integer(row, 3))));
        });
    }

    Result<void> checkDaysOfLoads()
    {
        return check(kDaysOfLoads, [](const QueryResult& rows, int row) {
            return summaryMessage(
                Text::tr("The summaries have %1 readings of load %2, but the journal has %3")
                    .arg(
                        figure(rows.integer(row, 2)), rows.string(row, 1),
                        figure(rows.integer(row, 3))));
        });
    }

    // Each row of the query is a mismatch; the first column is their total number.
    template<typename Message>
    Result<void> check(const char* query, const Message& message)
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
