// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/lines/CommonLineParser.h"
#include "sources/lines/ReadingParser.h"
#include "sources/records/RecordParser.h"

namespace faultline {

/// Reads the lines of a log: those in the usual form with CommonLineParser, every other one with
/// ReadingParser. One for each thread.
class LogParser final : public RecordParser
{
public:
    /// `zone` is that of times without one; `times` is that of the file.
    explicit LogParser(const LocalTime& zone, const TimeFormat& times = {})
        : m_commonParser(zone, times)
        , m_parser(zone, times)
    {}

    std::size_t parse(std::string_view text, ParsedRecord& record) override;
    int slots() const override { return 1; }
    RecordCutter cutter() const override { return RecordCutter::lines(); }

private:
    CommonLineParser m_commonParser;
    ReadingParser m_parser;
};

} // namespace faultline
