// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/PendingSummary.h"

#include <algorithm>
#include <utility>

namespace faultline {

PendingSummary::PendingSummary(const SettlementLimits& limits)
    : m_limits(limits)
    , m_cellBuckets(limits.bytes)
    , m_records(limits.bytes)
    , m_events(limits.bytes)
{}

void PendingSummary::useRules(SummaryRules rules)
{
    if (rules.version() != m_rules.version())
        clear();
    m_rules = std::move(rules);
    m_clock = LocalClock(m_rules.zone());
}

void PendingSummary::adopt(SummaryRules rules, const std::vector<qint32>& changedSensors)
{
    const bool isAddedUp =
        std::any_of(changedSensors.begin(), changedSensors.end(), [this](qint32 sensor) {
            const auto index = static_cast<std::size_t>(sensor);
            return index < m_addedUp.size() && m_addedUp[index];
        });
    if (isAddedUp)
        clear();
    m_rules = std::move(rules);
}

void PendingSummary::add(ChunkSummary& summary, const std::vector<ChunkId>& chunks)
{
    const std::vector<FailureEvent>& events = summary.sortedEvents();
    const std::scoped_lock lock(m_mutex);
    // Until all of it is added: memory may run out on the way.
    bool isStored = m_isComplete.exchange(false);
    m_chunks.insert(chunks.begin(), chunks.end());
    for (const SummaryCell& cell : summary.cells().cells()) {
        m_cells.at(cell.start, cell.sensorKey, cell.equipmentKey, cell.severity).merge(cell);
        noteAddedUp(cell.sensorKey);
        if (m_cells.size() > m_limits.cells)
            isStored = isStored && writeCells();
    }
    for (auto event = events.begin(); isStored && event != events.end(); ++event)
        isStored = m_events.add(event->day, *event);
    const std::vector<ReadingRecord>& records = summary.records();
    for (auto record = records.begin(); isStored && record != records.end(); ++record)
        isStored = m_records.add(m_clock.dayOf(record->occurredAt), *record);
    m_isComplete = isStored;
}

void PendingSummary::clear()
{
    m_chunks.clear();
    m_isComplete = true;
    m_addedUp.clear();
    m_cells.clear();
    m_cellBuckets = DayBuckets<SummaryCell>(m_limits.bytes);
    m_records = DayBuckets<ReadingRecord>(m_limits.bytes);
    m_events = DayBuckets<FailureEvent>(m_limits.bytes);
}

// Equipment that is a sensor stays where it is.
void PendingSummary::noteAddedUp(qint32 sensorKey)
{
    if (sensorKey < 0)
        return;
    const auto index = static_cast<std::size_t>(sensorKey);
    if (index >= m_addedUp.size())
        m_addedUp.resize(std::max(index + 1, m_addedUp.size() * 2));
    m_addedUp[index] = true;
}

bool PendingSummary::close()
{
    m_isComplete = m_isComplete && writeCells();
    m_cells = SummaryCells(); // the settlement needs the memory
    return m_isComplete;
}

std::vector<DayBucket> PendingSummary::buckets() const
{
    std::set<DayBucket> all;
    for (const auto& some : {m_cellBuckets.buckets(), m_records.buckets(), m_events.buckets()})
        all.insert(some.begin(), some.end());
    return {all.begin(), all.end()};
}

bool PendingSummary::writeCells()
{
    for (const SummaryCell& cell : m_cells.cells()) {
        if (!m_cellBuckets.add(cell.start, cell))
            return false;
    }
    m_cells.clear();
    return true;
}

} // namespace faultline
