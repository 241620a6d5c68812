// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/ArchiveReader.h"

#include "sources/input/GzipStream.h"

#include <QCoreApplication>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include <archive.h>
#include <archive_entry.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::size_t kInputBytes = std::size_t{256} * 1024;
constexpr int kTries = 3;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ArchiveReader)
};

int filterOf(ContainerKind kind)
{
    switch (kind) {
    case ContainerKind::Xz:
        return ARCHIVE_FILTER_XZ;
    case ContainerKind::Zstandard:
        return ARCHIVE_FILTER_ZSTD;
    case ContainerKind::Bzip2:
        return ARCHIVE_FILTER_BZIP2;
    default:
        return ARCHIVE_FILTER_NONE;
    }
}

} // namespace

// What libarchive reads: the file, or the content of a gzip file.
struct ArchiveReader::Input
{
    SharedFile file;
    std::unique_ptr<GzipStream> gzip;
    std::vector<char> buffer = std::vector<char>(kInputBytes);
    qint64 position = 0;
    qint64 bytesRead = 0;
    std::optional<UserMessage> failure;

    Result<qint64> read()
    {
        if (gzip)
            return gzip->read(buffer);
        auto count = file->read(position, buffer);
        if (count)
            position += *count;
        return count;
    }

    static la_ssize_t readMore(archive* handle, void* self, const void** bytes)
    {
        auto* const input = static_cast<Input*>(self);
        const auto count = input->read();
        if (!count) {
            input->failure = count.error();
            archive_set_error(handle, EIO, "%s", "read error");
            return -1;
        }
        input->bytesRead += *count;
        *bytes = input->buffer.data();
        return static_cast<la_ssize_t>(*count);
    }

    static la_int64_t skip(archive* /*handle*/, void* self, la_int64_t bytes)
    {
        auto* const input = static_cast<Input*>(self);
        // Not beyond the end, where reading reports what is missing.
        const qint64 left = std::max<qint64>(input->file->state().bytes - input->position, 0);
        const qint64 skipped = std::min<qint64>(bytes, left);
        input->position += skipped;
        input->bytesRead += skipped;
        return skipped;
    }

    static la_int64_t seek(archive* /*handle*/, void* self, la_int64_t offset, int whence)
    {
        auto* const input = static_cast<Input*>(self);
        const qint64 base = whence == SEEK_SET   ? 0
                            : whence == SEEK_CUR ? input->position
                                                 : input->file->state().bytes;
        qint64 target = 0;
        if (__builtin_add_overflow(base, static_cast<qint64>(offset), &target) || target < 0)
            return ARCHIVE_FATAL;
        input->position = target;
        return target;
    }
};

struct ArchiveReader::Handle
{
    archive* raw = archive_read_new();
    bool isOpen = false;

