// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "database/settings/ConnectionSettings.h"

#include <QString>

#include <optional>

namespace faultline {

/// The file of passwords that libpq looks into for a connection without one: passfile, PGPASSFILE,
/// or ~/.pgpass.
QString passwordFileFor(const ConnectionSettings& settings);

/// That libpq passes that file by because others may read it, if so it is: libpq says it on
/// standard error only, which nobody who uses a window sees. Nothing when the connection needs no
/// such file. https://www.postgresql.org/docs/15/libpq-pgpass.html
std::optional<UserMessage> passwordFileWarning(const ConnectionSettings& settings);

} // namespace faultline
