// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QList>
#include <QMap>
#include <QString>

namespace faultline {

/// Connection settings from a .env file: lines KEY=VALUE, as the replaced script and most tools
/// write them. Supports `export KEY=VALUE`, quotes, comments, CRLF and a byte order mark; expands
/// and runs nothing. Ignores keys other than PG_HOST, PG_PORT, PG_DB, PG_USER and PG_PASSWORD.
/// Errors name the line, never a value.
class EnvironmentFile
{
    Q_DECLARE_TR_FUNCTIONS(EnvironmentFile)

public:
    static Result<EnvironmentFile> read(const QString& path);
    /// From the file's content; `path` is for messages.
    static Result<EnvironmentFile> parse(const QByteArray& content, const QString& path);

    /// libpq's keywords for the keys that have a value; empty if the file has none of ours.
    const QMap<QString, QString>& keywords() const { return m_keywords; }
    /// It holds a password, and users other than its owner can read it.
    bool exposesPassword() const { return m_exposesPassword; }
    /// It belongs to a user other than this one and root: they decide where data goes.
    bool isForeign() const { return m_isForeign; }

private:
    EnvironmentFile() = default;

    QMap<QString, QString> m_keywords;
    bool m_exposesPassword = false;
    bool m_isForeign = false;
};

} // namespace faultline
