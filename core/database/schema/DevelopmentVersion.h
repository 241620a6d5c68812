// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "database/settings/ConnectionSettings.h"

namespace faultline {

/// The message for a database, or a local server's cluster, that a development version of Faultline
/// created and this version can't use. Its code is "development-version".
UserMessage madeByDevelopmentVersion(const ConnectionSettings& settings);

} // namespace faultline
