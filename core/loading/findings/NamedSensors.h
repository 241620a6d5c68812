// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QtGlobal>

#include <vector>

namespace faultline {

/// What tables of readings say about the equipment of sensors, without a database. As
/// faultline.sensors_in_tables() has it.
class NamedSensors
{
public:
    /// A sensor and a piece of equipment that rows name together.
    struct Pair
    {
        QByteArray equipmentId;
        qint64 readings = 0;
        qint64 firstAt = 0; ///< Like Reading::occurredAt.
        qint64 lastAt = 0;
        bool isUsed = true; ///< The sensor is on it, as far as tables say.
    };
    struct Sensor
    {
        std::vector<Pair> pairs;
        /// They put it on several pieces of equipment at the same time.
        bool isMixed = false;

        bool isOnEquipment() const;
    };

    void add(const QByteArray& sensorId, const Pair& pair);
    /// How many pairs there are.
    std::size_t size() const { return m_size; }
    /// Once all are added.
    void judge();

    /// By sensor id.
    const QHash<QByteArray, Sensor>& sensors() const { return m_sensors; }

private:
    QHash<QByteArray, Sensor> m_sensors;
    std::size_t m_size = 0;
};

} // namespace faultline
