// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/reader/ReaderStatus.h"

#include <QByteArray>
#include <QString>

namespace faultline {

// The role that may only read: a person's own queries and other tools connect as it. It may connect
// to the database, use the schema faultline, read its tables and views (also those of later
// versions) and call its functions. Beyond that, it can only do what PUBLIC can. Roles belong to
// the whole server, so several databases share this one; each grants it access separately. The
// rights of others, PUBLIC included, stay unchanged.

/// Creates the role if there is none, and grants its rights in this database. A `password` that
/// isn't empty becomes its password, even if the role existed; only its SCRAM verifier leaves this
/// program. The code is "reader-right" if the connection's role may not do that, or if an
/// administrator took away the reader's right to log in. readerScript() is then what to give to an
/// administrator. On the local server the role always exists.
Result<void> createReader(Connection& connection, const QString& password);

/// Revokes the rights in this database, and drops the role. False if the role stays, because it
/// belongs to the local server or another database uses it.
Result<bool> dropReader(Connection& connection);

/// What an administrator runs in this database instead of createReader(), given the current state.
/// A comment lists what could be revoked from PUBLIC.
QString readerScript(const Connection& connection, const ReaderStatus& status);

/// The statements that create the role, each ending in a semicolon; without a password.
QByteArray readerRoleSql();

} // namespace faultline
