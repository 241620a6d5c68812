// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QString>
#include <QStringList>

namespace faultline {

/// The role that may only read; see ReaderRole.h.
inline constexpr auto kReaderRole = "faultline_reader";

/// What the reader has and lacks in the connection's database.
struct ReaderStatus
{
    bool exists = false;
    bool mayLogIn = false;
    bool mayRead = false;      ///< Everything in the schema.
    bool isPowerful = false;   ///< It can do more than read, so it isn't used.
    bool canBeCreated = false; ///< The connection's own role may create roles.

    /// What PostgreSQL lets every role do, and so this one, unless an administrator revoked it from
    /// PUBLIC. Faultline never does that on a shared server. None of it affects loaded data.
    bool mayCreateTemporaryTables = false;
    bool mayCreateLargeObjects = false;
    bool mayCreateTables = false; ///< In a schema, such as `public` before PostgreSQL 15.

    /// The owners of the schema and of what is in it, the schema's own first: they will also own
    /// what later versions add.
    QStringList owners;

    bool isReady() const { return exists && mayLogIn && mayRead && !isPowerful; }
    bool operator==(const ReaderStatus&) const = default;
};
Result<ReaderStatus> readerStatus(Connection& connection);

/// What the role may do besides reading, through PUBLIC, as a sentence; or empty.
QString publicRights(const ReaderStatus& status);

/// Succeeds if this connection's role may do no more than a reader; otherwise the code is
/// "reader-powerful".
Result<void> checkHarmless(Connection& connection);

/// The error for a role that may do more.
UserMessage readerTooPowerful(const Connection& connection, const QString& role);

/// Settings for a reader's session. Whoever connects as the role can change its defaults for every
/// user of it, for example to a time limit of a millisecond. These settings override them.
QStringList readerSessionSettings();
Result<void> setUpReaderSession(Connection& connection);

} // namespace faultline
