// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/tables/TableFormat.h"

#include <optional>
#include <string>
#include <string_view>

namespace faultline {

/// A column's name as it is compared: without its unit in brackets, without spaces and
/// - _ . / # : in it, and in lower case. "Event Time", "event_time" and "eventTime"
/// are one name.
std::string comparableName(std::string_view name);

/// A name without a unit in brackets at its end: "TI-101 [bar]" is TI-101.
std::string_view nameWithoutUnit(std::string_view name);

/// What a column of readings with this normalised name usually is: none if the name says nothing.
/// Columns of the same field are ranked: the lower number is the better name.
struct FieldWord
{
    TableField field = TableField::Ignored;
    int rank = 0;
};
std::optional<FieldWord> fieldOfName(std::string_view normalised);

/// A name for a time that isn't a reading's: of a list, such as valid_from.
bool isTimeOfList(std::string_view normalised);
/// A name for something that numbers rows, and measures nothing; also no name.
bool isRowNumber(std::string_view normalised);
/// A name that says a row is something that happened, rather than a measurement.
bool isEventName(std::string_view normalised);
/// A name that only failures have, or repairs: of work orders, failures, breakdowns, downtimes.
bool isFailureName(std::string_view normalised);
/// A name for the number of a work order or of a report.
bool isOrderName(std::string_view normalised);
/// How good a name is for the time at which a failure began; -1 if it is none. The lower, the
/// better.
int rankOfFailureTime(std::string_view normalised);
/// "temperature" or "vibration", which readings have fields for, or empty.
std::string_view knownMeasurement(std::string_view normalised);

} // namespace faultline
