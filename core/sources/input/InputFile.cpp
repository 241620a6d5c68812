// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/InputFile.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(InputFile)
};

UserMessage cannotRead(const QString& path, int error)
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

} // namespace

bool concernsOneFile(const UserMessage& error)
{
    // The codes of the readers and parsers in core/sources; databases report SQLSTATEs.
    constexpr std::array<QStringView, 5> kCodes{
        u"file", u"file-shrank", u"file-rewritten", u"json", u"header"};
    return std::find(kCodes.begin(), kCodes.end(), error.code) != kCodes.end();
}

bool isFileGone(const QString& path)
{
    std::error_code error;
    return std::filesystem::status(path.toStdString(), error).type()
           == std::filesystem::file_type::not_found;
}

InputFile::InputFile(
    QString path, int descriptor, qint64 size, qint64 modifiedMs, SystemId systemId)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
    , m_size(size)
    , m_modifiedMs(modifiedMs)
    , m_systemId(systemId)
{}

InputFile::InputFile(InputFile&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_size(other.m_size)
    , m_modifiedMs(other.m_modifiedMs)
    , m_systemId(other.m_systemId)
{}

InputFile& InputFile::operator=(InputFile&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_size, other.m_size);
    std::swap(m_modifiedMs, other.m_modifiedMs);
    std::swap(m_systemId, other.m_systemId);
    return *this;
}

InputFile::~InputFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<InputFile> InputFile::open(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    // Non-blocking only matters for irregular files, which are refused below.
    const int descriptor = ::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return cannotRead(path, errno);
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) {
        const int error = errno;
        ::close(descriptor);
        return cannotRead(path, error);
    }
    if (!S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return UserMessage::error(Text::tr("This is not a regular file"))
            .at(path)
            .withCode(u"file"_s);
    }
    constexpr qint64 kNanosecondsPerMs = 1'000'000;
    const qint64 modifiedMs =
        status.st_mtim.tv_sec * qint64{1000} + status.st_mtim.tv_nsec / kNanosecondsPerMs;
    return InputFile(path, descriptor, status.st_size, modifiedMs, {status.st_dev, status.st_ino});
}

qint64 InputFile::currentSize() const
{
    struct stat status = {};
    return ::fstat(m_descriptor, &status) == 0 ? qint64{status.st_size} : qint64{-1};
}

Result<qint64> InputFile::read(qint64 position, std::span<char> buffer) const
{
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        const ssize_t count = ::pread(
            m_descriptor, buffer.data() + filled, buffer.size() - filled,
            position + static_cast<qint64>(filled));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannotRead(m_path, errno);
        if (count == 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    return static_cast<qint64>(filled);
}

Result<void> InputFile::readExactly(qint64 position, std::span<char> buffer) const
{
    const auto count = read(position, buffer);
    if (!count)
        return count.error();
    if (*count < static_cast<qint64>(buffer.size())) {
        return UserMessage::error(Text::tr("The file became shorter while it was being read"))
            .because(Text::tr("It now ends at byte %1; before, it had %2 bytes.")
                         .arg(position + *count)
                         .arg(m_size))
            .at(m_path)
            .withRemedy(Text::tr(
                "Load again when no program is writing to it. What was loaded stays loaded."))
            .withCode(u"file-shrank"_s);
    }
    return {};
}

} // namespace faultline
