// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/Settlement.h"

#include "loading/CellSettlement.h"
#include "loading/EventSettlement.h"
#include "loading/ReadingSummarizer.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <initializer_list>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Any constant that other programs are unlikely to lock: the bytes of "fl_settl".
constexpr auto kSettlementLock = "7380690789770523756";

constexpr auto kDeleteEvents = "DELETE FROM faultline.failure_day;"
                               "DELETE FROM faultline.failure_month;"
                               "DELETE FROM faultline.failure_year";
constexpr auto kDeleteCells = "DELETE FROM faultline.daily_summary;"
                              "DELETE FROM faultline.monthly_summary;"
                              "DELETE FROM faultline.yearly_summary";
constexpr auto kDeleteChunks =
    "DELETE FROM faultline.chunk_summary WHERE chunk_id = ANY ($1::integer[])";
constexpr auto kDeleteAllChunks = "DELETE FROM faultline.chunk_summary";
constexpr auto kEventsAreRight = "UPDATE faultline.summary_state SET events_stale = false";
// Rows of chunk_summary are read month by month, through their index: sorted, they would all be
// written to disk once more.
constexpr auto kReadInOrder = "SET LOCAL enable_sort = off";
// So that the first report after a large load is planned for what is there now.
constexpr auto kAnalyze =
    "ANALYZE faultline.daily_summary, faultline.monthly_summary, faultline.yearly_summary,"
    " faultline.failure_day, faultline.failure_month, faultline.failure_year";

// SQLSTATEs: https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr QStringView kInsufficientPrivilege = u"42501";
constexpr QStringView kReadOnlyTransaction = u"25006";

// What is to be settled, and whether the map that events were told by still stands.
struct Pending
{
    struct Load
    {
        LoadId id{};
        QString chunkIds; ///< A PostgreSQL array.
    };
    QList<Load> loads;
    QString chunkIds; ///< Of all loads.
    bool rebuildEvents = false;
    qint32 mapVersion = 0;
};

// Later statements see chunks that commit meanwhile, so the list is made once and kept to.
Result<Pending> pendingChunks(Connection& connection)
{
    const auto state = connection.execute(
        "SELECT map_version, events_stale FROM faultline.summary_state FOR UPDATE");
    if (!state)
        return state.error();
    const auto loads = connection.execute(
        "SELECT c.load_id, array_agg(s.chunk_id)::text, bool_or(s.map_version <> state.map_version)"
        " FROM (SELECT DISTINCT chunk_id, map_version FROM faultline.chunk_summary) s"
        " JOIN faultline.load_chunk c ON c.chunk_id = s.chunk_id"
        " CROSS JOIN faultline.summary_state state GROUP BY c.load_id ORDER BY c.load_id");
    if (!loads)
        return loads.error();
    Pending pending;
    pending.mapVersion = static_cast<qint32>(state->integer(0, 0));
    pending.rebuildEvents = state->boolean(0, 1);
    QStringList ids;
    for (int row = 0; row < loads->rowCount(); ++row) {
        const QString chunkIds = loads->string(row, 1);
        pending.loads << Pending::Load{static_cast<LoadId>(loads->integer(row, 0)), chunkIds};
        pending.rebuildEvents = pending.rebuildEvents || loads->boolean(row, 2);
        ids << chunkIds.mid(1, chunkIds.size() - 2);
    }
    pending.chunkIds = u'{' + ids.join(u',') + u'}';
    return pending;
}

Result<void>
settleCells(Connection& connection, const Pending& pending, const SettlementLimits& limits)
{
    for (const Pending::Load& load : pending.loads) {
        if (const auto settled = CellSettlement(connection, load.id, limits).run(load.chunkIds);
            !settled)
            return settled;
    }
    return {};
}

Result<void> runAll(Connection& connection, std::initializer_list<const char*> statements)
{
    for (const char* const statement : statements) {
        if (const auto done = connection.execute(statement); !done)
            return done.error();
    }
    return {};
}

Result<void>
settleEvents(Connection& connection, const Pending& pending, const SettlementLimits& limits)
{
    if (!pending.rebuildEvents)
        return EventSettlement(connection, limits).run(pending.chunkIds);
    if (const auto deleted = runAll(connection, {kDeleteEvents}); !deleted)
        return deleted;
    ReadingSummarizer scan(connection, pending.mapVersion, CancelToken());
    if (const auto left = scan.leaveEvents(); !left)
        return left;
    const QString noChunk = u"{%1}"_s.arg(toInt(ReadingSummarizer::kNoChunk));
    if (const auto settled = EventSettlement(connection, limits).run(noChunk); !settled)
        return settled;
    const auto deleted = connection.execute(kDeleteChunks, Parameters().add(noChunk));
    if (!deleted)
        return deleted.error();
    return runAll(connection, {kEventsAreRight});
}

