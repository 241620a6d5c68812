// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/records/ByteWords.h"

#include <bit>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace faultline {

/// One value of a record. Its text is in the record, or in a TextArena if it had escapes.
struct Cell
{
    std::string_view text;
    std::size_t start = 0; ///< Where it is in the record.
    bool isNested = false; ///< A JSON object or array, which no field can be.
};

/// Memory for texts that aren't in the record as they are; they stay where they are until clear().
class TextArena
{
public:
    void clear()
    {
        m_block = 0;
        m_used = 0;
    }
    /// Room for `bytes`; what isn't kept is used again.
    char* room(std::size_t bytes)
    {
        while (m_block < m_blocks.size() && m_blocks[m_block].size - m_used < bytes) {
            ++m_block;
            m_used = 0;
        }
        if (m_block == m_blocks.size()) {
            const std::size_t size = bytes > kBlockBytes ? bytes : kBlockBytes;
            m_blocks.push_back({std::make_unique<char[]>(size), size});
        }
        return m_blocks[m_block].bytes.get() + m_used;
    }
    std::string_view keep(const char* text, std::size_t bytes)
    {
        m_used += bytes;
        return {text, bytes};
    }

private:
    static constexpr std::size_t kBlockBytes = 16'384;
    struct Block
    {
        std::unique_ptr<char[]> bytes;
        std::size_t size = 0;
    };
    std::vector<Block> m_blocks;
    std::size_t m_block = 0;
    std::size_t m_used = 0;
};

} // namespace faultline
