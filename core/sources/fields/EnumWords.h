// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1StringView>
#include <QString>

#include <array>
#include <cstddef>
#include <optional>

namespace faultline {

/// The words of an enumeration that ends with Count, in its order.
template<typename T>
using EnumWords = std::array<const char*, static_cast<std::size_t>(T::Count)>;

template<typename T>
QString wordOf(const EnumWords<T>& words, T value)
{
    return QString::fromLatin1(words.at(static_cast<std::size_t>(value)));
}

template<typename T>
std::optional<T> valueOf(const EnumWords<T>& words, QStringView word)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (word == QLatin1StringView(words.at(i)))
            return static_cast<T>(i);
    }
    return std::nullopt;
}

} // namespace faultline
