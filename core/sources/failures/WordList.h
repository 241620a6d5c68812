// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <algorithm>
#include <string>
#include <string_view>

namespace faultline {

/// In lower case, with spaces instead of `_` and `-`: how words of failure lists are compared.
inline std::string lowered(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
        .toLower()
        .replace(u'_', u' ')
        .replace(u'-', u' ')
        .toStdString();
}

/// Whether `word` is one of `words`, between which `separator` is.
inline bool isAmong(std::string_view words, char separator, std::string_view word)
{
    while (!words.empty()) {
        const std::string_view each = words.substr(0, words.find(separator));
        if (each == word)
            return true;
        words.remove_prefix(std::min(words.size(), each.size() + 1));
    }
    return false;
}

} // namespace faultline
