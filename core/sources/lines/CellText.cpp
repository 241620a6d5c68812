// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/CellText.h"

#include <algorithm>

namespace faultline {

void CellText::removeByte()
{
    m_removals.push_back({m_text.size(), ++m_removed});
}

bool CellText::assign(std::string_view line, char delimiter)
{
    m_text.clear();
    m_removals.clear();
    m_removed = 0;
    std::size_t at = 0;
    for (;;) {
        if (at < line.size() && line[at] == '"') {
            removeByte();
            for (++at;; ++at) {
                if (at == line.size())
                    return false;
                if (line[at] == '"') {
                    removeByte();
                    if (at + 1 == line.size() || line[at + 1] != '"')
                        break;
                    ++at;
                }
                m_text += line[at];
            }
            ++at;
        } else {
            const std::size_t end = std::min(line.find(delimiter, at), line.size());
            const std::string_view cell = line.substr(at, end - at);
            if (cell.find('"') != std::string_view::npos)
                return false;
            m_text += cell;
            at = end;
        }
        if (at == line.size())
            return true;
        if (line[at] != delimiter)
            return false;
        m_text += '\t';
        ++at;
    }
}

std::size_t CellText::positionInLine(std::size_t position) const
{
    const auto behind = std::upper_bound(
        m_removals.begin(), m_removals.end(), position,
        [](std::size_t p, const Removal& removal) { return p < removal.at; });
    return behind == m_removals.begin() ? position : position + std::prev(behind)->removed;
}

} // namespace faultline
