// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Period.h"

#include <QMap>
#include <QString>

#include <optional>

namespace faultline {

/// What a report can be narrowed to. Each is a placeholder of its SQL, null when nothing was
/// chosen; a report has the filters whose placeholders it uses.
enum class FilterKind {
    Period,    ///< :from and :to, dates, both ends included.
    Group,     ///< :group_name, text.
    Equipment, ///< :equipment, its code as text; "#7" for an equipment that the list lacks.
    Sensor,    ///< :sensor, integer.
    Severity,  ///< :severity, its name as text; null stands for ERROR.
    Burst,     ///< :burst_minutes, integer: events of an equipment that follow each other within so
               ///< many minutes are one failure. Null: each event is one.
};

/// What a person narrowed a report to.
struct ReportFilter
{
    Period period;
    QString group;     ///< Empty: all.
    QString equipment; ///< A code; empty: all.
    std::optional<qint32> sensor;
    QString severity;     ///< Empty: ERROR.
    int burstMinutes = 0; ///< 0: off.
    /// Of a report's choices, by name; the first value of a choice that isn't in here.
    QMap<QString, QString> choices;

    bool operator==(const ReportFilter&) const = default;
};

} // namespace faultline
