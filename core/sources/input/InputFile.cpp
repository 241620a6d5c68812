// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/InputFile.h"

#include "sources/input/ContentHash.h"
#include "sources/input/DecodedContent.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
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

} // namespace

bool concernsOneFile(const UserMessage& error)
{
    // The codes of the readers and parsers in core/sources, and of files that were loaded in
    // another format; databases report SQLSTATEs.
    constexpr std::array<QStringView, 12> kCodes{
        u"file",        u"file-shrank",    u"file-rewritten",     u"json",
        u"header",      u"damaged",        u"too-large",          u"encrypted",
        u"member-gone", u"format-changed", u"date-order-changed", u"time-zone-changed"};
    return std::find(kCodes.begin(), kCodes.end(), error.code) != kCodes.end();
}

bool isFileGone(const InputName& name, const UserMessage& error)
{
    std::error_code trouble;
    return error.code == u"member-gone"_s
           || std::filesystem::status(name.path.toStdString(), trouble).type()
                  == std::filesystem::file_type::not_found;
}

InputFile::InputFile(QString path, SharedFile file, ContainerKind container)
    : m_path(std::move(path))
    , m_file(std::move(file))
    , m_container(container)
{
    constexpr qint64 kNanosecondsPerMs = 1'000'000;
    const OpenFile::State state = m_file->state();
    m_size = state.bytes;
    m_modifiedMs = state.modifiedNs / kNanosecondsPerMs;
    m_systemId = {state.device, state.inode, 0};
}

InputFile::InputFile(InputFile&& other) noexcept = default;
InputFile& InputFile::operator=(InputFile&& other) noexcept = default;
InputFile::~InputFile() = default;

Result<InputFile> InputFile::open(const QString& path)
{
    InputName name;
    name.path = path;
    return open(name);
}

Result<InputFile> InputFile::open(const InputName& name, const ContainerLimits& limits)
{
    const QByteArray encoded = QFile::encodeName(name.path);
    // Non-blocking only matters for irregular files, which are refused below.
    const int descriptor = ::open(encoded.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return cannotReadFile(name.path, errno);
    const auto file = std::make_shared<const OpenFile>(name.path, descriptor);
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0)
        return cannotReadFile(name.path, errno);
    if (!S_ISREG(status.st_mode)) {
        return UserMessage::error(Text::tr("This is not a regular file"))
            .at(name.path)
            .withCode(u"file"_s);
    }
    std::array<char, kContainerMarkBytes> bytes{};
    const auto count = file->read(0, bytes);
    if (!count)
        return count.error();
    const std::string_view mark(bytes.data(), static_cast<std::size_t>(*count));
    const ContainerKind kind = containerKind(mark);
    InputFile input(name.toText(), file, kind);
    const bool isText = kind == ContainerKind::None
                        && encodingOfMark(mark).value_or(name.encoding) == TextEncoding::Utf8;
    if (!name.isMember() && (isText || isArchive(kind)))
        return input;
    auto decoded = DecodedContent::open(file, name, kind, limits);
    if (!decoded)
        return decoded.error();
    input.m_decoded = *std::move(decoded);
    const QByteArray part = name.member.toUtf8() + '/' + encodingWord(name.encoding).toLatin1();
    input.m_systemId.part =
        contentHash64({part.constData(), static_cast<std::size_t>(part.size())});
    return input;
}

qint64 InputFile::size() const
{
    return m_decoded ? m_decoded->size() : m_size;
}

Result<void> InputFile::measure(const CancelToken& cancel) const
{
    return m_decoded ? m_decoded->measure(cancel) : Result<void>();
}

std::optional<UserMessage> InputFile::damage() const
{
    return m_decoded ? m_decoded->damage() : std::nullopt;
}

Result<qint64> InputFile::read(qint64 position, std::span<char> buffer) const
{
    return m_decoded ? m_decoded->read(position, buffer) : m_file->read(position, buffer);
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
                         .arg(size()))
            .at(m_path)
            .withRemedy(Text::tr(
                "Load again when no program is writing to it. What was loaded stays loaded."))
            .withCode(u"file-shrank"_s);
    }
    return {};
}

} // namespace faultline
