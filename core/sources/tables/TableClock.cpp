// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableClock.h"

#include "readings/Calendar.h"

#include <algorithm>
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

void TableClock::remember(qint64 occurredAt, bool isDateOnly, bool isTwice)
{
    m_occurredAt = occurredAt;
    m_notes.isDateOnly = isDateOnly;
    m_notes.isTimeTwice = isTwice;
}

} // namespace faultline
