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
// The exit code of a shell that can't run a command.
constexpr int kCouldNotBecomeUser = 126;

struct Account
{
    uid_t userId;
    gid_t groupId;
    QString name;
};

// Calls a reentrant lookup of the user database with a large enough buffer.
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

// Runs between fork and exec: only async-signal-safe calls. On Linux these are raw system calls:
// glibc's wrappers ask all known threads to change too, and the child lacks the parent's threads.
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

// The server outlives this program, so it must not inherit its open files.
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
    // A server outside the system's directories may need this to find its libraries.
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
        return UserMessage::error(tr("A user without a name can't run the local server"))
            .because(tr("The user ID %1 has no entry in the system's user list, and PostgreSQL "
                        "needs one.")
                         .arg(geteuid()))
            .withRemedy(
                tr("Add the user to /etc/passwd, or use a database server with --database."))
            .withCode(u"no-user"_s);
    }
    for (const char* name : {"faultline", "postgres", "nobody"}) {
        if (const auto candidate = accountNamed(name); candidate && candidate->userId != 0)
            return chosen(*candidate);
    }
    return UserMessage::error(tr("No user can run the local server"))
        .because(tr("PostgreSQL refuses to run as root, and none of the users faultline, postgres "
                    "and nobody exists."))
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
    // The other user may not be able to enter the current directory.
    process.setWorkingDirectory(u"/"_s);
    process.setChildProcessModifier(
        [userId = m_userId, groupId = m_groupId, change = m_isAnotherUser] {
            closeForeignDescriptorsOnExec();
            if (change && !becomeUser(userId, groupId))
                _exit(kCouldNotBecomeUser);
        });
    process.start();
    if (!process.waitForStarted(kStartTimeoutMs)) {
        return UserMessage::error(tr("A PostgreSQL program can't be started"))
            .because(process.errorString())
            .at(program)
            .withCode(u"no-program"_s);
    }
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(timeoutMs)) {
        process.kill();
        process.waitForFinished();
        return UserMessage::error(tr("A PostgreSQL program didn't finish in time"))
            .because(tr("It was stopped after %1 seconds.").arg(timeoutMs / 1000))
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
