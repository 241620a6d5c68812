// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/HstoreText.h"

#include <algorithm>
#include <string_view>

namespace faultline {

namespace {

void appendQuoted(std::string& text, std::string_view value)
{
    text += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\')
            text += '\\';
        text += c;
    }
    text += '"';
}

} // namespace

std::string hstoreText(std::vector<ExtraMeasurement> extras)
{
    // Shorter names first.
    std::sort(extras.begin(), extras.end(), [](const auto& a, const auto& b) {
        return a.name.size() != b.name.size() ? a.name.size() < b.name.size() : a.name < b.name;
    });
    std::string text;
    for (const ExtraMeasurement& extra : extras) {
        if (!text.empty())
            text += ", ";
        appendQuoted(text, extra.name);
        text += "=>";
        appendQuoted(text, extra.value);
    }
    return text;
}

} // namespace faultline
