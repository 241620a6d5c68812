// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// A line that a spreadsheet has saved, without what the spreadsheet added: quotes around cells
/// (RFC 4180) are removed, doubled quotes in them become one, and a tab is between cells, as a log
/// has it. A cell that contains a quote must be in quotes as a whole, as every spreadsheet writes
/// it; other quotes belong to the line.
class CellText
{
public:
    /// Cuts `line` into cells at `delimiter`. False if its quotes aren't those of such cells.
    bool assign(std::string_view line, char delimiter);

    std::string_view text() const { return m_text; }
    /// The byte of `line` that became the text's byte `position`, which may be its end.
    std::size_t positionInLine(std::size_t position) const;

private:
    struct Removal
    {
        std::size_t at = 0;      ///< Byte of the text that follows what was removed.
        std::size_t removed = 0; ///< Bytes that were removed before it, in all.
    };

    void removeByte();

    std::string m_text;
    std::vector<Removal> m_removals;
    std::size_t m_removed = 0;
};

} // namespace faultline
