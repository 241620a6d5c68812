// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/ReadingSketch.h"

#include "database/connection/HstoreText.h"
#include "sources/input/ContentHash.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <string_view>

namespace faultline {

namespace {

constexpr qint64 kEndBytes = qint64{64} * 1024;
// For each end. The chance that a file that is half of another has none in common is one in four
// thousand million.
constexpr std::size_t kHashes = 32;
// As many as fit.
constexpr std::size_t kMaxRecords = 64 * 1024;

template<typename Number>
void put(std::string& bytes, Number number)
{
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Hashes the values, not the text: a log may be saved with other line ends or spaces.
qint64 hashOf(const Reading& reading, std::string& bytes)
{
    bytes.clear();
    put(bytes, reading.occurredAt);
    put(bytes, reading.sensorNumber);
    if (reading.sensorNumber < 0)
        bytes.append(reading.sensorTag);
    put(bytes, std::bit_cast<quint64>(reading.temperature));
    put(bytes, std::bit_cast<quint64>(reading.vibration));
    bytes.append(reading.severity);
    if (!reading.extras.empty())
        bytes.append(hstoreText(reading.extras));
    const QByteArray hash = contentHash(bytes);
    qint64 first = 0;
    std::memcpy(&first, hash.constData(), sizeof first);
    return first;
}

void addRecords(std::string_view text, RecordParser& parser, ReadingSketch& sketch)
{
    // The rest may be a partial record.
    const auto whole = parser.cutter().cut(text, kMaxRecords, false);
    ParsedRecord record;
    std::string bytes;
    ReadingSketch hashes;
    for (std::size_t i = 0; i < whole.records; ++i) {
        text.remove_prefix(parser.parse(text, record));
        if (record.outcome != ParsedRecord::Outcome::Readings)
            continue;
        for (const RecordReading& reading : record.readings)
            hashes.push_back(hashOf(reading, bytes));
    }
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    hashes.resize(std::min(hashes.size(), kHashes));
    sketch.insert(sketch.end(), hashes.begin(), hashes.end());
}

} // namespace

Result<ReadingSketch> readingSketch(
    const InputFile& file, const QByteArray& head, qint64 dataBegin, const SourceFormat& format)
{
    ReadingSketch sketch;
    const auto parser = makeLineParser(format);
    const std::string_view start(head.constData(), static_cast<std::size_t>(head.size()));
    addRecords(
        start.substr(std::min(static_cast<std::size_t>(dataBegin), start.size())), *parser, sketch);
    if (file.size() > head.size()) {
        const qint64 begin = std::max<qint64>(0, file.size() - kEndBytes);
        std::string tail(static_cast<std::size_t>(file.size() - begin), '\0');
        if (const auto read = file.readExactly(begin, tail); !read)
            return read.error();
        // The first line may have begun earlier. Of a record that spans lines, what is left of it
        // has no readings, or wrong ones that no other file has.
        const auto firstLineEnd = std::min(tail.find('\n'), tail.size() - 1);
        addRecords(std::string_view(tail).substr(firstLineEnd + 1), *parser, sketch);
    }
    std::sort(sketch.begin(), sketch.end());
    sketch.erase(std::unique(sketch.begin(), sketch.end()), sketch.end());
    return sketch;
}

} // namespace faultline
