// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Reading.h"
#include "sources/times/TimestampParser.h"

#include <QByteArray>

#include <cmath>
#include <string_view>

namespace faultline {

inline std::string_view view(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// As Reading::occurredAt.
inline qint64 utcTime(std::string_view text)
{
    LocalClock clock(LocalTime::utc());
    return parseTimestamp(text, clock).occurredAt.value_or(0);
}

inline QByteArray measurementText(double value)
{
    return std::isnan(value) ? QByteArray("-") : QByteArray::number(value, 'g', 17);
}

/// Everything in a reading, so that two can be compared and printed.
inline QByteArray describe(const Reading& reading)
{
    QByteArray result =
        QByteArray::number(reading.occurredAt) + '|'
        + QByteArray(reading.severity.data(), static_cast<qsizetype>(reading.severity.size())) + '|'
        + QByteArray::fromStdString(sensorIdOf(reading)) + '|'
        + measurementText(reading.temperature) + '|' + measurementText(reading.vibration);
    for (const ExtraMeasurement& extra : reading.extras) {
        result += '|' + QByteArray(extra.name.data(), static_cast<qsizetype>(extra.name.size()))
                  + '='
                  + QByteArray(extra.value.data(), static_cast<qsizetype>(extra.value.size()));
    }
    result += reading.notes.isDateOnly ? "|date only" : "";
    result += reading.notes.isTimeTwice ? "|twice" : "";
    return result;
}

} // namespace faultline
