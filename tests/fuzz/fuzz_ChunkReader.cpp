// SPDX-License-Identifier: GPL-3.0-or-later
// Chunks of a file: whatever the limits, together they are the file, and their lines are its lines.
// The first bytes of the input are the limits.
#include "FuzzTarget.h"
#include "MemoryFile.h"
#include "readings/RejectedLine.h"
#include "sources/input/ChunkReader.h"
#include "sources/input/ContentHash.h"

#include <algorithm>

using namespace faultline;

namespace {

constexpr std::size_t kHeadBytes = 7;

// Small enough for a small file to reach all cases.
ChunkLimits limitsFrom(const std::uint8_t* data)
{
    ChunkLimits limits;
    limits.rows = 1 + data[0] % 16;
    limits.bytes = 1 + data[1];
    limits.recordBytes = 1 + data[2];
    limits.readBytes = 1 + data[3] % 64;
    limits.quarteredChunks = data[4] % 8;
    return limits;
}

qint64 linesIn(std::string_view text)
{
    return std::count(text.begin(), text.end(), '\n')
           + (!text.empty() && text.back() != '\n' ? 1 : 0);
}

void checkChunk(const RawChunk& chunk, std::string_view text, const ChunkLimits& limits)
{
    const auto bytes = text.substr(
        static_cast<std::size_t>(chunk.firstByte),
        static_cast<std::size_t>(chunk.endByte - chunk.firstByte));
    require(chunk.lines >= 1 && chunk.lines <= limits.rows, "a chunk has as many lines as it may");
    require(chunk.lines == linesIn(bytes), "the lines of a chunk are counted right");
    if (!chunk.unkept) {
        require(chunk.bytes.view() == bytes, "a chunk holds its bytes");
        return;
    }
    const auto kept = std::min(bytes.size(), static_cast<std::size_t>(kMaxRawBytes));
    require(chunk.bytes.size() >= std::min<std::size_t>(kept, 1), "a giant line shows its start");
    require(bytes.starts_with(chunk.bytes.view()), "what is shown of a giant line is its start");
    const auto lineBytes = bytes.size() - (bytes.ends_with('\n') ? 1 : 0);
    require(
        chunk.unkept->recordBytes == static_cast<qint64>(lineBytes),
        "the length of a giant line is right");
    require(static_cast<qint64>(bytes.size()) > limits.recordBytes, "a giant line is one");
    require(chunk.unkept->contentHash == contentHash(bytes), "its hash is right");
    const auto tail = std::min(bytes.size(), static_cast<std::size_t>(kTailBytes));
    require(
        chunk.unkept->tailHash == contentHash(bytes.substr(bytes.size() - tail)),
        "the hash of its end is right");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < kHeadBytes)
        return 0;
    static const MemoryFile memory;
    const ChunkLimits limits = limitsFrom(data);
    const bool isFinal = data[5] % 2 == 1;
    const std::string_view text = viewOf(data + kHeadBytes, size - kHeadBytes);
    if (!MemoryFile::isPlain(text))
        return 0;
    const InputFile file = memory.holding(text);
    const qint64 begin = std::min<qint64>(data[6] % 4, file.size());

    ChunkReader reader(file, begin, file.size(), 1, isFinal, limits);
    RawChunk chunk;
    qint64 position = begin;
    qint64 line = 1;
    for (;;) {
        const auto more = reader.next(chunk);
        require(more.ok(), "a file in memory can be read");
        if (!*more)
            break;
        require(chunk.firstByte == position, "a chunk begins where the last one ended");
        require(chunk.firstLine == line, "a chunk begins with the line behind the last one");
        checkChunk(chunk, text, limits);
        position = chunk.endByte;
        line += chunk.lines;
    }
    require(position + reader.unfinishedBytes() == file.size(), "all bytes are in a chunk or left");
    const auto whole = text.substr(static_cast<std::size_t>(begin));
    const auto lastEnd = whole.rfind('\n') + 1; // 0 if there is none
    const auto left = isFinal ? 0 : whole.size() - lastEnd;
    require(
        reader.unfinishedBytes() == static_cast<qint64>(left),
        "what is left is the line without an end");
    return 0;
}
