// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"
#include "readings/Reading.h"
#include "sources/tables/Cells.h"
#include "sources/times/ShortTimestampParser.h"
#include "sources/times/TimestampParser.h"

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace faultline {

/// Reads the times of a table. Remembers the one before, because many rows have the same.
class TableClock
{
public:
    /// `zone` is that of times without one; `format` is that of the file.
    explicit TableClock(const LocalTime& zone, const TimeFormat& format = {})
        : m_format(format)
        , m_shortParser(format)
        , m_clock(zone)
    {}

    /// Whether `text` is a time. If it isn't, stoppedAt() is the byte in it that isn't part of one.
    bool read(std::string_view text)
    {
        if (text.size() == m_size && std::memcmp(text.data(), m_text.data(), m_size) == 0)
            return true;
        return readNew(text);
    }
    /// Reads a cell that is a time, or a date if `timeOfDay`, which may be null or empty, completes
    /// it. Returns the byte of the record that isn't part of a time; none if it is one.
    std::optional<std::size_t> read(const Cell& cell, const Cell* timeOfDay);
    /// Reads a time of day without a zone: its first time from `start` on, or if it is known that
    /// about `seconds` passed, the one that is nearest to that. Whether it is one.
    bool readAfter(std::string_view timeOfDay, qint64 start, std::optional<double> seconds);

    qint64 occurredAt() const { return m_occurredAt; }
    /// The second time at which clocks show it; none if they do once.
    std::optional<qint64> secondOccurrence() const
    {
        return m_notes.isTimeTwice ? m_clock.secondOf(m_occurredAt) : std::nullopt;
    }
    const ReadingNotes& notes() const { return m_notes; } ///< Of the time.
    std::size_t stoppedAt() const { return m_stoppedAt; }
    /// Then also whether it would be a time if clocks had shown it.
    bool isSkipped() const { return m_isSkipped; }

private:
    bool readNew(std::string_view text);
    bool readShort(std::size_t size);
    void remember(qint64 occurredAt, bool isDateOnly, bool isTwice);

    static constexpr std::size_t kMaxBytes = 40;
    static constexpr std::size_t kNone = kMaxBytes + 1;

    std::array<char, kMaxBytes + 8> m_text{};
    std::size_t m_size = kNone; ///< No text has as many.
    qint64 m_occurredAt = 0;
    ReadingNotes m_notes;
    std::size_t m_stoppedAt = 0;
    std::string m_joined; ///< A date and a time of day.
    bool m_isSkipped = false;
    TimeFormat m_format;
    ShortTimestampParser m_shortParser;
    LocalClock m_clock;
};

} // namespace faultline
