// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/Plants.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Plants)
};

constexpr qsizetype kMaxNameLength = 200;

} // namespace

Result<QList<Plant>> fetchPlants(Connection& connection)
{
    const auto rows = connection.execute(
        "SELECT plant_id, name, skip_known FROM faultline.plant ORDER BY lower(name)");
    if (!rows)
        return rows.error();
    QList<Plant> plants;
    plants.reserve(rows->rowCount());
    for (int row = 0; row < rows->rowCount(); ++row)
        plants << Plant{
            static_cast<PlantId>(rows->integer(row, 0)), rows->string(row, 1),
            rows->boolean(row, 2)};
    return plants;
}

Result<QString> plantNameFromText(const QString& text)
{
    const QString name = text.simplified();
    if (!name.isEmpty() && name.size() <= kMaxNameLength)
        return name;
    return UserMessage::error(
               name.isEmpty() ? Text::tr("The plant has no name")
                              : Text::tr("The plant's name is too long"))
        .withRemedy(Text::tr("Give it a name of up to %1 characters, such as “vessel-7”.")
                        .arg(kMaxNameLength))
        .withCode(u"plant-name"_s);
}

bool isSamePlantName(const QString& a, const QString& b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

Result<void> setSkipKnown(Connection& connection, PlantId plant, bool skipsKnown)
{
    const auto set = connection.execute(
        "UPDATE faultline.plant SET skip_known = $2 WHERE plant_id = $1",
        Parameters().add(qint64{toInt(plant)}).add(skipsKnown));
    return set ? Result<void>() : set.error();
}

Result<PlantId> createPlant(Connection& connection, const QString& name)
{
    const auto added = connection.execute(
        "INSERT INTO faultline.plant (name) VALUES ($1) RETURNING plant_id",
        Parameters().add(name));
    if (!added)
        return added.error();
    return static_cast<PlantId>(added->integer(0, 0));
}

} // namespace faultline
