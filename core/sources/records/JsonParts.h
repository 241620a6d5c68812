// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// An array in a JSON document, as a value of its outermost object.
struct JsonPart
{
    std::string key;        ///< As it is written, without its quotes.
    qint64 begin = 0;       ///< Of its opening bracket.
    qint64 end = -1;        ///< Behind its closing bracket; -1: it wasn't seen.
    bool isObjects = false; ///< Its first element is an object.
};

/// Finds such arrays in the bytes of a document, which may come in any pieces. Keeps only their
/// keys. What isn't JSON gives no arrays, or some that can't be read.
class JsonPartScanner
{
public:
    void add(std::string_view bytes);
    /// The outermost object was closed, or the text doesn't begin with one.
    bool hasEnded() const { return m_hasEnded; }
    /// Where it was closed; behind it comes nothing in a document.
    qint64 endByte() const { return m_position; }
    /// Those that were closed, in their order.
    const std::vector<JsonPart>& parts() const { return m_parts; }
    /// The one that isn't closed yet.
    const std::optional<JsonPart>& open() const { return m_open; }

private:
    void addOutsideString(char c);

    qint64 m_position = 0;
    int m_depth = 0;
    bool m_hasEnded = false;
    bool m_isInString = false;
    bool m_isEscaped = false;
    bool m_isKeyNext = false;
    bool m_isInKey = false;
    std::string m_key;
    std::optional<JsonPart> m_open;
    bool m_isFirstElement = false;
    std::vector<JsonPart> m_parts;
};

} // namespace faultline
