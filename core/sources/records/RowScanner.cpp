// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/RowScanner.h"

#include <algorithm>

namespace faultline {

std::size_t RowScanner::scan(std::string_view text, bool isLast)
{
    while (m_at < text.size()) {
        std::size_t end = kMore;
        if (isInQuotes() && m_at >= m_quoteAt + kMaxQuotedBytes)
            end = damaged();
        else if (m_state == State::Quoted)
            end = scanQuoted(text);
        else if (isInQuotes())
            end = scanAfterQuote(text[m_at]);
        else if (m_state != State::CellStart)
            end = scanPlain(text);
        else
            end = scanCell(text[m_at]);
        if (end != kMore)
            return end;
    }
    if (!isLast)
        return kMore;
    if (m_state == State::Quoted) {
        if (const std::size_t end = damaged(); end != kMore)
            return end;
    }
    m_lineFeeds += m_quotedLineFeeds;
    return text.size();
}

std::size_t RowScanner::scanCell(char c)
{
    if (c == '\n')
        return endAfterLineFeed();
    if (c == m_quote) {
        m_state = State::Quoted;
        m_quoteAt = m_at;
        m_firstLineFeed = kMore;
        m_lineFeeds += m_quotedLineFeeds;
        m_quotedLineFeeds = 0;
    } else if (c != m_delimiter && !isSpace(c)) {
        m_state = State::Plain;
    }
    ++m_at;
    return kMore;
}

// To the end of the cell; or of the line, if quotes and delimiters mean nothing in it.
std::size_t RowScanner::scanPlain(std::string_view text)
{
    const char stop = m_state == State::Plain ? m_delimiter : '\n';
    // Not in the member, which the compiler has to store for each byte.
    std::size_t at = m_at;
    while (at < text.size() && text[at] != stop && text[at] != '\n')
        ++at;
    m_at = at;
    if (m_at == text.size())
        return kMore;
    if (text[m_at] == '\n')
        return endAfterLineFeed();
    m_state = State::CellStart;
    ++m_at;
    return kMore;
}

std::size_t RowScanner::scanQuoted(std::string_view text)
{
    const std::size_t limit = std::min(text.size(), m_quoteAt + kMaxQuotedBytes);
    std::size_t at = m_at;
    for (; at < limit && text[at] != m_quote; ++at) {
        if (text[at] != '\n')
            continue;
        m_firstLineFeed = std::min(m_firstLineFeed, at);
        ++m_quotedLineFeeds;
    }
    if (at < limit) {
        m_state = State::AfterQuote;
        ++at;
    }
    m_at = at;
    return kMore;
}

std::size_t RowScanner::scanAfterQuote(char c)
{
    if (c == '\n')
        return endAfterLineFeed();
    if (c == m_delimiter)
        m_state = State::CellStart;
    else if (m_state == State::AfterQuote && c == m_quote)
        m_state = State::Quoted;
    else if (isSpace(c) || c == '\r')
        m_state = State::AfterClose;
    else
        return damaged();
    ++m_at;
    return kMore;
}

std::size_t RowScanner::endAfterLineFeed()
{
    m_lineFeeds += m_quotedLineFeeds + 1;
    m_quotedLineFeeds = 0;
    return m_at + 1;
}

std::size_t RowScanner::damaged()
{
    m_isWellFormed = false;
    m_state = State::DamagedRest;
    m_quotedLineFeeds = 0;
    if (m_firstLineFeed == kMore)
        return kMore;
    ++m_lineFeeds;
    return m_firstLineFeed + 1;
}

void RowScanner::restart()
{
    *this = RowScanner(m_delimiter, m_quote);
}

std::size_t RowScanner::release()
{
    const std::size_t bytes = isInQuotes() ? m_quoteAt : m_at;
    m_at -= bytes;
    m_quoteAt -= std::min(m_quoteAt, bytes);
    if (m_firstLineFeed != kMore)
        m_firstLineFeed -= std::min(m_firstLineFeed, bytes);
    return bytes;
}

} // namespace faultline
