// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestArchive.h"

#include <archive.h>
#include <archive_entry.h>

namespace faultline {

namespace {

la_ssize_t append(archive* /*handle*/, void* bytes, const void* more, std::size_t count)
{
    static_cast<QByteArray*>(bytes)->append(
        static_cast<const char*>(more), static_cast<qsizetype>(count));
    return static_cast<la_ssize_t>(count);
}

bool add(archive* handle, const TestMember& member)
{
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.name.constData());
    archive_entry_set_size(entry, member.content.size());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 1'600'000'000, 0);
    const bool done =
        archive_write_header(handle, entry) >= ARCHIVE_WARN
        && archive_write_data(
               handle, member.content.constData(), static_cast<std::size_t>(member.content.size()))
               == member.content.size();
    archive_entry_free(entry);
    return done;
}

} // namespace

QByteArray packed(const QList<TestMember>& members, const TestPacking& packing)
{
    QByteArray bytes;
    archive* const handle = archive_write_new();
    bool done = archive_write_set_format_by_name(handle, packing.format) == ARCHIVE_OK
                && (!packing.filter
                    || archive_write_add_filter_by_name(handle, packing.filter) == ARCHIVE_OK);
    if (!packing.options.isEmpty())
        done = done && archive_write_set_options(handle, packing.options.constData()) == ARCHIVE_OK;
    if (!packing.password.isEmpty())
        done = done
               && archive_write_set_passphrase(handle, packing.password.constData()) == ARCHIVE_OK;
    archive_write_set_bytes_in_last_block(handle, 1);
    done = done && archive_write_open(handle, &bytes, nullptr, &append, nullptr) == ARCHIVE_OK;
    for (const TestMember& member : members)
        done = done && add(handle, member);
    done = done && archive_write_close(handle) == ARCHIVE_OK;
    archive_write_free(handle);
    return done ? bytes : QByteArray();
}

QByteArray gzipped(const QByteArray& content, int level)
{
    return packed(
        {{"content", content}},
        {"raw", "gzip", "gzip:compression-level=" + QByteArray::number(level), {}});
}

} // namespace faultline
