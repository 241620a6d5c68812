// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/EquipmentKeys.h"

#include "base/Utf8.h"
#include "database/connection/ArrayText.h"

namespace faultline {

namespace {

// It may be in no list yet. In one order, so that programs which register the same equipment don't
// wait for each other in a circle.
constexpr auto kRegister =
    "INSERT INTO faultline.equipment (plant_id, equipment_id)"
    " SELECT $1, id FROM unnest($2::text[]) AS id"
    " WHERE NOT EXISTS (SELECT FROM faultline.equipment WHERE plant_id = $1 AND equipment_id = id)"
    " ORDER BY id COLLATE \"C\""
    " LIMIT greatest(0, $3 - (SELECT count(*) FROM faultline.equipment WHERE plant_id = $1))"
    " ON CONFLICT (plant_id, equipment_id) DO NOTHING";
constexpr auto kKeys = "SELECT equipment_id, equipment_key FROM faultline.equipment"
                       " WHERE plant_id = $1 AND equipment_id = ANY ($2::text[])";

} // namespace

void EquipmentKeys::note(std::string_view id)
{
    if (m_noted.find(id) == m_noted.end())
        m_noted.emplace(id);
}

Result<void> EquipmentKeys::registerNoted(Connection* connection)
{
    if (m_noted.empty())
        return {};
    if (connection) {
        if (const auto registered = registerIn(*connection); !registered)
            return registered;
    } else {
        for (const std::string& id : m_noted) {
            if (m_keys.size() < std::size_t{kMaxEquipment})
                m_keys.emplace(id, static_cast<qint32>(m_keys.size()) + 1);
        }
    }
    m_noted.clear();
    return {};
}

Result<void> EquipmentKeys::registerIn(Connection& connection)
{
    const QString ids =
        arrayText(m_noted, [](const std::string& id) { return quotedElement(decodedUtf8(id)); });
    const auto ofPlant = Parameters().add(qint64{toInt(m_plant)}).add(ids);
    const auto find = [&]() -> Result<qint64> {
        const auto rows = connection.execute(kKeys, ofPlant);
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->rowCount(); ++row)
            m_keys.emplace(rows->text(row, 0), static_cast<qint32>(rows->integer(row, 1)));
        return rows->rowCount();
    };
    const auto known = find();
    if (!known)
        return known.error();
    if (*known == static_cast<qint64>(m_noted.size()))
        return {};
    const auto added =
        connection.execute(kRegister, Parameters(ofPlant).add(qint64{kMaxEquipment}));
    if (!added)
        return added.error();
    const auto all = find();
    return all ? Result<void>() : all.error();
}

} // namespace faultline
