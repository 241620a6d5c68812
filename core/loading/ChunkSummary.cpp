// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ChunkSummary.h"

#include "database/CopyBuffer.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace faultline {

namespace {

// A column of a struct of arrays, in binary form.
template<typename Number, typename Element, typename Field>
QByteArray column(ElementType type, const std::vector<Element>& elements, const Field& field)
{
    std::vector<Number> values;
    values.reserve(elements.size());
    std::transform(elements.begin(), elements.end(), std::back_inserter(values), field);
    return binaryArray<Number>(type, values);
}

quint64 mix(quint64 a, quint64 b)
{
    // From splitmix64 (Steele, Lea, Flood, 2014): spreads both over all bits.
    quint64 x = a * 0xBF58476D1CE4E5B9U + b;
    x ^= x >> 31U;
    return x * 0x94D049BB133111EBU;
}

} // namespace

void ChunkSummary::Measurement::add(double value)
{
    if (std::isnan(value))
        return;
    ++count;
    min = std::min(min, value);
    max = std::max(max, value);
    sum += value;
}

quint64 ChunkSummary::Cell::hash() const
{
    const auto place =
        (static_cast<quint64>(static_cast<quint32>(day)) << 32U) | static_cast<quint32>(sensorId);
    return mix(place, static_cast<quint64>(severity));
}

quint64 ChunkSummary::Event::hash() const
{
    return mix(static_cast<quint64>(occurredAt), static_cast<quint64>(equipmentId));
}

void ChunkSummary::clear()
{
    m_cells.clear();
    m_events.clear();
    m_cellIndex.clear();
    m_eventIndex.clear();
}

void ChunkSummary::add(const Reading& reading, qint16 severityCode)
{
    Cell cell;
    cell.day = dayOf(reading.occurredAt);
    cell.sensorId = reading.sensorId;
    cell.severity = severityCode;
    const auto sameCell = [this, &cell](quint32 place) {
        const Cell& other = m_cells[place];
        return other.day == cell.day && other.sensorId == cell.sensorId
               && other.severity == cell.severity;
    };
    const auto hashAt = [this](quint32 place) { return m_cells[place].hash(); };
    const auto count = static_cast<quint32>(m_cells.size());
    const quint32 place = m_cellIndex.findOrAdd(cell.hash(), count, sameCell, hashAt);
    if (place == count) {
        cell.firstAt = reading.occurredAt;
        cell.lastAt = reading.occurredAt;
        m_cells.push_back(cell);
    }
    Cell& found = m_cells[place];
    ++found.readings;
    found.firstAt = std::min(found.firstAt, reading.occurredAt);
    found.lastAt = std::max(found.lastAt, reading.occurredAt);
    found.temperature.add(reading.temperature);
    found.vibration.add(reading.vibration);
}

void ChunkSummary::addEvent(qint32 equipmentId, qint64 occurredAt)
{
    const Event event{occurredAt, equipmentId};
    if (!m_events.empty() && m_events.back() == event)
        return;
    const auto sameEvent = [this, &event](quint32 place) { return m_events[place] == event; };
    const auto hashAt = [this](quint32 place) { return m_events[place].hash(); };
    const auto count = static_cast<quint32>(m_events.size());
    if (m_eventIndex.findOrAdd(event.hash(), count, sameEvent, hashAt) == count)
        m_events.push_back(event);
}

void ChunkSummary::addTo(Parameters& parameters) const
{
    using enum ElementType;
    const auto add = [&parameters](QByteArray array) { parameters.addBinary(std::move(array)); };
    add(column<qint32>(Date, m_cells, [](const Cell& c) { return c.day; }));
    add(column<qint32>(Int4, m_cells, [](const Cell& c) { return c.sensorId; }));
    add(column<qint16>(Int2, m_cells, [](const Cell& c) { return c.severity; }));
    add(column<qint32>(Int4, m_cells, [](const Cell& c) { return c.readings; }));
    add(column<qint64>(TimestampTz, m_cells, [](const Cell& c) { return c.firstAt; }));
    add(column<qint64>(TimestampTz, m_cells, [](const Cell& c) { return c.lastAt; }));
    for (const auto measurement : {&Cell::temperature, &Cell::vibration}) {
        add(column<qint32>(
            Int4, m_cells, [measurement](const Cell& c) { return (c.*measurement).count; }));
        add(column<double>(
            Float8, m_cells, [measurement](const Cell& c) { return (c.*measurement).min; }));
        add(column<double>(
            Float8, m_cells, [measurement](const Cell& c) { return (c.*measurement).max; }));
        add(column<double>(
            Float8, m_cells, [measurement](const Cell& c) { return (c.*measurement).sum; }));
    }
    add(column<qint32>(Int4, m_events, [](const Event& e) { return e.equipmentId; }));
    add(column<qint64>(TimestampTz, m_events, [](const Event& e) { return e.occurredAt; }));
}

} // namespace faultline
