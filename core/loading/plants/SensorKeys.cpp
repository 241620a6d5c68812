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
    " WHERE NOT EXISTS (SELECT FROM faultline.sensor WHERE plant_id = $1 AND sensor_id = id)"
    // In one order, so that programs which register the same sensors don't wait for each other in
    // a circle.
    " ORDER BY id COLLATE \"C\""
    " LIMIT greatest(0, $3 - (SELECT count(*) FROM faultline.sensor WHERE plant_id = $1))"
    " ON CONFLICT (plant_id, sensor_id) DO NOTHING";

} // namespace

std::size_t SensorKeys::TagHash::operator()(std::string_view tag) const
{
    return contentHash64(tag);
}

Result<SensorKeys> SensorKeys::fetch(Connection& connection, PlantId plant)
{
    SensorKeys keys(plant);
    const auto rows = connection.execute(
        "SELECT sensor_id, sensor_key FROM faultline.sensor WHERE plant_id = $1",
        Parameters().add(qint64{toInt(plant)}));
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->rowCount(); ++row)
        keys.insert(rows->text(row, 0), static_cast<qint32>(rows->integer(row, 1)));
    return keys;
}

Result<void> SensorKeys::registerNoted(Connection* connection)
{
    if (m_noted.empty())
        return {};
    if (connection) {
        const QString ids = arrayText(
            m_noted, [](const std::string& id) { return quotedElement(decodedUtf8(id)); });
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
        " WHERE plant_id = $1 AND sensor_id = ANY ($2::text[])",
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
