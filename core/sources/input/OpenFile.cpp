// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/OpenFile.h"

#include <QCoreApplication>

#include <cerrno>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(InputFile)
};

qint64 nanoseconds(const timespec& time)
{
    constexpr qint64 kPerSecond = 1'000'000'000;
    return time.tv_sec * kPerSecond + time.tv_nsec;
}

} // namespace

UserMessage cannotReadFile(const QString& path, int error)
{
    UserMessage message = UserMessage::error(Text::tr("The file can't be read"))
                              .because(qt_error_string(error))
                              .at(path)
                              .withCode(u"file"_s);
    if (error == EACCES || error == EPERM)
        message.withRemedy(
            Text::tr("Ask its owner for read permission, or copy it to one of your folders."));
    return message;
}

OpenFile::OpenFile(QString path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{}

OpenFile::~OpenFile()
{
    ::close(m_descriptor);
}

Result<qint64> OpenFile::read(qint64 position, std::span<char> buffer) const
{
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        const ssize_t count = ::pread(
            m_descriptor, buffer.data() + filled, buffer.size() - filled,
            position + static_cast<qint64>(filled));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannotReadFile(m_path, errno);
        if (count == 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    return static_cast<qint64>(filled);
}

OpenFile::State OpenFile::state() const
{
    struct stat status = {};
    if (::fstat(m_descriptor, &status) != 0)
        return {};
    return {
        status.st_dev, status.st_ino, status.st_size, nanoseconds(status.st_mtim),
        nanoseconds(status.st_ctim)};
}

} // namespace faultline
