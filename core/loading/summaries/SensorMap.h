// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"

#include <QHash>
#include <QtGlobal>

#include <limits>
#include <vector>

namespace faultline {

/// The equipment that each sensor belongs to, and when. Immutable once it is complete, and so
/// shared by threads.
class SensorMap
{
public:
    static constexpr qint32 kNone = -1;
    static constexpr qint64 kAlways = std::numeric_limits<qint64>::min();
    static constexpr qint64 kForever = std::numeric_limits<qint64>::max();

    /// A sensor is on a piece of equipment from `from` until before `to`, both like
    /// Reading::occurredAt. Its periods must not overlap.
    void add(qint32 sensorKey, qint32 equipmentKey, qint64 from = kAlways, qint64 to = kForever);

    /// The equipment that had a sensor at a time, or kNone. Equipment that is a sensor needs no
    /// add().
    qint32 equipmentOf(qint32 sensorKey, qint64 occurredAt) const
    {
        const auto index = static_cast<std::size_t>(sensorKey);
        if (index < m_dense.size()) {
            const qint32 equipment = m_dense[index];
            return equipment != kMoves ? equipment : equipmentAt(sensorKey, occurredAt);
        }
        if (isEquipmentItself(sensorKey))
            return equipmentItself(sensorKey);
        return m_periods.isEmpty() ? kNone : equipmentAt(sensorKey, occurredAt);
    }

private:
    /// In m_dense: see m_periods.
    static constexpr qint32 kMoves = -2;

    struct Period
    {
        qint32 equipmentKey = kNone;
        qint64 from = kAlways;
        qint64 to = kForever;
    };

    qint32 equipmentAt(qint32 sensorKey, qint64 occurredAt) const;

    std::vector<qint32> m_dense; ///< By sensor key, for small keys.
    /// Of sensors that weren't always on the same equipment, and of those with large keys.
    QHash<qint32, std::vector<Period>> m_periods;
};

} // namespace faultline
