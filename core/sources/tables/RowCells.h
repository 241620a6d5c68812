// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/RejectedLine.h"
#include "sources/records/ElementScanner.h"
#include "sources/records/RowScanner.h"
#include "sources/tables/Cells.h"

#include <cstddef>
#include <optional>
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

/// How many objects around a value in a record its column's name has.
inline constexpr std::size_t kMaxInnerObjects = 4;

/// Takes JSON objects apart: cells are the values of the keys that have a column. The column of a
/// key in an inner object has the keys of the objects around it in its name: "data.value". Only
/// what JSON allows is taken, and NaN and Infinity. A null is an empty text.
class JsonCells
{
public:
    /// `isLine`: a record is a line, and an element of an array or stream otherwise.
    JsonCells(const std::vector<std::string>& names, bool isLine);

    RowSplit split(std::string_view text, std::vector<Cell>& cells, TextArena& arena);

private:
    // What a key means: a column, or an object with columns in it. -1: it isn't one.
    struct Member
    {
        int column = -1;
        int object = -1;
    };
    using Object = std::unordered_map<std::string, Member>;
    // A record that is being taken apart.
    struct Record
    {
        JsonCursor& cursor;
        std::vector<Cell>& cells;
        TextArena& arena;
        std::size_t keys = 0; // that were taken
    };

    void addColumn(std::string_view name, int column);
    bool readObject(Record& record, int object);
    bool readMember(Record& record, int object);
    std::optional<Member> takeKey(Record& record, int object);
    RowSplit notTaken(std::string_view text, std::size_t stoppedAt) const;

    // Which key came where in the record before: mostly the same one comes there again.
    struct Guess
    {
        std::string key;
        int object = -1; // that it is in
        Member member;
    };
    std::vector<Guess> m_guesses;
    std::vector<Object> m_objects{1}; // the record itself is the first
    bool m_isLine;
};

} // namespace faultline
