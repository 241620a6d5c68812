// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/input/InputFile.h"

#include <QByteArray>
#include <QList>

#include <bitset>

namespace faultline {

// A file is identified by its content: a hash of its first lines, and a hash of the last bytes of
// each range that was loaded. Size, time and inode are only hints: inodes are reused, and two logs
// can share a long beginning.

/// The first `bytes` bytes of a file.
struct HeadAnchor
{
    qint32 bytes = 0;
    QByteArray hash;

    bool operator==(const HeadAnchor&) const = default;
};

/// The lengths of known heads, so that only these are checked in other files.
inline constexpr qint32 kHeadBytes = 64 * 1024;
using HeadLengths = std::bitset<kHeadBytes + 1>;

/// The beginning of a file, read once.
struct FileHead
{
    /// Covers the lines that end within the first kHeadBytes, or all these bytes if no line does.
    /// Appending to the file doesn't change it.
    HeadAnchor anchor;
    /// Beginnings that could be another file's head: those with a length in `lengths`.
    QList<HeadAnchor> beginnings;
    QByteArray bytes; ///< At most the first kHeadBytes.
};
Result<FileHead> readHead(const InputFile& file, const HeadLengths& lengths = {});

/// The hash of the last kTailBytes before `endByte`, but none before `firstByte`.
Result<QByteArray> tailHash(const InputFile& file, qint64 firstByte, qint64 endByte);

/// The hash of the bytes [firstByte, endByte).
Result<QByteArray> rangeHash(
    const InputFile& file, qint64 firstByte, qint64 endByte,
    const CancelToken& cancel = CancelToken());

/// Whether two files have the same content, compared by size and hashes.
Result<bool>
haveSameContent(const InputFile& a, const InputFile& b, const CancelToken& cancel = CancelToken());

} // namespace faultline
