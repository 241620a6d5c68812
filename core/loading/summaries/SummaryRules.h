// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/summaries/SensorMap.h"
#include "readings/LocalTime.h"

#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// How the readings of a plant are summarised: which equipment a sensor is on, when a day begins,
/// and which severities are failures. As the database had it at one moment; immutable, and so
/// shared by threads.
class SummaryRules
{
public:
    static Result<SummaryRules> fetch(Connection& connection, PlantId plant);
    /// For a dry run: UTC, failures are ERROR, and no sensor is on equipment.
    SummaryRules();
    /// As fetched, with the parts given.
    SummaryRules(PlantId plant, SensorMap map, LocalTime zone);

    PlantId plant() const { return m_plant; }
    /// Grows with every change of the rules.
    qint32 version() const { return m_version; }
    const SensorMap& map() const { return m_map; }
    const LocalTime& zone() const { return m_zone; }
    /// Whether readings with this severity are failures.
    bool isFailure(std::string_view severity) const;

private:
    PlantId m_plant{};
    qint32 m_version = 0;
    SensorMap m_map;
    LocalTime m_zone;
    std::vector<std::string> m_failureSeverities;
};

} // namespace faultline
