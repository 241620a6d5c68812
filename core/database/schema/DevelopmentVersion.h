// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "database/settings/ConnectionSettings.h"

namespace faultline {

/// What is said about a database, or the local server's cluster, that a development version of
/// Faultline created and this one can't use; the code is "development-version".
UserMessage madeByDevelopmentVersion(const ConnectionSettings& settings);

} // namespace faultline
