// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/WorkerCount.h"

#include <algorithm>

namespace faultline {

namespace {

// At least two, even on one core, because one waits while the other sends. More than eight mostly
// wait for each other: for the server's log, and to extend the table.
constexpr int kMinWorkers = 2;
constexpr int kMaxWorkers = 8;

// A socket has no address; a connection to the same machine has the same address at both ends.
constexpr auto kCapacity = R"sql(
SELECT coalesce(inet_client_addr() = inet_server_addr(), true),
       least(
           current_setting('max_connections')::integer
               - current_setting('superuser_reserved_connections')::integer
               - coalesce(current_setting('reserved_connections', true), '0')::integer
               -- Not pg_stat_activity, which hides what the sessions of other roles are.
               - (SELECT sum(numbackends) FROM pg_stat_database),
           (SELECT rolconnlimit - (SELECT count(*) FROM pg_stat_activity
                                   WHERE usename = current_user)
            FROM pg_roles WHERE rolname = current_user AND rolconnlimit >= 0),
           (SELECT datconnlimit - (SELECT count(*) FROM pg_stat_activity
                                   WHERE datname = current_database())
            FROM pg_database WHERE datname = current_database() AND datconnlimit >= 0))
)sql";

} // namespace

Result<ServerCapacity> fetchServerCapacity(Connection& connection)
{
    const auto row = connection.execute(kCapacity);
    if (!row)
        return row.error();
    return ServerCapacity{row->boolean(0, 0), static_cast<int>(row->integer(0, 1))};
}

int suitableWorkers(int cores, const ServerCapacity& capacity)
{
    // A server on the same machine has more to do than the program, so it gets half of the cores.
    const int byCores = capacity.isOnThisMachine ? cores / 2 : cores;
    const int wanted = std::clamp(byCores, kMinWorkers, kMaxWorkers);
    // Leaves half of the free connections to others.
    return std::clamp(capacity.freeConnections / 2, 1, wanted);
}

} // namespace faultline
