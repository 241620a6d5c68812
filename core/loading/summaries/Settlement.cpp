// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/Settlement.h"

#include "loading/summaries/CellSettlement.h"
#include "loading/summaries/EventSettlement.h"
#include "loading/summaries/ReadingSummarizer.h"

#include <QString>

#include <initializer_list>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// This mode conflicts only with itself, so reading and loading continue. Not an advisory lock:
// every role that may connect can take those, even a read-only one; this lock requires write
// permission. Unlike other statements, LOCK doesn't take the transaction's snapshot.
constexpr auto kLockSettlement =
    "LOCK TABLE faultline.summary_state IN SHARE UPDATE EXCLUSIVE MODE";

constexpr auto kDeleteEvents = "DELETE FROM faultline.failure_day;"
                               "DELETE FROM faultline.failure_month;"
                               "DELETE FROM faultline.failure_year";
constexpr auto kDeleteCells = "DELETE FROM faultline.daily_summary;"
                              "DELETE FROM faultline.daily_records;"
                              "DELETE FROM faultline.monthly_summary;"
                              "DELETE FROM faultline.yearly_summary";
constexpr auto kDeleteChunks =
    "DELETE FROM faultline.chunk_summary WHERE chunk_id = ANY ($1::integer[])";
constexpr auto kDeleteAllChunks = "DELETE FROM faultline.chunk_summary";
constexpr auto kRebuildRecords = "SELECT faultline.rebuild_daily_records()";
constexpr auto kEventsAreRight = "UPDATE faultline.summary_state SET events_stale = false";
// Reads rows of chunk_summary in order of time through their index: a sort would write all of them
// to disk again. JIT is off in all sessions; with the high cost that this gives a plan, it would
// take a quarter of a second per statement.
constexpr auto kReadInOrder = "SET LOCAL enable_sort = off";
// So that the first report after a large load is planned with current statistics.
constexpr auto kAnalyze =
    "ANALYZE faultline.daily_summary, faultline.daily_records, faultline.monthly_summary,"
    " faultline.yearly_summary, faultline.failure_day, faultline.failure_month, "
    "faultline.failure_year";

// With fewer new cells the server's statistics are good enough.
constexpr qint64 kFewCells = 2'000;

// SQLSTATEs: https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr QStringView kInsufficientPrivilege = u"42501";
constexpr QStringView kReadOnlyTransaction = u"25006";

// What is to be settled, and whether the map that assigned the events is still current.
struct Pending
{
    QString chunkIds; ///< A PostgreSQL array.
    bool hasChunks = false;
    bool rebuildEvents = false;
    qint32 mapVersion = 0;
};

// Later statements see chunks that commit meanwhile, so the list is made once.
Result<Pending> pendingChunks(Connection& connection)
{
    const auto row = connection.execute(
        "SELECT coalesce(array_agg(DISTINCT c.chunk_id) FILTER (WHERE c.chunk_id IS NOT NULL),"
        " '{}')::text, count(c.chunk_id) > 0,"
        " s.events_stale OR coalesce(bool_or(c.map_version <> s.map_version), false), s.map_version"
        " FROM (SELECT map_version, events_stale FROM faultline.summary_state FOR UPDATE) s"
        " LEFT JOIN (SELECT DISTINCT chunk_id, map_version FROM faultline.chunk_summary) c ON true"
        " GROUP BY s.map_version, s.events_stale");
    if (!row)
        return row.error();
    return Pending{
        row->string(0, 0), row->boolean(0, 1), row->boolean(0, 2),
        static_cast<qint32>(row->integer(0, 3))};
}

Result<void> runAll(Connection& connection, std::initializer_list<const char*> statements)
{
    for (const char* const statement : statements) {
        if (const auto done = connection.execute(statement); !done)
            return done.error();
    }
    return {};
}

QString noChunk()
{
    return u"{%1}"_s.arg(toInt(ReadingSummarizer::kNoChunk));
}

// Settles what a ReadingSummarizer wrote.
Result<void> settleSummarizedEvents(
    Connection& connection, const SettlementLimits& limits, const CancelToken& cancel)
{
    if (const auto settled = EventSettlement(connection, limits, cancel).run(noChunk()); !settled)
        return settled;
    const auto deleted = connection.execute(kDeleteChunks, Parameters().add(noChunk()));
    return deleted ? Result<void>() : deleted.error();
}

