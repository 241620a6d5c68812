// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <optional>
#include <string_view>

namespace faultline {

// What files call a sensor or a piece of equipment: a number or a tag, such as TI-101A (ISA-5.1).
// An id has a canonical form, which is what the database stores and compares. Whole numbers have
// one form however they are written: 1, 01, 1.0 and 0001 are the same id. Everything else is an id
// as it is, and differs from another one in any byte.

/// The most bytes that an id may have.
inline constexpr std::size_t kMaxIdBytes = 128;

/// The canonical form of an id without white space around it. Points into `text`. None for an
/// empty text, one that is too long, one that is not UTF-8 or contains control characters.
std::optional<std::string_view> canonicalId(std::string_view text);
/// The same for an id that a user typed, with or without white space around it; empty if it is no
/// id.
QString canonicalIdFromText(const QString& text);

/// The value of a canonical id that is a number below 2,147,483,648; -1 for any other.
qint32 numberOfId(std::string_view id);

} // namespace faultline
