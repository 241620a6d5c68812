// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/plants/SensorKeys.h"

#include "base/Utf8.h"
#include "database/connection/ArrayText.h"
#include "readings/SourceId.h"
#include "sources/input/ContentHash.h"

namespace faultline {

namespace {

// Smaller numbers are looked up by index: at most 4 MB.
constexpr qint32 kDenseNumbers = 1'000'000;

constexpr auto kRegister =
    "INSERT INTO faultline.sensor (plant_id, sensor_id)"
    " SELECT $1, id FROM unnest($2::text[]) AS id"
    // Those that another program has registered meanwhile don't count.
    " WHERE NOT EXISTS (SELECT FROM faultline.sensor"
    "  WHERE plant_id = $1 AND sensor_id = id AND NOT is_equipment)"
    // In one order, so that programs which register the same sensors don't wait for each other in
    // a circle.
    " ORDER BY id COLLATE \"C\""
    " LIMIT greatest(0, $3 - (SELECT count(*) FROM faultline.sensor WHERE plant_id = $1))"
    " ON CONFLICT (plant_id, sensor_id, is_equipment) DO NOTHING";

// The same for equipment that is a sensor. It may be in no list yet.
constexpr auto kRegisterEquipment =
    "INSERT INTO faultline.equipment (plant_id, equipment_id)"
    " SELECT $1, id FROM unnest($2::text[]) AS id"
    " WHERE NOT EXISTS (SELECT FROM faultline.equipment WHERE plant_id = $1 AND equipment_id = id)"
    " ORDER BY id COLLATE \"C\""
    " LIMIT greatest(0, $3 - (SELECT count(*) FROM faultline.sensor WHERE plant_id = $1))"
    " ON CONFLICT (plant_id, equipment_id) DO NOTHING";
// It is on itself at once, so that no reading of it is ever without equipment.
constexpr auto kRegisterItself =
    "WITH added AS (INSERT INTO faultline.sensor (sensor_key, plant_id, sensor_id, equipment_key)"
    "  OVERRIDING SYSTEM VALUE"
    "  SELECT -e.equipment_key, e.plant_id, e.equipment_id || ' (equipment)', e.equipment_key"
    "  FROM faultline.equipment e"
    "  WHERE e.plant_id = $1 AND e.equipment_id = ANY ($2::text[])"
    "   AND NOT EXISTS (SELECT FROM faultline.sensor n WHERE n.sensor_key = -e.equipment_key)"
    "  ORDER BY e.equipment_id"
    "  LIMIT greatest(0, $3 - (SELECT count(*) FROM faultline.sensor WHERE plant_id = $1))"
    "  ON CONFLICT DO NOTHING RETURNING sensor_key, equipment_key)"
    " INSERT INTO faultline.equipment_sensor (sensor_key, equipment_key)"
    " SELECT sensor_key, equipment_key FROM added ORDER BY sensor_key"
    " ON CONFLICT DO NOTHING";
constexpr auto kEquipmentKeys = "SELECT e.equipment_id, n.sensor_key FROM faultline.sensor n"
                                " JOIN faultline.equipment e ON e.equipment_key = n.equipment_key"
                                " WHERE n.plant_id = $1 AND n.is_equipment";
constexpr auto kSomeEquipmentKeys =
    "SELECT e.equipment_id, n.sensor_key FROM faultline.sensor n"
    " JOIN faultline.equipment e ON e.equipment_key = n.equipment_key"
    " WHERE n.plant_id = $1 AND n.is_equipment AND e.equipment_id = ANY ($2::text[])";

QString idElement(const std::string& id)
{
    return quotedElement(decodedUtf8(id));
}

} // namespace

std::size_t SensorKeys::TagHash::operator()(std::string_view tag) const
{
    return contentHash64(tag);
}

Result<SensorKeys> SensorKeys::fetch(Connection& connection, PlantId plant)
{
    SensorKeys keys(plant);
    const auto rows = connection.execute(
        "SELECT sensor_id, sensor_key FROM faultline.sensor"
        " WHERE plant_id = $1 AND NOT is_equipment",
        Parameters().add(qint64{toInt(plant)}));
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->rowCount(); ++row)
        keys.insert(rows->text(row, 0), static_cast<qint32>(rows->integer(row, 1)));
    const auto equipment =
        connection.execute(kEquipmentKeys, Parameters().add(qint64{toInt(plant)}));
    if (!equipment)
        return equipment.error();
    keys.insertEquipment(*equipment);
    return keys;
}

