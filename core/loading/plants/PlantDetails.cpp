// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/PlantDetails.h"

#include <QCoreApplication>

#include <algorithm>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantDetails)
};

// The journal knows the number of readings, settled or not.
constexpr auto kDetails = R"sql(
SELECT p.plant_id, coalesce(l.n, 0), coalesce(e.n, 0), coalesce(s.n, 0), coalesce(r.n, 0)
FROM faultline.plant p
LEFT JOIN (SELECT plant_id, count(DISTINCT load_id) AS n
           FROM faultline.load_plant JOIN faultline.load_run USING (load_id)
           WHERE undone_at IS NULL GROUP BY plant_id) l USING (plant_id)
LEFT JOIN (SELECT plant_id, count(*) AS n FROM faultline.known_equipment GROUP BY plant_id) e
    USING (plant_id)
LEFT JOIN (SELECT plant_id, count(*) AS n FROM faultline.sensor
           WHERE NOT is_equipment GROUP BY plant_id) s
    USING (plant_id)
LEFT JOIN (SELECT plant_id, sum(loaded) AS n
           FROM faultline.load_chunk JOIN faultline.source_file USING (file_id)
           WHERE role = 'readings' GROUP BY plant_id) r USING (plant_id))sql";

} // namespace

Result<QList<PlantDetails>> fetchPlantDetails(Connection& connection)
{
    const auto plants = fetchPlants(connection);
    if (!plants)
        return plants.error();
    const auto rows = connection.execute(kDetails);
    if (!rows)
        return rows.error();
    QList<PlantDetails> all;
    all.reserve(plants->size());
    for (const Plant& plant : *plants) {
        PlantDetails details;
        details.plant = plant;
        for (int row = 0; row < rows->rowCount(); ++row) {
            if (rows->integer(row, 0) != toInt(plant.id))
                continue;
            details.loads = rows->integer(row, 1);
            details.equipment = rows->integer(row, 2);
            details.sensors = rows->integer(row, 3);
            details.readings = rows->integer(row, 4);
        }
        all << details;
    }
    return all;
}

Result<PlantDetails> fetchPlantDetails(Connection& connection, const QString& name)
{
    const auto plants = fetchPlantDetails(connection);
    if (!plants)
        return plants.error();
    const QString wanted = name.simplified();
    const auto found =
        std::find_if(plants->cbegin(), plants->cend(), [&wanted](const PlantDetails& details) {
            return isSamePlantName(details.plant.name, wanted);
        });
    if (found == plants->cend())
        return noSuchPlant(Text::tr("There is no plant “%1”").arg(wanted));
    return *found;
}

} // namespace faultline
