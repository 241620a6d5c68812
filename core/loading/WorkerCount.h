// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/Connection.h"

namespace faultline {

/// What a server lets a load do.
struct ServerCapacity
{
    bool isOnThisMachine = true;
    int freeConnections = 0; ///< That this role may still open, the one that asks not counted.
};
Result<ServerCapacity> fetchServerCapacity(Connection& connection);

/// How many connections load at once when nobody says so, on a machine with so many cores.
int suitableWorkers(int cores, const ServerCapacity& capacity);

} // namespace faultline
