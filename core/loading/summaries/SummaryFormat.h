// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "loading/summaries/SummaryCells.h"

#include <cstddef>
#include <string_view>
#include <tuple>
#include <vector>

namespace faultline {

/// An equipment failed: at least one error record of it has this instant.
struct FailureEvent
{
    qint32 equipmentId = 0;
    qint64 occurredAt = 0; ///< As Reading::occurredAt.

    bool operator==(const FailureEvent&) const = default;
    /// By equipment, then by time.
    bool operator<(const FailureEvent& other) const
    {
        return std::tie(equipmentId, occurredAt) < std::tie(other.equipmentId, other.occurredAt);
    }
};

// How cells and events stand in a row of chunk_summary: a byte with the version of the format, then
// element after element without gaps, numbers little-endian and in the order of the structs. Cells
// of a row are of one month; events are in the order of time.

/// Elements that one row holds at most: with them it stays in a page of 8 KiB.
inline constexpr std::size_t kCellsInRow = 90;
inline constexpr std::size_t kEventsInRow = 650;

/// Bytes that so many elements take; none take no byte at all.
std::size_t packedCellBytes(std::size_t count);
std::size_t packedEventBytes(std::size_t count);

/// Writes elements one after the other into memory that the caller provides.
class SummaryPacker
{
public:
    /// Writes the version.
    explicit SummaryPacker(char* to);

    void add(const SummaryCell& cell);
    void add(const FailureEvent& event);

private:
    template<typename Number>
    void put(Number value);
    void put(const MeasurementSummary& measurement);

    char* m_to;
};

/// Appends the elements of a packed column. False when the bytes are of another version of the
/// format, or damaged.
bool unpackCells(std::string_view bytes, std::vector<SummaryCell>& cells);
bool unpackEvents(std::string_view bytes, std::vector<FailureEvent>& events);
/// What to say then.
UserMessage unreadableSummaries();

} // namespace faultline
