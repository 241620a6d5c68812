// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/PlantTurn.h"

#include "database/schema/RunningLoads.h"

namespace faultline {

namespace {

constexpr auto kTakeTurn = R"sql(
UPDATE faultline.plant SET loader = $2::integer
WHERE plant_id = $1::integer AND (loader IS NULL OR loader = $2::integer OR NOT EXISTS (
    SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND d.datname = current_database()
      AND l.classid = $3::bigint::oid AND l.objid = loader::oid)))sql";

} // namespace

Result<std::optional<LoadId>> tryTakeTurn(Connection& connection, PlantId plant, LoadId load)
{
    const auto taken = connection.execute(
        kTakeTurn, Parameters()
                       .add(qint64{toInt(plant)})
                       .add(qint64{toInt(load)})
                       .add(qint64{kRunningLoadLock}));
    if (!taken)
        return taken.error();
    if (taken->affectedRows() > 0)
        return std::optional<LoadId>();
    const auto loader = connection.execute(
        "SELECT coalesce(loader, 0) FROM faultline.plant WHERE plant_id = $1",
        Parameters().add(qint64{toInt(plant)}));
    if (!loader)
        return loader.error();
    const auto other = loader->rowCount() > 0 ? loader->integer(0, 0) : 0;
    return std::optional(static_cast<LoadId>(other));
}

Result<void> endTurns(Connection& connection, LoadId load)
{
    const auto ended = connection.execute(
        "UPDATE faultline.plant SET loader = NULL WHERE loader = $1",
        Parameters().add(qint64{toInt(load)}));
    return ended ? Result<void>() : ended.error();
}

} // namespace faultline
