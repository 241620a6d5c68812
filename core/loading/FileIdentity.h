// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/InputFile.h"

#include <QByteArray>
#include <QList>

namespace faultline {

// A file is known by its content: a hash of its first bytes, and a hash of the last bytes of each
// stretch of it that was loaded. Size, time and inode are hints at best: inodes are used again, and
// two logs can share a long beginning.

/// The first `bytes` bytes of a file.
struct HeadAnchor
{
    qint32 bytes = 0;
    QByteArray hash;
};

inline constexpr qint32 kHeadBytes = 64 * 1024;

/// The anchor over the first kHeadBytes, or all of a shorter file.
Result<HeadAnchor> headAnchor(const InputFile& file);
/// The anchor over the first `bytes`, which the file has.
Result<HeadAnchor> headAnchor(const InputFile& file, qint32 bytes);

/// The anchors over the first bytes for each of `lengths`, none of which is longer than the file;
/// the bytes are read once.
Result<QList<HeadAnchor>> headAnchors(const InputFile& file, QList<qint32> lengths);

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
