// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableSample.h"

using namespace std::string_view_literals;

namespace faultline {

std::vector<TableSample> tableSamples(std::string_view text)
{
    constexpr auto kByteOrderMark = "\xEF\xBB\xBF"sv;
    const std::size_t begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    const std::size_t first = text.find_first_not_of(" \t\r\n", begin);
    if (first == std::string_view::npos)
        return {};
    if (text[first] == '{' || text[first] == '[')
        return jsonSamples(text, first);
    return delimitedSamples(text, begin);
}

} // namespace faultline
