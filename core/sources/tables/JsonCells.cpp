// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/RowCells.h"

#include "sources/tables/JsonCursor.h"

#include <algorithm>
#include <array>
#include <optional>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::optional<unsigned> hexValue(const char* at, const char* end)
{
    if (end - at < 4)
        return std::nullopt;
    unsigned value = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = at[i];
        const bool isLetter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!isLetter && !isDigit(c))
            return std::nullopt;
        value = value * 16 + static_cast<unsigned>(isLetter ? (c | 0x20) - 'a' + 10 : c - '0');
    }
    return value;
}

char* writeUtf8(char* to, unsigned code)
{
    const auto put = [&to](unsigned byte) { *to++ = static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6U);
        put(0x80 | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12U);
        put(0x80 | (code >> 6U & 0x3FU));
        put(0x80 | (code & 0x3FU));
    } else {
        put(0xF0 | code >> 18U);
        put(0x80 | (code >> 12U & 0x3FU));
        put(0x80 | (code >> 6U & 0x3FU));
        put(0x80 | (code & 0x3FU));
    }
    return to;
}

// The character of an escape, with `at` behind its `\u`; moves it behind the escape.
std::optional<unsigned> unicodeEscape(const char*& at, const char* end)
{
    const auto first = hexValue(at, end);
    if (!first)
        return std::nullopt;
    at += 4;
    if (*first < 0xD800 || *first > 0xDFFF)
        return first;
    if (*first > 0xDBFF || end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return std::nullopt;
    const auto second = hexValue(at + 2, end);
    if (!second || *second < 0xDC00 || *second > 0xDFFF)
        return std::nullopt;
    at += 6;
    return 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
}

} // namespace

std::optional<std::string_view> unescapedJson(std::string_view text, TextArena& arena)
{
    constexpr auto kEscapes = "\"\\/bfnrt"sv;
    constexpr auto kMeanings = "\"\\/\b\f\n\r\t"sv;
    char* const start = arena.room(text.size());
    char* to = start;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        if (*at != '\\') {
            *to++ = *at++;
            continue;
        }
        if (++at == end)
            return std::nullopt;
        const char kind = *at++;
        if (kind == 'u') {
            const auto code = unicodeEscape(at, end);
            if (!code)
                return std::nullopt;
            to = writeUtf8(to, *code);
        } else if (const std::size_t known = kEscapes.find(kind); known != std::string_view::npos) {
            *to++ = kMeanings[known];
        } else {
            return std::nullopt;
        }
    }
    return arena.keep(start, static_cast<std::size_t>(to - start));
}

JsonCells::JsonCells(const std::vector<std::string>& names, bool isLine)
    : m_isLine(isLine)
{
    for (std::size_t i = 0; i < names.size(); ++i)
        addColumn(names[i], static_cast<int>(i));
}

// "a.b" may be the key b in the object a, or one key; "a.b.c" may be the key b.c in it, too.
void JsonCells::addColumn(std::string_view name, int column)
{
    std::size_t object = 0;
    for (std::size_t depth = 0;; ++depth) {
        m_objects[object][std::string(name)].column = column;
        const std::size_t dot = name.find('.');
        if (dot == std::string_view::npos || depth == kMaxInnerObjects)
            return;
        int& inner = m_objects[object][std::string(name.substr(0, dot))].object;
        if (inner < 0) {
            inner = static_cast<int>(m_objects.size());
            object = m_objects.size();
            m_objects.emplace_back(); // which moves what `inner` refers to
        } else {
            object = static_cast<std::size_t>(inner);
        }
        name.remove_prefix(dot + 1);
    }
}

RowSplit JsonCells::split(std::string_view text, std::vector<Cell>& cells, TextArena& arena)
{
    JsonCursor cursor(text, m_isLine);
    for (Cell& cell : cells)
        cell = {};
    if (m_isLine)
        cursor.skipSpace();
    Record record{cursor, cells, arena};
    if (!cursor.isNext('{') || !readObject(record, 0))
        return notTaken(text, cursor.position());
    if (m_isLine) {
        cursor.skipSpace();
        if (!cursor.atEnd() && !cursor.skip('\n'))
            return notTaken(text, cursor.position());
        return {cursor.position()};
    }
    cursor.skipSpace(',');
    const auto isNested = [](const Cell& cell) { return cell.isNested; };
    if (std::any_of(cells.begin(), cells.end(), isNested)) {
        // What is inside them was only skipped.
        ElementScanner scanner;
        if (const std::size_t bytes = scanner.scan(text, true); bytes != cursor.position())
            return notTaken(text, std::min(bytes, cursor.position()));
    }
    return {cursor.position()};
}