    Handle()
    {
        if (!raw)
            throw std::bad_alloc();
    }
    ~Handle() { archive_read_free(raw); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
};

ArchiveReader::ArchiveReader(
    SharedFile file, ContainerKind kind, Content content, const ContainerLimits& limits)
    : m_file(std::move(file))
    , m_state(m_file->state())
    , m_kind(kind)
    , m_content(content)
    , m_limits(limits)
{}

ArchiveReader::~ArchiveReader() = default;

Result<void> ArchiveReader::open()
{
    m_input = std::make_unique<Input>();
    m_input->file = m_file;
    m_handle = std::make_unique<Handle>();
    archive* const raw = m_handle->raw;
    bool isSeekable = false;
    if (m_content == Content::File) {
        archive_read_support_format_raw(raw);
        archive_read_support_format_empty(raw);
    } else if (m_kind == ContainerKind::Zip) {
        archive_read_support_format_zip(raw);
        isSeekable = true;
    } else if (m_kind == ContainerKind::SevenZip) {
        archive_read_support_format_7zip(raw);
        isSeekable = true;
    } else if (m_kind == ContainerKind::Rar) {
        archive_read_support_format_rar(raw);
        archive_read_support_format_rar5(raw);
        isSeekable = true;
    } else {
        archive_read_support_format_tar(raw);
        archive_read_support_format_empty(raw);
    }
    if (m_kind == ContainerKind::Gzip) {
        m_input->gzip = std::make_unique<GzipStream>(m_file, m_limits);
    } else if (const int filter = filterOf(m_kind); filter != ARCHIVE_FILTER_NONE) {
        // Exactly this one: what is compressed twice isn't opened.
        if (archive_read_append_filter(raw, filter) != ARCHIVE_OK)
            return fault();
    }
    archive_read_set_read_callback(raw, &Input::readMore);
    if (!m_input->gzip && filterOf(m_kind) == ARCHIVE_FILTER_NONE)
        archive_read_set_skip_callback(raw, &Input::skip);
    if (isSeekable)
        archive_read_set_seek_callback(raw, &Input::seek);
    archive_read_set_callback_data(raw, m_input.get());
    if (archive_read_open1(raw) != ARCHIVE_OK)
        return fault();
    m_handle->isOpen = true;
    return {};
}

UserMessage ArchiveReader::fault() const
{
    if (m_input && m_input->failure)
        return *m_input->failure;
    archive* const raw = m_handle->raw;
    if (archive_errno(raw) == ENOMEM)
        throw std::bad_alloc();
    // It crashes on what was never recognised.
    if (m_handle->isOpen && archive_read_has_encrypted_entries(raw) > 0)
        return encryptedContainer(m_file->path());
    const char* const why = archive_error_string(raw);
    return damagedContainer(
        m_file->path(),
        why ? QString::fromUtf8(why) + u'.' : Text::tr("A part of it can't be decompressed."));
}

Result<void> ArchiveReader::checkRatio() const
{
    // A compressed tar grows in its filter, members of a zip grow when they are read.
    const qint64 unpacked = std::max<qint64>(archive_filter_bytes(m_handle->raw, 0), m_out);
    if (!m_input->gzip && !m_limits.isUsual(m_input->bytesRead, unpacked))
        return unusualRatio(m_file->path(), m_limits);
    if (std::max(unpacked, m_promised) > m_limits.archiveBytes)
        return unusualContainer(
            m_file->path(), Text::tr("It has more than %1 GiB.").arg(m_limits.archiveBytes >> 30));
    if (m_memberOut > m_limits.memberBytes)
        return unusualContainer(
            m_file->path(), Text::tr("It has more than %1 GiB.").arg(m_limits.memberBytes >> 30));
    return {};
}

Result<bool> ArchiveReader::next()
{
    if (!m_handle) {
        if (const auto opened = open(); !opened)
            return opened.error();
    }
    for (;;) {
        const auto taken = take();
        if (!taken || m_member.index < 0 || !m_member.name.isNull())
            return taken;
    }
}

// The next entry; its name is null if it isn't a file.
Result<bool> ArchiveReader::take()
{
    m_member = {};
    m_block = {};
    m_memberOut = 0;
    m_isBegun = false;
    archive_entry* entry = nullptr;
    int status = ARCHIVE_RETRY;
    for (int tries = 0; status == ARCHIVE_RETRY && tries < kTries; ++tries)
        status = archive_read_next_header(m_handle->raw, &entry);
    if (status == ARCHIVE_EOF) {
        // Also to its last byte, where gzip has its checksum.
        while (m_input->gzip) {
            const auto count = m_input->read();
            if (!count)
                return count.error();
            if (*count == 0)
                break;
        }
        return false;
    }
    // A warning is about a name's characters or an attribute.
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
        return fault();
    if (const auto checked = checkRatio(); !checked)
        return checked.error();
    m_member.index = m_entries++;
    if (m_entries > m_limits.members)
        return unusualContainer(
            m_file->path(), Text::tr("It has more than %1 members.").arg(m_limits.members));
    if (m_content == Content::File) {
        m_member.name = u""_s;
        return true;
    }
    const char* name = archive_entry_pathname(entry);
    if (!name)
        name = archive_entry_pathname_utf8(entry);
    const auto type = archive_entry_filetype(entry);
    if ((type != AE_IFREG && type != 0) || archive_entry_hardlink(entry))
        return true;
    m_member.name = m_names.nameOf(name ? name : "");
    m_member.isEncrypted = archive_entry_is_encrypted(entry) > 0;
    if (archive_entry_mtime_is_set(entry))
        m_member.modifiedMs = qint64{archive_entry_mtime(entry)} * 1000;
    if (archive_entry_size_is_set(entry)) {
        m_member.bytes = std::max<qint64>(archive_entry_size(entry), 0);
        m_promised += std::min(m_member.bytes, m_limits.archiveBytes);
        // Members may share compressed bytes: https://www.bamsoftware.com/hacks/zipbomb/
        if (!m_limits.isUsual(m_state.bytes, m_promised))
            return unusualRatio(m_file->path(), m_limits);
    }
    return true;
}

// Block by block: archive_read_data() would drop what it has when it meets a fault.
Result<qint64> ArchiveReader::read(std::span<char> buffer)
{
    m_isBegun = true;
    if (m_member.isEncrypted)
        return encryptedContainer(m_file->path());
    while (m_memberOut == m_block.end()) {
        const void* bytes = nullptr;
        std::size_t count = 0;
        la_int64_t offset = 0;
        int status = ARCHIVE_RETRY;
        for (int tries = 0; status == ARCHIVE_RETRY && tries < kTries; ++tries)
            status = archive_read_data_block(m_handle->raw, &bytes, &count, &offset);
        if (status == ARCHIVE_EOF)
            return qint64{0};
        if (status != ARCHIVE_OK) {
            // A warning comes when all was read: the checksum is wrong.
            if (status == ARCHIVE_WARN)
                m_doubtful = m_memberOut;
            return fault();
        }
        if (offset < m_memberOut)
            return fault();
        m_block = {static_cast<const char*>(bytes), offset, static_cast<qint64>(count)};
    }
    // What a sparse file lacks is zeros.
    const bool isGap = m_memberOut < m_block.offset;
    const qint64 left = (isGap ? m_block.offset : m_block.end()) - m_memberOut;
    const auto count = std::min(buffer.size(), static_cast<std::size_t>(left));
    if (isGap)
        std::memset(buffer.data(), 0, count);
    else
        std::memcpy(buffer.data(), m_block.bytes + (m_memberOut - m_block.offset), count);
    m_memberOut += static_cast<qint64>(count);
    m_out += static_cast<qint64>(count);
    if (const auto checked = checkRatio(); !checked)
        return checked.error();
    return static_cast<qint64>(count);
}

} // namespace faultline
