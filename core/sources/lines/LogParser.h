// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/lines/CommonLineParser.h"
#include "sources/lines/ReadingParser.h"
#include "sources/records/RecordParser.h"

#include <optional>

namespace faultline {

/// Reads the lines of a log: those in the usual form with CommonLineParser, every other one with
/// ReadingParser. One for each thread.
class LogParser final : public RecordParser
{
public:
    /// `zone` is that of times without one; `times` and `layout` are those of the file.
    explicit LogParser(
        const LocalTime& zone, const TimeFormat& times = {}, const LogLayout& layout = {})
        : m_zone(zone)
        , m_times(times)
        , m_parser(zone, times, layout)
    {}

    std::size_t parse(std::string_view text, ParsedRecord& record) override;
    int slots() const override { return 1; }
    RecordCutter cutter() const override { return RecordCutter::lines(); }

private:
    const LocalTime m_zone;
    const TimeFormat m_times;
    std::optional<CommonLineParser> m_commonParser; ///< Once there is enough text.
    ReadingParser m_parser;
};

} // namespace faultline
