// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "database/settings/ConnectionSettings.h"

#include <QString>

#include <optional>

namespace faultline {

/// The password file that libpq searches for a connection without a password: passfile, PGPASSFILE,
/// or ~/.pgpass.
QString passwordFileFor(const ConnectionSettings& settings);

/// Set if libpq ignores that file because other users can read it. libpq reports this on standard
/// error only, where window users don't see it. Not set if the connection needs no such file.
/// https://www.postgresql.org/docs/15/libpq-pgpass.html
std::optional<UserMessage> passwordFileWarning(const ConnectionSettings& settings);

} // namespace faultline
