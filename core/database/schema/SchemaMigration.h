// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QByteArrayList>

namespace faultline {

/// The SQL texts of resources/sql, in order. A schema's version is the number of texts that it has
/// run. The schema stores their checksums, so that a schema created by other texts is never taken
/// for one of ours.
QByteArrayList schemaMigrations();

/// The version of the schema `faultline`: how many of `migrations` it has run; 0 if it doesn't
/// exist. Changes nothing. Codes: "foreign-schema" if it isn't Faultline's, "development-version"
/// if other texts created it, "newer-schema" if it has run more of them.
Result<int> installedSchemaVersion(
    Connection& connection, const QByteArrayList& migrations = schemaMigrations());

/// Whether the schema can be read as it is; changes nothing. Codes: "no-schema" if it doesn't
/// exist, "old-schema" if the next load must update it, and those of installedSchemaVersion().
Result<void>
checkSchemaVersion(Connection& connection, const QByteArrayList& migrations = schemaMigrations());

/// Runs the migrations that the schema lacks, in one transaction. First creates the schema and
/// hstore if they are missing. Programs that migrate at the same time wait for each other. Codes:
/// those of installedSchemaVersion(), and "schema-changed" if someone has changed what a migration
/// needs by hand.
Result<void>
migrateSchema(Connection& connection, const QByteArrayList& migrations = schemaMigrations());

} // namespace faultline
