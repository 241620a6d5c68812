// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QByteArrayList>

namespace faultline {

/// The SQL texts of resources/sql, in order. A schema has a version for each that it has run, and
/// keeps their checksums: so a schema that another text made is never taken for ours.
QByteArrayList schemaMigrations();

/// The version of the schema `faultline`: how many of `migrations` it has run, 0 when there is none
/// yet. Changes nothing. Codes: "foreign-schema" when it isn't Faultline's, "development-version"
/// when other texts made it, "newer-schema" when it has run more of them.
Result<int> installedSchemaVersion(
    Connection& connection, const QByteArrayList& migrations = schemaMigrations());

/// Whether the schema can be read as it is; changes nothing. Codes: "no-schema" when there is none
/// yet, "old-schema" when the next load has to update it, and those of installedSchemaVersion().
Result<void>
checkSchemaVersion(Connection& connection, const QByteArrayList& migrations = schemaMigrations());

/// Runs what the schema lacks of `migrations`, in one transaction; creates the schema and hstore
/// first where they are missing. Programs that do so at the same time wait for each other. Codes:
/// those of installedSchemaVersion(), and "schema-changed" when something that a migration needs
/// was changed by hand.
Result<void>
migrateSchema(Connection& connection, const QByteArrayList& migrations = schemaMigrations());

} // namespace faultline
