// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/connection/ConnectionSecurity.h"

#include <QString>

namespace faultline {

/// What a person may want to know about the server that was reached.
struct ServerFacts
{
    QString version;  ///< "15.18"
    QString database; ///< Name of the database.
    ConnectionSecurity security;
};

/// What the database is wanted for. Reading needs less than loading.
enum class DatabasePurpose { Load, Read };

/// Why `error`, a failed Connection::open(), happened and what the person can do: server not
/// reachable, wrong password, no such database, no such role, …
UserMessage explainConnectionFailure(const UserMessage& error, const ConnectionSettings& settings);

/// Whether everything that `purpose` needs is there, before anything is changed: server version,
/// UTF-8, not read-only, hstore installed or creatable, the right to create the schema or, when it
/// exists, to use it. Each failure has a remedy of its own and a code:
/// "old-server", "pooler", "encoding", "read-only", "hstore-missing", "hstore-right",
/// "schema-right", "temporary-right", "no-schema" (reading from a database that was never loaded).
Result<ServerFacts> checkDatabase(Connection& connection, DatabasePurpose purpose);

/// Whether a server of this version will do: server_version_num, and what people call it.
Result<void> checkServerVersion(qint64 number, const QString& version);

/// What is said about a database that has nothing to read: the code is "no-schema".
UserMessage nothingLoadedYet(const QString& database);

} // namespace faultline
