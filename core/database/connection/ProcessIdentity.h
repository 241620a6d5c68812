// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include <sys/types.h>

namespace faultline {

/// The user that the local server runs as. PostgreSQL refuses root, so for root it is an
/// unprivileged user (the first there is of faultline, postgres, nobody); otherwise ourselves.
/// Runs programs as that user. Functions may be called from any thread and block.
class ProcessIdentity
{
    Q_DECLARE_TR_FUNCTIONS(ProcessIdentity)

public:
    struct Outcome
    {
        int exitCode = 0;
        QString output; ///< Standard output and standard error as they came.
    };

    static Result<ProcessIdentity> forServer();

    uid_t userId() const { return m_userId; }
    gid_t groupId() const { return m_groupId; }
    const QString& userName() const { return m_userName; }
    /// Whether it is a user other than the one who runs this program.
    bool isAnotherUser() const { return m_isAnotherUser; }

    /// Runs a program to its end, in "/" and with an environment that holds none of the person's
    /// settings (PGDATA, PGOPTIONS, a locale that isn't installed, …). Fails when it can't be
    /// started or has to be killed after the timeout; an exit code other than 0 is an Outcome.
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
