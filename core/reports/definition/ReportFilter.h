// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Period.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// The filters of reports. Each kind has placeholders in a report's SQL, which are null if nothing
/// is chosen. A report has the filters whose placeholders it uses.
enum class FilterKind {
    Period,    ///< :from and :to, dates, both inclusive.
    Group,     ///< :group_name, text.
    Equipment, ///< :equipment, its code as text; "#7" for equipment that the list lacks.
    Sensor,    ///< :sensor, text.
    Severity,  ///< :severity, its name as text; null means ERROR.
    Burst,     ///< :burst_minutes, integer: events of one piece of equipment within so many minutes
               ///< of each other are one failure. Null: each event is one.
    Cause,     ///< :cause, text, of failure lists.
    FailureMode, ///< :failure_mode, text, of failure lists.
    Plant,       ///< :plants, names as text[]. Equipment and sensors are of one plant each.
};

/// The values that a person chose.
struct ReportFilter
{
    Period period;
    QString group;        ///< Empty: all.
    QString equipment;    ///< A code; empty: all.
    QString sensor;       ///< Its id.
    QString severity;     ///< Empty: ERROR.
    int burstMinutes = 0; ///< 0: off.
    /// Values of a report's choices, by name; the first value for a choice that is missing.
    QMap<QString, QString> choices;
    QStringList plants; ///< Names, as the database writes them; empty: all.
    QString cause;      ///< As reports show it; empty: all. So is the failure mode.
    QString failureMode;

    bool operator==(const ReportFilter&) const = default;
};

} // namespace faultline
