// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QString>
#include <QStringList>

namespace faultline {

/// The role that may only read; ReaderRole.h makes it.
inline constexpr auto kReaderRole = "faultline_reader";

/// What the role needs to be used in the database that a connection is to.
struct ReaderStatus
{
    bool exists = false;
    bool mayLogIn = false;
    bool mayRead = false;    ///< Everything that is to be read.
    bool isPowerful = false; ///< It could do more than read, and so isn't used.
    bool mayBeMade = false;  ///< The connection's own role may make roles.

    /// What PostgreSQL lets everybody do, and so this role too, unless an administrator has taken
    /// it from all: that is never ours to take on a server that others share. None of it touches
    /// what is loaded.
    bool mayMakeTemporaryTables = false;
    bool mayMakeLargeObjects = false;
    bool mayMakeTables = false; ///< In a schema, such as `public` before PostgreSQL 15.

    /// Whom the schema and what is in it belong to, the schema's own first: what later versions add
    /// will be theirs.
    QStringList owners;

    bool isReady() const { return exists && mayLogIn && mayRead && !isPowerful; }
    bool operator==(const ReaderStatus&) const = default;
};
Result<ReaderStatus> readerStatus(Connection& connection);

/// What the role may do besides reading because everybody may, as a sentence; or empty.
QString rightsOfEverybody(const ReaderStatus& status);

/// Whether the role that this connection works as may do no more than a reader; otherwise the code
/// is "reader-powerful".
Result<void> checkHarmless(Connection& connection);

/// What is said of a role that may do more.
UserMessage readerTooPowerful(const Connection& connection, const QString& role);

/// Settings for a session of the reader's. Whoever logs in as the role can give it others, such as
/// a time limit of a millisecond, for everybody who uses it: none of them counts here.
QStringList readerSessionSettings();
Result<void> setUpReaderSession(Connection& connection);

} // namespace faultline
