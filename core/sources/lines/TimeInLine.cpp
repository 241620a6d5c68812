// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/TimeInLine.h"

#include "sources/lines/LineCharacters.h"

#include <algorithm>
#include <array>

namespace faultline {

namespace {

constexpr std::size_t kMaxWords = 6; // "Tue, 18 May 2021 14:20:00 +0000"

// The first words of a line with one space between them, and where they are in it.
class FirstWords
{
public:
    explicit FirstWords(std::string_view line)
    {
        std::size_t at = 0;
        while (m_words < kMaxWords && at < line.size()) {
            while (at < line.size() && isSpace(line[at]))
                ++at;
            if (m_words > 0 && !add(' ', at))
                return;
            for (; at < line.size() && !isSpace(line[at]); ++at) {
                if (!add(line[at], at))
                    return;
            }
            m_ends.at(m_words++) = {m_bytes, at};
        }
    }

    std::size_t count() const { return m_words; }
    std::string_view text(std::size_t words) const
    {
        return {m_text.data(), m_ends.at(words - 1).inText};
    }
    std::size_t bytesInLine(std::size_t words) const { return m_ends.at(words - 1).inLine; }
    std::size_t positionInLine(std::size_t position) const
    {
        return position < m_bytes ? m_positions.at(position)
               : m_bytes == 0     ? 0
                                  : m_positions.at(m_bytes - 1) + 1;
    }

private:
    struct End
    {
        std::size_t inText = 0;
        std::size_t inLine = 0;
    };
    static constexpr std::size_t kMaxBytes = 64; // more than any time has

    // False if there is no room: what follows is no time.
    bool add(char c, std::size_t at)
    {
        if (m_bytes == kMaxBytes)
            return false;
        m_text[m_bytes] = c;
        m_positions[m_bytes++] = static_cast<quint16>(at);
        return true;
    }

    std::array<char, kMaxBytes> m_text{};
    std::array<quint16, kMaxBytes> m_positions{};
    std::array<End, kMaxWords> m_ends{};
    std::size_t m_bytes = 0;
    std::size_t m_words = 0;
};

} // namespace

TimeInLine takeBareTime(std::string_view line, LocalClock& clock, const TimeFormat& format)
{
    const FirstWords words(line);
    std::size_t stoppedAt = 0;
    for (std::size_t count = words.count(); count > 0; --count) {
        const TimestampParse time = parseTimestamp(words.text(count), clock, format);
        if (time.occurredAt)
            return {time, words.bytesInLine(count), stoppedAt};
        // Its date alone is none that was meant.
        if (time.isSkipped)
            return {time, 0, words.positionInLine(time.stoppedAt)};
        stoppedAt = std::max(stoppedAt, words.positionInLine(time.stoppedAt));
    }
    return {{}, 0, stoppedAt};
}

} // namespace faultline
