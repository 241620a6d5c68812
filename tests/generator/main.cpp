// SPDX-License-Identifier: GPL-3.0-or-later
#include "FailureLog.h"
#include "Fleet.h"
#include "FleetFiles.h"
#include "Options.h"
#include "Random.h"
#include "ScatteredLog.h"

#include <exception>
#include <filesystem>
#include <iostream>
#include <span>

namespace {

void writeDataFolder(const faultline::generate::Options& options)
{
    using namespace faultline::generate;
    std::filesystem::create_directories(options.outputFolder);
    Random random(options.seed);
    const Fleet fleet = makeFleet(options, random);
    writeEquipmentList(fleet, options.outputFolder / "equipment.json");
    writeSensorMap(fleet, options.outputFolder / "equipment_sensors.csv");
    const auto log = options.outputFolder / "equipment_failure_sensors.log";
    if (options.shape == Shape::Scattered)
        writeScatteredLog(options, random, log);
    else
        writeFailureLog(options, fleet, random, log);
}

} // namespace

int main(int argc, char* argv[])
{
    using namespace faultline::generate;
    try {
        const Options options = parseOptions(std::span<const char* const>(argv, argc).subspan(1));
        if (options.helpWanted)
            std::cout << helpText();
        else
            writeDataFolder(options);
        return 0;
    } catch (const UsageError& error) {
        std::cerr << "faultline-generate: " << error.what() << "\nSee faultline-generate --help\n";
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "faultline-generate: " << error.what() << '\n';
        return 1;
    }
}
