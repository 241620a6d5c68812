// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Fleet.h"

#include <filesystem>

namespace faultline::generate {

/// An array of objects, indented with tabs, CRLF, no line end after the last bracket.
void writeEquipmentList(const Fleet& fleet, const std::filesystem::path& path);

/// `equipment_id;sensor_id`, one row for each sensor in the order of sensors, CRLF.
void writeSensorMap(const Fleet& fleet, const std::filesystem::path& path);

} // namespace faultline::generate
