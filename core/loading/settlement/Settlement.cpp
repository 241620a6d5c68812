// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/Settlement.h"

#include "base/FailPoint.h"
#include "database/schema/RunningLoads.h"
#include "loading/plants/ListsInForce.h"
#include "loading/settlement/FailureSums.h"
#include "loading/settlement/PendingSettlement.h"
#include "loading/settlement/ReadingSummarizer.h"
#include "loading/settlement/SummaryCompaction.h"

#include <QString>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// This mode conflicts only with itself, so reading and loading continue. Not an advisory lock:
// every role that may connect can take those, even a read-only one; this lock requires write
// permission. Unlike other statements, LOCK doesn't take the transaction's snapshot.
constexpr auto kLockSettlement =
    "LOCK TABLE faultline.summary_state IN SHARE UPDATE EXCLUSIVE MODE";

// Not TRUNCATE, which hides rows from a backup that began earlier.
constexpr auto kDeleteAll = {
    "DELETE FROM faultline.sensor_summary WHERE plant_id = $1",
    "DELETE FROM faultline.equipment_summary WHERE plant_id = $1",
    "DELETE FROM faultline.failure_day WHERE plant_id = $1",
    "DELETE FROM faultline.failure_summary WHERE plant_id = $1",
    "DELETE FROM faultline.failure_hours WHERE plant_id = $1"};
constexpr auto kMarkSettled =
    "DELETE FROM faultline.unsettled_chunk WHERE chunk_id = ANY ($1::integer[])";
constexpr auto kMarkCurrent =
    "UPDATE faultline.summary_state SET is_stale = false WHERE plant_id = $1";
// $1: first days of months; $2: the plant. What is left of their years comes from the other months,
// as rows that add up.
constexpr auto kDeleteMonths = R"sql(
DELETE FROM faultline.{table} s
USING (SELECT date '2000-01-01' + d AS month FROM unnest($1::integer[]) d) AS changed
WHERE s.plant_id = $2
  AND ((s.unit = 'day' AND faultline.start_of('month', s.start) = changed.month)
       OR (s.unit = 'month' AND s.start = changed.month)))sql";
constexpr auto kDeleteYears = R"sql(
DELETE FROM faultline.{table} WHERE plant_id = $2 AND unit = 'year' AND start IN (
    SELECT faultline.start_of('year', date '2000-01-01' + d) FROM unnest($1::integer[]) d))sql";
constexpr auto kSensorYears = R"sql(
INSERT INTO faultline.sensor_summary (
    unit, start, severity, plant_id, equipment_key, sensor_key, sensor_records,
    temperature_count, temperature_min, temperature_max, temperature_sum,
    vibration_count, vibration_min, vibration_max, vibration_sum)
SELECT 'year', faultline.start_of('year', start), severity, plant_id, equipment_key, sensor_key,
       sensor_records, temperature_count, temperature_min, temperature_max, temperature_sum,
       vibration_count, vibration_min, vibration_max, vibration_sum
FROM faultline.sensor_summary
WHERE plant_id = $2 AND unit = 'month' AND faultline.start_of('year', start) IN (
    SELECT faultline.start_of('year', date '2000-01-01' + d) FROM unnest($1::integer[]) d))sql";
constexpr auto kEquipmentYears = R"sql(
INSERT INTO faultline.equipment_summary (
    unit, start, severity, plant_id, records, first_at, last_at, equipment_key, equipment_records,
    temperature_count, temperature_min, temperature_max, temperature_sum,
    vibration_count, vibration_min, vibration_max, vibration_sum)
SELECT 'year', faultline.start_of('year', start), severity, plant_id, records, first_at, last_at,
       equipment_key, equipment_records,
       temperature_count, temperature_min, temperature_max, temperature_sum,
       vibration_count, vibration_min, vibration_max, vibration_sum
FROM faultline.equipment_summary
WHERE plant_id = $2 AND unit = 'month' AND faultline.start_of('year', start) IN (
    SELECT faultline.start_of('year', date '2000-01-01' + d) FROM unnest($1::integer[]) d))sql";
constexpr auto kDeleteEvents = R"sql(
DELETE FROM faultline.failure_day WHERE plant_id = $2 AND faultline.start_of('month', day) IN (
    SELECT date '2000-01-01' + d FROM unnest($1::integer[]) d))sql";
// So that the first report after a large load is planned with current statistics. A tenth of the
// usual sample is enough until autovacuum takes a full one.
constexpr auto kAnalyze = "SET LOCAL default_statistics_target = 10;"
                          " ANALYZE faultline.sensor_summary, faultline.equipment_summary,"
                          " faultline.failure_day, faultline.failure_summary,"
                          " faultline.failure_hours";
