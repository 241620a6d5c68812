// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/Settlement.h"

#include <QString>

namespace faultline {

namespace {

// Any constant that other programs are unlikely to lock: the bytes of "fl_settl".
constexpr auto kLockSettlement = "SELECT pg_advisory_xact_lock(7380690789770523756)";

// $1: ids of the chunks. Infinite ends stand for "no measurement" in the arrays.
constexpr auto kAddDays = R"sql(
INSERT INTO faultline.daily_summary AS d (
    load_id, day, sensor_id, severity, readings, first_at, last_at,
    temperature_count, temperature_min, temperature_max, temperature_sum,
    vibration_count, vibration_min, vibration_max, vibration_sum)
SELECT c.load_id, x.day, x.sensor_id, x.severity, sum(x.readings), min(x.first_at), max(x.last_at),
       sum(x.t_count), nullif(min(x.t_min), 'Infinity'), nullif(max(x.t_max), '-Infinity'),
       sum(x.t_sum),
       sum(x.v_count), nullif(min(x.v_min), 'Infinity'), nullif(max(x.v_max), '-Infinity'),
       sum(x.v_sum)
FROM faultline.chunk_summary s
JOIN faultline.load_chunk c ON c.chunk_id = s.chunk_id
CROSS JOIN LATERAL unnest(
    s.day, s.sensor_id, s.severity, s.readings, s.first_at, s.last_at,
    s.temperature_count, s.temperature_min, s.temperature_max, s.temperature_sum,
    s.vibration_count, s.vibration_min, s.vibration_max, s.vibration_sum)
    AS x (day, sensor_id, severity, readings, first_at, last_at,
          t_count, t_min, t_max, t_sum, v_count, v_min, v_max, v_sum)
WHERE s.chunk_id = ANY ($1::integer[])
GROUP BY c.load_id, x.day, x.sensor_id, x.severity
ON CONFLICT (load_id, day, sensor_id, severity) DO UPDATE SET
    readings = d.readings + excluded.readings,
    first_at = least(d.first_at, excluded.first_at),
    last_at = greatest(d.last_at, excluded.last_at),
    temperature_count = d.temperature_count + excluded.temperature_count,
    temperature_min = least(d.temperature_min, excluded.temperature_min),
    temperature_max = greatest(d.temperature_max, excluded.temperature_max),
    temperature_sum = d.temperature_sum + excluded.temperature_sum,
    vibration_count = d.vibration_count + excluded.vibration_count,
    vibration_min = least(d.vibration_min, excluded.vibration_min),
    vibration_max = greatest(d.vibration_max, excluded.vibration_max),
    vibration_sum = d.vibration_sum + excluded.vibration_sum)sql";

// $1: ids of the chunks. The days that they touch are made anew from what stood there and what
// they add; UNION drops what is in both.
constexpr auto kMergeEvents = R"sql(
WITH incoming AS MATERIALIZED (
    SELECT DISTINCT x.equipment_id, x.event_at, (x.event_at AT TIME ZONE 'UTC')::date AS day
    FROM faultline.chunk_summary s
    CROSS JOIN LATERAL unnest(s.event_equipment, s.event_at) AS x (equipment_id, event_at)
    WHERE s.chunk_id = ANY ($1::integer[])
), together AS (
    SELECT equipment_id, day, event_at FROM incoming
    UNION
    SELECT f.equipment_id, f.day, e.event_at
    FROM faultline.failure_day f
    CROSS JOIN LATERAL unnest(f.event_at) AS e (event_at)
    WHERE (f.equipment_id, f.day) IN (SELECT equipment_id, day FROM incoming)
)
INSERT INTO faultline.failure_day AS f (equipment_id, day, events, event_at)
SELECT equipment_id, day, count(*), array_agg(event_at ORDER BY event_at)
FROM together
GROUP BY equipment_id, day
ON CONFLICT (equipment_id, day) DO UPDATE SET events = excluded.events, event_at = excluded.event_at
    WHERE f.events <> excluded.events)sql";

constexpr auto kRebuildEvents = R"sql(
INSERT INTO faultline.failure_day (equipment_id, day, events, event_at)
SELECT equipment_id, (occurred_at AT TIME ZONE 'UTC')::date, count(*),
       array_agg(occurred_at ORDER BY occurred_at)
FROM (SELECT DISTINCT m.equipment_id, r.occurred_at
      FROM faultline.reading r
      JOIN faultline.equipment_sensor m ON m.sensor_id = r.sensor_id
      WHERE r.severity = (SELECT code FROM faultline.severity WHERE name = 'ERROR')) events
GROUP BY 1, 2)sql";

// SQLSTATEs: https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr QStringView kInsufficientPrivilege = u"42501";
constexpr QStringView kReadOnlyTransaction = u"25006";

// The chunks to settle, and whether the map that their events were told by still stands.
struct Pending
{
    QString chunkIds; ///< A PostgreSQL array.
    qint64 chunks = 0;
    bool rebuildEvents = false;
};

// Later statements see chunks that commit meanwhile, so the list is made once and kept to.
Result<Pending> pendingChunks(Connection& connection)
{
    const auto row = connection.execute(
        "SELECT coalesce(array_agg(c.chunk_id), '{}')::text, count(c.chunk_id),"
        " s.events_stale OR coalesce(bool_or(c.map_version <> s.map_version), false)"
        " FROM (SELECT map_version, events_stale FROM faultline.summary_state FOR UPDATE) s"
        " LEFT JOIN faultline.chunk_summary c ON true"
        " GROUP BY s.map_version, s.events_stale");
    if (!row)
        return row.error();
    return Pending{row->string(0, 0), row->integer(0, 1), row->boolean(0, 2)};
}

Result<void> settleEvents(Connection& connection, const Pending& pending)
{
    if (pending.rebuildEvents) {
        const auto deleted = connection.execute("DELETE FROM faultline.failure_day");
        if (!deleted)
            return deleted.error();
        const auto rebuilt = connection.execute(kRebuildEvents);
        if (!rebuilt)
            return rebuilt.error();
        const auto noted =
            connection.execute("UPDATE faultline.summary_state SET events_stale = false");
        if (!noted)
            return noted.error();
        return {};
    }
    const auto merged = connection.execute(kMergeEvents, Parameters().add(pending.chunkIds));
    if (!merged)
        return merged.error();
    return {};
}

Result<void> settleInTransaction(Connection& connection)
{
    if (const auto locked = connection.execute(kLockSettlement); !locked)
        return locked.error();
    const auto pending = pendingChunks(connection);
    if (!pending)
        return pending.error();
    if (pending->chunks == 0 && !pending->rebuildEvents)
        return {};
    const Parameters chunkIds = Parameters().add(pending->chunkIds);
    if (const auto added = connection.execute(kAddDays, chunkIds); !added)
        return added.error();
    if (const auto settled = settleEvents(connection, *pending); !settled)
        return settled.error();
    const auto deleted = connection.execute(
        "DELETE FROM faultline.chunk_summary WHERE chunk_id = ANY ($1::integer[])", chunkIds);
    if (!deleted)
        return deleted.error();
    // So that the first report after a large load is planned for what is there now.
    const auto analyzed =
        connection.execute("ANALYZE faultline.daily_summary, faultline.failure_day");
    if (!analyzed)
        return analyzed.error();
    return {};
}

} // namespace

Result<void> settleSummaries(Connection& connection)
{
    // One query over all new cells: with the server's usual 4 MB its hash table would go to disk.
    const auto begun =
        connection.execute("BEGIN; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'");
    if (!begun)
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

} // namespace faultline
