// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QHash>

#include <vector>

namespace faultline {

/// The equipment that each sensor belongs to, according to the database's sensor map at one moment.
/// Immutable, and so shared by threads.
class SensorMap
{
public:
    static constexpr qint32 kNone = -1;

    static Result<SensorMap> fetch(Connection& connection);
    /// From pairs of sensor and equipment.
    static SensorMap fromMap(qint32 version, const QHash<qint32, qint32>& equipmentOfSensor);

    /// The version of the map.
    qint32 version() const { return m_version; }
    /// The equipment of a sensor, or kNone.
    qint32 equipmentOf(qint32 sensorKey) const
    {
        const auto index = static_cast<std::size_t>(sensorKey);
        if (index < m_dense.size())
            return m_dense[index];
        return m_sparse.isEmpty() ? kNone : m_sparse.value(sensorKey, kNone);
    }

private:
    void insert(qint32 sensorKey, qint32 equipmentKey);

    qint32 m_version = 0;
    std::vector<qint32> m_dense; ///< By sensor id, for small ids.
    QHash<qint32, qint32> m_sparse;
};

} // namespace faultline
