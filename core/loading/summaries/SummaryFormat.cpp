// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/SummaryFormat.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <type_traits>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SummaryFormat)
};

constexpr char kVersion = 1;
// Count, minimum, maximum and sum. Counts of a chunk fit 32 bits.
constexpr std::size_t kMeasurementBytes = 4 + 3 * 8;
// Start, sensor, severity, readings, first and last time, two measurements.
constexpr std::size_t kCellBytes = 4 + 4 + 2 + 4 + 8 + 8 + 2 * kMeasurementBytes;
constexpr std::size_t kEventBytes = 4 + 8;
// A row may have 8160 bytes, including 24 for its header.
constexpr std::size_t kMaxColumnBytes = 8000;
static_assert(sizeof(kVersion) + kCellsInRow * kCellBytes <= kMaxColumnBytes);
static_assert(sizeof(kVersion) + kEventsInRow * kEventBytes <= kMaxColumnBytes);

std::size_t packedBytes(std::size_t count, std::size_t elementBytes)
{
    return count == 0 ? 0 : sizeof(kVersion) + count * elementBytes;
}

class Unpacker
{
public:
    // Take nothing from empty bytes.
    explicit Unpacker(std::string_view bytes)
        : m_rest(bytes.substr(std::min(bytes.size(), sizeof(kVersion))))
    {}

    template<typename Number>
    Number take()
    {
        const char* const from = m_rest.data();
        m_rest.remove_prefix(sizeof(Number));
        if constexpr (std::is_same_v<Number, double>)
            return std::bit_cast<double>(qFromLittleEndian<quint64>(from));
        else
            return qFromLittleEndian<Number>(from);
    }
    MeasurementSummary takeMeasurement()
    {
        MeasurementSummary measurement;
        measurement.count = take<quint32>();
        measurement.min = take<double>();
        measurement.max = take<double>();
        measurement.sum = take<double>();
        return measurement;
    }

private:
    std::string_view m_rest;
};

// The number of elements; none if the version differs or the bytes are damaged.
std::optional<std::size_t> elementsIn(std::string_view bytes, std::size_t elementBytes)
{
    if (bytes.empty())
        return 0;
    const std::size_t body = bytes.size() - sizeof(kVersion);
    if (bytes.front() != kVersion || body % elementBytes != 0)
        return std::nullopt;
    return body / elementBytes;
}

} // namespace

std::size_t packedCellBytes(std::size_t count)
{
    return packedBytes(count, kCellBytes);
}

std::size_t packedEventBytes(std::size_t count)
{
    return packedBytes(count, kEventBytes);
}

SummaryPacker::SummaryPacker(char* to)
    : m_to(to)
{
    put(kVersion);
}

void SummaryPacker::add(const SummaryCell& cell)
{
    put(cell.start);
    put(cell.sensorKey);
    put(cell.severity);
    put(static_cast<quint32>(cell.readings));
    put(cell.firstAt);
    put(cell.lastAt);
    put(cell.temperature);
    put(cell.vibration);
}

void SummaryPacker::add(const FailureEvent& event)
{
    put(event.equipmentKey);
    put(event.occurredAt);
}

template<typename Number>
void SummaryPacker::put(Number value)
{
    if constexpr (std::is_same_v<Number, double>)
        qToLittleEndian(std::bit_cast<quint64>(value), m_to);
    else
        qToLittleEndian(value, m_to);
    m_to += sizeof(Number);
}

void SummaryPacker::put(const MeasurementSummary& measurement)
{
    put(static_cast<quint32>(measurement.count));
    put(measurement.min);
    put(measurement.max);
    put(measurement.sum);
}

bool unpackCells(std::string_view bytes, std::vector<SummaryCell>& cells)
{
    const auto count = elementsIn(bytes, kCellBytes);
    if (!count)
        return false;
    Unpacker unpacker(bytes);
    for (std::size_t i = 0; i < *count; ++i) {
        SummaryCell& cell = cells.emplace_back();
        cell.start = unpacker.take<qint32>();
        cell.sensorKey = unpacker.take<qint32>();
        cell.severity = unpacker.take<qint16>();
        cell.readings = unpacker.take<quint32>();
        cell.firstAt = unpacker.take<qint64>();
        cell.lastAt = unpacker.take<qint64>();
        cell.temperature = unpacker.takeMeasurement();
        cell.vibration = unpacker.takeMeasurement();
    }
    return true;
}

bool unpackEvents(std::string_view bytes, std::vector<FailureEvent>& events)
{
    const auto count = elementsIn(bytes, kEventBytes);
    if (!count)
        return false;
    Unpacker unpacker(bytes);
    for (std::size_t i = 0; i < *count; ++i) {
        FailureEvent& event = events.emplace_back();
        event.equipmentKey = unpacker.take<qint32>();
        event.occurredAt = unpacker.take<qint64>();
    }
    return true;
}

UserMessage unreadableSummaries()
{
    return UserMessage::error(Text::tr("The summaries of a load can't be read"))
        .because(Text::tr("Another version of the program made them, or they are damaged."))
        .withRemedy(Text::tr("Rebuild the summaries: faultline-cli rebuild-summaries."))
        .withCode(QStringLiteral("summary-format"));
}

} // namespace faultline
