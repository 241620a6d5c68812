// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/ProcessIdentity.h"

#include <QProcess>
#include <QProcessEnvironment>

#include <array>
#include <optional>
#include <vector>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <linux/close_range.h>
#include <sys/syscall.h>
#endif

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kStartTimeoutMs = 30'000;
// What a shell answers when it can't run a command.
constexpr int kCouldNotBecomeUser = 126;

struct Account
{
    uid_t userId;
    gid_t groupId;
    QString name;
};

// One of the reentrant look-ups of the user database, with a buffer that is large enough.
template<typename LookUp>
std::optional<Account> account(LookUp lookUp)
{
    std::vector<char> buffer(16 * 1024);
    passwd entry{};
    passwd* found = nullptr;
    while (lookUp(&entry, buffer.data(), buffer.size(), &found) == ERANGE)
        buffer.resize(buffer.size() * 2);
    if (!found)
        return std::nullopt;
    return Account{found->pw_uid, found->pw_gid, QString::fromLocal8Bit(found->pw_name)};
}

std::optional<Account> accountNamed(const char* name)
{
    return account([name](passwd* entry, char* buffer, std::size_t size, passwd** found) {
        return getpwnam_r(name, entry, buffer, size, found);
    });
}

std::optional<Account> accountOf(uid_t userId)
{
    return account([userId](passwd* entry, char* buffer, std::size_t size, passwd** found) {
        return getpwuid_r(userId, entry, buffer, size, found);
    });
}

// Runs between fork and exec: only async-signal-safe calls. On Linux the bare system calls, because
// glibc's functions ask all threads that it knows of to change too, and in the child those of the
// parent don't exist.
bool becomeUser(uid_t userId, gid_t groupId)
{
#ifdef Q_OS_LINUX
#ifdef SYS_setresuid32
    constexpr long setGroups = SYS_setgroups32;
    constexpr long setGroup = SYS_setresgid32;
    constexpr long setUser = SYS_setresuid32;
#else
    constexpr long setGroups = SYS_setgroups;
    constexpr long setGroup = SYS_setresgid;
    constexpr long setUser = SYS_setresuid;
#endif
    const std::array groups{groupId};
    return syscall(setGroups, groups.size(), groups.data()) == 0
           && syscall(setGroup, groupId, groupId, groupId) == 0
           && syscall(setUser, userId, userId, userId) == 0;
#else
    return setgroups(1, &groupId) == 0 && setgid(groupId) == 0 && setuid(userId) == 0;
#endif
}

// The server lives longer than this program: it must not hold this program's files open.
void closeForeignDescriptorsOnExec()
{
#if defined(Q_OS_LINUX) && defined(SYS_close_range) && defined(CLOSE_RANGE_CLOEXEC)
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
#endif
}

QProcessEnvironment minimalEnvironment(const QString& userName)
{
    const auto own = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, u"/usr/local/bin:/usr/bin:/bin"_s);
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"USER"_s, userName);
    environment.insert(u"LOGNAME"_s, userName);
    // A server outside the system's folders may need its libraries found.
    if (const QString name = u"LD_LIBRARY_PATH"_s; own.contains(name))
        environment.insert(name, own.value(name));
    return environment;
}

} // namespace

Result<ProcessIdentity> ProcessIdentity::forServer()
{
    const auto chosen = [](const Account& account) {
        ProcessIdentity identity;
        identity.m_userId = account.userId;
        identity.m_groupId = account.groupId;
        identity.m_userName = account.name;
        identity.m_isAnotherUser = account.userId != geteuid();
        return identity;
    };
    if (geteuid() != 0) {
        if (const auto self = accountOf(geteuid()))
            return chosen(*self);
        return UserMessage::error(tr("The local server can't be run by a user without a name"))
            .because(tr("The user id %1 has no entry in the system's list of users, and "
                        "PostgreSQL needs one.")
                         .arg(geteuid()))
            .withRemedy(
                tr("Add the user to /etc/passwd, or use a database server with --database."))
            .withCode(u"no-user"_s);
    }
    for (const char* name : {"faultline", "postgres", "nobody"}) {
        if (const auto candidate = accountNamed(name); candidate && candidate->userId != 0)
            return chosen(*candidate);
    }
    return UserMessage::error(tr("There is no user that the local server could run as"))
        .because(tr("PostgreSQL refuses to be run by root, and none of the users faultline, "
                    "postgres and nobody exists."))
        .withRemedy(tr("Add a user with: useradd --system faultline"))
        .withCode(u"no-user"_s);
}

Result<ProcessIdentity::Outcome> ProcessIdentity::run(
    const QString& program, const QStringList& arguments, const QByteArray& input,
    int timeoutMs) const
{
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setProcessEnvironment(minimalEnvironment(m_userName));
    // The directory that we are in may be closed to the other user.
    process.setWorkingDirectory(u"/"_s);
    process.setChildProcessModifier(
        [userId = m_userId, groupId = m_groupId, change = m_isAnotherUser] {
            closeForeignDescriptorsOnExec();
            if (change && !becomeUser(userId, groupId))
                _exit(kCouldNotBecomeUser);
        });
    process.start();
    if (!process.waitForStarted(kStartTimeoutMs)) {
        return UserMessage::error(tr("A program of PostgreSQL can't be started"))
            .because(process.errorString())
            .at(program)
            .withCode(u"no-program"_s);
    }
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(timeoutMs)) {
        process.kill();
        process.waitForFinished();
        return UserMessage::error(tr("A program of PostgreSQL didn't end in time"))
            .because(tr("It was ended after %1 seconds.").arg(timeoutMs / 1000))
            .at(program)
            .withCode(u"timeout"_s);
    }
    Outcome outcome;
    outcome.output = QString::fromUtf8(process.readAll()).trimmed();
    outcome.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    if (m_isAnotherUser && outcome.exitCode == kCouldNotBecomeUser && outcome.output.isEmpty())
        outcome.output = tr("This program may not run others as the user %1.").arg(m_userName);
    return outcome;
}

} // namespace faultline
