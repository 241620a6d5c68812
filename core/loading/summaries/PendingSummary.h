// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "loading/summaries/ChunkSummary.h"
#include "loading/summaries/DayBuckets.h"
#include "loading/summaries/SensorMap.h"
#include "loading/summaries/SettlementLimits.h"

#include <atomic>
#include <mutex>
#include <set>
#include <span>
#include <vector>

namespace faultline {

/// What stored chunks add to the summaries, until a settlement writes it into the database. In
/// bounded memory: the rest goes to temporary files. It is only a shortcut: what it lacks is read
/// from the chunks' readings, because the database knows which chunks aren't settled yet.
class PendingSummary
{
public:
    /// Of chunks whose equipment is assigned by this map.
    explicit PendingSummary(SensorMap map = {}, const SettlementLimits& limits = {});

    /// Use this map for the chunks that are added from now on, and forget those of another one.
    void useMap(const SensorMap& map);
    const SensorMap& map() const { return m_map; }

    /// Adds what was stored under these ids, all of it. Thread-safe.
    void add(ChunkSummary& summary, const std::vector<ChunkId>& chunks);
    const std::set<ChunkId>& chunks() const { return m_chunks; }
    /// False if something of its chunks is missing, because a temporary file could not be written.
    bool isComplete() const { return m_isComplete; }
    /// Something of its chunks may be missing or be in it twice.
    void spoil() { m_isComplete = false; }
    void clear();

    /// For a settlement; not thread-safe. First call close(), which is false if something is
    /// missing.
    bool close();
    std::vector<DayBucket> buckets() const;
    DayBuckets<SummaryCell>& cells() { return m_cellBuckets; }
    DayBuckets<ReadingRecord>& records() { return m_records; }
    DayBuckets<FailureEvent>& events() { return m_events; }

private:
    bool writeCells();

    SensorMap m_map;
    const SettlementLimits m_limits;
    std::mutex m_mutex;
    std::set<ChunkId> m_chunks;
    std::atomic<bool> m_isComplete = true;
    SummaryCells m_cells; ///< Cells of days, merged until there are too many of them.
    DayBuckets<SummaryCell> m_cellBuckets;
    DayBuckets<ReadingRecord> m_records;
    DayBuckets<FailureEvent> m_events;
};

} // namespace faultline
