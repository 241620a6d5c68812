// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QList>
#include <QString>

namespace faultline {

/// Which database a person means: Faultline's own local server, or one they described.
struct ConnectionChoice
{
    enum class Kind { LocalServer, Described };

    Kind kind = Kind::LocalServer;
    ConnectionSettings settings; ///< Only for Described; its origin says where it came from.

    /// For people, without a secret: "Local database", "vessels on db.example.org".
    QString displayName() const;
    /// For people: "Faultline's own server on this machine", "the .env file /data/.env".
    QString origin() const;
    /// What a person should know about where the settings came from: for example that a file with
    /// a password can be read by others. Empty when there is nothing to say.
    QList<UserMessage> warnings;

    static ConnectionChoice localServer();
    /// With a warning when the file of passwords that it may need isn't used. Looks at that file.
    static ConnectionChoice described(ConnectionSettings settings);
};

/// Where to look for connection settings. Empty fields are not given.
struct ConnectionRequest
{
    QString conninfo;         ///< What --database or a dialog says.
    QString environmentFile;  ///< What --env-file says.
    QString dataFolder;       ///< A .env in it counts.
    QString workingDirectory; ///< A .env in it counts after the data folder's.
};

/// The first of: the connection string, the environment file, a .env in the data folder, a .env in
/// the working directory, libpq's own environment (PGHOST, PGHOSTADDR, PGSERVICE, PGDATABASE), the
/// local server. A file that is named but can't be read or understood is an error, never passed by.
Result<ConnectionChoice> chooseConnection(const ConnectionRequest& request);

} // namespace faultline
