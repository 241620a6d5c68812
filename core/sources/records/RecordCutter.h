// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/records/ElementScanner.h"
#include "sources/records/RowScanner.h"

#include <cstddef>
#include <string_view>

namespace faultline {

/// Finds where records end in a stretch of text, so that chunks hold whole records. Where they end
/// depends on the text only, not on how much of it a call sees. No byte is looked at more than
/// twice, apart from a row whose quotes are damaged.
class RecordCutter
{
public:
    /// A record is a line.
    static RecordCutter lines() { return {Framing::Lines, '\n', '\0'}; }
    /// A row of delimited text, which may span lines (RowScanner). Without a quote it is a line.
    static RecordCutter rows(char delimiter, char quote)
    {
        return {quote == '\0' ? Framing::Lines : Framing::Rows, delimiter, quote};
    }
    /// An element of a JSON array, or an object of several (ElementScanner).
    static RecordCutter elements() { return {Framing::Elements, ',', '"'}; }

    bool findsElements() const { return m_framing == Framing::Elements; }

    /// After cut(): the element behind `bytes` is closed, and would be one if no more text came.
    bool isElementClosed() const { return findsElements() && m_element.isClosed(); }

    /// What was found in a text: whole records from its start.
    struct Cut
    {
        std::size_t records = 0;
        std::size_t lineFeeds = 0; ///< In these records.
        std::size_t bytes = 0;     ///< Of these records; the next text begins behind them.
        /// The array is closed: what is behind `bytes` is no record, whatever it is.
        bool ended = false;

        bool operator==(const Cut&) const = default;
    };

    /// `text` begins with a record: with the text behind the last cut, of which it has at least
    /// what the last call saw. Finds at most `maxRecords`. The last record of a text that isn't
    /// last may be continued in the next one, and isn't found. `isLast`: no more text comes; what
    /// remains is a record.
    Cut cut(std::string_view text, std::size_t maxRecords, bool isLast);

    /// For a record that is too long to keep: how many bytes of it aren't needed any more. `text`
    /// is what is behind the last cut. The next text begins behind them, still within the record;
    /// the line feeds in them are counted when it ends.
    std::size_t release(std::string_view text);

    /// A record that was found, without what separates it from the next one.
    std::string_view contentOf(std::string_view record) const;

private:
    enum class Framing { Lines, Rows, Elements };

    RecordCutter(Framing framing, char delimiter, char quote)
        : m_framing(framing)
        , m_quote(quote)
        , m_row(delimiter, quote)
    {}

    void cutLines(std::string_view text, std::size_t maxRecords, Cut& cut);
    bool cutRow(std::string_view text, bool isLast, Cut& cut);
    bool cutElement(std::string_view text, bool isLast, Cut& cut);

    Framing m_framing;
    char m_quote;
    std::size_t m_plainBytes = 0; ///< Of the next record, without line feed and quote.
    bool m_hasQuote = false;      ///< It has a quote: m_row finds its end.
    bool m_isEnded = false;       ///< The array is closed.
    RowScanner m_row;
    ElementScanner m_element;
};

} // namespace faultline