Result<void>
settleEvents(Connection& connection, const Pending& pending, const SettlementLimits& limits)
{
    const CancelToken notAtAll;
    if (!pending.rebuildEvents)
        return EventSettlement(connection, limits, notAtAll).run(pending.chunkIds);
    if (const auto deleted = runAll(connection, {kDeleteEvents}); !deleted)
        return deleted;
    ReadingSummarizer readings(connection, pending.mapVersion, notAtAll);
    if (const auto summarized = readings.summarizeEvents(); !summarized)
        return summarized;
    if (const auto settled = settleSummarizedEvents(connection, limits, notAtAll); !settled)
        return settled;
    return runAll(connection, {kRebuildRecords, kEventsAreRight});
}

Result<void> settleInTransaction(Connection& connection, const SettlementLimits& limits)
{
    if (const auto locked = lockSettlement(connection, CancelToken()); !locked)
        return locked;
    const auto pending = pendingChunks(connection);
    if (!pending)
        return pending.error();
    if (!pending->hasChunks && !pending->rebuildEvents)
        return {};
    if (const auto prepared = runAll(connection, {kReadInOrder}); !prepared)
        return prepared;
    CellSettlement cells(connection, limits, CancelToken());
    if (const auto settled = cells.run(pending->chunkIds); !settled)
        return settled;
    if (const auto settled = settleEvents(connection, *pending, limits); !settled)
        return settled;
    // Not TRUNCATE, which hides rows from a backup that began earlier.
    const auto deleted = connection.execute(kDeleteChunks, Parameters().add(pending->chunkIds));
    if (!deleted)
        return deleted.error();
    return cells.cellCount() > kFewCells ? runAll(connection, {kAnalyze}) : Result<void>();
}

Result<qint64> rebuildInTransaction(
    Connection& connection, const CancelToken& cancel, const SettlementLimits& limits)
{
    // Everything must be of one snapshot: the readings that are counted, and the rows of their
    // chunks, which must not be settled again. Take the locks before the statement that sets the
    // snapshot; otherwise what is settled while waiting for them would be counted twice. This also
    // waits for a sensor map that is being loaded.
    if (const auto settling = lockSettlement(connection, cancel); !settling)
        return settling.error();
    const auto locked =
        runAll(connection, {"LOCK TABLE faultline.summary_state IN EXCLUSIVE MODE", kReadInOrder});
    if (!locked)
        return locked.error();
    const auto state = connection.execute("SELECT map_version FROM faultline.summary_state");
    if (!state)
        return state.error();
    if (const auto emptied = runAll(connection, {kDeleteCells, kDeleteEvents, kDeleteAllChunks});
        !emptied)
        return emptied.error();
    ReadingSummarizer readings(connection, static_cast<qint32>(state->integer(0, 0)), cancel);
    if (const auto summarized = readings.summarizeAll(); !summarized)
        return summarized.error();
    if (const auto settled = CellSettlement(connection, limits, cancel).run(noChunk()); !settled)
        return settled.error();
    if (const auto settled = EventSettlement(connection, limits, cancel).run(noChunk()); !settled)
        return settled.error();
    if (const auto ended = runAll(connection, {kDeleteAllChunks, kEventsAreRight, kAnalyze});
        !ended)
        return ended.error();
    if (cancel.isCancelled())
        return UserMessage::cancelled();
    return readings.readingCount();
}

Result<bool> mayWrite(Connection& connection)
{
    const auto row =
        connection.execute("SELECT has_table_privilege('faultline.daily_summary', 'INSERT')"
                           " AND NOT current_setting('transaction_read_only')::boolean");
    if (!row)
        return row.error();
    return row->boolean(0, 0);
}

} // namespace

Result<void> settleSummaries(Connection& connection, const SettlementLimits& limits)
{
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto settled = settleInTransaction(connection, limits); !settled) {
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
    const auto pending = connection->execute("SELECT events_stale"
                                             " OR EXISTS (SELECT FROM faultline.chunk_summary)"
                                             " FROM faultline.summary_state");
    if (!pending)
        return pending.error();
    if (pending->rowCount() == 0 || !pending->boolean(0, 0))
        return {};
    const auto may = mayWrite(*connection);
    if (!may)
        return may.error();
    if (!*may)
        return {};
    const auto settled = settleSummaries(*connection);
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

Result<void> rebuildFailureEvents(
    Connection& connection, qint32 mapVersion, const std::vector<qint32>& days,
    const CancelToken& cancel, const SettlementLimits& limits)
{
    if (days.empty())
        return {};
    ReadingSummarizer readings(connection, mapVersion, cancel);
    if (const auto summarized = readings.summarizeEvents(days); !summarized)
        return summarized;
    return settleSummarizedEvents(connection, limits, cancel);
}

} // namespace faultline