Result<void> SensorKeys::registerNoted(Connection* connection)
{
    if (const auto registered = registerSensors(connection); !registered)
        return registered;
    return registerEquipment(connection);
}

Result<void> SensorKeys::registerEquipment(Connection* connection)
{
    if (m_notedEquipment.empty())
        return {};
    if (connection) {
        const QString ids = arrayText(m_notedEquipment, idElement);
        for (const char* const statement : {kRegisterEquipment, kRegisterItself}) {
            const auto added = connection->execute(
                statement,
                Parameters().add(qint64{toInt(m_plant)}).add(ids).add(qint64{kMaxSensors}));
            if (!added)
                return added.error();
        }
        const auto keys = connection->execute(
            kSomeEquipmentKeys, Parameters().add(qint64{toInt(m_plant)}).add(ids));
        if (!keys)
            return keys.error();
        insertEquipment(*keys);
    }
    for (const std::string& id : m_notedEquipment) {
        if (keyOfEquipment(id) != kUnknown)
            continue;
        m_isFull = connection || m_count >= kMaxSensors;
        if (!m_isFull)
            m_equipment.emplace(id, equipmentItself(++m_count));
    }
    m_notedEquipment.clear();
    return {};
}

void SensorKeys::insertEquipment(const QueryResult& rows)
{
    for (int row = 0; row < rows.rowCount(); ++row) {
        m_equipment.emplace(rows.text(row, 0), static_cast<qint32>(rows.integer(row, 1)));
        ++m_count;
    }
}

Result<void> SensorKeys::registerSensors(Connection* connection)
{
    if (m_noted.empty())
        return {};
    if (connection) {
        const QString ids = arrayText(m_noted, idElement);
        const auto added = connection->execute(
            kRegister, Parameters().add(qint64{toInt(m_plant)}).add(ids).add(qint64{kMaxSensors}));
        if (!added)
            return added.error();
        if (const auto fetched = fetchKeys(*connection, ids); !fetched)
            return fetched;
    }
    for (const std::string& id : m_noted) {
        const qint32 number = numberOfId(id);
        const qint32 known = number >= 0 ? keyOf(number) : keyOf(std::string_view(id));
        if (known != kUnknown)
            continue;
        m_isFull = connection || m_count >= kMaxSensors;
        if (!m_isFull)
            insert(id, m_count + 1);
    }
    m_noted.clear();
    return {};
}

Result<void> SensorKeys::fetchKeys(Connection& connection, const QString& ids)
{
    const auto rows = connection.execute(
        "SELECT sensor_id, sensor_key FROM faultline.sensor"
        " WHERE plant_id = $1 AND sensor_id = ANY ($2::text[]) AND NOT is_equipment",
        Parameters().add(qint64{toInt(m_plant)}).add(ids));
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->rowCount(); ++row)
        insert(rows->text(row, 0), static_cast<qint32>(rows->integer(row, 1)));
    return {};
}

qint32 SensorKeys::sparseKeyOf(qint32 number) const
{
    const auto found = m_sparse.find(number);
    return found == m_sparse.end() ? kUnknown : found->second;
}

void SensorKeys::insert(std::string_view id, qint32 key)
{
    ++m_count;
    const qint32 number = numberOfId(id);
    if (number < 0) {
        m_tags.emplace(id, key);
        return;
    }
    if (number >= kDenseNumbers) {
        m_sparse.emplace(number, key);
        return;
    }
    const auto index = static_cast<std::size_t>(number);
    if (index >= m_dense.size())
        m_dense.resize(index + 1, kUnknown);
    m_dense[index] = key;
}

} // namespace faultline
