// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/localserver/ServerLock.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr unsigned long kRetryMs = 20;

} // namespace

ServerLock::~ServerLock()
{
    ::close(m_descriptor);
}

Result<std::unique_ptr<ServerLock>>
ServerLock::acquire(const QString& path, Mode mode, int timeoutMs)
{
    const auto failed = [&path](int reason) {
        return UserMessage::error(tr("The local server's lock file can't be used"))
            .because(qt_error_string(reason))
            .at(path)
            .withCode(u"local-directory"_s);
    };
    // Close-on-exec; otherwise a server that we start would hold the lock for its whole life.
    const int descriptor = ::open(
        QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
        S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return failed(errno);
    std::unique_ptr<ServerLock> lock(new ServerLock(descriptor));

    const int operation = (mode == Mode::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
    const QDeadlineTimer deadline(timeoutMs);
    // flock() has no timeout, and a library must not use signals to interrupt it.
    while (::flock(descriptor, operation) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return failed(errno);
        if (deadline.hasExpired()) {
            return UserMessage::error(tr("The local server is busy"))
                .because(
                    tr("Another program has been starting or stopping it for more than %1 seconds.")
                        .arg(timeoutMs / 1000))
                .at(path)
                .withRemedy(
                    tr("Wait a moment and try again. If the other Faultline hangs, end it."))
                .withCode(u"local-busy"_s);
        }
        QThread::msleep(kRetryMs);
    }
    return lock;
}

} // namespace faultline
