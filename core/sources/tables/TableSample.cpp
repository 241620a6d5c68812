// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableSample.h"

using namespace std::string_view_literals;

namespace faultline {

std::string_view TableSample::shortName(std::size_t column) const
{
    const bool hasShort = column < innerKeys.size() && !innerKeys[column].empty();
    return hasShort ? innerKeys[column] : format.columns[column].name;
}

std::vector<TableSample> tableSamples(std::string_view text)
{
    constexpr auto kByteOrderMark = "\xEF\xBB\xBF"sv;
    const std::size_t begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    const std::size_t first = text.find_first_not_of(" \t\r\n", begin);
    if (first == std::string_view::npos)
        return {};
    auto samples = text[first] == '{' || text[first] == '['
                       ? jsonSamples(text, first, InnerObjects::AreColumns)
                       : delimitedSamples(text, begin);
    // Formats are kept in a database, and none keeps a NUL.
    std::erase_if(samples, [](const TableSample& sample) { return sample.format.hasNul(); });
    return samples;
}

} // namespace faultline
