// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/RecordCutter.h"

#include "sources/records/LineFeeds.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace faultline {

namespace {

// Stays in a processor's nearest cache while it is looked at several times.
constexpr std::size_t kBlockBytes = 16'384;
constexpr std::size_t kLongRecord = 256; // most are shorter

const char* findByte(const char* begin, const char* end, char wanted)
{
    const void* const found = std::memchr(begin, wanted, static_cast<std::size_t>(end - begin));
    return found ? static_cast<const char*>(found) : end;
}

const char* behindLastLineFeed(const char* begin, const char* end)
{
    while (end != begin && end[-1] != '\n')
        --end;
    return end;
}

} // namespace

RecordCutter::Cut RecordCutter::cut(std::string_view text, std::size_t maxRecords, bool isLast)
{
    Cut cut;
    bool goesOn = true;
    while (goesOn && !m_isEnded && cut.records < maxRecords && cut.bytes < text.size()) {
        if (m_framing == Framing::Elements) {
            goesOn = cutElement(text, isLast, cut);
            continue;
        }
        if (!m_hasQuote)
            cutLines(text, maxRecords, cut);
        if (cut.records == maxRecords || cut.bytes == text.size())
            break;
        goesOn = cutRow(text, isLast, cut);
    }
    cut.ended = m_isEnded;
    return cut;
}

// All lines up to a quote, the end of the text, or the maximum.
void RecordCutter::cutLines(std::string_view text, std::size_t maxRecords, Cut& cut)
{
    const char* const end = text.data() + text.size();
    const char* begin = text.data() + cut.bytes;
    const char* at = begin + m_plainBytes;
    while (at != end && !m_hasQuote && cut.records < maxRecords) {
        // No more than a few records need, so that small maxima cost little.
        const std::size_t wanted = std::min(maxRecords - cut.records, kBlockBytes) * kLongRecord;
        const char* stop = at + std::min({kBlockBytes, wanted, static_cast<std::size_t>(end - at)});
        if (m_quote != '\0') {
            const char* const quote = findByte(at, stop, m_quote);
            m_hasQuote = quote != stop;
            stop = quote;
        }
        std::size_t lines = countLineFeeds({at, static_cast<std::size_t>(stop - at)});
        if (lines > maxRecords - cut.records) {
            m_hasQuote = false;
            lines = maxRecords - cut.records;
            for (std::size_t i = 0; i < lines; ++i)
                at = findByte(at, stop, '\n') + 1;
            begin = stop = at;
        } else if (lines > 0) {
            begin = behindLastLineFeed(at, stop);
        }
        cut.records += lines;
        cut.lineFeeds += lines;
        at = stop;
    }
    // A quote of a record that isn't looked at now.
    m_hasQuote = m_hasQuote && cut.records < maxRecords;
    m_plainBytes = static_cast<std::size_t>(at - begin);
    cut.bytes = static_cast<std::size_t>(begin - text.data());
}

bool RecordCutter::cutRow(std::string_view text, bool isLast, Cut& cut)
{
    const std::string_view rest = text.substr(cut.bytes);
    std::size_t bytes = rest.size();
    if (m_hasQuote) {
        bytes = m_row.scan(rest, isLast);
        if (bytes == RowScanner::kMore)
            return false;
        cut.lineFeeds += m_row.lineFeeds();
    } else if (!isLast) {
        return false;
    }
    m_row.restart();
    m_hasQuote = false;
    m_plainBytes = 0;
    cut.bytes += bytes;
    ++cut.records;
    return true;
}

bool RecordCutter::cutElement(std::string_view text, bool isLast, Cut& cut)
{
    const std::size_t bytes = m_element.scan(text.substr(cut.bytes), isLast);
    m_isEnded = m_element.isEndOfArray();
    if (bytes == ElementScanner::kMore || m_isEnded)
        return false;
    cut.lineFeeds += m_element.lineFeeds();
    cut.bytes += bytes;
    ++cut.records;
    m_element.restart();
    return true;
}

std::size_t RecordCutter::release(std::string_view text)
{
    if (m_framing == Framing::Elements)
        return m_element.release();
    if (m_framing == Framing::Lines)
        return std::exchange(m_plainBytes, 0);
    // What a quote means that follows depends on what comes before it.
    if (!m_hasQuote)
        static_cast<void>(m_row.scan(text.substr(0, m_plainBytes), false));
    m_hasQuote = true;
    return m_row.release();
}

std::string_view RecordCutter::contentOf(std::string_view record) const
{
    if (m_framing == Framing::Elements) {
        const auto last = record.find_last_not_of(" \t\r\n,");
        return record.substr(0, last == std::string_view::npos ? 0 : last + 1);
    }
    if (record.ends_with('\n'))
        record.remove_suffix(1);
    return record;
}

} // namespace faultline
