// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "loading/summaries/ChunkSummary.h"
#include "loading/summaries/DayBuckets.h"
#include "loading/summaries/SettlementLimits.h"
#include "loading/summaries/SummaryRules.h"

#include <atomic>
#include <mutex>
#include <set>
#include <span>
#include <vector>

namespace faultline {

/// What stored chunks of a plant add to its summaries, until a settlement writes it into the
/// database. In bounded memory: the rest goes to temporary files. It is only a shortcut: what it
/// lacks is read from the chunks' readings, because the database knows which chunks aren't settled
/// yet.
class PendingSummary
{
public:
    explicit PendingSummary(const SettlementLimits& limits = {});

    /// The rules of all chunks that are added. Forgets chunks that were added by others.
    void useRules(SummaryRules rules);
    /// The rules that have replaced them, which only differ in the equipment of these sensors. What
    /// was added stays as far as it doesn't depend on it; otherwise all of it is forgotten.
    void adopt(SummaryRules rules, const std::vector<qint32>& changedSensors);
    const SummaryRules& rules() const { return m_rules; }

    /// Adds what was stored under these ids, all of it. Thread-safe.
    void add(ChunkSummary& summary, const std::vector<ChunkId>& chunks);
    const std::set<ChunkId>& chunks() const { return m_chunks; }
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
    void noteAddedUp(qint32 sensorKey);
    bool writeCells();

    SummaryRules m_rules;
    LocalClock m_clock{LocalTime::utc()};
    const SettlementLimits m_limits;
    std::mutex m_mutex;
    std::set<ChunkId> m_chunks;
    std::atomic<bool> m_isComplete = true;
    std::vector<bool> m_addedUp; ///< By sensor key: some of its readings are in cells.
    SummaryCells m_cells;        ///< Cells of days, merged until there are too many of them.
    DayBuckets<SummaryCell> m_cellBuckets;
    DayBuckets<ReadingRecord> m_records;
    DayBuckets<FailureEvent> m_events;
};

} // namespace faultline
