// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/PoolerProbe.h"

#include <chrono>

namespace faultline {

namespace {

constexpr int kRounds = 3;
// A pooler that has no session left lets a client wait.
constexpr std::chrono::seconds kPatience{5};

// Of the server's process that does the statement.
Result<qint64> sessionOf(Connection& connection)
{
    const auto row = connection.execute("SELECT pg_catalog.pg_backend_pid()");
    if (!row)
        return row.error();
    return row->integer(0, 0);
}

} // namespace

// A pooler answers the login itself, with a number of its own for the session. Where there is one,
// two clients ask which session they have: one that sees another one of a sudden, or that of the
// other client, which is open too, shares it. Of idle sessions a pooler takes the one that was used
// last, so that both get the same, or the one that wasn't used for longest, so that the first one
// gets another when it asks twice. Nobody holds a session meanwhile: there may be only one.
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
