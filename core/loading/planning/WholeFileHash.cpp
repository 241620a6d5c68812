// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/WholeFileHash.h"

#include <vector>

namespace faultline {

WholeFileHash::WholeFileHash(const PlannedFile& file, const InputFile& input)
    : m_file(file)
{
    if (file.knownBytes > 0 || file.gaps.size() != 1)
        return;
    // A byte order mark belongs to the file but to no chunk.
    std::vector<char> mark(static_cast<std::size_t>(file.source->dataBegin));
    if (!input.readExactly(0, mark))
        return;
    m_hasher.add({mark.data(), mark.size()});
    m_end = file.source->dataBegin;
    m_isPossible = true;
}

void WholeFileHash::add(const RawChunk& chunk)
{
    m_isPossible = m_isPossible && !chunk.unkept;
    if (!m_isPossible)
        return;
    m_hasher.add(chunk.bytes.view());
    m_end = chunk.endByte;
}

std::optional<QByteArray> WholeFileHash::result() const
{
    if (!m_isPossible || m_end != m_file.bytes)
        return std::nullopt;
    return m_hasher.result();
}

} // namespace faultline
