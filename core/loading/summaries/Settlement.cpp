// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/Settlement.h"

#include "base/FailPoint.h"
#include "database/schema/RunningLoads.h"
#include "loading/summaries/PendingSettlement.h"
#include "loading/summaries/ReadingSummarizer.h"
#include "loading/summaries/SummaryCompaction.h"

#include <QString>

#include <algorithm>
#include <initializer_list>
#include <iterator>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// This mode conflicts only with itself, so reading and loading continue. Not an advisory lock:
// every role that may connect can take those, even a read-only one; this lock requires write
// permission. Unlike other statements, LOCK doesn't take the transaction's snapshot.
constexpr auto kLockSettlement =
    "LOCK TABLE faultline.summary_state IN SHARE UPDATE EXCLUSIVE MODE";

// Not TRUNCATE, which hides rows from a backup that began earlier.
constexpr auto kDeleteAll = "DELETE FROM faultline.sensor_summary;"
                            "DELETE FROM faultline.equipment_summary;"
                            "DELETE FROM faultline.failure_day;"
                            "DELETE FROM faultline.failure_summary";
constexpr auto kMarkSettled =
    "DELETE FROM faultline.unsettled_chunk WHERE chunk_id = ANY ($1::integer[])";
constexpr auto kMarkCurrent = "UPDATE faultline.summary_state SET events_stale = false";
// $1: first days of months. What is left of their years comes from the other months, as rows that
// add up.
constexpr auto kDeleteMonths = R"sql(
DELETE FROM faultline.{table} s
USING (SELECT date '2000-01-01' + d AS month FROM unnest($1::integer[]) d) AS changed
WHERE (s.unit = 'day' AND faultline.start_of('month', s.start) = changed.month)
   OR (s.unit = 'month' AND s.start = changed.month))sql";
constexpr auto kDeleteYears = R"sql(
DELETE FROM faultline.{table} WHERE unit = 'year' AND start IN (
    SELECT faultline.start_of('year', date '2000-01-01' + d) FROM unnest($1::integer[]) d))sql";
constexpr auto kSensorYears = R"sql(
INSERT INTO faultline.sensor_summary (
    unit, start, severity, equipment_key, sensor_key, sensor_records,
    temperature_count, temperature_min, temperature_max, temperature_sum,
    vibration_count, vibration_min, vibration_max, vibration_sum)
SELECT 'year', faultline.start_of('year', start), severity, equipment_key, sensor_key,
       sensor_records, temperature_count, temperature_min, temperature_max, temperature_sum,
       vibration_count, vibration_min, vibration_max, vibration_sum
FROM faultline.sensor_summary
WHERE unit = 'month' AND faultline.start_of('year', start) IN (
    SELECT faultline.start_of('year', date '2000-01-01' + d) FROM unnest($1::integer[]) d))sql";
constexpr auto kEquipmentYears = R"sql(
INSERT INTO faultline.equipment_summary (
    unit, start, severity, records, first_at, last_at, equipment_key, equipment_records,
    temperature_count, temperature_min, temperature_max, temperature_sum,
    vibration_count, vibration_min, vibration_max, vibration_sum)
SELECT 'year', faultline.start_of('year', start), severity, records, first_at, last_at,
       equipment_key, equipment_records,
       temperature_count, temperature_min, temperature_max, temperature_sum,
       vibration_count, vibration_min, vibration_max, vibration_sum
FROM faultline.equipment_summary
WHERE unit = 'month' AND faultline.start_of('year', start) IN (
    SELECT faultline.start_of('year', date '2000-01-01' + d) FROM unnest($1::integer[]) d))sql";
constexpr auto kDeleteEvents = R"sql(
DELETE FROM faultline.failure_day WHERE faultline.start_of('month', day) IN (
    SELECT date '2000-01-01' + d FROM unnest($1::integer[]) d)
RETURNING day - date '2000-01-01')sql";
// So that the first report after a large load is planned with current statistics.
constexpr auto kAnalyze = "ANALYZE faultline.sensor_summary, faultline.equipment_summary,"
                          " faultline.failure_day, faultline.failure_summary";
// With fewer new rows the server's statistics are good enough.
constexpr qint64 kFewRows = 50;

// Chunks to settle: not those of a load that may still be running, which settles them itself, and
// has what they add in memory. The load $2 is the caller's own.
const QByteArray kDueChunks =
    "WITH waiting AS MATERIALIZED (SELECT DISTINCT load_id FROM faultline.unsettled_chunk),"
    " due AS MATERIALIZED (SELECT load_id FROM waiting WHERE load_id = $2 OR NOT "
    + QString(kLoadMayRun).replace(u":lock"_s, u"$1"_s).toLatin1()
    + ") SELECT chunk_id FROM faultline.unsettled_chunk JOIN due USING (load_id)"
      " ORDER BY chunk_id";
constexpr LoadId kNoLoad{0};

// SQLSTATEs: https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr QStringView kInsufficientPrivilege = u"42501";
constexpr QStringView kReadOnlyTransaction = u"25006";

