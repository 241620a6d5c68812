// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/localserver/ServerFiles.h"

#include "base/CheckedRead.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QStringList>

#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ServerFiles)
};

UserMessage failed(const QString& what, const QString& path)
{
    const int reason = errno;
    return UserMessage::error(what)
        .because(qt_error_string(reason))
        .at(path)
        .withCode(u"local-directory"_s);
}

UserMessage notPrivate(const QString& path, const QString& why, const QString& remedy)
{
    return UserMessage::error(Text::tr("The directory of the local server can't be used as it is"))
        .because(why)
        .at(path)
        .withRemedy(remedy)
        .withCode(u"local-directory"_s);
}

// A remedy for every case; LocalServer reads FAULTLINE_LOCAL_DIR.
QString anotherDirectory()
{
    return Text::tr("Or set another directory in the environment variable FAULTLINE_LOCAL_DIR.");
}

bool isEmptyDirectory(const QString& path)
{
    const auto names = entryNames(path);
    return names && names->isEmpty();
}

// Gives an empty directory of ours to `owner`; others stay unchanged, since they may be in use.
Result<void> adoptDirectory(const QString& path, const ProcessIdentity& owner)
{
    const int descriptor = ::open(
        QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0)
        return {}; // checkPrivateDirectory() reports the problem.
    struct stat status
    {};
    bool ok = ::fstat(descriptor, &status) == 0;
    const bool isOurs = ok && (status.st_uid == geteuid() || status.st_uid == owner.userId());
    const bool isWrong = (status.st_mode & 0777) != S_IRWXU || status.st_uid != owner.userId();
    if (isOurs && isWrong && isEmptyDirectory(path)) {
        ok = ::fchmod(descriptor, S_IRWXU) == 0
             && (!owner.isAnotherUser()
                 || ::fchown(descriptor, owner.userId(), owner.groupId()) == 0);
    }
    const int reason = errno;
    ::close(descriptor);
    errno = reason;
    if (!ok)
        return failed(Text::tr("The directory of the local server can't be created"), path);
    return {};
}

// Whether the other user can reach the directory; not, for example, below /root.
Result<void> checkReachable(const QString& path, const ProcessIdentity& owner)
{
    if (!owner.isAnotherUser())
        return {};
    const auto outcome = owner.run(u"/bin/sh"_s, {u"-c"_s, u"cd -- \"$1\""_s, u"sh"_s, path});
    if (!outcome)
        return outcome.error();
    if (outcome->exitCode == 0)
        return {};
    return notPrivate(
        path,
        Text::tr("The server runs as the user %1, who can't enter the directory.")
            .arg(owner.userName()),
        Text::tr("Set a directory that this user can reach in the environment variable "
                 "FAULTLINE_LOCAL_DIR, for example /var/lib/faultline."));
}

bool writeAll(int descriptor, const QByteArray& content)
{
    qsizetype written = 0;
    while (written < content.size()) {
        const ssize_t count = ::write(
            descriptor, content.constData() + written,
            static_cast<std::size_t>(content.size() - written));
        if (count < 0 && errno != EINTR)
            return false;
        written += qMax<ssize_t>(count, 0);
    }
    return true;
}

} // namespace

Result<void> checkPrivateDirectory(const QString& path, const ProcessIdentity& owner)
{
    struct stat status
    {};
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0)
        return failed(Text::tr("The directory of the local server can't be read"), path);
    if (!S_ISDIR(status.st_mode)) {
        return notPrivate(
            path, Text::tr("It isn't a directory."),
            Text::tr("Move it away.") + u' ' + anotherDirectory());
    }
    if (status.st_uid != owner.userId()) {
        return notPrivate(
            path,
            Text::tr("The server runs as %1, but the directory belongs to another user.")
                .arg(owner.userName()),
            Text::tr("If it is yours, change its owner with: chown -R %1 \"%2\"")
                    .arg(owner.userName(), path)
                + u' ' + anotherDirectory());
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 || (status.st_mode & S_IRWXU) != S_IRWXU) {
        return notPrivate(
            path,
            Text::tr("Other users can enter it (mode %1).")
                .arg(status.st_mode & 0777, 4, 8, QChar(u'0')),
            Text::tr("Restrict access with: chmod 700 \"%1\"").arg(path) + u' '
                + anotherDirectory());
    }
    return {};
}

Result<void> makePrivateDirectory(const QString& path, const ProcessIdentity& owner)
{
    if (!QDir().mkpath(QFileInfo(path).path())) {
        return failed(
            Text::tr("The directory of the local server can't be created"), QFileInfo(path).path());
    }
    const bool isNew = ::mkdir(QFile::encodeName(path).constData(), S_IRWXU) == 0;
    if (!isNew && errno != EEXIST)
        return failed(Text::tr("The directory of the local server can't be created"), path);
    if (const auto result = adoptDirectory(path, owner); !result)
        return result.error();
    if (const auto result = checkPrivateDirectory(path, owner); !result)
        return result.error();
    const auto reachable = checkReachable(path, owner);
    if (!reachable && isNew)
        ::rmdir(QFile::encodeName(path).constData());
    return reachable;
}

Result<void>
writePrivateFile(const QString& path, const QByteArray& content, const ProcessIdentity& owner)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray temporary = target + ".new";
    // Left by a program that died; callers hold the lock.
    ::unlink(temporary.constData());
    const int descriptor = ::open(
        temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
        S_IRUSR | S_IWUSR);
    const QString what = Text::tr("A file of the local server can't be written");
    if (descriptor < 0)
        return failed(what, path);
    bool ok =
        writeAll(descriptor, content)
        && (!owner.isAnotherUser() || ::fchown(descriptor, owner.userId(), owner.groupId()) == 0)
        && ::fsync(descriptor) == 0;
    const int reason = errno;
    const bool isClosed = ::close(descriptor) == 0;
    if (!ok)
        errno = reason;
    ok = ok && isClosed && ::rename(temporary.constData(), target.constData()) == 0;
    if (!ok) {
        const auto error = failed(what, path);
        ::unlink(temporary.constData());
        return error;
    }
    return {};
}

QString lastLines(const QString& path, qint64 fromOffset, int maxLines)
{
    constexpr qint64 kMaxBytes = 16 * 1024;
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    QFile file;
    if (descriptor < 0 || !file.open(descriptor, QIODevice::ReadOnly, QFile::AutoCloseHandle))
        return {};
    file.seek(qMax(fromOffset, file.size() - kMaxBytes));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    return lines.mid(qMax<qsizetype>(0, lines.size() - maxLines)).join(u'\n');
}

QString socketDirectoryFor(const QString& directory, const ProcessIdentity& owner)
{
    // The longest path that fits a socket address, with its terminating zero.
    constexpr auto kMaxPathBytes = static_cast<qsizetype>(sizeof(sockaddr_un::sun_path)) - 1;
    const auto fits = [](const QString& candidate) {
        return QFile::encodeName(candidate + u"/.s.PGSQL.5432"_s).size() <= kMaxPathBytes;
    };
    const QString inside = directory + u"/socket"_s;
    if (fits(inside))
        return inside;
    const QByteArray hash =
        QCryptographicHash::hash(QFile::encodeName(directory), QCryptographicHash::Sha256);
    const QString name = u"/faultline-"_s + QString::fromLatin1(hash.toHex().left(24));
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    // Another user can't enter our runtime directory.
    if (!owner.isAnotherUser() && runtime.startsWith(u'/') && QDir(runtime).exists()
        && fits(runtime + name))
        return runtime + name;
    return u"/tmp"_s + name;
}

} // namespace faultline