// With fewer new rows the server's statistics are good enough.
constexpr qint64 kFewRows = 50;

// Chunks to settle: not those of a load that may still be running, which settles them itself, and
// has what they add in memory. The load $2 is the caller's own.
const QByteArray kDueChunks =
    "WITH waiting AS MATERIALIZED (SELECT DISTINCT load_id FROM faultline.unsettled_chunk),"
    " due AS MATERIALIZED (SELECT load_id FROM waiting WHERE load_id = $2 OR NOT "
    + QString(kLoadMayRun).replace(u":lock"_s, u"$1"_s).toLatin1()
    + ") SELECT chunk_id FROM faultline.unsettled_chunk JOIN due USING (load_id)"
      " WHERE plant_id = $3 ORDER BY chunk_id";
// Plants with chunks to settle, or with rules that have changed.
const QByteArray kDuePlants =
    "WITH waiting AS MATERIALIZED (SELECT DISTINCT load_id FROM faultline.unsettled_chunk),"
    " due AS MATERIALIZED (SELECT load_id FROM waiting WHERE load_id = $2 OR NOT "
    + QString(kLoadMayRun).replace(u":lock"_s, u"$1"_s).toLatin1()
    + ") SELECT plant_id FROM faultline.unsettled_chunk JOIN due USING (load_id)"
      " UNION SELECT plant_id FROM faultline.summary_state WHERE is_stale ORDER BY plant_id";
constexpr LoadId kNoLoad{0};

// SQLSTATEs: https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr QStringView kInsufficientPrivilege = u"42501";
constexpr QStringView kReadOnlyTransaction = u"25006";

// What is to be settled of a plant, and how.
struct State
{
    qint32 version = 0;
    bool isStale = false; ///< The plant's summaries must be rebuilt.
    std::vector<qint32> due;
};

Parameters ofPlant(PlantId plant)
{
    return Parameters().add(qint64{toInt(plant)});
}

Parameters ofLoad(LoadId load)
{
    return Parameters().add(qint64{kRunningLoadLock}).add(qint64{toInt(load)});
}

template<typename Number>
std::vector<Number> firstColumn(const QueryResult& rows)
{
    std::vector<Number> values;
    values.reserve(static_cast<std::size_t>(rows.rowCount()));
    for (int row = 0; row < rows.rowCount(); ++row)
        values.push_back(static_cast<Number>(rows.integer(row, 0)));
    return values;
}

Result<std::vector<qint32>> dueChunks(Connection& connection, LoadId load, PlantId plant)
{
    const auto rows = connection.execute(kDueChunks, ofLoad(load).add(qint64{toInt(plant)}));
    if (!rows)
        return rows.error();
    return firstColumn<qint32>(*rows);
}

Result<std::vector<PlantId>> duePlants(Connection& connection, LoadId load)
{
    const auto rows = connection.execute(kDuePlants, ofLoad(load));
    if (!rows)
        return rows.error();
    return firstColumn<PlantId>(*rows);
}

// The row stays locked, so that the rules don't change meanwhile. Later statements see chunks that
// commit meanwhile, so the list is made once. A removed plant has no row.
Result<std::optional<State>> fetchState(Connection& connection, LoadId load, PlantId plant)
{
    const auto row = connection.execute(
        "SELECT version, is_stale FROM faultline.summary_state WHERE plant_id = $1 FOR UPDATE",
        ofPlant(plant));
    if (!row)
        return row.error();
    if (row->rowCount() == 0)
        return std::optional<State>();
    auto due = dueChunks(connection, load, plant);
    if (!due)
        return due.error();
    return std::optional(
        State{static_cast<qint32>(row->integer(0, 0)), row->boolean(0, 1), *std::move(due)});
}

Result<void> deleteAll(Connection& connection, PlantId plant)
{
    for (const char* const statement : kDeleteAll) {
        if (const auto done = connection.execute(statement, ofPlant(plant)); !done)
            return done.error();
    }
    return {};
}

Result<void> analyze(Connection& connection)
{
    const auto done = connection.execute(kAnalyze);
    return done ? Result<void>() : done.error();
}

Result<void> markSettled(
    Connection& connection, PlantId plant, const std::vector<qint32>& chunks, bool isCurrent)
{
    const auto settled = connection.execute(kMarkSettled, Parameters().add(chunks));
    if (!settled)
        return settled.error();
    if (!isCurrent)
        return {};
    const auto marked = connection.execute(kMarkCurrent, ofPlant(plant));
    return marked ? Result<void>() : marked.error();
}