// What is to be settled, and how.
struct State
{
    qint32 mapVersion = 0;
    bool isStale = false; ///< All summaries must be rebuilt.
    std::vector<qint32> due;
};

Result<std::vector<qint32>> dueChunks(Connection& connection, LoadId load)
{
    const auto rows = connection.execute(
        kDueChunks, Parameters().add(qint64{kRunningLoadLock}).add(qint64{toInt(load)}));
    if (!rows)
        return rows.error();
    std::vector<qint32> chunks;
    for (int row = 0; row < rows->rowCount(); ++row)
        chunks.push_back(static_cast<qint32>(rows->integer(row, 0)));
    return chunks;
}

// The row stays locked, so that the map doesn't change meanwhile. Later statements see chunks that
// commit meanwhile, so the list is made once.
Result<State> fetchState(Connection& connection, LoadId load)
{
    const auto row = connection.execute(
        "SELECT map_version, events_stale FROM faultline.summary_state FOR UPDATE");
    if (!row)
        return row.error();
    auto due = dueChunks(connection, load);
    if (!due)
        return due.error();
    return State{static_cast<qint32>(row->integer(0, 0)), row->boolean(0, 1), *std::move(due)};
}

Result<void> runAll(Connection& connection, std::initializer_list<const char*> statements)
{
    for (const char* const statement : statements) {
        if (const auto done = connection.execute(statement); !done)
            return done.error();
    }
    return {};
}

// Writes what is pending, and merges rows of small loads. Returns the number of new rows.
Result<qint64> write(
    Connection& connection, PendingSummary& pending, const SettlementLimits& limits,
    const CancelToken& cancel)
{
    if (!pending.close())
        return temporaryFileFailed();
    const std::vector<DayBucket> buckets = pending.buckets();
    const auto hadRows =
        connection.execute("SELECT EXISTS (SELECT FROM faultline.equipment_summary)");
    if (!hadRows)
        return hadRows.error();
    PendingSettlement settlement(connection, pending, limits, cancel);
    if (const auto written = settlement.run(); !written)
        return written.error();
    if (hadRows->boolean(0, 0) && !buckets.empty()) {
        const auto compacted = compactSummaries(
            connection, buckets.front().firstDay, buckets.back().pastDay() - 1, limits);
        if (!compacted)
            return compacted.error();
    }
    return settlement.rowCount();
}

// Whether `pending` has exactly what some of the due chunks add.
bool isUsable(PendingSummary& pending, const State& state)
{
    const auto isDue = [&state](ChunkId chunk) {
        return std::binary_search(state.due.begin(), state.due.end(), toInt(chunk));
    };
    return pending.close() && pending.map().version() == state.mapVersion
           && std::all_of(pending.chunks().begin(), pending.chunks().end(), isDue);
}

// Adds the due chunks that `pending` lacks, from their readings.
Result<void> complete(
    Connection& connection, PendingSummary& pending, const State& state, const CancelToken& cancel)
{
    std::vector<qint32> missing;
    std::copy_if(
        state.due.begin(), state.due.end(), std::back_inserter(missing),
        [&pending](qint32 chunk) { return !pending.chunks().contains(ChunkId{chunk}); });
    if (missing.empty())
        return {};
    auto added = ReadingSummarizer(connection, pending, cancel).addChunks(missing);
    if (!added)
        pending.spoil();
    return added;
}

Result<void> settleInTransaction(
    Connection& connection, LoadId load, PendingSummary& pending, const SettlementLimits& limits)
{
    const CancelToken notAtAll;
    if (const auto locked = lockSettlement(connection, notAtAll); !locked)
        return locked;
    const auto state = fetchState(connection, load);
    if (!state)
        return state.error();
    if (state->due.empty() && !state->isStale)
        return {};
    auto map = SensorMap::fetch(connection);
    if (!map)
        return map.error();
    PendingSummary fromReadings(*std::move(map), limits);
    const bool usesPending = !state->isStale && isUsable(pending, *state);
    PendingSummary& source = usesPending ? pending : fromReadings;
    if (state->isStale) {
        if (const auto deleted = runAll(connection, {kDeleteAll}); !deleted)
            return deleted;
        const auto added = ReadingSummarizer(connection, source, notAtAll).addSettled(state->due);
        if (!added)
            return added;
    } else if (const auto completed = complete(connection, source, *state, notAtAll); !completed) {
        return completed;
    }
    const auto rows = write(connection, source, limits, notAtAll);
    if (!rows)
        return rows.error();
    failPoint("settlement: written");
    const auto settled = connection.execute(kMarkSettled, Parameters().add(state->due));
    if (!settled)
        return settled.error();
    if (state->isStale) {
        if (const auto marked = runAll(connection, {kMarkCurrent}); !marked)
            return marked;
    }
    return *rows > kFewRows ? runAll(connection, {kAnalyze}) : Result<void>();
}

