// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableClock.h"

#include "readings/Calendar.h"
#include "sources/times/TimeLooks.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace faultline {

bool TableClock::readNew(std::string_view text)
{
    m_size = kNone;
    if (text.size() <= kMaxBytes) {
        // The short parser looks at more characters than a time may have.
        std::memset(m_text.data(), 0, m_text.size());
        std::memcpy(m_text.data(), text.data(), text.size());
        if (readShort(text.size())) {
            std::memcpy(m_text.data(), text.data(), text.size());
            m_size = text.size();
            return true;
        }
    }
    const TimestampParse time = parseTimestamp(text, m_clock, m_format);
    m_stoppedAt = time.stoppedAt;
    m_isSkipped = time.isSkipped;
    if (!time.occurredAt)
        return false;
    remember(*time.occurredAt, time.isDateOnly, time.isTwice);
    if (text.size() <= kMaxBytes) {
        std::memcpy(m_text.data(), text.data(), text.size());
        m_size = text.size();
    }
    return true;
}

// Reads m_text, and changes it, if its form is a common one.
bool TableClock::readShort(std::size_t size)
{
    constexpr std::size_t kDateBytes = 10;
    constexpr std::size_t kSecondsBytes = 19;
    const bool isIso = size >= kSecondsBytes && m_text[kDateBytes] == 'T';
    const bool isUtc = size == kSecondsBytes + 1 && m_text[kSecondsBytes] == 'Z';
    if (isIso)
        m_text[kDateBytes] = ' ';
    if (isUtc)
        m_text[kSecondsBytes] = '\0';
    ShortTimestamp time;
    const char* const end = m_shortParser.parse(m_text.data(), time);
    if (!end || time.isDateOnly
        || static_cast<std::size_t>(end - m_text.data()) != size - (isUtc ? 1 : 0))
        return false;
    if (isUtc) {
        remember(time.local, false, false);
        return true;
    }
    const auto found = m_clock.instantOf(time.local);
    if (found.occurs == LocalTime::Occurs::Never)
        return false;
    remember(found.instant, false, found.occurs == LocalTime::Occurs::Twice);
    return true;
}

std::optional<std::size_t> TableClock::read(const Cell& cell, const Cell* timeOfDay)
{
    if (!timeOfDay || timeOfDay->text.empty())
        return read(cell.text) ? std::nullopt : std::optional(cell.start + m_stoppedAt);
    m_joined.assign(cell.text);
    m_joined += ' ';
    m_joined += timeOfDay->text;
    if (read(m_joined))
        return std::nullopt;
    const std::size_t dateBytes = cell.text.size() + 1;
    return m_stoppedAt < dateBytes ? cell.start + m_stoppedAt
                                   : timeOfDay->start + m_stoppedAt - dateBytes;
}

bool TableClock::readAfter(std::string_view timeOfDay, qint64 start, std::optional<double> seconds)
{
    // Of no special day; a zone would make it another time.
    LocalClock utc(LocalTime::utc());
    m_joined = "2000-01-03 ";
    m_joined += timeOfDay;
    const TimestampParse time = parseTimestamp(m_joined, utc);
    const bool hasZone =
        timeOfDay.find_first_not_of("0123456789:., apmAPM") != std::string_view::npos;
    if (!time.occurredAt || time.isDateOnly || hasZone || !looksLikeTimeOfDay(timeOfDay))
        return false;
    m_size = kNone;
    const qint64 sinceMidnight = *time.occurredAt % kMicrosecondsPerDay;
    const qint64 firstDay = m_clock.dayOf(start);
    const auto onDay = [&](qint64 day) {
        const auto found = m_clock.instantOf(day * kMicrosecondsPerDay + sinceMidnight);
        const bool isTwice = found.occurs == LocalTime::Occurs::Twice;
        remember(found.instant, false, isTwice);
        // In the hour that comes twice, the second one may be meant.
        if (found.instant < start && isTwice)
            m_occurredAt = secondOccurrence().value_or(m_occurredAt);
        return found.occurs != LocalTime::Occurs::Never;
    };
    const bool exists = onDay(firstDay);
    qint64 days = m_occurredAt < start ? 1 : 0;
    if (seconds) {
        constexpr double kMicroseconds = 1e6;
        const double rest = *seconds * kMicroseconds - static_cast<double>(m_occurredAt - start);
        days = std::max(
            days, static_cast<qint64>(std::round(rest / static_cast<double>(kMicrosecondsPerDay))));
    }
    return days == 0 ? exists : onDay(firstDay + days);
}

void TableClock::remember(qint64 occurredAt, bool isDateOnly, bool isTwice)
{
    m_occurredAt = occurredAt;
    m_notes.isDateOnly = isDateOnly;
    m_notes.isTimeTwice = isTwice;
}

} // namespace faultline
