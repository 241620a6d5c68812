// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>

#include <cstddef>
#include <optional>
#include <string_view>

namespace faultline {

// What files call a sensor or a piece of equipment: a number, or a tag such as TI-101A (ISA-5.1).
// An id has a canonical form, which is what the database stores and compares.
//
// A whole number is digits, which may be followed by a point and zeros. All ways to write it are
// one id: 1, 01, 1.0 and 0001 become 1. Everything else is a tag, stays as it is, and differs from
// another one in any byte: -1, 1e0, 1.5 and 1A are tags, and so is a text with space around it.

/// The most bytes that an id may have in its canonical form.
inline constexpr std::size_t kMaxIdBytes = 128;

/// The canonical form of an id, which points into `text`. None for an empty text, for one that is
/// longer than kMaxIdBytes or not UTF-8, and for one with control characters.
std::optional<std::string_view> canonicalId(std::string_view text);
/// The first byte because of which `text` is no id; text.size() if it is one, or is empty.
std::size_t validIdPrefix(std::string_view text);
/// The same for an id that a user typed, with or without white space around it; empty if it is no
/// id.
QString canonicalIdFromText(const QString& text);

/// The value of a canonical id that is a number below 2,147,483,648; -1 for any other.
qint32 numberOfId(std::string_view id);

} // namespace faultline
