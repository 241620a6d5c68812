// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "database/reader/ReaderStatus.h"

#include <QByteArray>
#include <QString>

namespace faultline {

// The role that may only read: what a person's own queries and the tools of others log in as. It
// may connect to the database, use the schema faultline, read its tables and views (also those of
// later versions) and call its functions; beside that, only what everybody may. Roles belong to the
// whole server, so that several databases share this one; each lets it in by itself. Rights of
// others, everybody's among them, aren't touched here.

/// Makes the role if there is none, and gives it its rights in this database. A `password` that
/// isn't empty becomes its password, also when the role was there; it leaves this program as
/// SCRAM's verifier only. Who may not do that, or finds a role that may not log in, which somebody
/// has decided, gets the code "reader-right"; readerScript() then is what to hand to an
/// administrator. On the local server the role is there already.
Result<void> makeReader(Connection& connection, const QString& password);

/// Takes the rights in this database away, and the role too. False: it stays, because it belongs to
/// the local server or another database uses it.
Result<bool> dropReader(Connection& connection);

/// What an administrator runs in this database instead of makeReader(), for what is there; with
/// what could be taken from everybody as a comment.
QString readerScript(const Connection& connection, const ReaderStatus& status);

/// The statements that make the role, each ended by a semicolon; without a password.
QByteArray readerRoleSql();

} // namespace faultline
