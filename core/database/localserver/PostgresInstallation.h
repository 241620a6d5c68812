// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/OldestPostgres.h"

#include <QCoreApplication>
#include <QList>
#include <QString>

namespace faultline {

/// The programs of one installed PostgreSQL server (postgres, initdb, pg_ctl). Searched for in
/// $FAULTLINE_POSTGRES_BIN, in the distributions' directories, and in PATH.
class PostgresInstallation
{
    Q_DECLARE_TR_FUNCTIONS(PostgresInstallation)

public:
    /// All that are new enough, newest first. If $FAULTLINE_POSTGRES_BIN is set, only that one.
    /// Otherwise fails, and says what was found and what to install.
    static Result<QList<PostgresInstallation>> all();

    int majorVersion() const { return m_majorVersion; }
    /// "15.18".
    const QString& version() const { return m_version; }
    /// The path of one of its programs.
    QString program(const QString& name) const { return m_binDirectory + u'/' + name; }

private:
    PostgresInstallation() = default;
    static QList<PostgresInstallation> inDirectories(const QStringList& directories);

    QString m_binDirectory;
    QString m_version;
    int m_majorVersion = 0;
};

/// Tells the person how to install a server of `majorVersion`.
QString howToInstallPostgres(int majorVersion = kOldestPostgres);

} // namespace faultline
