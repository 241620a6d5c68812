// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Reading.h"
#include "readings/RejectedLine.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace faultline {

/// Parses lines of sensor logs such as
///   [2019-12-10 10:46:09] TAB ERROR TAB sensor[5]: TAB (temperature TAB 365.26, vibration TAB
///   -6.1)
/// Lines in exactly this shape take a fast path; every other line a tolerant one, which accepts all
/// that docs/formats.md describes and gives the same result for lines that both take. Keeps no
/// state that changes a result, but a memory of the last timestamp: one parser for each thread.
class ReadingParser
{
public:
    enum class Outcome { Reading, Blank, Rejected };

    /// Parses one line without its LF; a CR at its end belongs to the line end. `reading` is valid
    /// when the outcome says so, and its texts until the line goes or parse() is called again.
    Outcome parse(std::string_view line, Reading& reading)
    {
        if (parseCommon(line, reading))
            return Outcome::Reading;
        return parseTolerant(line, reading);
    }

    /// The fast path alone, at the start of `text`, which consists of whole lines with their line
    /// ends: the bytes of the first line with its line end, or 0 when it is a matter for parse().
    /// It spares the search for the line's end.
    std::size_t parseCommonPrefix(std::string_view text, Reading& reading);

    /// The two paths by themselves, so that tests can compare them. parseCommon() is false for a
    /// line that it leaves to the other.
    bool parseCommon(std::string_view line, Reading& reading);
    Outcome parseTolerant(std::string_view line, Reading& reading);

    /// After Rejected: why, and the byte of the line, from 0, where reading stopped.
    RejectReason reason() const { return m_reason; }
    std::size_t stoppedAt() const { return m_stoppedAt; }
    /// How many measurements of readings were no numbers so far; their text is kept in
    /// Reading::extras.
    qint64 unreadableMeasurements() const { return m_unreadableMeasurements; }

private:
    class Scanner;

    const char* parseCommonBody(const char* begin, const char* end, Reading& reading);
    Outcome rejected(RejectReason reason, std::size_t position);
    bool parseHead(Scanner& scanner, Reading& reading);
    bool parseMeasurements(Scanner& scanner, Reading& reading);
    bool parseMeasurement(Scanner& scanner, Reading& reading);
    bool storeMeasurement(
        std::string_view name, std::string_view value, std::size_t position, Reading& reading);

    static constexpr std::size_t kTimestampBytes = 19;
    static constexpr std::size_t kMaxSeverityBytes = 32;

    // The two belong together from the start: 0 is that instant.
    std::array<char, kTimestampBytes> m_lastTimestamp{'2', '0', '0', '0', '-', '0', '1',
                                                      '-', '0', '1', ' ', '0', '0', ':',
                                                      '0', '0', ':', '0', '0'};
    qint64 m_lastOccurredAt = 0;
    std::array<char, kMaxSeverityBytes> m_severityBuffer{};
    RejectReason m_reason = RejectReason::Shape;
    std::size_t m_stoppedAt = 0;
    qint64 m_unreadableMeasurements = 0;
    qint64 m_unreadableInLine = 0;
};

} // namespace faultline
