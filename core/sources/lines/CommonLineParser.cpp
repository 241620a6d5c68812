// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/CommonLineParser.h"

#include <algorithm>

namespace faultline {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

const char* CommonLineParser::takeNewTimestamp(const char* at)
{
    constexpr std::size_t kTimestampBytes = 19;
    if (at[0] != '[')
        return nullptr;
    const auto endsAt = [](const char* end) { return end[0] == ']' && end[1] == '\t'; };
    const char* const start = at + 1;
    ShortTimestamp time;
    const char* const end = m_timestampParser.parse(start, time);
    if (!end || !endsAt(end))
        return nullptr;
    if (time.isDateOnly) {
        const auto midnight = m_clock.startOfDay(dayOf(time.local));
        if (!midnight)
            return nullptr;
        m_occurredAt = *midnight;
        m_notes.isTimeTwice = false;
    } else {
        const auto found = m_clock.instantOf(time.local);
        if (found.occurs == LocalTime::Occurs::Never)
            return nullptr;
        m_occurredAt = found.instant;
        m_notes.isTimeTwice = found.occurs == LocalTime::Occurs::Twice;
    }
    m_notes.isDateOnly = time.isDateOnly;
    if (end == start + kTimestampBytes)
        m_head = {word(at), word(at + 8), word(at + kHeadBytes - sizeof(quint64))};
    else
        m_head[2] = kNoWord; // The form is rarely repeated, and its length differs.
    return end + 2;
}

bool CommonLineParser::takeNewSeverity(const char* at)
{
    std::size_t bytes = 0;
    while (bytes <= kMaxSeverityBytes && at[bytes] >= 'A' && at[bytes] <= 'Z')
        ++bytes;
    if (bytes == 0 || bytes > kMaxSeverityBytes || at[bytes] != '\t')
        return false;
    const auto unusedBits = static_cast<unsigned>((kMaxSeverityBytes - bytes) * 8);
    m_severityMask = ~quint64{0} >> unusedBits;
    m_severity = word(at) & m_severityMask;
    m_severityBytes = bytes;
    return true;
}

bool CommonLineParser::takeTagWithoutLetters(Reading& reading)
{
    // Can't overflow.
    constexpr std::size_t kMaxDigits = 9;
    const std::string_view tag = reading.sensorTag;
    if (!tag.empty() && tag.size() <= kMaxDigits && std::all_of(tag.begin(), tag.end(), isDigit)) {
        reading.sensorNumber = 0;
        for (const char digit : tag)
            reading.sensorNumber = reading.sensorNumber * 10 + (digit - '0');
        return true;
    }
    return tag.find_first_not_of("0123456789.") != std::string_view::npos;
}

const char* CommonLineParser::takeOtherNumber(const char* at, double& value)
{
    constexpr std::array<double, 16> kPowersOfTen{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    constexpr std::size_t kExactDigits = 15;
    const bool negative = *at == '-';
    const char* next = at + (negative ? 1 : 0);
    qint64 mantissa = 0;
    std::size_t digits = 0;
    std::size_t fraction = 0;
    const auto takeDigits = [&] {
        const char* const start = next;
        for (; digits <= kExactDigits && isDigit(*next); ++next, ++digits)
            mantissa = mantissa * 10 + (*next - '0');
        return static_cast<std::size_t>(next - start);
    };
    if (takeDigits() == 0)
        return nullptr;
    if (*next == '.') {
        ++next;
        fraction = takeDigits();
        if (fraction == 0)
            return nullptr;
    }
    if (digits > kExactDigits)
        return nullptr;
    const double magnitude = static_cast<double>(mantissa) / kPowersOfTen.at(fraction);
    value = negative ? -magnitude : magnitude;
    return next;
}

} // namespace faultline
