// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/connection/ConnectionSecurity.h"

#include <QString>

namespace faultline {

/// Facts about the server for the person.
struct ServerFacts
{
    QString version;  ///< "15.18"
    QString database; ///< Name of the database.
    ConnectionSecurity security;
};

/// What the database is used for. Reading needs less than loading.
enum class DatabasePurpose { Load, Read };

/// Why `error`, a failed Connection::open(), happened and what the person can do: server not
/// reachable, wrong password, no such database, no such role, …
UserMessage explainConnectionFailure(const UserMessage& error, const ConnectionSettings& settings);

/// Whether everything that `purpose` needs is there, before anything is changed: server version,
/// UTF-8, not read-only, hstore installed or creatable, the right to create the schema or, if it
/// exists, to use it. Each failure has its own remedy and code: "old-server", "pooler", "encoding",
/// "read-only", "hstore-missing", "hstore-right", "schema-right", "temporary-right", "no-schema"
/// (reading from a database that was never loaded).
Result<ServerFacts> checkDatabase(Connection& connection, DatabasePurpose purpose);

/// Whether a server version is supported, given server_version_num and its display name.
Result<void> checkServerVersion(qint64 number, const QString& version);

/// The error for a database that has nothing to read: its code is "no-schema".
UserMessage nothingLoadedYet(const QString& database);

} // namespace faultline
