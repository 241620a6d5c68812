// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace faultline {

/// The keys of equipment of one plant that rows of tables name, by its id. Equipment that it
/// doesn't know is noted and registered together, like sensors (SensorKeys.h). For one thread.
class EquipmentKeys
{
public:
    /// Of equipment that isn't registered.
    static constexpr qint32 kUnknown = 0;
    /// With more of them, rows were misread. Further ones are not registered.
    static constexpr qint32 kMaxEquipment = 1'000'000;

    explicit EquipmentKeys(PlantId plant)
        : m_plant(plant)
    {}

    qint32 keyOf(std::string_view id) const
    {
        const auto found = m_keys.find(id);
        return found == m_keys.end() ? kUnknown : found->second;
    }
    void note(std::string_view id);
    /// Registers what was noted, so that it is known afterwards. `connection` must not be in a
    /// transaction that lasts; null for a dry run, whose keys are its own.
    Result<void> registerNoted(Connection* connection);

    /// By id.
    const std::map<std::string, qint32, std::less<>>& all() const { return m_keys; }

private:
    Result<void> registerIn(Connection& connection);

    PlantId m_plant;
    std::map<std::string, qint32, std::less<>> m_keys;
    std::set<std::string, std::less<>> m_noted;
};

} // namespace faultline
