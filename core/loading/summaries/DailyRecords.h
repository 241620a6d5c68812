// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "database/connection/CopyBuffer.h"
#include "loading/summaries/SensorMap.h"
#include "loading/summaries/SummaryCells.h"

#include <span>
#include <vector>

namespace faultline {

/// Counts the records of a day by severity and equipment, for daily_records. Reuses its memory.
class DailyRecords
{
public:
    static constexpr auto kCopySql =
        "COPY faultline.daily_records (load_id, day, severity, records, without_equipment,"
        " equipment_key, equipment_records) FROM STDIN (FORMAT binary)";

    explicit DailyRecords(SensorMap map)
        : m_map(std::move(map))
    {}

    /// Adds a row for each severity of `cells`, which are of one day and one load.
    void addRows(CopyBuffer& rows, LoadId load, std::span<const SummaryCell> cells);

private:
    struct Count
    {
        qint16 severity = 0;
        qint32 equipmentKey = SensorMap::kNone;
        qint64 records = 0;
    };

    void count(std::span<const SummaryCell> cells);

    const SensorMap m_map;
    std::vector<Count> m_counts;
};

} // namespace faultline
