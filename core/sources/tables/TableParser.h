// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"
#include "sources/records/RecordParser.h"
#include "sources/tables/FailureCells.h"
#include "sources/tables/RowCells.h"
#include "sources/tables/TableClock.h"
#include "sources/tables/TableFormat.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace faultline {

/// Reads the readings of a table, as its format says (docs/formats.md).
class TableParser final : public RecordParser
{
public:
    /// `format` passes its check(). `zone` is that of times without one; `times` is that of the
    /// file.
    TableParser(TableFormat format, const LocalTime& zone, const TimeFormat& times = {});

    std::size_t parse(std::string_view text, ParsedRecord& record) override;
    int slots() const override { return m_format.slots(); }
    RecordCutter cutter() const override { return m_format.cutter(); }

    const TableFormat& format() const { return m_format; }

private:
    enum class Target { Temperature, Vibration, Extra };

    // A column with a number: of a sensor (wide), or a measurement (long).
    struct ValueColumn
    {
        std::size_t column = 0;
        std::string_view label;
        qint32 sensorNumber = -1;
        Target target = Target::Extra;
    };

    void findColumns();
    bool readTime(ParsedRecord& record);
    bool readSeverity(ParsedRecord& record);
    bool readQuality(ParsedRecord& record);
    bool readFailure(ParsedRecord& record);
    bool readSensor(ParsedRecord& record, Reading& reading) const;
    std::string_view idOf(const Cell& cell) const;
    void readWide(ParsedRecord& record);
    void readLong(ParsedRecord& record);
    bool readMeasurements(ParsedRecord& record, Reading& reading);
    bool readValue(ParsedRecord& record, Reading& reading);
    bool addMeasurement(std::string_view name, Target target, const Cell& cell, Reading& reading);
    bool isShort(std::string_view text) const;
    const char* readableEnd(std::string_view text) const;
    std::string_view withPoint(std::string_view number);

    static Target targetOf(std::string_view name);
    static bool reject(ParsedRecord& record, RejectReason reason, std::size_t stoppedAt);
    const Cell* cellOf(int column) const
    {
        return column < 0 ? nullptr : &m_cells[static_cast<std::size_t>(column)];
    }

    const TableFormat m_format;
    const bool m_isWide;
    std::variant<DelimitedCells, JsonCells> m_splitter;
    std::vector<Cell> m_cells; ///< Of each column, and one more.
    TextArena m_arena;
    std::string_view m_text; ///< What the record begins.
    TableClock m_clock;
    FailureCells m_failure;

    int m_time = -1;
    int m_date = -1;
    int m_timeOfDay = -1;
    int m_sensor = -1;
    int m_equipment = -1;
    int m_severity = -1;
    int m_quality = -1;
    int m_value = -1;
    int m_measurementName = -1;
    std::vector<ValueColumn> m_values;
    std::string m_constantSensor; ///< In its canonical form.
    qint32 m_constantSensorNumber = -1;

    std::string m_constantSeverity;
    std::string m_lastSeverity; ///< As in the row before.
    std::string m_upperSeverity;
    std::string_view m_rowSeverity;
    std::string_view m_rowQuality; ///< Empty if the row is good.
};

} // namespace faultline
