// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/input/InputFile.h"

#include <QByteArray>
#include <QList>

#include <bitset>

namespace faultline {

// A file is known by its content: a hash of its first lines, and a hash of the last bytes of each
// stretch of it that was loaded. Size, time and inode are hints at best: inodes are used again, and
// two logs can share a long beginning.

/// The first `bytes` bytes of a file.
struct HeadAnchor
{
    qint32 bytes = 0;
    QByteArray hash;

    bool operator==(const HeadAnchor&) const = default;
};

/// The lengths that heads have, so that only these are looked for in other files.
inline constexpr qint32 kHeadBytes = 64 * 1024;
using HeadLengths = std::bitset<kHeadBytes + 1>;

/// The beginning of a file, read once.
struct FileHead
{
    /// Of the lines that end within the first kHeadBytes; of all these bytes where no line does.
    /// What is appended to the file later doesn't change it.
    HeadAnchor anchor;
    /// Beginnings that could be the head of another file: those with a length in `lengths`.
    QList<HeadAnchor> beginnings;
    QByteArray bytes; ///< The first kHeadBytes at most.
};
Result<FileHead> readHead(const InputFile& file, const HeadLengths& lengths = {});

/// The hash of the last kTailBytes before `endByte`, but of none before `firstByte`.
Result<QByteArray> tailHash(const InputFile& file, qint64 firstByte, qint64 endByte);

/// The hash of the bytes [firstByte, endByte).
Result<QByteArray> rangeHash(
    const InputFile& file, qint64 firstByte, qint64 endByte,
    const CancelToken& cancel = CancelToken());

/// Whether two files are the same byte for byte, told by their sizes and hashes.
Result<bool>
haveSameContent(const InputFile& a, const InputFile& b, const CancelToken& cancel = CancelToken());

} // namespace faultline
