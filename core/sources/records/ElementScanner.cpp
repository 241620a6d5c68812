// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/ElementScanner.h"

#include "sources/records/ByteWords.h"

#include <algorithm>
#include <array>
#include <bit>

namespace faultline {

namespace {

constexpr bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

constexpr std::array<bool, 256> tableOf(std::string_view characters)
{
    std::array<bool, 256> table{};
    for (const char c : characters)
        table[static_cast<unsigned char>(c)] = true;
    return table;
}

constexpr auto kSpecialInStrings = tableOf("\"\\\n");
constexpr auto kSpecialInValues = tableOf("\"{}[]: \n\r\t");

// Behind the string whose quote is before `at`, if it has no escapes; null if it has, or isn't
// closed.
const char* behindPlainString(const char* at, const char* end)
{
    for (; at < end; at += sizeof(quint64)) {
        const quint64 eight = eightBytes(at, end);
        const quint64 stops =
            bytesLike(eight, '"') | bytesLike(eight, '\\') | bytesLike(eight, '\n');
        if (stops == 0)
            continue;
        at += static_cast<unsigned>(std::countr_zero(stops)) / 8;
        return *at == '"' ? at + 1 : nullptr;
    }
    return nullptr;
}

// The end of an object that has no objects, arrays or escapes in it, with what separates it from
// what follows; 0 for any other. Most rows are such objects, and need no state.
std::size_t flatObjectEnd(std::string_view text)
{
    const char* const end = text.data() + text.size();
    const char* at = text.data();
    if (at == end || *at != '{')
        return 0;
    for (++at; at != end && *at != '}';) {
        if (*at == '{' || *at == '[' || *at == ']')
            return 0;
        if (*at++ != '"')
            continue;
        at = behindPlainString(at, end);
        if (!at)
            return 0;
        while (at != end && isSpace(*at))
            ++at;
        if (at == end || (*at != ':' && *at != ',' && *at != '}'))
            return 0;
    }
    if (at == end)
        return 0;
    for (++at; at != end && (isSpace(*at) || *at == ',');)
        ++at;
    return at == end ? 0 : static_cast<std::size_t>(at - text.data());
}

} // namespace

std::size_t ElementScanner::scan(std::string_view text, bool isLast)
{
    const std::size_t begin = m_at;
    const std::size_t flat = m_state == State::Start ? flatObjectEnd(text) : 0;
    const bool isFound = flat > 0 || findEnd(text);
    m_at = flat > 0 ? flat : m_at;
    m_lineFeeds +=
        static_cast<std::size_t>(std::count(text.data() + begin, text.data() + m_at, '\n'));
    if (isFound)
        return m_at;
    if (!isLast)
        return kMore;
    if (m_state == State::Bracket)
        m_state = State::EndOfArray;
    return text.size();
}

bool ElementScanner::findEnd(std::string_view text)
{
    for (; m_at < text.size(); ++m_at) {
        if (m_state == State::String || m_state == State::Value)
            skipPlain(text);
        if (m_at == text.size())
            return false;
        if (step(text[m_at]) == Step::EndsHere)
            return true;
    }
    return false;
}

// Most bytes of strings and values change nothing.
void ElementScanner::skipPlain(std::string_view text)
{
    const auto& isSpecial = m_state == State::String ? kSpecialInStrings : kSpecialInValues;
    // Not in the member, which the compiler has to store for each byte.
    std::size_t at = m_at;
    while (at < text.size() && !isSpecial[static_cast<unsigned char>(text[at])])
        ++at;
    if (at != m_at)
        m_last = 'x';
    m_at = at;
}

ElementScanner::Step ElementScanner::step(char c)
{
    switch (m_state) {
    case State::Start:
        return start(c);
    case State::Value:
        return value(c);
    case State::Escape:
        m_state = c == '\n' ? State::Value : State::String;
        return Step::Taken;
    case State::String:
        return string(c);
    case State::AfterString:
        if (isSpace(c))
            return Step::Taken;
        m_state = c == ':' || c == ',' || c == '}' || c == ']' ? State::Value : State::Damaged;
        return m_state == State::Value ? value(c) : damaged(c);
    case State::Garbage:
        if (c == '{' || c == ']')
            return Step::EndsHere;
        if (c == '\n' || c == ',')
            m_state = State::Separators;
        return Step::Taken;
    case State::Damaged:
    case State::DamagedClosed:
        return damaged(c);
    case State::Separators:
    case State::Bracket:
        return separators(c);
    case State::EndOfArray:
        break;
    }
    return Step::Taken;
}

ElementScanner::Step ElementScanner::start(char c)
{
    if (c == '{' || c == '[') {
        m_state = State::Value;
        open(c == '{');
    } else if (c == ']') {
        m_state = State::Bracket;
    } else {
        m_state = isSpace(c) || c == ',' ? State::Separators : State::Garbage;
    }
    return Step::Taken;
}

ElementScanner::Step ElementScanner::value(char c)
{
    switch (c) {
    case ' ':
    case '\n':
    case '\r':
    case '\t':
        return Step::Taken;
    case '"':
        m_state = State::String;
        break;
    case '{':
        if (isInObject() && m_last != ':')
            return Step::EndsHere;
        open(true);
        break;
    case '[':
        open(false);
        break;
    case '}':
        return closeObject();
    case ']':
        return closeArray();
    default:
        break;
    }
    m_last = c;
    return Step::Taken;
}

ElementScanner::Step ElementScanner::string(char c)
{
    if (c == '\\')
        m_state = State::Escape;
    else if (c == '"')
        m_state = State::AfterString;
    else if (c == '\n')
        m_state = State::Value;
    return Step::Taken;
}

ElementScanner::Step ElementScanner::damaged(char c)
{
    if (c == '\n') {
        m_state = State::Separators;
    } else if (c == '}') {
        m_state = State::DamagedClosed;
    } else if (m_state == State::DamagedClosed) {
        if (c == '{')
            return Step::EndsHere;
        if (!isSpace(c) && c != ',')
            m_state = State::Damaged;
    }
    return Step::Taken;
}

ElementScanner::Step ElementScanner::separators(char c)
{
    if (isSpace(c) || c == ',')
        return Step::Taken;
    // Where another object follows, a bracket was too many.
    if (m_state == State::Separators || c == '{')
        return Step::EndsHere;
    m_state = State::EndOfArray;
    return Step::Taken;
}

ElementScanner::Step ElementScanner::closeObject()
{
    // An array that is open in it lacks its bracket.
    while (m_depth > 0 && m_depth <= kMaxTracked && !isInObject())
        close();
    if (m_depth > 0)
        close();
    m_last = '}';
    if (m_depth == 0)
        m_state = State::Separators;
    return Step::Taken;
}

ElementScanner::Step ElementScanner::closeArray()
{
    m_last = ']';
    if (m_depth <= kMaxTracked) {
        const quint64 open = m_depth == kMaxTracked ? ~quint64{0} : (quint64{1} << m_depth) - 1;
        if ((m_objects & open) == open) {
            // No array is open.
            m_state = State::Damaged;
            return Step::Taken;
        }
        while (isInObject())
            close();
    }
    close();
    if (m_depth == 0)
        m_state = State::Separators;
    return Step::Taken;
}

void ElementScanner::open(bool isObject)
{
    ++m_depth;
    if (m_depth <= kMaxTracked)
        m_objects = m_objects << 1U | (isObject ? 1U : 0U);
    m_last = isObject ? '{' : '[';
}

void ElementScanner::close()
{
    if (m_depth <= kMaxTracked)
        m_objects >>= 1U;
    --m_depth;
}

std::size_t ElementScanner::release()
{
    const std::size_t bytes = m_at;
    m_at = 0;
    return bytes;
}

} // namespace faultline
