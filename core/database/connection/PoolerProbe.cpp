// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/PoolerProbe.h"

#include <chrono>

namespace faultline {

namespace {

constexpr int kRounds = 3;
// A pooler without a free session keeps a client waiting.
constexpr std::chrono::seconds kPatience{5};

// The process ID of the server process that runs the statement.
Result<qint64> sessionOf(Connection& connection)
{
    const auto row = connection.execute("SELECT pg_catalog.pg_backend_pid()");
    if (!row)
        return row.error();
    return row->integer(0, 0);
}

} // namespace

// A pooler answers the login itself, and makes up a process ID for the session. If that ID isn't
// the server's, two open clients repeatedly ask which session they have. If a client's session
// changes, or both have the same one, sessions are shared. A pooler that takes the most recently
// used idle session gives both clients the same one. One that takes the least recently used session
// gives the first client a different one when it asks twice. Neither client holds a session in
// between, because there may be only one.
Result<bool> sharesItsSession(Connection& connection)
{
    const auto first = sessionOf(connection);
    if (!first)
        return first.error();
    if (*first == PQbackendPID(connection.handle()))
        return false;
    auto other = Connection::open(connection.settings(), CancelToken(), kPatience);
    for (int round = 0; round < kRounds; ++round) {
        for (int i = 0; i < 2; ++i) {
            const auto again = sessionOf(connection);
            if (!again)
                return again.error();
            if (*again != *first)
                return true;
        }
        if (!other)
            continue;
        const auto ofOther = sessionOf(*other);
        if (!ofOther)
            return ofOther.error();
        if (*ofOther == *first)
            return true;
    }
    return false;
}

} // namespace faultline
