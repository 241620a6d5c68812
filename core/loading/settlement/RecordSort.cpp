// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/RecordSort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <tuple>

namespace faultline {

namespace {

constexpr std::size_t kFirstSlots = 1024; // a power of two, like all its sizes
// More sensors than this are forgotten between two calls, so that numbers stay below 64 bits: 19
// bits of the index, 12 of the day, 10 of at most 1,000 severities, and 21 of the sensor.
constexpr std::size_t kMaxSensors = std::size_t{1} << 20;

std::size_t hashOf(qint32 sensorKey, qint32 equipmentKey)
{
    const quint64 key = static_cast<quint64>(static_cast<quint32>(equipmentKey)) << 32U
                        | static_cast<quint32>(sensorKey);
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15U) >> 32U);
}

} // namespace

RecordSort::RecordSort(const SummaryRules& rules)
    : m_map(rules.map())
    , m_clock(rules.zone())
    , m_slots(kFirstSlots)
{}

void RecordSort::sort(std::span<const ReadingRecord> records, qint32 firstDay)
{
    m_records = records;
    m_firstDay = firstDay;
    if (m_sensors.size() > kMaxSensors) {
        m_sensors.clear();
        m_slots.assign(kFirstSlots, 0);
    }
    const std::size_t known = m_sensors.size();
    m_sensorOfRecord.clear();
    m_severities.clear();
    for (const ReadingRecord& record : records) {
        m_sensorOfRecord.push_back(sensorOf(record));
        if (m_severities.empty()
            || std::find(m_severities.begin(), m_severities.end(), record.severity)
                   == m_severities.end())
            m_severities.push_back(record.severity);
    }
    std::sort(m_severities.begin(), m_severities.end());
    if (m_sensors.size() != known)
        rank();

    m_rankBits = static_cast<unsigned>(std::bit_width(m_sensors.size()));
    m_rankMask = (quint64{1} << m_rankBits) - 1;
    m_severityBits = static_cast<unsigned>(std::bit_width(m_severities.size()));
    m_keys.resize(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        const ReadingRecord& record = records[i];
        const auto day = static_cast<quint64>(m_clock.dayOf(record.occurredAt) - firstDay);
        m_keys[i] = (((day << m_severityBits | severityOf(record.severity)) << m_rankBits
                      | m_sensors[m_sensorOfRecord[i]].rank)
                     << kIndexBits)
                    | i;
    }
    radixSort();
}

quint32 RecordSort::sensorOf(const ReadingRecord& record)
{
    const qint32 equipment = m_map.equipmentOf(record.sensorKey, record.occurredAt);
    std::size_t slot = hashOf(record.sensorKey, equipment) & (m_slots.size() - 1);
    for (; m_slots[slot] != 0; slot = (slot + 1) & (m_slots.size() - 1)) {
        const quint32 index = m_slots[slot] - 1;
        const Sensor& sensor = m_sensors[index];
        if (sensor.sensorKey == record.sensorKey && sensor.equipmentKey == equipment)
            return index;
    }
    m_sensors.push_back({equipment, record.sensorKey, 0, 0});
    m_slots[slot] = static_cast<quint32>(m_sensors.size());
    if (m_sensors.size() * 2 > m_slots.size())
        growSlots();
    return static_cast<quint32>(m_sensors.size() - 1);
}

void RecordSort::growSlots()
{
    m_slots.assign(m_slots.size() * 4, 0);
    for (quint32 index = 0; index < m_sensors.size(); ++index) {
        const Sensor& sensor = m_sensors[index];
        std::size_t slot = hashOf(sensor.sensorKey, sensor.equipmentKey) & (m_slots.size() - 1);
        while (m_slots[slot] != 0)
            slot = (slot + 1) & (m_slots.size() - 1);
        m_slots[slot] = index + 1;
    }
}

quint32 RecordSort::severityOf(qint16 code)
{
    const auto found = std::find(m_severities.begin(), m_severities.end(), code);
    return static_cast<quint32>(found - m_severities.begin());
}

void RecordSort::rank()
{
    m_byRank.resize(m_sensors.size());
    std::iota(m_byRank.begin(), m_byRank.end(), 0U);
    std::sort(m_byRank.begin(), m_byRank.end(), [this](quint32 a, quint32 b) {
        const Sensor& first = m_sensors[a];
        const Sensor& second = m_sensors[b];
        return std::tie(first.equipmentKey, first.sensorKey)
               < std::tie(second.equipmentKey, second.sensorKey);
    });
    quint32 equipmentRank = 0;
    for (quint32 rank = 0; rank < m_byRank.size(); ++rank) {
        Sensor& sensor = m_sensors[m_byRank[rank]];
        if (rank > 0 && m_sensors[m_byRank[rank - 1]].equipmentKey != sensor.equipmentKey)
            ++equipmentRank;
        sensor.rank = rank;
        sensor.equipmentRank = equipmentRank;
    }
}

// By the bits above the index, from the lowest; each pass keeps the order of the one before.
void RecordSort::radixSort()
{
    constexpr unsigned kDigitBits = 11;
    constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
    const quint64 largest = std::accumulate(
        m_keys.begin(), m_keys.end(), quint64{0}, [](quint64 a, quint64 b) { return a | b; });
    m_scratch.resize(m_keys.size());
    for (unsigned shift = kIndexBits; (largest >> shift) != 0; shift += kDigitBits) {
        std::array<quint32, kDigits> next{};
        for (const quint64 key : m_keys)
            ++next[(key >> shift) & (kDigits - 1)];
        quint32 sum = 0;
        for (quint32& count : next)
            sum += std::exchange(count, sum);
        for (const quint64 key : m_keys)
            m_scratch[next[(key >> shift) & (kDigits - 1)]++] = key;
        m_keys.swap(m_scratch);
    }
}

} // namespace faultline
