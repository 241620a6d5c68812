// SPDX-License-Identifier: GPL-3.0-or-later
// Role detection: the parser for the detected role must accept the start of the file.
#include "FuzzTarget.h"
#include "MemoryFile.h"
#include "sources/folder/RoleDetection.h"
#include "sources/lines/ReadingParser.h"
#include "sources/lines/UnreadableLog.h"
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/SensorMapParser.h"
#include "sources/tables/TableParser.h"

#include <algorithm>

using namespace faultline;

namespace {

bool hasReading(std::string_view text, TimeFormat::DateOrder order, const LogLayout& layout)
{
    ReadingParser parser(LocalTime::utc(), {order}, layout);
    Reading reading;
    for (;;) {
        const auto end = text.find('\n');
        if (parser.parse(text.substr(0, end), reading) == ReadingParser::Outcome::Reading)
            return true;
        if (end == std::string_view::npos)
            return false;
        text.remove_prefix(end + 1);
    }
}

// With its questions answered, its records can be read.
void checkTable(const DetectedRole& detected, std::string_view content)
{
    TableFormat format = detected.table->format;
    if (detected.table->hasQuestion(TableQuestion::Kind::Severity))
        format.severity = "ERROR";
    if (format.sensor.empty() && detected.table->hasQuestion(TableQuestion::Kind::Sensor))
        format.sensor = "1";
    require(format.check().ok(), "a table's format is complete");
    require(format.dataBegin == detected.dataBegin, "there is one place where records begin");
    require(
        detected.dataBegin >= 0 && detected.dataBegin <= static_cast<qint64>(content.size()),
        "records begin in the file");
    const auto begin = content.begin() + detected.dataBegin;
    require(
        detected.firstLine == 1 + std::count(content.begin(), begin, '\n'),
        "the first line is the one where records begin");
    std::string_view text = content.substr(static_cast<std::size_t>(detected.dataBegin));
    TableParser parser(format, LocalTime::utc());
    ParsedRecord record;
    while (!text.empty())
        text.remove_prefix(parser.parse(text, record));
}

template<typename Record>
ListSink<Record> ignoring()
{
    return {
        [](const Record&) { return Result<void>(); },
        [](const RejectedLine&) { return Result<void>(); }};
}

// JSON may be broken further down.
bool isAccepted(const Result<ListCounts>& counts)
{
    return counts.ok() || counts.error().code == u"json" || counts.error().code == u"columns";
}

bool canBeSensorMap(const InputFile& file, qint64 skipBytes)
{
    return isAccepted(parseSensorMap(
        file, skipBytes, LocalTime::utc(), ignoring<SensorMapEntry>(), CancelToken()));
}

bool canBeEquipmentList(const InputFile& file, qint64 skipBytes)
{
    return isAccepted(parseEquipmentList(file, skipBytes, ignoring<Equipment>(), CancelToken()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const MemoryFile memory;
    const std::string_view content = viewOf(data, size);
    if (!MemoryFile::isPlain(content))
        return 0;
    const InputFile file = memory.holding(content);
    const auto detected = detectRole(file);
    if (!detected) {
        require(!detected.error().what.isEmpty(), "a refusal says what");
        require(!detected.error().why.isEmpty(), "a refusal has a reason");
        return 0;
    }
    if (detected->table) {
        require(detected->role == SourceRole::Readings, "a table has readings");
        checkTable(*detected, content);
        return 0;
    }
    require(detected->dataBegin == 0 || detected->dataBegin == 3, "a mark has three bytes");
    const auto text = content.substr(static_cast<std::size_t>(detected->dataBegin));
    if (detected->also)
        require(canBeEquipmentList(file, detected->dataBegin), "a map that is also a list");
    switch (detected->role) {
    case SourceRole::Readings:
        if (detected->problem) {
            require(!firstLinesText(*detected->problem).isEmpty(), "its first lines are shown");
            require(!detected->problem->remedy.isEmpty(), "it says what to do");
        } else {
            require(
                hasReading(text, TimeFormat::DateOrder::DayFirst, detected->layout)
                    || hasReading(text, TimeFormat::DateOrder::MonthFirst, detected->layout),
                "a log has a reading");
        }
        break;
    case SourceRole::SensorMap:
        require(canBeSensorMap(file, detected->dataBegin), "a map has its header");
        break;
    case SourceRole::EquipmentList:
        require(canBeEquipmentList(file, detected->dataBegin), "a list has its names");
        break;
    }
    return 0;
}
