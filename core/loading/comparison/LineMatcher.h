// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/comparison/HashBuckets.h"
#include "sources/input/ContentHash.h"

#include <QtGlobal>

#include <cstddef>
#include <functional>
#include <vector>

namespace faultline {

/// A reading of a line, or of another record, of a file.
struct LineRecord
{
    WideHash hash;       ///< Of the reading (ReadingIdentity).
    qint64 position = 0; ///< SkippedLines::addChunk()
    qint32 file = 0;     ///< Its position in the list of files.
    bool isMissing = false;
};

/// A reading of the database.
struct StoredRecord
{
    WideHash hash;
    qint64 owner = -1; ///< The file in the list whose line has given it, if that is certain.
};

/// Decides which missing lines to skip: the n-th line of a file that gives a reading, if the
/// database and the files before this one have it at least n times. Memory doesn't grow with the
/// number of records (HashBuckets). One thread.
class LineMatcher
{
public:
    /// The lines of the first file first, in their order.
    Result<void> add(const LineRecord& line);
    /// After all lines; one that no line gives is ignored.
    Result<void> add(const StoredRecord& reading);
    /// Calls `skip` with each line to skip; `needsEarlier` if not all that it repeats is stored.
    Result<void> match(
        const std::function<void(const LineRecord& line, bool needsEarlier)>& skip,
        const CancelToken& cancel);

private:
    // Tells which of the database's readings can't be among the lines, without keeping the lines.
    class LineFilter
    {
    public:
        void add(const WideHash& hash) { m_bits[indexOf(hash)] = true; }
        bool mayHave(const WideHash& hash) const { return m_bits[indexOf(hash)]; }

    private:
        static constexpr std::size_t kBits = std::size_t{1} << 27; // 16 MiB
        static std::size_t indexOf(const WideHash& hash) { return hash.high % kBits; }

        std::vector<bool> m_bits = std::vector<bool>(kBits);
    };

    Result<void> matchBucket(
        std::size_t bucket,
        const std::function<void(const LineRecord& line, bool needsEarlier)>& skip);

    LineFilter m_filter;
    HashBuckets<LineRecord> m_lines;
    HashBuckets<StoredRecord> m_stored;
};

} // namespace faultline
