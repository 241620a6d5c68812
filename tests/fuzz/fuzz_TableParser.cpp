// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a text as a table: as it is recognised, and in a given format. The records of the parser
// must be those of its cutter, and what is read must be fit to store. The first byte is the format.
#include "FuzzTarget.h"
#include "base/Utf8.h"
#include "readings/SourceId.h"
#include "sources/tables/TableParser.h"
#include "sources/tables/TableRecognition.h"
#include "sources/tables/ValueText.h"

#include <cmath>
#include <string>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

TableFormat formatFor(unsigned which)
{
    TableFormat format;
    format.shape = static_cast<TableShape>(which % 3);
    format.layout = static_cast<TableLayout>(which / 3 % 2);
    format.delimiter = which / 6 % 2 == 0 ? ',' : ';';
    format.decimalMark = which / 6 % 2 == 0 ? '.' : ',';
    format.severity = "INFO";
    if (which / 12 % 2 == 0)
        format.columns.push_back({"t", TableField::Time});
    else
        format.columns = {{"c", TableField::TimeOfDay}, {"d", TableField::Date}};
    if (format.layout == TableLayout::Wide) {
        format.columns.push_back({"a", TableField::Value});
        format.columns.push_back({"7", TableField::Value, "07"});
        format.columns.push_back({"q", TableField::Quality});
        return format;
    }
    format.columns.push_back({"s", TableField::Sensor});
    format.columns.push_back({"l", TableField::Severity});
    format.columns.push_back({"temp", TableField::Measurement, "temperature"});
    format.columns.push_back({"m", TableField::MeasurementName});
    format.columns.push_back({"v", TableField::Value});
    return format;
}

void checkReading(const RecordReading& reading, int slots)
{
    const std::string id = sensorIdOf(reading);
    require(canonicalId(id) == id, "an id is canonical");
    require(reading.slot >= 0 && reading.slot < slots, "a slot is one of the parser");
    require(!reading.severity.empty() && reading.severity.size() <= 32, "a severity is a word");
    require(
        !std::isinf(reading.temperature) && !std::isinf(reading.vibration), "numbers are finite");
    for (const ExtraMeasurement& extra : reading.extras) {
        require(validTextPrefix(extra.name) == extra.name.size(), "a name is text");
        require(validTextPrefix(extra.value) == extra.value.size(), "a value is text");
        require(!extra.name.empty() && !extra.value.empty(), "a measurement has a value");
        const CellKind kind = kindOfCell(extra.value, '.');
        require(
            extra.name == "quality" || kind == CellKind::Number || kind == CellKind::Word,
            "a value is a number or a word");
    }
}

void readAll(const TableFormat& format, std::string_view text)
{
    static const LocalTime zone = *LocalTime::fromName(u"Europe/Oslo"_s);
    TableParser parser(format, zone);
    ParsedRecord record;
    while (!text.empty()) {
        RecordCutter cutter = parser.cutter();
        const auto cut = cutter.cut(text, 1, true);
        if (cut.records == 0) {
            require(cut.ended, "only an array ends before its text");
            break;
        }
        const std::size_t bytes = parser.parse(text, record);
        require(bytes == cut.bytes, "a record is that of the cutter");
        require(record.stoppedAt <= bytes, "a parse stops in its record");
        if (record.outcome != ParsedRecord::Outcome::Readings)
            require(record.readings.empty(), "a record that isn't read has no readings");
        else
            require(
                static_cast<int>(record.readings.size() + record.rejectedCells.size())
                        + record.blankSlots
                    == parser.slots(),
                "each slot is accounted for");
        for (const RecordReading& reading : record.readings)
            checkReading(reading, parser.slots());
        for (const RejectedCell& cell : record.rejectedCells)
            require(
                cell.stoppedAt <= bytes && cell.slot < parser.slots(), "a cell is in its record");
        text.remove_prefix(bytes);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text = viewOf(data + 1, size - 1);
    if (data[0] < 24) {
        readAll(formatFor(data[0]), text);
        return 0;
    }
    auto table = recogniseTable(text, "file.csv");
    if (!table)
        return 0;
    if (table->hasQuestion(TableQuestion::Kind::Severity))
        table->format.severity = "ERROR";
    if (table->hasQuestion(TableQuestion::Kind::Sensor) && table->format.sensor.empty())
        table->format.sensor = "1";
    const TableFormat& format = table->format;
    require(format.check().ok(), "a recognised format is complete");
    require(format.dataBegin <= static_cast<qint64>(text.size()), "records begin in the file");
    // Names that aren't UTF-8 can't be stored as they are.
    bool isText = true;
    for (const TableColumn& column : format.columns)
        isText = isText && validTextPrefix(column.name) == column.name.size();
    for (const std::string& key : format.path)
        isText = isText && validTextPrefix(key) == key.size();
    if (isText) {
        const auto again = TableFormat::fromJson(format.toJson());
        require(again.ok() && *again == format, "a format that is stored is the same");
        require(formatForFile(format, text).has_value(), "a file has its own structure");
    }
    readAll(format, text.substr(static_cast<std::size_t>(format.dataBegin)));
    return 0;
}
