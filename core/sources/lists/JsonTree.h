// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/lists/JsonReader.h"

#include <QByteArray>

#include <string_view>
#include <vector>

namespace faultline {

/// A value of a JSON document, with what is in it.
struct JsonNode
{
    enum class Kind { Value, Text, Object, Array };

    Kind kind = Kind::Value;
    QByteArray key;              ///< In an object.
    QByteArray text;             ///< Of a value.
    std::vector<JsonNode> items; ///< Of an object or array.

    bool isContainer() const { return kind == Kind::Object || kind == Kind::Array; }
    /// The item of an object with this key; null if there is none.
    const JsonNode* item(std::string_view key) const;
};

/// The values at the beginning of a text, as far as they can be read: it may be cut off anywhere.
/// What is nested deeper than kMaxTreeDepth is left out.
std::vector<JsonNode> readJsonTree(std::string_view text);
inline constexpr std::size_t kMaxTreeDepth = 8;

} // namespace faultline