Result<qint64> rebuildInTransaction(
    Connection& connection, const CancelToken& cancel, const SettlementLimits& limits)
{
    // Everything must be of one snapshot: the readings that are counted, and the chunks that must
    // not be settled again. Take the locks before the statement that sets the snapshot; otherwise
    // what is settled while waiting for them would be counted twice. This also waits for a sensor
    // map that is being loaded.
    if (const auto settling = lockSettlement(connection, cancel); !settling)
        return settling.error();
    const auto locked =
        runAll(connection, {"LOCK TABLE faultline.summary_state IN EXCLUSIVE MODE"});
    if (!locked)
        return locked.error();
    const auto due = dueChunks(connection, kNoLoad);
    if (!due)
        return due.error();
    auto map = SensorMap::fetch(connection);
    if (!map)
        return map.error();
    if (const auto emptied = runAll(connection, {kDeleteAll}); !emptied)
        return emptied.error();
    PendingSummary pending(*std::move(map), limits);
    ReadingSummarizer readings(connection, pending, cancel);
    if (const auto added = readings.addSettled(*due); !added)
        return added.error();
    if (const auto written = write(connection, pending, limits, cancel); !written)
        return written.error();
    const auto settled = connection.execute(kMarkSettled, Parameters().add(*due));
    if (!settled)
        return settled.error();
    if (const auto ended = runAll(connection, {kMarkCurrent, kAnalyze}); !ended)
        return ended.error();
    if (cancel.isCancelled())
        return UserMessage::cancelled();
    return readings.readingCount();
}

Result<bool> mayWrite(Connection& connection)
{
    const auto row =
        connection.execute("SELECT has_table_privilege('faultline.sensor_summary', 'INSERT')"
                           " AND NOT current_setting('transaction_read_only')::boolean");
    if (!row)
        return row.error();
    return row->boolean(0, 0);
}

} // namespace

Result<void> settleSummaries(
    Connection& connection, LoadId load, PendingSummary& pending, const SettlementLimits& limits)
{
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto settled = settleInTransaction(connection, load, pending, limits); !settled) {
        connection.rollback();
        return settled.error();
    }
    return connection.commit();
}

Result<void> settlePending(const ConnectionSettings& settings)
{
    auto connection = Connection::open(settings);
    if (!connection)
        return connection.error();
    const auto stale = connection->execute("SELECT events_stale FROM faultline.summary_state");
    if (!stale)
        return stale.error();
    const auto due = dueChunks(*connection, kNoLoad);
    if (!due)
        return due.error();
    if (due->empty() && !(stale->rowCount() > 0 && stale->boolean(0, 0)))
        return {};
    const auto may = mayWrite(*connection);
    if (!may)
        return may.error();
    if (!*may)
        return {};
    PendingSummary nothing;
    const auto settled = settleSummaries(*connection, kNoLoad, nothing);
    const bool mayOnlyRead = !settled
                             && (settled.error().code == kInsufficientPrivilege
                                 || settled.error().code == kReadOnlyTransaction);
    return mayOnlyRead ? Result<void>() : settled;
}

Result<qint64>
rebuildSummaries(Connection& connection, const CancelToken& cancel, const SettlementLimits& limits)
{
    if (const auto begun = connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ"); !begun)
        return begun.error();
    auto readings = rebuildInTransaction(connection, cancel, limits);
    if (!readings) {
        connection.rollback();
        return readings;
    }
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    return readings;
}

Result<void> lockSettlement(Connection& connection, const CancelToken& cancel)
{
    const auto locked = connection.execute(kLockSettlement, cancel);
    return locked ? Result<void>() : locked.error();
}

Result<void> rebuildMonths(
    Connection& connection, const std::vector<qint32>& months, const CancelToken& cancel,
    const SettlementLimits& limits)
{
    if (months.empty())
        return {};
    const Parameters values = Parameters().add(months);
    for (const char* const table : {"sensor_summary", "equipment_summary"}) {
        for (const char* const statement : {kDeleteMonths, kDeleteYears}) {
            const auto deleted =
                connection.execute(QByteArray(statement).replace("{table}", table), values);
            if (!deleted)
                return deleted.error();
        }
    }
    for (const char* const statement : {kSensorYears, kEquipmentYears}) {
        if (const auto copied = connection.execute(statement, values); !copied)
            return copied.error();
    }
    const auto days = connection.execute(kDeleteEvents, values);
    if (!days)
        return days.error();
    std::vector<qint32> changedDays;
    for (int row = 0; row < days->rowCount(); ++row)
        changedDays.push_back(static_cast<qint32>(days->integer(row, 0)));
    if (const auto addedUp = EventSettlement::addUp(connection, changedDays); !addedUp)
        return addedUp;
    auto map = SensorMap::fetch(connection);
    if (!map)
        return map.error();
    PendingSummary pending(*std::move(map), limits);
    if (const auto added = ReadingSummarizer(connection, pending, cancel).addMonths(months); !added)
        return added;
    const auto written = write(connection, pending, limits, cancel);
    return written ? Result<void>() : written.error();
}

} // namespace faultline
