// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/json/JsonReader.h"

#include <QByteArray>
#include <QString>

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

/// The beginning of a JSON document.
struct JsonTree
{
    std::vector<JsonNode> values;
    QString problem; ///< For people: what can't be read, where, and what to do. Empty if the text
                     ///< can be read, or just ends too early.
};

/// Reads the values at the beginning of a text, as far as possible: it may be cut off anywhere.
/// What is nested deeper than kMaxTreeDepth is left out.
JsonTree readJsonTree(std::string_view text);
inline constexpr std::size_t kMaxTreeDepth = 8;

} // namespace faultline
