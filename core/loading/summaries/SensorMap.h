// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QHash>

#include <algorithm>
#include <vector>

namespace faultline {

/// What makes a reading a failure event of a piece of equipment, according to the database at one
/// moment: the equipment that each sensor belongs to, and the severities that are failures in each
/// plant. Immutable, and so shared by threads.
class SensorMap
{
public:
    static constexpr qint32 kNone = -1;
    /// The code of ERROR, as in a new database.
    static constexpr qint16 kErrorCode = 40;

    static Result<SensorMap> fetch(Connection& connection);
    /// From pairs of sensor and equipment, all of the plant 0, where ERROR is a failure.
    static SensorMap fromMap(qint32 version, const QHash<qint32, qint32>& equipmentOfSensor);

    /// The version of all of it.
    qint32 version() const { return m_version; }
    /// The equipment of a sensor, or kNone.
    qint32 equipmentOf(qint32 sensorKey) const
    {
        const auto index = static_cast<std::size_t>(sensorKey);
        if (index < m_dense.size())
            return m_dense[index];
        return m_sparse.isEmpty() ? kNone : m_sparse.value(sensorKey, kNone);
    }

    /// Whether readings of a plant with this severity are failures.
    bool isFailure(PlantId plant, qint16 severityCode) const
    {
        return isFailure(toInt(plant), severityCode);
    }
    /// The same for a sensor that has equipment; false for others.
    bool isFailure(qint32 sensorKey, qint16 severityCode) const
    {
        const auto index = static_cast<std::size_t>(sensorKey);
        return index < m_plants.size() ? isFailure(m_plants[index], severityCode)
                                       : isFailure(m_sparsePlants.value(sensorKey), severityCode);
    }

private:
    void insert(qint32 sensorKey, qint32 equipmentKey, qint16 plant);
    void addFailure(qint16 plant, qint16 severityCode);
    bool isFailure(qint16 plant, qint16 severityCode) const
    {
        const auto index = static_cast<std::size_t>(plant);
        return index < m_failures.size()
               && std::find(m_failures[index].begin(), m_failures[index].end(), severityCode)
                      != m_failures[index].end();
    }

    qint32 m_version = 0;
    std::vector<qint32> m_dense; ///< By sensor id, for small ids.
    QHash<qint32, qint32> m_sparse;
    // The plants of these sensors; 0, which none has, for the others.
    std::vector<qint16> m_plants;
    QHash<qint32, qint16> m_sparsePlants;
    std::vector<std::vector<qint16>> m_failures; ///< Codes of severities by plant; few.
};

} // namespace faultline
