// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/FileIdentity.h"

#include "sources/ChunkReader.h"
#include "sources/ContentHash.h"

#include <algorithm>
#include <vector>

namespace faultline {

namespace {

constexpr qint64 kReadBytes = qint64{1024} * 1024;

} // namespace

Result<HeadAnchor> headAnchor(const InputFile& file)
{
    return headAnchor(file, static_cast<qint32>(std::min<qint64>(file.size(), kHeadBytes)));
}

Result<HeadAnchor> headAnchor(const InputFile& file, qint32 bytes)
{
    auto hash = rangeHash(file, 0, bytes);
    if (!hash)
        return hash.error();
    return HeadAnchor{bytes, *std::move(hash)};
}

Result<QList<HeadAnchor>> headAnchors(const InputFile& file, QList<qint32> lengths)
{
    QList<HeadAnchor> anchors;
    if (lengths.isEmpty())
        return anchors;
    std::sort(lengths.begin(), lengths.end());
    std::vector<char> buffer(static_cast<std::size_t>(lengths.last()));
    if (const auto read = file.readExactly(0, buffer); !read)
        return read.error();
    ContentHasher hasher;
    std::size_t hashed = 0;
    for (const qint32 length : lengths) {
        const auto end = static_cast<std::size_t>(length);
        hasher.add({buffer.data() + hashed, end - hashed});
        hashed = end;
        anchors << HeadAnchor{length, hasher.result()};
    }
    return anchors;
}

Result<QByteArray> tailHash(const InputFile& file, qint64 firstByte, qint64 endByte)
{
    return rangeHash(file, std::max(firstByte, endByte - kTailBytes), endByte);
}

Result<QByteArray>
rangeHash(const InputFile& file, qint64 firstByte, qint64 endByte, const CancelToken& cancel)
{
    ContentHasher hasher;
    std::vector<char> buffer(static_cast<std::size_t>(std::min(kReadBytes, endByte - firstByte)));
    for (qint64 position = firstByte; position < endByte;) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const auto count = static_cast<std::size_t>(
            std::min(static_cast<qint64>(buffer.size()), endByte - position));
        const auto read = file.readExactly(position, {buffer.data(), count});
        if (!read)
            return read.error();
        hasher.add({buffer.data(), count});
        position += static_cast<qint64>(count);
    }
    return hasher.result();
}

Result<bool> haveSameContent(const InputFile& a, const InputFile& b, const CancelToken& cancel)
{
    if (a.size() != b.size())
        return false;
    // Most files of one size differ at their start already.
    const auto headA = headAnchor(a);
    if (!headA)
        return headA.error();
    const auto headB = headAnchor(b);
    if (!headB)
        return headB.error();
    if (headA->hash != headB->hash)
        return false;
    const auto hashA = rangeHash(a, 0, a.size(), cancel);
    if (!hashA)
        return hashA.error();
    const auto hashB = rangeHash(b, 0, b.size(), cancel);
    if (!hashB)
        return hashB.error();
    return *hashA == *hashB;
}

} // namespace faultline
