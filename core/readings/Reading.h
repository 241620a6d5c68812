// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/FailureDetail.h"

#include <QtGlobal>

#include <bit>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// A missing measurement.
inline constexpr double kNoMeasurement = std::numeric_limits<double>::quiet_NaN();

/// A measurement other than temperature and vibration, as the log wrote it.
struct ExtraMeasurement
{
    std::string_view name;
    std::string_view value;
};

/// What the line leaves open, for findings that count such readings.
struct alignas(quint32) ReadingNotes
{
    /// The line has no time of day: the start of the day is meant.
    bool isDateOnly = false;
    /// Clocks were put back, and showed this time twice: the first is meant.
    bool isTimeTwice = false;
    /// The failure ends before it begins: its end wasn't kept.
    bool isEndBefore = false;
    /// The failure's duration contradicts its end.
    bool isContradictory = false;

    // As one number, because each reading is asked.
    bool any() const { return std::bit_cast<quint32>(*this) != 0; }
    bool operator==(const ReadingNotes&) const = default;
};

/// One parsed log line. Texts point into the line and live as long as it does.
struct Reading
{
    /// sensorNumber: the sensor has a tag.
    static constexpr qint32 kTag = -1;
    /// sensorNumber: the file names no sensor but a piece of equipment, and the tag is its id, also
    /// of a number. Such a reading is of the equipment itself.
    static constexpr qint32 kEquipment = -2;

    qint64 occurredAt = 0;      ///< Microseconds since 2000-01-01 00:00:00 UTC.
    qint32 sensorNumber = 0;    ///< The sensor's number, 0 or more; otherwise one of these.
    qint32 sensorKey = 0;       ///< Of the sensor in the database, once it is looked up.
    std::string_view sensorTag; ///< Any other id, in its canonical form (SourceId.h).
    /// Of a row of a table that names a sensor and its equipment: the id of the equipment, in its
    /// canonical form.
    std::string_view equipment;
    std::string_view severity; ///< In upper case; points into the line or into the parser's buffer.
    double temperature = kNoMeasurement;  ///< As in the log, which names no unit.
    double vibration = kNoMeasurement;    ///< As in the log, which names no unit.
    std::vector<ExtraMeasurement> extras; ///< Usually empty.
    ReadingNotes notes;
    const FailureDetail* detail = nullptr; ///< Of a row of a failure list that says more.
};

/// The sensor's id as the database has it: in its canonical form. The one of equipment 7 itself is
/// "7 (equipment)".
inline std::string sensorIdOf(const Reading& reading)
{
    if (reading.sensorNumber >= 0)
        return std::to_string(reading.sensorNumber);
    std::string id(reading.sensorTag);
    if (reading.sensorNumber == Reading::kEquipment)
        id += " (equipment)";
    return id;
}

} // namespace faultline
