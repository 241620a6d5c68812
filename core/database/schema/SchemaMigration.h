// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

namespace faultline {

/// The version of the schema that this program works with: the number of the last file in
/// resources/sql.
int currentSchemaVersion();

/// Brings the schema `faultline` to the current version, hstore included, in one transaction; to
/// another `version` for tests of what becomes of an older one.
/// Programs that do so at the same time wait for each other. A newer schema than this program knows
/// is an error with the code "newer-schema"; one that was changed by hand so that it can't be
/// worked with has the code "foreign-schema".
Result<void> migrateSchema(Connection& connection, int version = currentSchemaVersion());

/// Whether the schema can be read as it is; changes nothing. Codes: "no-schema" when there is none
/// yet, "old-schema" when it waits for the next load to update it, and those of migrateSchema().
Result<void> checkSchemaVersion(Connection& connection);

} // namespace faultline
