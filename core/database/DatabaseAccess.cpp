// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/DatabaseAccess.h"

#include "database/schema/SchemaMigration.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

Result<DatabaseAccess> DatabaseAccess::open(
    const ConnectionChoice& choice, DatabasePurpose purpose, const QString& localDirectory)
{
    DatabaseAccess access;
    access.m_settings = choice.settings;
    if (choice.kind == ConnectionChoice::Kind::LocalServer) {
        LocalServer server(localDirectory);
        if (purpose == DatabasePurpose::Read) {
            // Don't start a new server only to report that it is empty.
            const auto status = server.status();
            if (!status)
                return status.error();
            if (status->state == LocalServer::State::NotCreated)
                return nothingLoadedYet(choice.displayName());
        }
        const auto use = server.use();
        if (!use)
            return use.error();
        access.m_use = *use;
        access.m_settings = access.m_use->settings();
    }

    auto connection = Connection::open(access.m_settings);
    if (!connection)
        return explainConnectionFailure(connection.error(), access.m_settings);
    const auto facts = checkDatabase(*connection, purpose);
    if (!facts)
        return facts.error();
    access.m_facts = *facts;
    const auto schema = purpose == DatabasePurpose::Load ? migrateSchema(*connection)
                                                         : checkSchemaVersion(*connection);
    if (!schema)
        return schema.error();
    return access;
}

} // namespace faultline
