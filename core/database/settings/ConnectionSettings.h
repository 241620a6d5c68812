// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QMap>
#include <QString>

namespace faultline {

/// How to reach one database: libpq's connection keywords, and where they came from. A plain value
/// that may cross threads, unlike a connection. It may hold a password, so never print `keywords`;
/// use displayName().
/// Keywords: https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-PARAMKEYWORDS
struct ConnectionSettings
{
    QMap<QString, QString> keywords;
    QString origin;             ///< For people: "the .env file /data/.env", "--database".
    bool isLocalServer = false; ///< Faultline's own server on this machine.
    QString localDirectory;     ///< Its directory, so that it can be started again.
    QString dataDirectory;      ///< Its folder in there that holds the data, for messages.

    /// Parses a connection string in either of libpq's forms: "host=… dbname=…" or a postgresql://
    /// address. Fails on a string that libpq doesn't understand.
    static Result<ConnectionSettings> fromConninfo(const QString& conninfo, const QString& origin);

    /// The target without secrets: "vessels on db.example.org:5433 as planner".
    QString displayName() const;

    /// `text` without this connection's password, in any of libpq's quoted forms.
    QString withoutSecrets(QString text) const;

    bool operator==(const ConnectionSettings&) const = default;
};

} // namespace faultline
