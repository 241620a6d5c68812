// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"
#include "readings/Reading.h"
#include "sources/times/ShortTimestampParser.h"

#include <QtEndian>
#include <QtGlobal>

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace faultline {

/// The fast path for lines of sensor logs: takes those in the shape
///   [2019-12-10 10:46:09] TAB ERROR TAB sensor[5]: TAB (temperature TAB 365.26, vibration TAB
///   -6305.32)
/// also with a tag for a sensor (TI-101A), a time without leading zeros (2021-2-7 3:04:05) or none
/// (2021-2-7), and with dates in the order of the format (7/2/2021). Leaves every other line to
/// ReadingParser, which gives the same result for the lines that both take. Looks at eight bytes at
/// a time, and remembers what most lines repeat: the time and the severity of the line before. One
/// for each thread.
class CommonLineParser
{
public:
    /// `zone` is that of times without one; `format` is that of the file.
    explicit CommonLineParser(const LocalTime& zone, const TimeFormat& format = {})
        : m_timestampParser(format)
        , m_clock(zone)
    {}

    /// A shorter text is left to the other parser, so that no code here checks for the end: no line
    /// taken here is longer, and no byte after this is read.
    static constexpr std::size_t kWindowBytes = 128;

    /// Reads the first line of `text`. Returns the bytes of the line with its line end (LF or
    /// CRLF), or 0 if it is left to the other parser; `reading` is then undefined.
    std::size_t parse(std::string_view text, Reading& reading)
    {
        if (text.size() < kWindowBytes)
            return 0;
        const char* const end = takeLine(text.data(), reading);
        if (!end) {
            // Only remember values of lines that were taken.
            if (!m_severityRepeated)
                forgetSeverity();
            return 0;
        }
        reading.occurredAt = m_occurredAt;
        reading.notes = m_notes;
        reading.extras.clear();
        return static_cast<std::size_t>(end - text.data());
    }

    /// Whether the last line taken has the same severity as the one taken before it.
    bool severityRepeated() const { return m_severityRepeated; }
    /// The severity of the last line taken, its first byte in the lowest one: another name, another
    /// number.
    quint64 severityWord() const { return m_severity; }

private:
    static constexpr std::size_t kHeadBytes = 22; // "[2019-12-10 10:46:09]\t"
    static constexpr std::size_t kMaxSeverityBytes = sizeof(quint64);
    static constexpr std::size_t kMaxTagBytes =
        24; ///< With its bracket. So a line fits in the window.

    static constexpr quint64 kOnes = 0x0101010101010101U;
    static constexpr quint64 kHighBits = 0x8080808080808080U;

    // The high bits of bytes that are `wanted`. The lowest one is exact; others may be wrong.
    static quint64 bytesLike(quint64 eight, char wanted)
    {
        const quint64 difference = eight ^ (kOnes * static_cast<unsigned char>(wanted));
        return (difference - kOnes) & ~difference & kHighBits;
    }
    static quint64 word(const char* at) { return qFromLittleEndian<quint64>(at); }

    // Skips `literal`, whose length is known at compile time.
    template<std::size_t Size>
    static bool skip(const char*& at, const char (&literal)[Size])
    {
        if (std::memcmp(at, literal, Size - 1) != 0)
            return false;
        at += Size - 1;
        return true;
    }

    const char* takeLine(const char* begin, Reading& reading)
    {
        const char* at = takeTimestamp(begin);
        if (at)
            at = takeSeverity(at, reading);
        if (!at || !skip(at, "sensor[") || !takeSensor(at, reading)
            || !skip(at, "]:\t(temperature\t") || !takeNumber(at, reading.temperature)
            || !skip(at, ", vibration\t") || !takeNumber(at, reading.vibration) || *at != ')')
            return nullptr;
        ++at;
        at += *at == '\r' ? 1 : 0;
        return *at == '\n' ? at + 1 : nullptr;
    }

    // The time and the tab behind it; null if there is none. Most lines repeat these bytes, because
    // a failure is logged as one line per sensor.
    const char* takeTimestamp(const char* at)
    {
        constexpr std::size_t kLast = kHeadBytes - sizeof(quint64);
        const bool repeated =
            word(at) == m_head[0] && word(at + 8) == m_head[1] && word(at + kLast) == m_head[2];
        return repeated ? at + kHeadBytes : takeNewTimestamp(at);
    }
    const char* takeNewTimestamp(const char* at);

    // A name in capitals and the tab after it; null if there is none.
    const char* takeSeverity(const char* at, Reading& reading)
    {
        m_severityRepeated =
            (word(at) & m_severityMask) == m_severity && at[m_severityBytes] == '\t';
        if (!m_severityRepeated && !takeNewSeverity(at))
            return nullptr;
        reading.severity = {at, m_severityBytes};
        return at + m_severityBytes + 1;
    }
    bool takeNewSeverity(const char* at);
    void forgetSeverity()
    {
        m_severity = ~quint64{0};
        m_severityMask = 0;
    }

    static bool takeSensor(const char*& at, Reading& reading)
    {
        const char* const start = at;
        if (takeId(at, reading.sensorNumber) && *at == ']') [[likely]]
            return true;
        at = start;
        reading.sensorNumber = -1;
        return takeTag(at, reading);
    }

    // A tag of ASCII characters without spaces and opening brackets, which is its own canonical
    // form (SourceId.h). Looks for the closing bracket, and for bytes that it doesn't take, in
    // eight bytes at once. Where a byte borrows from the next one or carries into it, it is itself
    // one that isn't taken.
    static bool takeTag(const char*& at, Reading& reading)
    {
        constexpr unsigned char kAfterDigits = '9' + 1;
        const char* const start = at;
        quint64 letters = 0;
        for (std::size_t bytes = 0; bytes < kMaxTagBytes; bytes += sizeof(quint64)) {
            const quint64 eight = word(start + bytes);
            const quint64 bracket = bytesLike(eight, ']');
            // Below '!', DEL, beyond ASCII, or an opening bracket.
            const quint64 others = (((eight - kOnes * '!') | (eight + kOnes) | eight) & kHighBits)
                                   | bytesLike(eight, '[');
            const quint64 before = bracket ? (bracket & -bracket) - 1 : ~quint64{0};
            if ((others & before) != 0)
                return false;
            letters |= (eight + kOnes * (0x80 - kAfterDigits)) & kHighBits & before;
            if (bracket == 0)
                continue;
            at = start + bytes + static_cast<unsigned>(std::countr_zero(bracket)) / 8;
            reading.sensorTag = {start, static_cast<std::size_t>(at - start)};
            return letters != 0 || takeTagWithoutLetters(reading);
        }
        return false;
    }
    // A longer number is taken too. Digits and points may be another form of one.
    static bool takeTagWithoutLetters(Reading& reading);

    // A number of at most 7 digits, which fits in one word with its bracket.
    static bool takeId(const char*& at, qint32& id)
    {
        const quint64 digits = digitValues(at);
        const quint64 others = otherThanDigits(digits);
        const auto length = static_cast<unsigned>(std::countr_zero(others)) / 8;
        if (others == 0 || length == 0)
            return false;
        id = static_cast<qint32>(valueOfDigits(digits << ((8 - length) * 8)));
        at += length;
        return true;
    }

    // A decimal number such as "-6305.32" of up to seven characters and a sign: it and its
    // terminator fit in one word. So few digits and these powers of ten are exact doubles, so the
    // one division rounds once and correctly (Clinger, "How to read floating point numbers
    // accurately", 1990). The result is the same as std::from_chars.
    static bool takeNumber(const char*& at, double& value)
    {
        // Negative ones for a number with a sign, so that zero keeps it too.
        static constexpr std::array<double, 16> kDivisors{
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, -1e0, -1e1, -1e2, -1e3, -1e4, -1e5, -1e6, -1e7};
        const std::size_t negative = *at == '-' ? 1 : 0;
        const char* const start = at + negative;
        const quint64 digits = digitValues(start);
        const quint64 others = otherThanDigits(digits);
        const quint64 behindPoint = others & (others - 1);
        const auto whole = static_cast<unsigned>(std::countr_zero(others)) / 8;
        const auto length = static_cast<unsigned>(std::countr_zero(behindPoint)) / 8;
        if (behindPoint == 0 || start[whole] != '.' || length == 1) [[unlikely]]
            return (at = takeOtherNumber(at, value)) != nullptr;
        // Closes the gap at the point, then moves the digits to the end of the word, after zeros.
        const quint64 throughPoint = others ^ (others - 1);
        const quint64 beforePoint = throughPoint >> 8U;
        const quint64 closed = (digits & beforePoint) | ((digits >> 8U) & ~beforePoint);
        const quint64 magnitude = valueOfDigits(closed << ((9 - length) * 8));
        // Signed, because its conversion takes one instruction.
        value = static_cast<double>(static_cast<qint64>(magnitude))
                / kDivisors[negative * 8 + (length - whole - 1)];
        at = start + length;
        return true;
    }
    // Longer numbers and integers. Returns where the number ends; null if there is none.
    static const char* takeOtherNumber(const char* at, double& value);

    // Eight bytes, of which digits have become their values.
    static quint64 digitValues(const char* at) { return word(at) ^ (kOnes * '0'); }
    // The high bits of those that aren't digits. Exact up to the first byte beyond ASCII, which is
    // none.
    static quint64 otherThanDigits(quint64 values)
    {
        return ((values + kOnes * (0x80 - 10)) | values) & kHighBits;
    }

    // The number that eight digit values represent, the first in the lowest byte: adds up
    // neighbours, then neighbouring pairs, then both halves.
    static quint64 valueOfDigits(quint64 digits)
    {
        const quint64 pairs = digits * 10 + (digits >> 8U);
        constexpr quint64 kEveryOther = 0x000000FF000000FFU;
        constexpr quint64 kFirstPairs = 100 + (quint64{1'000'000} << 32U);
        constexpr quint64 kSecondPairs = 1 + (quint64{10'000} << 32U);
        return ((pairs & kEveryOther) * kFirstPairs + ((pairs >> 16U) & kEveryOther) * kSecondPairs)
               >> 32U;
    }

    // No time has such bytes, so the last word of a head doesn't match together with the one
    // before.
    static constexpr quint64 kNoWord = ~quint64{0};

    std::array<quint64, 3> m_head{0, 0, kNoWord}; ///< The last two overlap.
    qint64 m_occurredAt = 0;
    ReadingNotes m_notes; ///< Of the time.
    ShortTimestampParser m_timestampParser;
    LocalClock m_clock;
    quint64 m_severity = ~quint64{0};
    quint64 m_severityMask = 0;
    std::size_t m_severityBytes = 0;
    bool m_severityRepeated = false;
};

} // namespace faultline
