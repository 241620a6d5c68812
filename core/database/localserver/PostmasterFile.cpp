// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/localserver/PostmasterFile.h"

#include <QByteArrayList>
#include <QDir>
#include <QFile>

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Zero-based line numbers.
constexpr qsizetype kProcessLine = 0;
constexpr qsizetype kSocketLine = 4;
constexpr qsizetype kStatusLine = 7;

// Above Linux's highest process number (2^22).
constexpr auto kNoProcess = "2000000000";

QString fileIn(const QString& dataDirectory)
{
    return dataDirectory + u"/postmaster.pid"_s;
}

} // namespace

std::optional<PostmasterFile> PostmasterFile::read(const QString& dataDirectory)
{
    QFile file(fileIn(dataDirectory));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArrayList lines = file.readAll().split('\n');
    PostmasterFile result;
    result.m_dataDirectory = dataDirectory;
    // Negative for a server in single-user mode.
    result.m_processId = qAbs(lines.value(kProcessLine).trimmed().toLongLong());
    result.m_socketDirectory = QFile::decodeName(lines.value(kSocketLine));
    const QByteArray status = lines.value(kStatusLine).trimmed();
    result.m_isReady = status == "ready" || status == "standby";
    return result;
}

bool PostmasterFile::isAlive() const
{
    if (m_processId <= 0)
        return false;
    if (::kill(static_cast<pid_t>(m_processId), 0) != 0 && errno != EPERM)
        return false;
    if (!QDir(u"/proc/self"_s).exists())
        return true;
    // Empty for a zombie. Unlike the process's directory, every user may read it.
    QFile commandLine(u"/proc/%1/cmdline"_s.arg(m_processId));
    if (!commandLine.open(QIODevice::ReadOnly))
        return false;
    return commandLine.readAll().split('\0').contains(QFile::encodeName(m_dataDirectory));
}

bool PostmasterFile::disarm() const
{
    const QByteArray path = QFile::encodeName(fileIn(m_dataDirectory));
    const int descriptor = ::open(path.constData(), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    QFile file;
    if (descriptor < 0 || !file.open(descriptor, QIODevice::ReadWrite, QFile::AutoCloseHandle))
        return false;
    QByteArrayList lines = file.readAll().split('\n');
    lines[kProcessLine] = kNoProcess;
    const QByteArray content = lines.join('\n');
    return file.seek(0) && file.write(content) == content.size() && file.flush();
}

} // namespace faultline
