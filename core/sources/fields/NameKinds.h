// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace faultline {

// What names of columns say besides fields; names are as comparableName() gives them.

/// A name for a time that isn't a reading's: of a list, such as valid_from.
bool isTimeOfList(std::string_view comparable);
/// A name for something that numbers rows, and measures nothing; also no name.
bool isRowNumber(std::string_view comparable);
/// A name that says a row is something that happened, rather than a measurement.
bool isEventName(std::string_view comparable);
/// A name that only failures have, or repairs: of work orders, failures, breakdowns, downtimes.
bool isFailureName(std::string_view comparable);
/// A name for the number of a work order or of a report.
bool isOrderName(std::string_view comparable);
/// "temperature" or "vibration", which readings have fields for, or empty.
std::string_view knownMeasurement(std::string_view comparable);

} // namespace faultline
