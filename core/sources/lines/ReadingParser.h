// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"
#include "readings/Reading.h"
#include "readings/RejectedLine.h"
#include "sources/lines/CellText.h"
#include "sources/lines/LogLayout.h"
#include "sources/lines/MeasurementList.h"
#include "sources/times/TimeFormat.h"
#include "sources/times/TimestampParser.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace faultline {

class LineScanner;

/// Parses lines of sensor logs in all the forms that docs/formats.md describes. CommonLineParser
/// handles the usual form; this one handles every other line. One parser per thread.
class ReadingParser
{
public:
    enum class Outcome { Reading, Blank, Rejected };

    /// `zone` is that of times without one; `format` and `layout` are those of the file.
    explicit ReadingParser(
        const LocalTime& zone, const TimeFormat& format = {}, const LogLayout& layout = {})
        : m_clock(zone)
        , m_timeFormat(format)
        , m_layout(layout)
        , m_isUsual(layout.isUsual())
    {}

    /// Parses one line without its LF; a CR at its end belongs to the line end. `reading` is valid
    /// if the outcome is Reading; its texts are valid until the line is gone or the next call. They
    /// may be in the parser: a line that a spreadsheet saved is read without its quotes.
    Outcome parse(std::string_view line, Reading& reading);

    /// After Rejected: why, and the byte of the line, from 0, where parsing stopped.
    RejectReason reason() const { return m_reason; }
    std::size_t stoppedAt() const { return m_stoppedAt; }

private:
    /// What a line of pairs has had so far.
    struct PairsFound
    {
        bool time = false;
        bool severity = false;
        bool sensor = false;
    };

    bool rejected(RejectReason reason, std::size_t position);
    static RejectReason reasonOf(const TimestampParse& time);
    static void clear(Reading& reading);
    static void setTime(const TimestampParse& time, Reading& reading);
    bool setSeverity(std::string_view word, Reading& reading);
    bool readByLayout(std::string_view text, Reading& reading);
    bool readTag(LineScanner& scanner, std::string_view text, Reading& reading);
    bool takeSeverity(std::string_view text, Reading& reading);
    bool readPairs(std::string_view text, Reading& reading);
    bool takePair(
        const MeasurementList::Pair& pair, PairsFound& found, MeasurementList& list,
        Reading& reading);
    bool readUsual(std::string_view text, Reading& reading);
    bool readText(std::string_view text, Reading& reading);
    bool readTime(LineScanner& scanner, Reading& reading);
    bool readBracketedTime(LineScanner& scanner, Reading& reading);
    bool readSeverity(LineScanner& scanner, Reading& reading);
    bool readSensor(LineScanner& scanner, Reading& reading);
    bool readBracketedId(LineScanner& scanner, Reading& reading);
    bool readBareId(LineScanner& scanner, bool isAssigned, Reading& reading);
    bool readMeasurements(LineScanner& scanner, Reading& reading);
    bool endLine(LineScanner& scanner);
    bool readSaved(std::string_view line, Reading& reading);
    bool readCells(std::string_view line, const CellText* whole, Reading& reading);

    static constexpr std::size_t kMaxSeverityBytes = 32;

    std::array<char, kMaxSeverityBytes> m_severityBuffer{};
    RejectReason m_reason = RejectReason::Shape;
    std::size_t m_stoppedAt = 0;
    std::size_t m_timeEnd = 0; ///< Of the last text that was read.
    LocalClock m_clock;
    TimeFormat m_timeFormat;
    LogLayout m_layout;
    bool m_isUsual = true; ///< The layout.
    CellText m_line;       ///< A line that was one quoted cell.
    std::array<CellText, 4> m_cells;
};

} // namespace faultline
