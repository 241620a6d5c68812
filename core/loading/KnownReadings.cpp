// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/KnownReadings.h"

#include "database/BinaryCursor.h"
#include "loading/HstoreText.h"
#include "sources/ContentHash.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

namespace faultline {

namespace {

constexpr qint64 kRowsAtOnce = 20'000;

constexpr auto kEarlierChunks =
    "SELECT c.chunk_id FROM faultline.load_chunk c"
    " JOIN faultline.source_file f ON f.file_id = c.file_id"
    " JOIN faultline.source_file now ON now.file_id = $1::integer"
    "  AND coalesce(now.root_id, now.file_id) = coalesce(f.root_id, f.file_id)"
    " WHERE f.generation < now.generation";

template<typename Number>
void put(QByteArray& bytes, Number number)
{
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void putMeasurement(QByteArray& bytes, double value)
{
    put(bytes,
        std::isnan(value) ? std::bit_cast<quint64>(kNoMeasurement) : std::bit_cast<quint64>(value));
}

void putReading(
    QByteArray& bytes, qint64 occurredAt, qint32 sensorId, qint16 severity, double temperature,
    double vibration, std::string_view extra)
{
    bytes.resize(0);
    put(bytes, occurredAt);
    put(bytes, sensorId);
    put(bytes, severity);
    putMeasurement(bytes, temperature);
    putMeasurement(bytes, vibration);
    bytes.append(extra.data(), static_cast<qsizetype>(extra.size()));
}

} // namespace

Result<qint64> KnownReadings::count(Connection& connection, FileId file)
{
    const auto count = connection.execute(
        QByteArray("SELECT coalesce(sum(loaded), 0)::bigint FROM faultline.load_chunk"
                   " WHERE chunk_id IN (")
            + kEarlierChunks + ')',
        Parameters().add(qint64{toInt(file)}));
    if (!count)
        return count.error();
    return count->integer(0, 0);
}

Result<KnownReadings> KnownReadings::fetch(Connection& connection, FileId file)
{
    KnownReadings known;
    auto cursor = BinaryCursor::open(
        connection, "known_readings",
        QByteArray("SELECT occurred_at, sensor_id, severity, temperature, vibration, extra::text"
                   " FROM faultline.reading WHERE chunk_id IN (")
            + kEarlierChunks + ')',
        Parameters().add(qint64{toInt(file)}));
    if (!cursor)
        return cursor.error();
    for (;;) {
        const auto rows = cursor->fetch(kRowsAtOnce);
        if (!rows)
            return rows.error();
        if (rows->rowCount() == 0)
            break;
        const auto measurement = [&rows](int row, int column) {
            return rows->isNull(row, column) ? kNoMeasurement : rows->binary<double>(row, column);
        };
        for (int row = 0; row < rows->rowCount(); ++row) {
            putReading(
                known.m_packed, rows->binary<qint64>(row, 0), rows->binary<qint32>(row, 1),
                rows->binary<qint16>(row, 2), measurement(row, 3), measurement(row, 4),
                rows->text(row, 5));
            ++known.m_counts[keyOf(known.m_packed)];
        }
    }
    if (const auto closed = cursor->close(); !closed)
        return closed.error();
    return known;
}

KnownReadings::Key KnownReadings::keyOf(const QByteArray& packed)
{
    const QByteArray hash =
        contentHash({packed.constData(), static_cast<std::size_t>(packed.size())});
    Key key;
    std::memcpy(&key, hash.constData(), sizeof key);
    return key;
}

bool KnownReadings::take(const Reading& reading, qint16 severityCode)
{
    putReading(
        m_packed, reading.occurredAt, reading.sensorId, severityCode, reading.temperature,
        reading.vibration, hstoreText(reading.extras));
    const auto found = m_counts.find(keyOf(m_packed));
    if (found == m_counts.end())
        return false;
    if (--found.value() == 0)
        m_counts.erase(found);
    return true;
}

} // namespace faultline
