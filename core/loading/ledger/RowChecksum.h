// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "sources/input/ContentHash.h"

#include <QtGlobal>

#include <bit>
#include <string_view>

namespace faultline {

// The journal stores two checksums of each chunk, of its readings and of its rejected lines: the
// sum, modulo 2^64, of a 64-bit value of each row. A sum doesn't depend on the order of the rows,
// which the database doesn't preserve. A row's value depends on all its columns together, so
// swapping a value between two rows changes the sum. Both are computed while a chunk is parsed,
// from what is sent to the database, and again by verifyLedger() from what is stored. They detect
// accidental or manual changes, but are no protection against someone who creates matching rows.

/// Represents a null measurement: bits of no number that the server writes or a log contains.
inline constexpr quint64 kNullMeasurementBits = 0x7FF4'6E75'6C6C'0000;

/// A reading as it is stored.
struct ReadingImage
{
    qint64 occurredAt = 0; ///< Microseconds since 2000-01-01 00:00:00 UTC.
    /// The bits of the double, which distinguish -0.0 from 0.0, or kNullMeasurementBits.
    quint64 temperature = kNullMeasurementBits;
    quint64 vibration = kNullMeasurementBits;
    ReadingId id{};
    qint32 sensorKey = 0;
    /// Of the name, not the code: renaming a severity changes what its readings mean.
    quint64 severityHash = 0;
    /// XXH3-64 of `extra` in the server's text form (HstoreText.h); 0 for null.
    quint64 extraHash = 0;
};

inline quint64 measurementBits(double value)
{
    return std::bit_cast<quint64>(value);
}

/// XXH3-64 of a severity's name.
inline quint64 severityHash(std::string_view name)
{
    return contentHash64(name);
}

/// Both halves of the product of two numbers, folded into one: each bit depends on most bits of
/// both. wyhash calls it mum: https://github.com/wangyi-fudan/wyhash
inline quint64 foldedProduct(quint64 a, quint64 b)
{
    __extension__ using Product = unsigned __int128;
    const Product product = static_cast<Product>(a) * b;
    return static_cast<quint64>(product) ^ static_cast<quint64>(product >> 64U);
}

/// Two hashes of what a reading says: of time, temperature and other measurements, and of
/// vibration, sensor and severity. Each value has its own constant (wyhash's).
struct ContentHashes
{
    quint64 measured = 0;
    quint64 origin = 0;

    explicit ContentHashes(const ReadingImage& reading)
        : measured(
            foldedProduct(
                static_cast<quint64>(reading.occurredAt) ^ 0xA076'1D64'78BD'642F,
                reading.temperature ^ 0xE703'7ED1'A0B4'28DB)
            ^ reading.extraHash)
        , origin(foldedProduct(
              reading.vibration ^ 0x8EBC'6AF0'9C88'C6E3,
              (static_cast<quint64>(static_cast<quint32>(reading.sensorKey)) ^ reading.severityHash)
                  ^ 0x5899'65CC'7537'4CC3))
    {}

    /// The same for readings that are copies of each other.
    quint64 both() const { return measured + origin; }
};

/// What a reading adds to its chunk's checksum: its contents together with its id.
inline quint64 readingChecksum(const ContentHashes& contents, ReadingId id)
{
    return foldedProduct(
        contents.measured + static_cast<quint64>(toInt(id)),
        contents.origin ^ 0x1D8E'4E27'C47D'124F);
}
inline quint64 readingChecksum(const ReadingImage& reading)
{
    return readingChecksum(ContentHashes(reading), reading.id);
}

/// What a rejected line adds. Its position counts from the chunk's start, because a chunk moves
/// with the lines of an edited file.
struct RejectedLineImage
{
    qint64 line = 0;       ///< Its number minus the chunk's first.
    qint64 byteOffset = 0; ///< Minus the chunk's first byte.
    qint32 columnNumber = 0;
    qint64 lineBytes = 0;
    std::string_view reason; ///< As a word.
    std::string_view raw;
    qint64 recordNumber = 0; ///< 0: none.
    std::string_view field;
};

inline quint64 rejectedLineChecksum(const RejectedLineImage& line)
{
    const quint64 position = foldedProduct(
        static_cast<quint64>(line.line) ^ 0xA076'1D64'78BD'642F,
        static_cast<quint64>(line.byteOffset) ^ 0xE703'7ED1'A0B4'28DB);
    const quint64 extent = foldedProduct(
        static_cast<quint64>(line.lineBytes) ^ 0x8EBC'6AF0'9C88'C6E3,
        (static_cast<quint64>(static_cast<quint32>(line.columnNumber)) ^ contentHash64(line.reason))
            ^ 0x5899'65CC'7537'4CC3);
    const quint64 record = foldedProduct(
        static_cast<quint64>(line.recordNumber) ^ 0xA076'1D64'78BD'642F,
        contentHash64(line.field) ^ 0xE703'7ED1'A0B4'28DB);
    return foldedProduct(
        position ^ contentHash64(line.raw), (extent + record) ^ 0x1D8E'4E27'C47D'124F);
}

} // namespace faultline
