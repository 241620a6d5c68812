// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/settings/ConnectionSettings.h"

#include <QString>

namespace faultline {

/// Settings for the same database as the role that may only read.
ConnectionSettings
readerSettings(const ConnectionSettings& settings, const QString& password = QString());

/// Finds a role for a person's own queries: the connection's own role if it may only read, or the
/// reader. On the local server, which is private, this also grants the reader its rights. Each
/// problem has its own code and remedy: "reader-missing", "reader-login", "reader-rights",
/// "reader-password", "reader-powerful". Opens connections: never on the window's thread.
Result<ConnectionSettings> reachReader(const ConnectionSettings& own, const QString& password);

/// What other tools need to connect as the reader, without a password.
struct ReaderAddress
{
    QString host; ///< A directory if it is a socket.
    QString port;
    QString database;
    QString user;
    QString sslMode; ///< Empty if the settings don't set it.

    QString uri() const;      ///< "postgresql://faultline_reader@db.example.org:5432/vessels"
    QString keywords() const; ///< "host=db.example.org port=5432 dbname=… user=faultline_reader"
};
ReaderAddress readerAddress(const Connection& connection);

/// Letters and digits only, so that every tool accepts it.
QString newReaderPassword();

} // namespace faultline