bool JsonCells::readObject(Record& record, int object)
{
    JsonCursor& cursor = record.cursor;
    cursor.skip('{');
    cursor.skipSpace();
    if (cursor.skip('}'))
        return true;
    for (;;) {
        if (!readMember(record, object))
            return false;
        if (cursor.skip('}'))
            return true;
        if (!cursor.skip(','))
            return false;
        cursor.skipSpace();
    }
}

bool JsonCells::readMember(Record& record, int object)
{
    JsonCursor& cursor = record.cursor;
    const auto member = takeKey(record, object);
    if (!member)
        return false;
    cursor.skipSpace();
    if (!cursor.skip(':'))
        return false;
    cursor.skipSpace();
    if (member->object >= 0 && cursor.isNext('{')) {
        if (!readObject(record, member->object))
            return false;
        cursor.skipSpace();
        return true;
    }
    // The last cell is of keys without a column.
    Cell& cell = member->column < 0 ? record.cells.back()
                                    : record.cells[static_cast<std::size_t>(member->column)];
    cell.start = cursor.position();
    if (cursor.isNext('"')) {
        bool hasEscapes = false;
        auto text = cursor.takeString(hasEscapes);
        if (text && hasEscapes)
            text = unescapedJson(*text, record.arena);
        if (!text)
            return false;
        const std::size_t spaces = std::min(text->find_first_not_of(' '), text->size());
        cell.text = text->substr(spaces, text->find_last_not_of(' ') + 1 - spaces);
        cell.start += spaces + 1;
    } else if (cursor.isNext('{') || cursor.isNext('[')) {
        if (!cursor.skipNested())
            return false;
        cell.text = {};
        cell.isNested = true;
    } else {
        const auto word = cursor.takeWord();
        if (!word)
            return false;
        cell.text = *word == "null"sv ? std::string_view() : *word;
    }
    cursor.skipSpace();
    return true;
}

std::optional<JsonCells::Member> JsonCells::takeKey(Record& record, int object)
{
    constexpr std::size_t kMaxGuesses = 4096;
    const std::size_t position = record.keys++;
    if (position < m_guesses.size() && m_guesses[position].object == object
        && record.cursor.skipString(m_guesses[position].key)) [[likely]]
        return m_guesses[position].member;
    bool hasEscapes = false;
    const auto text = record.cursor.takeString(hasEscapes);
    const auto key = text && hasEscapes ? unescapedJson(*text, record.arena) : text;
    if (!key)
        return std::nullopt;
    const Object& members = m_objects[static_cast<std::size_t>(object)];
    const auto found = members.find(std::string(*key));
    const Member member = found == members.end() ? Member() : found->second;
    if (position >= m_guesses.size() && position < kMaxGuesses)
        m_guesses.resize(position + 1);
    if (!hasEscapes && position < m_guesses.size())
        m_guesses[position] = {std::string(*key), object, member};
    return member;
}

// The record is blank, or rejected.
RowSplit JsonCells::notTaken(std::string_view text, std::size_t stoppedAt) const
{
    RowSplit split{text.size()};
    bool isEnd = false;
    if (m_isLine) {
        if (const std::size_t lineFeed = text.find('\n'); lineFeed != std::string_view::npos)
            split.bytes = lineFeed + 1;
    } else {
        ElementScanner scanner;
        split.bytes = scanner.scan(text, true);
        isEnd = scanner.isEndOfArray();
    }
    const std::size_t content = text.substr(0, split.bytes).find_first_not_of(" \t\r\n,");
    const bool isComma =
        m_isLine && text.substr(0, split.bytes).find(',') != std::string_view::npos;
    split.isBlank = isEnd || (content == std::string_view::npos && !isComma);
    split.isRejected = !split.isBlank;
    split.stoppedAt = std::min(stoppedAt, split.bytes);
    return split;
}

} // namespace faultline
