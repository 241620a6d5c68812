// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"
#include "readings/Reading.h"
#include "readings/RejectedLine.h"
#include "sources/lines/TimeFormat.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace faultline {

/// Parses lines of sensor logs in all the forms that docs/formats.md describes. CommonLineParser
/// handles the usual form; this one handles every other line. One parser per thread.
class ReadingParser
{
public:
    enum class Outcome { Reading, Blank, Rejected };

    /// `zone` is that of times without one; `format` is that of the file.
    explicit ReadingParser(const LocalTime& zone, const TimeFormat& format = {})
        : m_clock(zone)
        , m_timeFormat(format)
    {}

    /// Parses one line without its LF; a CR at its end belongs to the line end. `reading` is valid
    /// if the outcome is Reading; its texts are valid until the line is gone or the next call.
    Outcome parse(std::string_view line, Reading& reading);

    /// After Rejected: why, and the byte of the line, from 0, where parsing stopped.
    RejectReason reason() const { return m_reason; }
    std::size_t stoppedAt() const { return m_stoppedAt; }

private:
    class Scanner;

    Outcome rejected(RejectReason reason, std::size_t position);
    bool parseHead(Scanner& scanner, Reading& reading);
    bool parseTime(Scanner& scanner, Reading& reading);
    bool parseSensorId(Scanner& scanner, Reading& reading);
    bool parseMeasurements(Scanner& scanner, Reading& reading);
    bool parseMeasurement(Scanner& scanner, Reading& reading);
    bool storeMeasurement(
        std::string_view name, std::string_view value, std::size_t position, Reading& reading);

    static constexpr std::size_t kMaxSeverityBytes = 32;

    std::array<char, kMaxSeverityBytes> m_severityBuffer{};
    RejectReason m_reason = RejectReason::Shape;
    std::size_t m_stoppedAt = 0;
    LocalClock m_clock;
    TimeFormat m_timeFormat;
};

} // namespace faultline
