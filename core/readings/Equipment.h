// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <optional>
#include <utility>
#include <vector>

namespace faultline {

/// A piece of equipment as a list describes it. Texts in UTF-8.
struct Equipment
{
    using Attribute = std::pair<QByteArray, std::optional<QByteArray>>; ///< No value means null.

    QByteArray equipmentId;              ///< In its canonical form (SourceId.h).
    QByteArray code;                     ///< From "code", or from "name" if there is no code.
    std::optional<QByteArray> groupName; ///< From "group_name" or "group".
    std::vector<Attribute> attributes;   ///< All other keys, as text.
};

/// A line of the sensor map: the equipment that a sensor belongs to, and when.
struct SensorMapEntry
{
    QByteArray sensorId; ///< Both in their canonical form (SourceId.h).
    QByteArray equipmentId;
    /// [validFrom, validTo), in microseconds since 2000-01-01 00:00:00 UTC; none: no limit.
    std::optional<qint64> validFrom;
    std::optional<qint64> validTo;
};

} // namespace faultline
