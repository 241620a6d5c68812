// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/ReadingSketch.h"

#include "database/connection/HstoreText.h"
#include "sources/input/ContentHash.h"
#include "sources/lines/ReadingParser.h"

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

void addLines(std::string_view text, const TimeFormat& format, ReadingSketch& sketch)
{
    // Sketches are compared within a plant, so any zone does.
    ReadingParser parser(LocalTime::utc(), format);
    Reading reading;
    std::string bytes;
    ReadingSketch hashes;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = text.find('\n', start);
        // The rest may be a partial line.
        if (end == std::string_view::npos)
            break;
        if (parser.parse(text.substr(start, end - start), reading)
            == ReadingParser::Outcome::Reading)
            hashes.push_back(hashOf(reading, bytes));
        start = end + 1;
    }
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    hashes.resize(std::min(hashes.size(), kHashes));
    sketch.insert(sketch.end(), hashes.begin(), hashes.end());
}

} // namespace

Result<ReadingSketch>
readingSketch(const InputFile& file, const QByteArray& head, const TimeFormat& format)
{
    ReadingSketch sketch;
    addLines({head.constData(), static_cast<std::size_t>(head.size())}, format, sketch);
    if (file.size() > head.size()) {
        const qint64 begin = std::max<qint64>(0, file.size() - kEndBytes);
        std::string tail(static_cast<std::size_t>(file.size() - begin), '\0');
        if (const auto read = file.readExactly(begin, tail); !read)
            return read.error();
        // Complete lines only: the first one may have begun earlier.
        const auto firstLineEnd = std::min(tail.find('\n'), tail.size());
        addLines(std::string_view(tail).substr(firstLineEnd), format, sketch);
    }
    std::sort(sketch.begin(), sketch.end());
    sketch.erase(std::unique(sketch.begin(), sketch.end()), sketch.end());
    return sketch;
}

} // namespace faultline
