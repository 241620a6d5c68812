// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace faultline {

/// A plant with one piece of equipment, whose log has an error record in each hour around both
/// clock changes of 2021 in Europe/Oslo. The hour from 02:00 on 31 October comes twice.
struct ClockChanges
{
    /// Writes its files into a folder of a LoadFixture.
    template<typename Fixture>
    static void write(const Fixture& fixture, const QString& folder)
    {
        fixture.write(folder + QStringLiteral("/equipment.json"), equipmentList());
        fixture.write(folder + QStringLiteral("/sensors.csv"), sensorMap());
        fixture.write(folder + QStringLiteral("/readings.log"), log());
    }
    static QByteArray equipmentList()
    {
        return R"([{"equipment_id": 1, "code": "PUMP", "group_name": "DECK"}])";
    }
    static QByteArray sensorMap() { return "equipment_id;sensor_id\n1;10\n"; }
    static QByteArray log()
    {
        QByteArray log;
        for (const char* const time :
             {"2021-03-28 01:30:00", "2021-03-28 03:30:00", "2021-10-31 01:30:00",
              "2021-10-31 02:30:00", "2021-10-31 02:30:00+01:00", "2021-10-31 03:30:00"})
            log += QByteArray("[") + time + "]\tERROR\tsensor[10]:\t(temperature\t1)\n";
        return log;
    }
};

} // namespace faultline
