// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/reader/ReaderRole.h"
#include "database/settings/ConnectionSettings.h"

#include <QString>

namespace faultline {

/// The way to the same database as the role that may only read.
ConnectionSettings
readerSettings(const ConnectionSettings& settings, const QString& password = QString());

/// Finds a role for a person's own queries: that of the connection itself if it may only read, or
/// the reader. On the local server, which nobody else can reach, the reader is given its rights on
/// the way. What is in the way has a code and a remedy of its own: "reader-missing",
/// "reader-login", "reader-rights", "reader-password", "reader-powerful". Opens connections: not
/// for the window's thread.
Result<ConnectionSettings> reachReader(const ConnectionSettings& own, const QString& password);

/// What other tools need to connect as the reader; without a password.
struct ReaderAddress
{
    QString host; ///< A directory when it is a socket.
    QString port;
    QString database;
    QString user;
    QString sslMode; ///< Empty when the settings don't say.

    QString uri() const;      ///< "postgresql://faultline_reader@db.example.org:5432/vessels"
    QString keywords() const; ///< "host=db.example.org port=5432 dbname=… user=faultline_reader"
};
ReaderAddress readerAddress(const Connection& connection);

/// Of letters and digits only, so that every tool takes it.
QString newReaderPassword();

} // namespace faultline
