// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/LogParser.h"

#include <algorithm>

namespace faultline {

namespace {

// What CommonLineParser remembers takes some 200 KiB, which take as long to prepare as some hundred
// lines to read.
constexpr std::size_t kMuchText = std::size_t{256} * 1024;

} // namespace

std::size_t LogParser::parse(std::string_view text, ParsedRecord& record)
{
    using Outcome = ParsedRecord::Outcome;
    record.readings.clear();
    record.rejectedCells.clear();
    record.blankSlots = 0;
    record.stoppedAt = 0;
    RecordReading& reading = record.readings.add();
    reading.slot = 0;
    if (!m_commonParser && text.size() >= kMuchText)
        m_commonParser.emplace(m_zone, m_times);
    if (m_commonParser) {
        if (const std::size_t bytes = m_commonParser->parse(text, reading); bytes > 0) {
            record.outcome = Outcome::Readings;
            return bytes;
        }
    }
    const std::size_t end = std::min(text.find('\n'), text.size());
    switch (m_parser.parse(text.substr(0, end), reading)) {
    case ReadingParser::Outcome::Reading:
        record.outcome = Outcome::Readings;
        break;
    case ReadingParser::Outcome::Blank:
        record.outcome = Outcome::Blank;
        record.readings.clear();
        break;
    case ReadingParser::Outcome::Rejected:
        record.outcome = Outcome::Rejected;
        record.reason = m_parser.reason();
        record.stoppedAt = m_parser.stoppedAt();
        record.readings.clear();
        break;
    }
    return std::min(end + 1, text.size());
}

} // namespace faultline
