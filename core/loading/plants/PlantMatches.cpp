// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/PlantMatches.h"

#include "base/Utf8.h"
#include "database/connection/ArrayText.h"

#include <QByteArray>
#include <QHash>

namespace faultline {

namespace {

// The plants that know any of these ids, with how many they know and how many have the same value.
constexpr auto kCompareCodes =
    "SELECT e.plant_id, count(*), count(*) FILTER (WHERE e.code = x.value)"
    " FROM unnest($1::text[], $2::text[]) AS x (id, value)"
    " JOIN faultline.equipment e ON e.equipment_id = x.id AND e.code IS NOT NULL"
    " GROUP BY e.plant_id";
constexpr auto kCompareMaps =
    "SELECT n.plant_id, count(*), count(*) FILTER (WHERE e.equipment_id = x.value)"
    " FROM unnest($1::text[], $2::text[]) AS x (id, value)"
    " JOIN faultline.sensor n ON n.sensor_id = x.id AND NOT n.is_equipment"
    " JOIN faultline.equipment_sensor m"
    "  ON m.sensor_key = n.sensor_key AND m.valid_to = 'infinity'"
    " JOIN faultline.equipment e ON e.equipment_key = m.equipment_key"
    " GROUP BY n.plant_id";

constexpr auto kPlantsWithCodes =
    "SELECT DISTINCT plant_id FROM faultline.equipment WHERE code IS NOT NULL";

QString idElement(const QByteArray& id)
{
    return quotedElement(decodedUtf8({id.constData(), static_cast<std::size_t>(id.size())}));
}

Result<void> addMatches(
    Connection& connection, const char* query, const QHash<QByteArray, QByteArray>& entries,
    bool byCode, PlantMatches& matches)
{
    const auto rows = connection.execute(
        query, Parameters()
                   .add(arrayText(entries.keys(), idElement))
                   .add(arrayText(entries.values(), idElement)));
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->rowCount(); ++row) {
        PlantMatch match;
        match.byCode = byCode;
        match.agreement.entries = static_cast<int>(entries.size());
        match.agreement.compared = static_cast<int>(rows->integer(row, 1));
        match.agreement.agreeing = static_cast<int>(rows->integer(row, 2));
        matches.emplace(static_cast<PlantId>(rows->integer(row, 0)), match);
    }
    return {};
}

} // namespace

Result<PlantMatches> matchingPlants(Connection& connection, const ListProfile& profile)
{
    PlantMatches matches;
    if (!profile.codes.isEmpty()) {
        if (const auto added = addMatches(connection, kCompareCodes, profile.codes, true, matches);
            !added)
            return added.error();
    }
    if (profile.equipment.isEmpty())
        return matches;
    // A plant's map is compared where codes can't be.
    PlantMatches byMap;
    const auto added = addMatches(connection, kCompareMaps, profile.equipment, false, byMap);
    if (!added)
        return added.error();
    if (!profile.codes.isEmpty()) {
        const auto withCodes = connection.execute(kPlantsWithCodes);
        if (!withCodes)
            return withCodes.error();
        for (int row = 0; row < withCodes->rowCount(); ++row)
            byMap.erase(static_cast<PlantId>(withCodes->integer(row, 0)));
    }
    matches.merge(byMap);
    return matches;
}

} // namespace faultline
