// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/ElementScanner.h"

namespace faultline {

namespace {

constexpr bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

std::size_t ElementScanner::scan(std::string_view text, bool isLast)
{
    for (; m_at < text.size(); ++m_at) {
        const char c = text[m_at];
        const Step taken = step(c);
        if (taken == Step::EndsHere)
            return m_at;
        m_lineFeeds += c == '\n' ? 1 : 0;
        if (taken == Step::EndsBehind)
            return m_at + 1;
    }
    if (!isLast)
        return kMore;
    if (m_state == State::Bracket)
        m_state = State::EndOfArray;
    return text.size();
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
