// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <sys/types.h>

namespace faultline {

/// The user that the local server runs as. PostgreSQL refuses to run as root, so root uses an
/// unprivileged user: the first that exists of faultline, postgres and nobody. Anyone else runs it
/// as themselves. Also runs programs as that user. Functions block and may be called from any
/// thread.
class ProcessIdentity
{
    Q_DECLARE_TR_FUNCTIONS(ProcessIdentity)

public:
    struct Outcome
    {
        int exitCode = 0;
        QString output; ///< Standard output and standard error, interleaved.
    };

    static Result<ProcessIdentity> forServer();

    uid_t userId() const { return m_userId; }
    gid_t groupId() const { return m_groupId; }
    const QString& userName() const { return m_userName; }
    /// Whether it is a user other than the one running this program.
    bool isAnotherUser() const { return m_isAnotherUser; }

    /// Runs a program to its end in "/", with an environment free of the person's settings (PGDATA,
    /// PGOPTIONS, a locale that isn't installed, …). Fails if the program can't be started or must
    /// be killed after the timeout. An exit code other than 0 is an Outcome.
    Result<Outcome>
    run(const QString& program, const QStringList& arguments, const QByteArray& input = {},
        int timeoutMs = 120'000) const;

private:
    ProcessIdentity() = default;

    uid_t m_userId = 0;
    gid_t m_groupId = 0;
    QString m_userName;
    bool m_isAnotherUser = false;
};

} // namespace faultline
