// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ReplacingFile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReplacingFile)
};

QByteArray randomEnding()
{
    constexpr qsizetype kLength = 6;
    const QByteArray letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    QByteArray ending = ".";
    while (ending.size() <= kLength)
        ending += letters.at(QRandomGenerator::system()->bounded(static_cast<int>(letters.size())));
    return ending;
}

// The file system doesn't support it, so it can't fail.
bool isUnsupported(int reason)
{
    return reason == EINVAL || reason == ENOTSUP || reason == ENOSYS;
}

bool sync(int descriptor)
{
    while (::fsync(descriptor) != 0) {
        if (errno != EINTR)
            return isUnsupported(errno);
    }
    return true;
}

// The descriptor is closed in any case. After a sync, an interrupted close loses nothing.
bool closeFile(int descriptor)
{
    return ::close(descriptor) == 0 || errno == EINTR;
}

// Makes the name as safe as the content. An unreadable folder can't be synced.
bool syncFolderOf(const QByteArray& file)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(QFile::decodeName(file)).absolutePath());
    const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return true;
    const bool isSynced = sync(descriptor);
    const int reason = errno;
    ::close(descriptor);
    errno = reason;
    return isSynced;
}

} // namespace

QString resolvedLinks(const QString& path)
{
    constexpr int kMaxLinks = 40; // the system follows no more
    QFileInfo info(path);
    for (int links = 0; info.isSymLink() && links < kMaxLinks; ++links)
        info.setFile(info.symLinkTarget());
    return info.filePath();
}

ReplacingFile::~ReplacingFile()
{
    discard();
}

bool ReplacingFile::begin()
{
    m_target = QFile::encodeName(resolvedLinks(m_path));
    struct stat status
    {};
    const bool isThere = ::stat(m_target.constData(), &status) == 0;
    if (!isThere && errno != ENOENT)
        return fail(qt_error_string(errno));
    if (isThere && S_ISDIR(status.st_mode))
        return fail(qt_error_string(EISDIR));
    if (isThere && !S_ISREG(status.st_mode))
        return fail(Text::tr("It isn't a regular file."));
    if (isThere && ::access(m_target.constData(), W_OK) != 0)
        return fail(qt_error_string(errno));
    constexpr unsigned kRights = 0777;
    constexpr unsigned kNewRights = 0666; // minus the umask
    const unsigned mode = isThere ? status.st_mode & kRights : kNewRights;
    if (!create(mode))
        return false;
    // Not every file system has permissions. If this fails, the umask has only removed some.
    if (isThere)
        static_cast<void>(::fchmod(m_descriptor, mode));
    // Unbuffered: writers have their own buffer and need to know why a write fails.
    return open(QIODevice::WriteOnly | QIODevice::Unbuffered);
}

bool ReplacingFile::create(unsigned mode)
{
    constexpr int kMaxTries = 100;
    for (int turn = 0; turn < kMaxTries; ++turn) {
        const QByteArray name = m_target + randomEnding();
        m_descriptor =
            ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        if (m_descriptor >= 0) {
            m_temporary = name;
            return true;
        }
        if (errno != EEXIST)
            break;
    }
    return fail(qt_error_string(errno));
}

qint64 ReplacingFile::writeData(const char* bytes, qint64 size)
{
    ssize_t count = 0;
    do {
        count = ::write(m_descriptor, bytes, static_cast<std::size_t>(size));
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        m_isBroken = true;
        setErrorString(qt_error_string(errno));
    }
    return count;
}

bool ReplacingFile::writeAll(const QByteArray& content)
{
    qint64 written = 0;
    while (written < content.size()) {
        const qint64 count = write(content.constData() + written, content.size() - written);
        if (count < 0)
            return false;
        written += count;
    }
    return true;
}

bool ReplacingFile::finish()
{
    if (m_isBroken || m_descriptor < 0)
        return false;
    if (!sync(m_descriptor)) {
        const QString reason = qt_error_string(errno);
        return fail(Text::tr("%1 (while waiting for the disk to confirm the content)").arg(reason));
    }
    if (!closeFile(std::exchange(m_descriptor, -1))) {
        const QString reason = qt_error_string(errno);
        return fail(Text::tr("%1 (while closing the file)").arg(reason));
    }
    m_isFinished = true;
    return true;
}

bool ReplacingFile::replace()
{
    if (!m_isFinished)
        return false;
    if (std::rename(m_temporary.constData(), m_target.constData()) != 0)
        return fail(qt_error_string(errno));
    m_temporary.clear();
    m_isFinished = false;
    m_isReplaced = true;
    if (syncFolderOf(m_target))
        return true;
    const QString reason = qt_error_string(errno);
    return fail(Text::tr("%1 (while waiting for the disk to confirm the file's name)").arg(reason));
}

bool ReplacingFile::fail(const QString& why)
{
    setErrorString(why);
    discard();
    return false;
}

void ReplacingFile::discard()
{
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
    if (!m_temporary.isEmpty())
        ::unlink(std::exchange(m_temporary, QByteArray()).constData());
    m_isFinished = false;
}

} // namespace faultline
