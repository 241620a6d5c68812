// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/RejectedLine.h"
#include "sources/records/ElementScanner.h"
#include "sources/records/RowScanner.h"
#include "sources/tables/Cells.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace faultline {

class JsonCursor;

/// How a record was taken apart.
struct RowSplit
{
    std::size_t bytes = 0; ///< Of the record, with its line end or what separates it from the next.
    bool isBlank = false;
    bool isRejected = false;
    RejectReason reason = RejectReason::Shape; ///< Rejected: why.
    std::size_t stoppedAt = 0;                 ///< Rejected: byte of the record, from 0.
    std::size_t columns = 0;                   ///< Delimited: the cells that there are.
};

/// Takes rows of delimited text apart. Texts have no spaces around them and no quotes; a cell
/// without quotes is as it is.
class DelimitedCells
{
public:
    /// `columns`: how many cells each row must have, apart from empty ones behind these.
    DelimitedCells(char delimiter, char quote, std::size_t columns)
        : m_delimiter(delimiter)
        , m_quote(quote)
        , m_columns(columns)
    {}

    /// Takes the first row of `text` apart. `cells` has a cell for each column.
    RowSplit split(std::string_view text, std::vector<Cell>& cells, TextArena& arena) const;

private:
    class Row;

    RowSplit splitQuoted(std::string_view text, std::vector<Cell>& cells, TextArena& arena) const;
    const char* simpleClose(const char* open, const char* end) const;
    const char* cellEnd(const char* at, const char* end) const;
    bool isSpace(char c) const { return c == ' ' || (c == '\t' && m_delimiter != '\t'); }
    std::string_view trimmed(std::string_view text) const;

    char m_delimiter;
    char m_quote;
    std::size_t m_columns;
};

/// Takes JSON objects apart: cells are the values of the keys that have a column. Only what JSON
/// allows is taken, and NaN and Infinity. A null is an empty text.
class JsonCells
{
public:
    /// `isLine`: a record is a line, and an element of an array or stream otherwise.
    JsonCells(const std::vector<std::string>& names, bool isLine);

    RowSplit split(std::string_view text, std::vector<Cell>& cells, TextArena& arena);

private:
    bool readObject(JsonCursor& cursor, std::vector<Cell>& cells, TextArena& arena);
    bool readMember(
        JsonCursor& cursor, std::size_t position, std::vector<Cell>& cells, TextArena& arena);
    int takeKey(JsonCursor& cursor, std::size_t position, TextArena& arena);
    RowSplit notTaken(std::string_view text, std::size_t stoppedAt) const;

    // Which key came where in the object before: mostly the same one comes there again.
    struct Guess
    {
        std::string key;
        int column = -1;
        bool isSet = false;
    };
    std::vector<Guess> m_guesses;
    std::unordered_map<std::string, int> m_columns;
    bool m_isLine;
};

} // namespace faultline
