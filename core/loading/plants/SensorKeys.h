// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "readings/Reading.h"

#include <QByteArray>

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace faultline {

/// The keys of one plant's sensors, by what files call them: a number, a tag, or the id of
/// equipment that is a sensor itself (Reading.h). Sensors that it doesn't know are noted and
/// registered together. Several threads and programs may register the same ones at once; the first
/// row wins. For one thread.
class SensorKeys
{
public:
    /// Of a sensor that is not registered.
    static constexpr qint32 kUnknown = 0;
    /// With more of them, lines were misread. Further ones are not registered.
    static constexpr qint32 kMaxSensors = 1'000'000;

    static Result<SensorKeys> fetch(Connection& connection, PlantId plant);
    /// For a dry run: keys without a database.
    static SensorKeys detached() { return SensorKeys(PlantId{}); }

    qint32 keyOf(qint32 number) const
    {
        const auto index = static_cast<std::size_t>(number);
        if (index < m_dense.size())
            return m_dense[index];
        return m_sparse.empty() ? kUnknown : sparseKeyOf(number);
    }
    qint32 keyOf(std::string_view tag) const
    {
        const auto found = m_tags.find(tag);
        return found == m_tags.end() ? kUnknown : found->second;
    }

    /// Of equipment that is a sensor, by its id.
    qint32 keyOfEquipment(std::string_view id) const
    {
        const auto found = m_equipment.find(id);
        return found == m_equipment.end() ? kUnknown : found->second;
    }

    /// Of the reading's sensor.
    qint32 keyOf(const Reading& reading) const
    {
        if (reading.sensorNumber >= 0)
            return keyOf(reading.sensorNumber);
        return reading.sensorNumber == Reading::kTag ? keyOf(reading.sensorTag)
                                                     : keyOfEquipment(reading.sensorTag);
    }

    /// Notes an unknown sensor, of a reading.
    void note(const Reading& reading)
    {
        if (reading.sensorNumber == Reading::kEquipment)
            m_notedEquipment.emplace(reading.sensorTag);
        else
            note(sensorIdOf(reading));
    }
    /// The same, by the id of a sensor that isn't equipment.
    void note(std::string id) { m_noted.insert(std::move(id)); }
    /// Registers what was noted, so that it is known afterwards. `connection` must not be in a
    /// transaction that lasts; null for a dry run.
    Result<void> registerNoted(Connection* connection);

    /// Calls `take` with the id and the key of each sensor, in no order.
    template<typename Take>
    void forEach(const Take& take) const
    {
        for (std::size_t number = 0; number < m_dense.size(); ++number) {
            if (m_dense[number] != kUnknown)
                take(std::string_view(std::to_string(number)), m_dense[number]);
        }
        for (const auto& [number, key] : m_sparse)
            take(std::string_view(std::to_string(number)), key);
        for (const auto& [tag, key] : m_tags)
            take(std::string_view(tag), key);
    }
    qint32 count() const { return m_count; }

    /// Unknown sensors remain unknown.
    bool isFull() const { return m_isFull; }

private:
    explicit SensorKeys(PlantId plant)
        : m_plant(plant)
    {}

    struct TagHash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view tag) const;
    };

    qint32 sparseKeyOf(qint32 number) const;
    void insert(std::string_view id, qint32 key);
    Result<void> registerSensors(Connection* connection);
    Result<void> registerEquipment(Connection* connection);
    Result<void> fetchKeys(Connection& connection, const QString& ids);
    void insertEquipment(const QueryResult& rows);

    PlantId m_plant;
    qint32 m_count = 0;
    bool m_isFull = false;
    std::vector<qint32> m_dense; ///< By number, for small ones.
    std::unordered_map<qint32, qint32> m_sparse;
    using KeysByText = std::unordered_map<std::string, qint32, TagHash, std::equal_to<>>;
    KeysByText m_tags;
    KeysByText m_equipment; ///< By the id of the equipment.
    std::set<std::string> m_noted;
    std::set<std::string> m_notedEquipment;
};

} // namespace faultline
