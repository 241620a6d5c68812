// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/PlantTurn.h"

#include "database/schema/RunningLoads.h"

#include <QCoreApplication>

namespace faultline {

namespace {

constexpr auto kTakeTurn = R"sql(
INSERT INTO faultline.plant_turn AS turn (plant_id, load_id)
SELECT plant_id, $2::integer FROM faultline.plant WHERE plant_id = $1::integer
ON CONFLICT (plant_id) DO UPDATE SET load_id = $2::integer
WHERE turn.load_id IS NULL OR turn.load_id = $2::integer OR NOT EXISTS (
    SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND d.datname = current_database()
      AND l.classid = $3::bigint::oid AND l.objid = turn.load_id::oid))sql";

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantTurn)
};

UserMessage plantIsGone()
{
    return UserMessage::error(Text::tr("The plant was removed while its folder was loaded"))
        .because(Text::tr("Someone removed it in another window or program."))
        .withRemedy(Text::tr("If that was a mistake, load the folder again."))
        .withCode(QStringLiteral("no-such-plant"));
}

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
    const auto other = connection.execute(
        "SELECT coalesce(load_id, 0) FROM faultline.plant_turn WHERE plant_id = $1",
        Parameters().add(qint64{toInt(plant)}));
    if (!other)
        return other.error();
    if (other->rowCount() == 0)
        return plantIsGone();
    return std::optional(static_cast<LoadId>(other->integer(0, 0)));
}

Result<void> endTurns(Connection& connection, LoadId load)
{
    const auto ended = connection.execute(
        "UPDATE faultline.plant_turn SET load_id = NULL WHERE load_id = $1",
        Parameters().add(qint64{toInt(load)}));
    return ended ? Result<void>() : ended.error();
}

} // namespace faultline
