// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace faultline {

/// Finds the end of one row of delimited text (RFC 4180) whose quoted cells may contain line feeds.
///
/// A quote opens a cell if only spaces come before it; it closes the cell if it isn't doubled, and
/// only spaces come between it and the delimiter or the line end. A quote that isn't closed like
/// this, or not within kMaxQuotedBytes, is damage: the row then ends with the line that has it. So
/// an unclosed quote costs only its line, and which text decides about a row has a bound.
class RowScanner
{
public:
    static constexpr std::size_t kMaxQuotedBytes = 65'536;
    static constexpr std::size_t kMore = std::string_view::npos;

    RowScanner(char delimiter, char quote)
        : m_delimiter(delimiter)
        , m_quote(quote)
    {}

    /// `text` begins with the row, and is that of the call before with more behind it. Returns the
    /// bytes of the row with its line end; kMore if more text has to decide. `isLast`: there is no
    /// more.
    std::size_t scan(std::string_view text, bool isLast);
    /// Line feeds in the row that was found.
    std::size_t lineFeeds() const { return m_lineFeeds; }
    /// Its quotes are as they should be.
    bool isWellFormed() const { return m_isWellFormed; }
    /// Where the quote is that isn't.
    std::size_t damagedAt() const { return m_quoteAt; }
    /// The next text begins with another row.
    void restart();
    /// For a row that is too long to keep. Returns how many bytes of it aren't needed any more: the
    /// next text begins behind them.
    std::size_t release();

private:
    enum class State { CellStart, Plain, Quoted, AfterQuote, AfterClose, DamagedRest };

    // Each moves m_at, and returns the end of the row if that is clear.
    std::size_t scanCell(char c);
    std::size_t scanPlain(std::string_view text);
    std::size_t scanQuoted(std::string_view text);
    std::size_t scanAfterQuote(char c);
    std::size_t endAfterLineFeed();
    std::size_t damaged();
    bool isInQuotes() const
    {
        return m_state == State::Quoted || m_state == State::AfterQuote
               || m_state == State::AfterClose;
    }
    bool isSpace(char c) const { return c == ' ' || (c == '\t' && m_delimiter != '\t'); }

    char m_delimiter;
    char m_quote;
    State m_state = State::CellStart;
    bool m_isWellFormed = true;
    std::size_t m_at = 0;                ///< What comes next.
    std::size_t m_quoteAt = 0;           ///< The last one that opened a cell.
    std::size_t m_firstLineFeed = kMore; ///< In that cell.
    std::size_t m_quotedLineFeeds = 0;   ///< In that cell.
    std::size_t m_lineFeeds = 0;         ///< Without those.
};

} // namespace faultline
