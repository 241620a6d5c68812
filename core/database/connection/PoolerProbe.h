// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

namespace faultline {

/// Whether somebody between us and the server gives its sessions to several clients in turn, for a
/// transaction or a statement each: what is set, locked or made in a session is then not there in
/// the next one. A pooler that keeps a session for a client is no matter. Changes nothing.
Result<bool> sharesItsSession(Connection& connection);

} // namespace faultline
