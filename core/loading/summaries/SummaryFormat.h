// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "loading/summaries/SummaryCells.h"

#include <cstddef>
#include <string_view>
#include <tuple>
#include <vector>

namespace faultline {

/// A piece of equipment failed: at least one of its error records has this instant.
struct FailureEvent
{
    qint32 equipmentKey = 0;
    qint64 occurredAt = 0; ///< Like Reading::occurredAt.

    bool operator==(const FailureEvent&) const = default;
    /// By equipment, then by time.
    bool operator<(const FailureEvent& other) const
    {
        return std::tie(equipmentKey, occurredAt) < std::tie(other.equipmentKey, other.occurredAt);
    }
};

// The format of cells and events in a row of chunk_summary: a byte with the version of the format,
// then the elements without gaps; numbers are little-endian, in the order of the structs. All cells
// of a row are of one month; events are in order of time.

/// The maximum elements in a row, so that it fits in a page of 8 KiB.
inline constexpr std::size_t kCellsInRow = 90;
inline constexpr std::size_t kEventsInRow = 650;

/// Bytes for this many elements; 0 for none.
std::size_t packedCellBytes(std::size_t count);
std::size_t packedEventBytes(std::size_t count);

/// Writes elements into memory that the caller provides.
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

/// Appends the elements of a packed column. False if the bytes have another version of the format
/// or are damaged.
bool unpackCells(std::string_view bytes, std::vector<SummaryCell>& cells);
bool unpackEvents(std::string_view bytes, std::vector<FailureEvent>& events);
/// The message for that case.
UserMessage unreadableSummaries();

} // namespace faultline
