// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/KnownReadings.h"

#include "database/connection/BinaryCursor.h"
#include "database/connection/HstoreText.h"
#include "sources/input/ContentHash.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

namespace faultline {

namespace {

constexpr qint64 kRowsAtOnce = 20'000;

// Chunks whose readings the file's lines may repeat. The file's own chunks count only if their
// lines were compared, because then some of their readings are in others.
constexpr auto kOtherChunks =
    "SELECT c.chunk_id FROM faultline.load_chunk c"
    " JOIN faultline.source_file f ON f.file_id = c.file_id"
    " JOIN faultline.source_file now ON now.file_id = $1::integer AND now.root_id = f.root_id"
    " WHERE c.loaded > 0 AND NOT (c.file_id = $1::integer AND c.skipped = 0)";

// Times are microseconds since 2000, as stored.
constexpr auto kWithin =
    " AND occurred_at >= timestamptz '2000-01-01 00:00:00+00' + $2::bigint * interval '1 us'"
    " AND occurred_at <= timestamptz '2000-01-01 00:00:00+00' + $3::bigint * interval '1 us'";

Parameters within(FileId file, const ComparedLines& lines)
{
    return Parameters().add(qint64{toInt(file)}).add(lines.firstAt()).add(lines.lastAt());
}

quint64 momentOf(qint64 occurredAt, qint32 sensorId)
{
    // Fibonacci hashing: a collision only costs one more comparison.
    constexpr quint64 kGoldenRatio = 0x9E3779B97F4A7C15;
    return static_cast<quint64>(occurredAt) * kGoldenRatio ^ static_cast<quint32>(sensorId);
}

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

void ComparedLines::add(const Reading& reading)
{
    m_firstAt = std::min(m_firstAt, reading.occurredAt);
    m_lastAt = std::max(m_lastAt, reading.occurredAt);
    if (m_areTooMany)
        return;
    m_moments.push_back(momentOf(reading.occurredAt, reading.sensorKey));
    m_areTooMany = m_moments.size() > kMax;
    if (m_areTooMany)
        m_moments = {};
}

void ComparedLines::close()
{
    std::sort(m_moments.begin(), m_moments.end());
}

bool ComparedLines::mayHave(qint64 occurredAt, qint32 sensorId) const
{
    return m_areTooMany
           || std::binary_search(
               m_moments.begin(), m_moments.end(), momentOf(occurredAt, sensorId));
}

Result<qint64> KnownReadings::count(Connection& connection, FileId file)
{
    const auto count = connection.execute(
        QByteArray("SELECT coalesce(sum(loaded), 0)::bigint FROM faultline.load_chunk"
                   " WHERE chunk_id IN (")
            + kOtherChunks + ')',
        Parameters().add(qint64{toInt(file)}));
    if (!count)
        return count.error();
    return count->integer(0, 0);
}

Result<qint64>
KnownReadings::countWithin(Connection& connection, FileId file, const ComparedLines& lines)
{
    const auto count = connection.execute(
        QByteArray("SELECT count(*) FROM faultline.reading WHERE chunk_id IN (") + kOtherChunks
            + ')' + kWithin,
        within(file, lines));
    if (!count)
        return count.error();
    return count->integer(0, 0);
}

Result<KnownReadings>
KnownReadings::fetch(Connection& connection, FileId file, const ComparedLines& lines)
{
    KnownReadings known;
    if (lines.isEmpty())
        return known;
    auto cursor = BinaryCursor::open(
        connection, "known_readings",
        QByteArray("SELECT occurred_at, sensor_id, severity, temperature, vibration, extra::text"
                   " FROM faultline.reading WHERE chunk_id IN (")
            + kOtherChunks + ')' + kWithin,
        within(file, lines));
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
            if (!lines.mayHave(rows->binary<qint64>(row, 0), rows->binary<qint32>(row, 1)))
                continue;
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
        m_packed, reading.occurredAt, reading.sensorKey, severityCode, reading.temperature,
        reading.vibration, hstoreText(reading.extras));
    const auto found = m_counts.find(keyOf(m_packed));
    if (found == m_counts.end())
        return false;
    m_taken.push_back(found.key());
    if (--found.value() == 0)
        m_counts.erase(found);
    return true;
}

void KnownReadings::giveBack()
{
    for (const Key& key : m_taken)
        ++m_counts[key];
    m_taken.clear();
}

} // namespace faultline
