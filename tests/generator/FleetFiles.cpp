// SPDX-License-Identifier: GPL-3.0-or-later
#include "FleetFiles.h"

#include "OutputFile.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace faultline::generate {

void writeEquipmentList(const Fleet& fleet, const std::filesystem::path& path)
{
    OutputFile file(path);
    file.write("[\r\n");
    for (const Equipment& equipment : fleet) {
        file.write(
            "\t{\r\n\t\t\"equipment_id\": " + std::to_string(equipment.id) + ",\r\n\t\t\"code\": \""
            + equipment.code + "\",\r\n\t\t\"group_name\": \"" + equipment.groupName + "\"\r\n\t}");
        file.write(equipment.id == fleet.size() ? "\r\n]" : ",\r\n");
    }
    file.close();
}

void writeSensorMap(const Fleet& fleet, const std::filesystem::path& path)
{
    std::vector<std::pair<std::uint32_t, std::uint32_t>> sensorAndEquipment;
    for (const Equipment& equipment : fleet) {
        for (const std::uint32_t sensorId : equipment.sensorIds)
            sensorAndEquipment.emplace_back(sensorId, equipment.id);
    }
    std::ranges::sort(sensorAndEquipment);

    OutputFile file(path);
    file.write("equipment_id;sensor_id\r\n");
    for (const auto& [sensorId, equipmentId] : sensorAndEquipment)
        file.write(std::to_string(equipmentId) + ";" + std::to_string(sensorId) + "\r\n");
    file.close();
}

} // namespace faultline::generate
