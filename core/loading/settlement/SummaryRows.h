// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/CopyBuffer.h"
#include "loading/settlement/BackgroundCopy.h"
#include "loading/summaries/SummaryCells.h"

#include <span>
#include <string_view>
#include <vector>

namespace faultline {

/// What `start` of a summary is the first day of.
enum class SummaryUnit { Day, Month, Year };
std::string_view summaryUnitWord(SummaryUnit unit);

/// How many readings of one severity a sensor has on a day, while on a piece of equipment.
struct SensorCount
{
    qint32 start = 0;
    qint32 sensorKey = 0;
    qint32 equipmentKey = 0;
    qint16 severity = 0;
    qint64 readings = 0;
};

/// Adds rows of a plant to sensor_summary and equipment_summary, in the caller's transaction. Each
/// row holds as many cells as fit in a page of the server, since a row for each cell would take as
/// much space as a reading. Rows add up, so cells may be added in any number of parts. Cells must
/// be in the order of SummaryCells::sort().
class SummaryRows
{
public:
    /// `copies` must outlive it.
    SummaryRows(BackgroundCopy& copies, PlantId plant)
        : m_copies(copies)
        , m_plant(plant)
    {}

    Result<void> addSensors(SummaryUnit unit, std::span<const SummaryCell> cells);
    /// Days without measurements.
    Result<void> addSensors(std::span<const SensorCount> counts);
    /// Cells of all sensors of a piece of equipment.
    Result<void> addEquipment(SummaryUnit unit, std::span<const SummaryCell> cells);
    /// Sends what is left, and waits until all is sent.
    Result<void> finish();

    qint64 rowCount() const { return m_rowCount; }

private:
    template<typename Cell>
    Result<void> addAll(SummaryUnit unit, std::span<const Cell> cells);
    template<typename Cell>
    void addOfOneStart(SummaryUnit unit, std::span<const Cell> cells);
    /// What is named once for all sensors of a row.
    struct RowForm
    {
        bool isOneEquipment = false;
        bool isOneReading = false;
    };
    template<typename Cell>
    void addSensorRows(SummaryUnit unit, std::span<const Cell> cells, bool isOneEquipment);
    template<typename Cell>
    void addSensorRow(SummaryUnit unit, std::span<const Cell> cells, RowForm form);
    void addEquipmentRow(SummaryUnit unit, std::span<const SummaryCell> cells);
    Result<void> copy(const char* copySql, CopyBuffer& rows);

    BackgroundCopy& m_copies;
    const PlantId m_plant;
    CopyBuffer m_sensorRows;
    CopyBuffer m_equipmentRows;
    std::vector<SensorCount> m_readings; ///< One for each reading.
    qint64 m_rowCount = 0;
};

} // namespace faultline
