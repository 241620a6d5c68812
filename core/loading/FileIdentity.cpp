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

Result<QByteArray> tailHash(const InputFile& file, qint64 firstByte, qint64 endByte)
{
    return rangeHash(file, std::max(firstByte, endByte - kTailBytes), endByte);
}

Result<QByteArray> rangeHash(const InputFile& file, qint64 firstByte, qint64 endByte)
{
    ContentHasher hasher;
    std::vector<char> buffer(static_cast<std::size_t>(std::min(kReadBytes, endByte - firstByte)));
    for (qint64 position = firstByte; position < endByte;) {
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

} // namespace faultline
