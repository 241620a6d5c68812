// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/localserver/LocalServer.h"
#include "database/schema/DatabaseCheck.h"
#include "database/settings/ConnectionChoice.h"

#include <memory>

namespace faultline {

/// A database that is ready for work: the local server started if that was chosen, the server
/// reached and checked, and for loading its schema brought up to date. While it lives it keeps the
/// local server running. Making one takes seconds at worst: not for the window's thread.
class DatabaseAccess
{
public:
    static Result<DatabaseAccess> open(
        const ConnectionChoice& choice, DatabasePurpose purpose,
        const QString& localDirectory = LocalServer::defaultDirectory());

    const ConnectionSettings& settings() const { return m_settings; }
    const ServerFacts& facts() const { return m_facts; }

private:
    DatabaseAccess() = default;

    ConnectionSettings m_settings;
    ServerFacts m_facts;
    std::shared_ptr<LocalServerUse> m_use;
};

} // namespace faultline
