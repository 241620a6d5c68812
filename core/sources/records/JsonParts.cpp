// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/JsonParts.h"

#include <utility>

namespace faultline {

namespace {

constexpr std::size_t kMaxKeyBytes = 256;

constexpr bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Of a byte order mark.
bool isOfMark(char c, qint64 position)
{
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    return position < static_cast<qint64>(kMark.size())
           && kMark[static_cast<std::size_t>(position)] == c;
}

} // namespace

void JsonPartScanner::add(std::string_view bytes)
{
    for (const char c : bytes) {
        if (m_hasEnded)
            return;
        if (!m_isInString) {
            addOutsideString(c);
        } else if (m_isEscaped) {
            m_isEscaped = false;
        } else if (c == '\\') {
            m_isEscaped = true;
        } else if (c == '"') {
            m_isInString = false;
            m_isInKey = false;
        }
        if (m_isInKey && c != '"' && m_key.size() <= kMaxKeyBytes)
            m_key += c;
        ++m_position;
    }
}

void JsonPartScanner::addOutsideString(char c)
{
    if (isSpace(c) || (m_depth == 0 && isOfMark(c, m_position)))
        return;
    if (m_depth == 0 && c != '{') {
        m_hasEnded = true;
        return;
    }
    if (m_depth == 2 && m_open && std::exchange(m_isFirstElement, false))
        m_open->isObjects = c == '{';
    switch (c) {
    case '"':
        m_isInString = true;
        m_isInKey = m_depth == 1 && m_isKeyNext;
        if (m_isInKey)
            m_key.clear();
        break;
    case ':':
        m_isKeyNext = m_isKeyNext && m_depth != 1;
        break;
    case ',':
        m_isKeyNext = m_isKeyNext || m_depth == 1;
        break;
    case '{':
    case '[':
        if (m_depth == 0)
            m_isKeyNext = true;
        if (m_depth == 1 && c == '[' && m_key.size() <= kMaxKeyBytes) {
            m_open = JsonPart{m_key, m_position};
            m_isFirstElement = true;
        }
        ++m_depth;
        break;
    case '}':
    case ']':
        --m_depth;
        if (m_depth == 1 && m_open) {
            m_open->end = m_position + 1;
            m_parts.push_back(*std::exchange(m_open, std::nullopt));
        }
        m_hasEnded = m_depth == 0;
        break;
    default:
        break;
    }
}

} // namespace faultline
