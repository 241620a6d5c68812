// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/comparison/ChunkExtent.h"

#include <QList>

#include <map>
#include <mutex>
#include <set>
#include <unordered_map>
#include <vector>

namespace faultline {

/// The extents of the chunks that are loaded, and of those being loaded: tells whether a chunk of a
/// file may repeat readings of other files. It errs only on the safe side. Any thread may call
/// add() and tryAdd().
class LoadedExtents
{
public:
    LoadedExtents() = default;
    /// What the database has of these plants. In a plant that skips no known readings, a file
    /// repeats only its own earlier content.
    static Result<LoadedExtents> fetch(Connection& connection, const QList<PlantId>& plants);

    LoadedExtents(LoadedExtents&& other) noexcept;
    LoadedExtents& operator=(LoadedExtents&& other) noexcept;

    /// The plants that skip no known readings.
    const std::set<PlantId>& neverSkipping() const { return m_neverSkipping; }

    /// Whether these bytes of a file were in a range that has to be loaded again and had rejected
    /// lines (ListedLines). Its chunks can't tell by their readings.
    bool hasListed(FileId file, qint64 begin, qint64 end) const;

    /// False if the chunk may repeat readings of others. Otherwise others may repeat its own.
    bool tryAdd(PlantId plant, FileId file, const ChunkExtent& extent);
    /// For a chunk whose lines were compared.
    void add(PlantId plant, FileId file, const ChunkExtent& extent);

private:
    // Small, because a folder may have 100,000 files.
    struct Entry
    {
        FileId file{};
        quint32 firstRange = 0; ///< Of its sensors, in m_ranges.
        quint32 ranges = 0;
        qint64 firstAt = 0;
        qint64 lastAt = 0;
    };
    struct Bytes
    {
        qint64 begin = 0;
        qint64 end = 0;
    };
    using Cells = std::unordered_map<qint64, std::vector<quint32>>;
    struct Wanted
    {
        FileId file{};
        const ChunkExtent& extent;
    };

    bool meets(FileId file, const ChunkExtent& extent) const;
    bool meetsAny(const Cells& cells, qint64 first, qint64 last, const Wanted& wanted) const;
    bool isMet(quint32 position, const Wanted& wanted) const;
    void insert(FileId file, const ChunkExtent& extent);

    mutable std::mutex m_mutex;
    std::set<PlantId> m_neverSkipping;
    std::multimap<FileId, Bytes> m_listed;
    std::vector<Entry> m_entries;
    std::vector<SensorRanges::Range> m_ranges;
    // Exports are cut by time or by sensor. A short extent is found by its days, one with few
    // sensors by these; only extents with neither are all looked at, and these are large.
    Cells m_byDay;
    Cells m_bySensor;
    std::vector<quint32> m_others;
};

} // namespace faultline
