// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/Plants.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// The settings of a plant to change; the others stay.
struct PlantSettingsChange
{
    std::optional<QString> timeZone = {};
    std::optional<QStringList> failureSeverities = {}; ///< Words as a user typed them.
    std::optional<bool> skipKnown = {};
};

/// What a change of settings did to the failure events of reports.
enum class ChangedEvents {
    None,    ///< They are as before.
    Rebuilt, ///< They follow the new settings.
    Stale,   ///< The user cancelled: they are rebuilt before the next report.
};

/// Changes settings of a plant, all or none of them, and returns them. If other severities are
/// failures now and the plant has readings, failure events become stale, as when its sensor map
/// changes. Refuses with "no-such-plant", "severities" if the words aren't severities, and as
/// changeTimeZone(). Waits for a running settlement; `cancel` ends the wait.
struct ChangedSettings
{
    PlantSettings settings;
    bool eventsAreStale = false; ///< Of any plant.
};
Result<ChangedSettings> setPlantSettings(
    Connection& connection, PlantId plant, const PlantSettingsChange& change,
    const CancelToken& cancel);

/// The same, then rebuilds failure events if they are stale. Cancelling the rebuild keeps the
/// settings.
Result<ChangedEvents> applyPlantSettings(
    Connection& connection, PlantId plant, const PlantSettingsChange& change,
    const CancelToken& cancel);

} // namespace faultline
