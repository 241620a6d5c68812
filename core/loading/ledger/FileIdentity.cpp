// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/FileIdentity.h"

#include "sources/input/ChunkReader.h"
#include "sources/input/ContentHash.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace faultline {

namespace {

constexpr qint64 kReadBytes = qint64{1024} * 1024;

} // namespace

Result<FileHead> readHead(const InputFile& file, const HeadLengths& lengths)
{
    FileHead head;
    head.bytes.resize(std::min<qint64>(file.size(), kHeadBytes));
    const auto size = static_cast<std::size_t>(head.bytes.size());
    if (const auto read = file.readExactly(0, {head.bytes.data(), size}); !read)
        return read.error();
    const std::string_view bytes(head.bytes.constData(), size);
    const auto lastLineEnd = bytes.rfind('\n');
    const std::size_t length = lastLineEnd == std::string_view::npos ? size : lastLineEnd + 1;

    ContentHasher hasher;
    std::size_t hashed = 0;
    const auto anchorOf = [&](std::size_t end) {
        hasher.add(bytes.substr(hashed, end - hashed));
        hashed = end;
        return HeadAnchor{static_cast<qint32>(end), hasher.result()};
    };
    // A file's head ends with a line, so only beginnings that do can match.
    for (auto end = bytes.find('\n'); end < lastLineEnd; end = bytes.find('\n', end + 1)) {
        if (lengths.test(end + 1))
            head.beginnings << anchorOf(end + 1);
    }
    head.anchor = anchorOf(length);
    if (lengths.test(length))
        head.beginnings << head.anchor;
    return head;
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
    // Most files of the same size already differ at their start.
    const auto headA = readHead(a);
    if (!headA)
        return headA.error();
    const auto headB = readHead(b);
    if (!headB)
        return headB.error();
    if (headA->anchor != headB->anchor)
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