// Writes what is pending, and merges rows of small loads. Returns the number of new rows.
Result<qint64> write(
    Connection& connection, PendingSummary& pending, const SettlementLimits& limits,
    const CancelToken& cancel)
{
    if (!pending.close())
        return temporaryFileFailed();
    const PlantId plant = pending.rules().plant();
    const std::vector<DayBucket> buckets = pending.buckets();
    const auto hadRows = connection.execute(
        "SELECT EXISTS (SELECT FROM faultline.equipment_summary WHERE plant_id = $1)",
        ofPlant(plant));
    if (!hadRows)
        return hadRows.error();
    PendingSettlement settlement(connection, pending, limits, cancel);
    if (const auto written = settlement.run(); !written)
        return written.error();
    if (hadRows->boolean(0, 0) && !buckets.empty()) {
        const auto compacted = compactSummaries(
            connection, plant, buckets.front().firstDay, buckets.back().pastDay() - 1, limits);
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
    return pending.close() && pending.rules().version() == state.version
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

// Puts in force what tables in the due chunks say about the equipment of sensors: these chunks are
// the ones that aren't reflected in anything yet. `pending` is null if the caller has nothing.
Result<void> applyTables(
    Connection& connection, LoadId load, PlantId plant, PendingSummary* pending, State& state)
{
    // It has adopted the rules of a transaction that was rolled back.
    if (pending && pending->rules().version() > state.version)
        pending->spoil();
    const auto changes = applyNamedEquipment(connection, plant, state.due);
    if (!changes)
        return changes.error();
    if (changes->sensors.empty())
        return {};
    const bool isCurrent = pending && pending->rules().version() == state.version;
    // Chunks that have committed since would be settled without what they say.
    auto due = std::move(state.due);
    const auto now = fetchState(connection, load, plant);
    if (!now)
        return now.error();
    state = **now;
    state.due = std::move(due);
    if (!isCurrent)
        return {};
    auto rules = SummaryRules::fetch(connection, plant);
    if (!rules)
        return rules.error();
    pending->adopt(*std::move(rules), changes->sensors);
    return {};
}

// `pending` is null if the caller has nothing of the plant.
Result<void> settleInTransaction(
    Connection& connection, LoadId load, PlantId plant, PendingSummary* pending,
    const CancelToken& cancel, const SettlementLimits& limits)
{
    if (const auto locked = lockSettlement(connection, cancel); !locked)
        return locked;
    auto found = fetchState(connection, load, plant);
    if (!found)
        return found.error();
    if (!*found || ((*found)->due.empty() && !(*found)->isStale))
        return {};
    State& state = **found;
    if (const auto applied = applyTables(connection, load, plant, pending, state); !applied)
        return applied;
    PendingSummary fromReadings(limits);
    const bool usesPending = pending && !state.isStale && isUsable(*pending, state);
    PendingSummary& source = usesPending ? *pending : fromReadings;
    if (!usesPending) {
        auto rules = SummaryRules::fetch(connection, plant);
        if (!rules)
            return rules.error();
        source.useRules(*std::move(rules));
    }
    if (state.isStale) {
        if (const auto deleted = deleteAll(connection, plant); !deleted)
            return deleted;
        const auto added = ReadingSummarizer(connection, source, cancel).addSettled(state.due);
        if (!added)
            return added;
    } else if (const auto completed = complete(connection, source, state, cancel); !completed) {
        return completed;
    }
    const auto rows = write(connection, source, limits, cancel);
    if (!rows)
        return rows.error();
    failPoint("settlement: written");
    if (const auto marked = markSettled(connection, plant, state.due, state.isStale); !marked)
        return marked;
    return *rows > kFewRows ? analyze(connection) : Result<void>();
}

Result<qint64> rebuildInTransaction(
    Connection& connection, PlantId plant, const CancelToken& cancel,
    const SettlementLimits& limits)
{
    // Everything must be of one snapshot: the readings that are counted, and the chunks that must
    // not be settled again. Take the locks before the statement that sets the snapshot; otherwise
    // what is settled while waiting for them would be counted twice. This also waits for a sensor
    // map that is being loaded.
    if (const auto settling = lockSettlement(connection, cancel); !settling)
        return settling.error();
    const auto locked =
        connection.execute("LOCK TABLE faultline.summary_state IN EXCLUSIVE MODE", cancel);
    if (!locked)
        return locked.error();
    const auto due = dueChunks(connection, kNoLoad, plant);
    if (!due)
        return due.error();
    if (const auto applied = applyNamedEquipment(connection, plant, *due); !applied)
        return applied.error();
    auto rules = SummaryRules::fetch(connection, plant);
    if (!rules)
        return rules.error();
    if (const auto emptied = deleteAll(connection, plant); !emptied)
        return emptied.error();
    PendingSummary pending(limits);
    pending.useRules(*std::move(rules));
    ReadingSummarizer readings(connection, pending, cancel);
    if (const auto added = readings.addSettled(*due); !added)
        return added.error();
    if (const auto written = write(connection, pending, limits, cancel); !written)
        return written.error();
    if (const auto marked = markSettled(connection, plant, *due, true); !marked)
        return marked.error();
    if (const auto analyzed = analyze(connection); !analyzed)
        return analyzed.error();
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

// Runs a step in a transaction that `begin` starts.
template<typename Step>
auto inTransaction(Connection& connection, const char* begin, const Step& step) -> decltype(step())
{
    if (const auto begun = connection.execute(begin); !begun)
        return begun.error();
    auto done = step();
    if (!done) {
        connection.rollback();
        return done;
    }
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    return done;
}

} // namespace

Result<void> settleSummaries(
    Connection& connection, LoadId load, PlantSummaries& pending, const CancelToken& cancel,
    const SettlementLimits& limits)
{
    const auto plants = duePlants(connection, load);
    if (!plants)
        return plants.error();
    for (const PlantId plant : *plants) {
        auto settled = inTransaction(connection, "BEGIN", [&] {
            return settleInTransaction(
                connection, load, plant, pending.find(plant), cancel, limits);
        });
        if (!settled)
            return settled;
    }
    return {};
}

Result<void> settlePending(const ConnectionSettings& settings)
{
    auto connection = Connection::open(settings);
    if (!connection)
        return connection.error();
    const auto due = duePlants(*connection, kNoLoad);
    if (!due)
        return due.error();
    if (due->empty())
        return {};
    const auto may = mayWrite(*connection);
    if (!may)
        return may.error();
    if (!*may)
        return {};
    PlantSummaries nothing;
    const auto settled = settleSummaries(*connection, kNoLoad, nothing);
    const bool mayOnlyRead = !settled
                             && (settled.error().code == kInsufficientPrivilege
                                 || settled.error().code == kReadOnlyTransaction);
    return mayOnlyRead ? Result<void>() : settled;
}

Result<qint64>
rebuildSummaries(Connection& connection, const CancelToken& cancel, const SettlementLimits& limits)
{
    const auto plants =
        connection.execute("SELECT plant_id FROM faultline.summary_state ORDER BY plant_id");
    if (!plants)
        return plants.error();
    qint64 readings = 0;
    for (const PlantId plant : firstColumn<PlantId>(*plants)) {
        const auto added = inTransaction(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ", [&] {
            return rebuildInTransaction(connection, plant, cancel, limits);
        });
        if (!added)
            return added.error();
        readings += *added;
    }
    return readings;
}

Result<void> lockSettlement(Connection& connection, const CancelToken& cancel)
{
    const auto locked = connection.execute(kLockSettlement, cancel);
    return locked ? Result<void>() : locked.error();
}

Result<void> rebuildMonths(
    Connection& connection, PlantId plant, const std::vector<qint32>& months,
    const CancelToken& cancel, const SettlementLimits& limits)
{
    if (months.empty())
        return {};
    const Parameters values = Parameters().add(months).add(qint64{toInt(plant)});
    for (const char* const table : {"sensor_summary", "equipment_summary"}) {
        for (const char* const statement : {kDeleteMonths, kDeleteYears}) {
            const auto deleted =
                connection.execute(QByteArray(statement).replace("{table}", table), values, cancel);
            if (!deleted)
                return deleted.error();
        }
    }
    for (const char* const statement : {kSensorYears, kEquipmentYears}) {
        if (const auto copied = connection.execute(statement, values, cancel); !copied)
            return copied.error();
    }
    const auto events = connection.execute(kDeleteEvents, values, cancel);
    if (!events)
        return events.error();
    if (const auto sums = FailureSums::deleteMonths(connection, plant, months); !sums)
        return sums;
    auto rules = SummaryRules::fetch(connection, plant);
    if (!rules)
        return rules.error();
    PendingSummary pending(limits);
    pending.useRules(*std::move(rules));
    if (const auto added = ReadingSummarizer(connection, pending, cancel).addMonths(months); !added)
        return added;
    const auto written = write(connection, pending, limits, cancel);
    return written ? Result<void>() : written.error();
}

} // namespace faultline
