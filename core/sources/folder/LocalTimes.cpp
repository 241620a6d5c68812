// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/LocalTimes.h"

#include "sources/input/InputFile.h"
#include "sources/lists/SensorMapParser.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace faultline {

namespace {

using Times = std::vector<std::optional<qint64>>;

constexpr std::size_t kSampleBytes = std::size_t{64} * 1024;
constexpr std::size_t kMaxMapTimes = 2'000;
constexpr QStringView kEnoughCode = u"enough";

// A time without a zone is another instant in each of these.
std::array<LocalTime, 2> twoZones()
{
    return {LocalTime::utc(), *LocalTime::fromNameOrOffset(QStringLiteral("+01:00"))};
}

// In any order of dates: here it only matters that they can be read.
TimeFormat readable(TimeFormat times)
{
    if (times.order == TimeFormat::DateOrder::Unknown)
        times.order = TimeFormat::DateOrder::DayFirst;
    return times;
}

Times timesOf(const ParsedRecord& record)
{
    Times times;
    for (const RecordReading& reading : record.readings) {
        times.emplace_back(reading.occurredAt);
        if (reading.detail)
            times.push_back(reading.detail->endedAt);
    }
    return times;
}

Result<bool> inReadings(const InputFile& input, const SourceFile& file)
{
    std::string text(kSampleBytes, '\0');
    const auto count = input.read(file.dataBegin, text);
    if (!count)
        return count.error();
    text.resize(static_cast<std::size_t>(*count));
    SourceFormat format = file.format;
    format.times = readable(format.times);
    format.zone.reset();
    const auto zones = twoZones();
    const auto first = makeRecordParser(format, zones[0]);
    const auto second = makeRecordParser(format, zones[1]);
    std::string_view rest = text;
    rest =
        rest.substr(0, first->cutter().cut(rest, kSampleBytes, text.size() < kSampleBytes).bytes);
    ParsedRecord inFirst;
    ParsedRecord inSecond;
    while (!rest.empty()) {
        const std::size_t bytes = first->parse(rest, inFirst);
        second->parse(rest, inSecond);
        if (timesOf(inFirst) != timesOf(inSecond))
            return true;
        rest.remove_prefix(bytes);
    }
    return false;
}

Result<Times> timesOfMap(
    const InputFile& input, const SourceFile& file, const LocalTime& zone,
    const CancelToken& cancel)
{
    Times times;
    const ListSink<SensorMapEntry> sink{
        [&times](const SensorMapEntry& entry) {
            times.push_back(entry.validFrom);
            times.push_back(entry.validTo);
            return times.size() < kMaxMapTimes
                       ? Result<void>()
                       : UserMessage::information({}).withCode(kEnoughCode.toString());
        },
        [](const RejectedLine&) { return Result<void>(); }};
    SourceFormat format = file.format;
    format.times = readable(format.times);
    const auto counts = parseSensorMap(input, file.dataBegin, zone, sink, cancel, format);
    return counts || counts.error().code == kEnoughCode ? Result<Times>(std::move(times))
                                                        : counts.error();
}

} // namespace

Result<bool> writesLocalTimes(const SourceFile& file, const CancelToken& cancel)
{
    if (!file.hasTimes())
        return false;
    const auto input = InputFile::open(file.input);
    if (!input)
        return input.error();
    if (file.role == SourceRole::Readings)
        return inReadings(*input, file);
    if (const auto measured = input->measure(cancel); !measured)
        return measured.error();
    const auto zones = twoZones();
    const auto first = timesOfMap(*input, file, zones[0], cancel);
    if (!first)
        return first.error();
    const auto second = timesOfMap(*input, file, zones[1], cancel);
    return second ? Result<bool>(*first != *second) : second.error();
}

} // namespace faultline
