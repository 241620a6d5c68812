// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/Settlement.h"

#include "loading/CellSettlement.h"
#include "loading/EventSettlement.h"
#include "loading/ReadingScan.h"

#include <QString>

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
                              "DELETE FROM faultline.yearly_summary;"
                              "DELETE FROM faultline.chunk_summary";
// So that the first report after a large load is planned for what is there now.
constexpr auto kAnalyze =
    "ANALYZE faultline.daily_summary, faultline.monthly_summary, faultline.yearly_summary,"
    " faultline.failure_day, faultline.failure_month, faultline.failure_year";

// SQLSTATEs: https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr QStringView kInsufficientPrivilege = u"42501";
constexpr QStringView kReadOnlyTransaction = u"25006";

// The chunks to settle, and whether the map that their events were told by still stands.
struct Pending
{
    QString chunkIds; ///< A PostgreSQL array.
    bool hasChunks = false;
    bool rebuildEvents = false;
    qint32 mapVersion = 0;
};

// Later statements see chunks that commit meanwhile, so the list is made once and kept to.
Result<Pending> pendingChunks(Connection& connection)
{
    const auto row = connection.execute(
        "SELECT coalesce(array_agg(DISTINCT c.chunk_id) FILTER (WHERE c.chunk_id IS NOT NULL),"
        " '{}')::text, count(c.chunk_id) > 0,"
        " s.events_stale OR coalesce(bool_or(c.map_version <> s.map_version), false), s.map_version"
        " FROM (SELECT map_version, events_stale FROM faultline.summary_state FOR UPDATE) s"
        " LEFT JOIN faultline.chunk_summary c ON true"
        " GROUP BY s.map_version, s.events_stale");
    if (!row)
        return row.error();
    return Pending{
        row->string(0, 0), row->boolean(0, 1), row->boolean(0, 2),
        static_cast<qint32>(row->integer(0, 3))};
}

Result<void> settleEvents(Connection& connection, const Pending& pending)
{
    if (!pending.rebuildEvents)
        return EventSettlement(connection).run(pending.chunkIds);
    if (const auto deleted = connection.execute(kDeleteEvents); !deleted)
        return deleted.error();
    ReadingScan scan(connection, pending.mapVersion, CancelToken());
    const auto chunkIds = scan.leaveEvents();
    if (!chunkIds)
        return chunkIds.error();
    if (const auto settled = EventSettlement(connection).run(*chunkIds); !settled)
        return settled;
    const auto noted =
        connection.execute("DELETE FROM faultline.chunk_summary WHERE chunk_id = 0;"
                           "UPDATE faultline.summary_state SET events_stale = false");
    if (!noted)
        return noted.error();
    return {};
}

Result<void> settleInTransaction(Connection& connection)
{
    const auto locked =
        connection.execute("SELECT pg_advisory_xact_lock("_ba + kSettlementLock + ')');
    if (!locked)
        return locked.error();
    const auto pending = pendingChunks(connection);
    if (!pending)
        return pending.error();
    if (!pending->hasChunks && !pending->rebuildEvents)
        return {};
    if (const auto settled = CellSettlement(connection).run(pending->chunkIds); !settled)
        return settled.error();
    if (const auto settled = settleEvents(connection, *pending); !settled)
        return settled.error();
    const auto deleted = connection.execute(
        "DELETE FROM faultline.chunk_summary WHERE chunk_id = ANY ($1::integer[])",
        Parameters().add(pending->chunkIds));
    if (!deleted)
        return deleted.error();
    if (const auto analyzed = connection.execute(kAnalyze); !analyzed)
        return analyzed.error();
    return {};
}

Result<qint64> rebuildInTransaction(Connection& connection, const CancelToken& cancel)
{
    const auto state =
        connection.execute("SELECT map_version FROM faultline.summary_state FOR UPDATE");
    if (!state)
        return state.error();
    for (const auto* const statement : {kDeleteCells, kDeleteEvents}) {
        if (const auto deleted = connection.execute(statement); !deleted)
            return deleted.error();
    }
    ReadingScan scan(connection, static_cast<qint32>(state->integer(0, 0)), cancel);
    const auto chunkIds = scan.leaveAll();
    if (!chunkIds)
        return chunkIds.error();
    if (const auto settled = CellSettlement(connection).run(*chunkIds); !settled)
        return settled.error();
    if (const auto settled = EventSettlement(connection).run(*chunkIds); !settled)
        return settled.error();
    for (const auto* const statement :
         {"DELETE FROM faultline.chunk_summary",
          "UPDATE faultline.summary_state SET events_stale = false", kAnalyze}) {
        if (const auto done = connection.execute(statement); !done)
            return done.error();
    }
    return scan.readingCount();
}

} // namespace

Result<void> settleSummaries(Connection& connection)
{
    if (const auto begun = connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto settled = settleInTransaction(connection); !settled) {
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

Result<qint64> rebuildSummaries(Connection& connection, const CancelToken& cancel)
{
    // Everything must be of one moment: the readings that are counted, and the rows of their chunks
    // that are not to be settled again. The lock comes before that moment, or what was settled
    // while waiting for it would be counted twice.
    const auto locked = connection.execute("SELECT pg_advisory_lock("_ba + kSettlementLock + ')');
    if (!locked)
        return locked.error();
    const auto begun = connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
    Result<qint64> readings =
        begun ? rebuildInTransaction(connection, cancel) : Result<qint64>(begun.error());
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