// Removes what was settled. When nobody else is loading, that is all there is, and a table that is
// emptied as a whole gives its space back at once; rows that are deleted leave it to be cleaned up.
Result<void> takeAway(Connection& connection, const QString& chunkIds)
{
    if (const auto marked = runAll(connection, {"SAVEPOINT emptying"}); !marked)
        return marked;
    // Without waiting: a load of another program may hold it for long.
    auto emptied =
        runAll(connection, {"LOCK TABLE faultline.chunk_summary IN ACCESS EXCLUSIVE MODE NOWAIT"});
    if (emptied) {
        const auto others = connection.execute(
            "SELECT EXISTS (SELECT FROM faultline.chunk_summary"
            " WHERE chunk_id <> ALL ($1::integer[]))",
            Parameters().add(chunkIds));
        if (!others)
            return others.error();
        if (!others->boolean(0, 0))
            emptied = runAll(connection, {"TRUNCATE faultline.chunk_summary"});
        if (emptied && !others->boolean(0, 0))
            return {};
    }
    if (const auto back = runAll(connection, {"ROLLBACK TO SAVEPOINT emptying"}); !back)
        return back;
    const auto deleted = connection.execute(kDeleteChunks, Parameters().add(chunkIds));
    if (!deleted)
        return deleted.error();
    return {};
}

Result<void> settleInTransaction(Connection& connection, const SettlementLimits& limits)
{
    const auto locked =
        connection.execute("SELECT pg_advisory_xact_lock("_ba + kSettlementLock + ')');
    if (!locked)
        return locked.error();
    const auto pending = pendingChunks(connection);
    if (!pending)
        return pending.error();
    if (pending->loads.isEmpty() && !pending->rebuildEvents)
        return {};
    if (const auto prepared = runAll(connection, {kReadInOrder}); !prepared)
        return prepared;
    if (const auto settled = settleCells(connection, *pending, limits); !settled)
        return settled;
    if (const auto settled = settleEvents(connection, *pending, limits); !settled)
        return settled;
    if (const auto taken = takeAway(connection, pending->chunkIds); !taken)
        return taken;
    return runAll(connection, {kAnalyze});
}

Result<qint64> rebuildInTransaction(
    Connection& connection, const CancelToken& cancel, const SettlementLimits& limits)
{
    const auto state =
        connection.execute("SELECT map_version FROM faultline.summary_state FOR UPDATE");
    if (!state)
        return state.error();
    const auto emptied =
        runAll(connection, {kReadInOrder, kDeleteCells, kDeleteEvents, kDeleteAllChunks});
    if (!emptied)
        return emptied.error();
    ReadingSummarizer scan(connection, static_cast<qint32>(state->integer(0, 0)), cancel);
    if (const auto left = scan.leaveAll(); !left)
        return left.error();
    const auto pending = pendingChunks(connection);
    if (!pending)
        return pending.error();
    if (const auto settled = settleCells(connection, *pending, limits); !settled)
        return settled.error();
    if (const auto settled = EventSettlement(connection, limits).run(pending->chunkIds); !settled)
        return settled.error();
    if (const auto ended = runAll(connection, {kDeleteAllChunks, kEventsAreRight, kAnalyze});
        !ended)
        return ended.error();
    return scan.readingCount();
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
    const auto pending =
        connection->execute("SELECT events_stale OR EXISTS (SELECT FROM faultline.chunk_summary)"
                            " FROM faultline.summary_state");
    if (!pending)
        return pending.error();
    if (pending->rowCount() == 0 || !pending->boolean(0, 0))
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
    // Everything must be of one moment: the readings that are counted, and the rows of their chunks
    // that are not to be settled again. The lock comes before that moment, or what was settled
    // while waiting for it would be counted twice.
    const auto locked = connection.execute("SELECT pg_advisory_lock("_ba + kSettlementLock + ')');
    if (!locked)
        return locked.error();
    const auto begun = connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
    Result<qint64> readings =
        begun ? rebuildInTransaction(connection, cancel, limits) : Result<qint64>(begun.error());
    if (!readings) {
        connection.rollback();
    } else if (const auto committed = connection.commit(); !committed) {
        readings = committed.error();
    }
    const auto unlocked =
        connection.execute("SELECT pg_advisory_unlock("_ba + kSettlementLock + ')');
    if (readings && !unlocked)
        return unlocked.error();
    return readings;
}

} // namespace faultline
