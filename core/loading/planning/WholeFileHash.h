// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/planning/LoadPlan.h"
#include "sources/input/ChunkReader.h"
#include "sources/input/ContentHash.h"

#include <optional>

namespace faultline {

/// The hash of a whole file, computed while its chunks are read, if all of them are.
class WholeFileHash
{
public:
    /// References must outlive it.
    WholeFileHash(const PlannedFile& file, const InputFile& input);

    /// Adds the next chunk of the file.
    void add(const RawChunk& chunk);
    /// XXH3-128 of the file; none if parts were already loaded, were left, or weren't kept because
    /// they are a giant line.
    std::optional<QByteArray> result() const;

private:
    const PlannedFile& m_file;
    ContentHasher m_hasher;
    qint64 m_end = 0; ///< How many bytes were added.
    bool m_isPossible = false;
};

} // namespace faultline
