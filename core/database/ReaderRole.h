// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/Connection.h"

#include <QByteArray>
#include <QString>

namespace faultline {

// The role that may only read: what a person's own queries and the tools of others log in as. It
// may connect to the database, use the schema faultline, read its tables and views (also those of
// later versions) and call its functions, and nothing else. Roles belong to the whole server, so
// that several databases share this one; each lets it in by itself.

inline constexpr auto kReaderRole = "faultline_reader";

/// What the role needs to be used in the database that a connection is to.
struct ReaderStatus
{
    bool exists = false;
    bool mayLogIn = false;
    bool mayRead = false;    ///< Everything that is to be read.
    bool isPowerful = false; ///< It could do more than read, and so isn't used.
    bool mayBeMade = false;  ///< The connection's own role may make roles.

    bool isReady() const { return exists && mayLogIn && mayRead && !isPowerful; }
    bool operator==(const ReaderStatus&) const = default;
};
Result<ReaderStatus> readerStatus(Connection& connection);

/// Makes the role if there is none, and gives it its rights in this database. A `password` that
/// isn't empty becomes its password, also when the role was there; it leaves this program as
/// SCRAM's verifier only. Who may not do that gets the code "reader-right"; readerScript() then is
/// what to hand to an administrator. On the local server the role is there already.
Result<void> makeReader(Connection& connection, const QString& password);

/// Takes the rights in this database away, and the role too. False: it stays, because it belongs to
/// the local server or another database uses it.
Result<bool> dropReader(Connection& connection);

/// What an administrator runs in this database instead of makeReader().
QString readerScript(const Connection& connection);

/// Whether the role that this connection works as may do no more than a reader; otherwise the code
/// is "reader-powerful".
Result<void> checkHarmless(Connection& connection);

/// The statements that make the role, each ended by a semicolon; without a password.
QByteArray readerRoleSql();

} // namespace faultline
