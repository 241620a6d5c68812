// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/Connection.h"

namespace faultline {

/// The capacity that a server has for a load.
struct ServerCapacity
{
    bool isOnThisMachine = true;
    int freeConnections = 0; ///< How many more this role may open.
};
Result<ServerCapacity> fetchServerCapacity(Connection& connection);

/// The default number of connections that load at once, on a machine with this many cores.
int suitableWorkers(int cores, const ServerCapacity& capacity);

} // namespace faultline
