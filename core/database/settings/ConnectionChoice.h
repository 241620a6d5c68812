// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QList>
#include <QString>

namespace faultline {

/// Which database to use: Faultline's own local server, or one that a person described.
struct ConnectionChoice
{
    enum class Kind { LocalServer, Described };

    Kind kind = Kind::LocalServer;
    ConnectionSettings settings; ///< Only for Described; its origin says where they came from.

    /// For people, without a secret: "Local database", "vessels on db.example.org".
    QString displayName() const;
    /// For people: "Faultline's own server on this machine", "the .env file /data/.env".
    QString origin() const;
    /// What a person should know about the origin of the settings: for example that others can read
    /// a file with a password. Usually empty.
    QList<UserMessage> warnings;

    static ConnectionChoice localServer();
    /// Adds a warning if libpq ignores the password file that it may need. Reads that file's mode.
    static ConnectionChoice described(ConnectionSettings settings);
};

/// Where to look for connection settings. Empty fields aren't used.
struct ConnectionRequest
{
    QString conninfo;         ///< From --database or a dialog.
    QString environmentFile;  ///< From --env-file.
    QString dataFolder;       ///< May hold a .env file.
    QString workingDirectory; ///< May hold a .env file; the data folder's comes first.
};

/// The first of: the connection string, the environment file, a .env in the data folder, a .env in
/// the working directory, libpq's environment variables (PGHOST, PGHOSTADDR, PGSERVICE,
/// PGDATABASE), the local server. A named file that can't be read or parsed is an error and never
/// skipped.
Result<ConnectionChoice> chooseConnection(const ConnectionRequest& request);

} // namespace faultline
