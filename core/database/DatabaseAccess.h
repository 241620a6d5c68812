// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/localserver/LocalServer.h"
#include "database/schema/DatabaseCheck.h"
#include "database/settings/ConnectionChoice.h"

#include <memory>

namespace faultline {

/// A database that is ready for use: the local server is running if it was chosen, the server is
/// reachable and checked, and for loading the schema is up to date. Keeps the local server running
/// for as long as it lives. Opening can take seconds: never on the window's thread.
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
