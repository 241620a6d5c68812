// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/DateOrders.h"

#include "sources/input/ContentHash.h"
#include "sources/lists/SensorMapParser.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace faultline {

namespace {

using Order = TimeFormat::DateOrder;
using Example = DateOrderEvidence::Example;

constexpr int kMonths = 12;
// A map with more rows of dates that can't be read is damaged.
constexpr std::size_t kMaxRejected = 10'000;

// A sensor map read in one order.
struct MapReading
{
    QByteArray times; ///< A hash of those of all its rows.
    /// Rows that can't be read so, and have a date which is only one in the other order.
    std::map<qint64, Example> others;
    std::map<qint64, bool> rejected;
};

void noteRejected(const RejectedLine& row, Order order, MapReading& reading)
{
    if (reading.rejected.size() >= kMaxRejected)
        return;
    reading.rejected.emplace(row.lineNumber, true);
    const std::string_view text(row.raw.constData(), static_cast<std::size_t>(row.raw.size()));
    for (auto date = findNumericDate(text); date;
         date = findNumericDate(text, date->at + date->bytes)) {
        const int month = order == Order::DayFirst ? date->second : date->first;
        const int day = order == Order::DayFirst ? date->first : date->second;
        if (month > kMonths && day <= kMonths) {
            reading.others.emplace(
                row.lineNumber, Example{
                                    row.lineNumber, row.raw.mid(
                                                        static_cast<qsizetype>(date->at),
                                                        static_cast<qsizetype>(date->bytes))});
        }
    }
}

Result<MapReading>
readMap(const InputFile& input, const SourceFile& file, Order order, const CancelToken& cancel)
{
    MapReading reading;
    const auto addTime = [&reading](const std::optional<qint64>& time) {
        std::string bytes(
            reading.times.constData(), static_cast<std::size_t>(reading.times.size()));
        bytes += time ? std::to_string(*time) : std::string("-");
        reading.times = contentHash(bytes);
    };
    const ListSink<SensorMapEntry> sink{
        [&addTime](const SensorMapEntry& entry) {
            addTime(entry.validFrom);
            addTime(entry.validTo);
            return Result<void>();
        },
        [&reading, order](const RejectedLine& row) {
            noteRejected(row, order, reading);
            return Result<void>();
        }};
    SourceFormat format = file.format;
    format.times.order = order;
    const auto counts =
        parseSensorMap(input, file.dataBegin, LocalTime::utc(), sink, cancel, format);
    return counts ? Result<MapReading>(std::move(reading)) : counts.error();
}

std::optional<Example> firstReadable(const MapReading& rejecting, const MapReading& taking)
{
    for (const auto& [line, example] : rejecting.others) {
        if (!taking.rejected.contains(line))
            return example;
    }
    return std::nullopt;
}

// The first date of numbers in the map.
Result<Example> firstDate(const InputFile& input, const SourceFile& file)
{
    constexpr qint64 kReadBytes = qint64{64} * 1024;
    QByteArray bytes(kReadBytes, Qt::Uninitialized);
    const auto count =
        input.read(file.dataBegin, {bytes.data(), static_cast<std::size_t>(bytes.size())});
    if (!count)
        return count.error();
    const std::string_view text(bytes.constData(), static_cast<std::size_t>(*count));
    for (auto date = findNumericDate(text); date;
         date = findNumericDate(text, date->at + date->bytes)) {
        if (date->first == date->second)
            continue;
        const auto at = static_cast<qsizetype>(date->at);
        return Example{
            bytes.left(at).count('\n') + 1, bytes.mid(at, static_cast<qsizetype>(date->bytes))};
    }
    return Example{};
}

Result<DateOrderEvidence>
proveMapOrder(const InputFile& input, const SourceFile& file, const CancelToken& cancel)
{
    const auto dayFirst = readMap(input, file, Order::DayFirst, cancel);
    if (!dayFirst)
        return dayFirst.error();
    const auto monthFirst = readMap(input, file, Order::MonthFirst, cancel);
    if (!monthFirst)
        return monthFirst.error();
    DateOrderEvidence evidence;
    evidence.dayFirst = firstReadable(*monthFirst, *dayFirst);
    evidence.monthFirst = firstReadable(*dayFirst, *monthFirst);
    if (evidence.isEmpty() && dayFirst->times != monthFirst->times) {
        const auto example = firstDate(input, file);
        if (!example)
            return example.error();
        evidence.open = *example;
    }
    return evidence;
}

Result<DateOrderEvidence>
proveReadingsOrder(const InputFile& input, const SourceFile& file, const CancelToken& cancel)
{
    const auto makeParser = [&file](Order order) {
        SourceFormat format = file.format;
        format.times.order = order;
        return makeLineParser(std::move(format));
    };
    return proveDateOrder(
        input, file.dataBegin, file.firstLine, file.format.cutter(), makeParser, cancel);
}

} // namespace

Result<void> findDateOrder(const InputFile& input, SourceFile& file, const CancelToken& cancel)
{
    const auto evidence = file.role == SourceRole::SensorMap
                              ? proveMapOrder(input, file, cancel)
                              : proveReadingsOrder(input, file, cancel);
    if (!evidence)
        return evidence.error();
    if (evidence->isEmpty())
        return {};
    using Reason = DateOrderFinding::Reason;
    file.format.times.order = evidence->proved();
    file.dateOrder = DateOrderFinding{
        file.format.times.order != Order::Unknown ? Reason::Proved
        : evidence->isContradictory()             ? Reason::Contradictory
                                                  : Reason::Open,
        *evidence};
    return {};
}

} // namespace faultline
