// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/PlantSettingsChange.h"

#include "database/connection/ArrayText.h"
#include "loading/settlement/Settlement.h"

#include <algorithm>

namespace faultline {

namespace {

// So that a failure has a code before the first reading with it.
constexpr auto kAddSeverities =
    "INSERT INTO faultline.severity (code, name)"
    " SELECT nextval('faultline.severity_code_seq'), x.name FROM unnest($1::text[]) AS x (name)"
    " WHERE NOT EXISTS (SELECT FROM faultline.severity s WHERE s.name = x.name)"
    " ON CONFLICT DO NOTHING";
// $1 is the plant.
constexpr auto kMarkStale =
    "UPDATE faultline.summary_state SET version = version + 1, is_stale = is_stale OR EXISTS ("
    "  SELECT FROM faultline.source_file JOIN faultline.load_chunk USING (file_id)"
    "  WHERE plant_id = $1 AND role = 'readings' AND loaded > 0)"
    " WHERE plant_id = $1";

// Changes the settings in the caller's transaction.
Result<ChangedSettings> change(
    Connection& connection, PlantId id, const PlantSettingsChange& wanted,
    const CancelToken& cancel)
{
    // In the order that all programs use: settlement, plants, state, plant. The lock of the table
    // waits for loads that are deciding about their plants.
    if (const auto settling = lockSettlement(connection, cancel); !settling)
        return settling.error();
    const auto decided =
        connection.execute("LOCK TABLE faultline.plant IN ROW EXCLUSIVE MODE", cancel);
    if (!decided)
        return decided.error();
    const auto locked = connection.execute(
        "SELECT FROM faultline.summary_state WHERE plant_id = $1 FOR UPDATE",
        Parameters().add(qint64{toInt(id)}), cancel);
    if (!locked)
        return locked.error();
    const auto plant = fetchPlant(connection, id);
    if (!plant)
        return plant.error();
    ChangedSettings changed;
    changed.settings = plant->settings;
    if (wanted.timeZone && *wanted.timeZone != changed.settings.timeZone) {
        if (const auto set = changeTimeZone(connection, *plant, *wanted.timeZone); !set)
            return set.error();
        changed.settings.timeZone = *wanted.timeZone;
    }
    if (wanted.failureSeverities) {
        const auto severities = severitiesFromWords(*wanted.failureSeverities);
        if (!severities)
            return severities.error();
        changed.settings.failureSeverities = *severities;
    }
    changed.settings.skipKnown = wanted.skipKnown.value_or(changed.settings.skipKnown);
    const QString severities = arrayText(changed.settings.failureSeverities, quotedElement);
    const auto added = connection.execute(kAddSeverities, Parameters().add(severities));
    if (!added)
        return added.error();
    const auto set = connection.execute(
        "UPDATE faultline.plant SET failure_severities = $2::text[], skip_known = $3"
        " WHERE plant_id = $1",
        Parameters().add(qint64{toInt(id)}).add(severities).add(changed.settings.skipKnown));
    if (!set)
        return set.error();
    const auto isSame = [](QStringList a, QStringList b) {
        a.sort();
        b.sort();
        return a == b;
    };
    if (!isSame(plant->settings.failureSeverities, changed.settings.failureSeverities)) {
        const auto marked = connection.execute(kMarkStale, Parameters().add(qint64{toInt(id)}));
        if (!marked)
            return marked.error();
    }
    const auto state = connection.execute(
        "SELECT is_stale FROM faultline.summary_state WHERE plant_id = $1",
        Parameters().add(qint64{toInt(id)}));
    if (!state)
        return state.error();
    changed.eventsAreStale = state->boolean(0, 0);
    return changed;
}

} // namespace

Result<ChangedSettings> setPlantSettings(
    Connection& connection, PlantId plant, const PlantSettingsChange& wanted,
    const CancelToken& cancel)
{
    if (const auto begun = connection.execute("BEGIN; SET LOCAL synchronous_commit = on"); !begun)
        return begun.error();
    auto changed = change(connection, plant, wanted, cancel);
    if (!changed) {
        connection.rollback();
        return changed;
    }
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    return changed;
}

Result<ChangedEvents> applyPlantSettings(
    Connection& connection, PlantId plant, const PlantSettingsChange& wanted,
    const CancelToken& cancel)
{
    const auto changed = setPlantSettings(connection, plant, wanted, cancel);
    if (!changed)
        return changed.error();
    if (!changed->eventsAreStale)
        return ChangedEvents::None;
    PlantSummaries nothing;
    const auto rebuilt = settleSummaries(connection, LoadId{0}, nothing, cancel);
    if (!rebuilt && rebuilt.error().code != kCancelledCode)
        return rebuilt.error();
    return rebuilt ? ChangedEvents::Rebuilt : ChangedEvents::Stale;
}

} // namespace faultline
