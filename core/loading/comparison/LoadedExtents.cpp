// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/comparison/LoadedExtents.h"

#include "readings/Calendar.h"

#include <algorithm>
#include <utility>

namespace faultline {

namespace {

// With more days or keys it counts as long or wide.
constexpr qint64 kMaxCells = 40;

// Readings that lines of this plant's files may repeat. Those of a forgotten range count as another
// file's: the range's own lines may give them. Times are microseconds since 2000.
constexpr auto kExtents = R"sql(
SELECT CASE WHEN c.forgotten THEN 0 ELSE c.file_id END,
       (extract(epoch FROM c.first_at - timestamptz '2000-01-01 00:00:00+00') * 1000000)::bigint,
       (extract(epoch FROM c.last_at - timestamptz '2000-01-01 00:00:00+00') * 1000000)::bigint,
       c.sensors, c.forgotten AND c.rejected > 0, c.file_id, c.first_byte, c.end_byte
FROM faultline.load_chunk c
JOIN faultline.source_file f ON f.file_id = c.file_id
JOIN faultline.plant p ON p.plant_id = f.plant_id
WHERE f.plant_id = ANY ($1::integer[]) AND c.first_at IS NOT NULL
  AND (c.loaded > 0 OR (c.forgotten AND c.rejected > 0))
  AND (p.skip_known OR f.superseded OR c.forgotten))sql";

} // namespace

LoadedExtents::LoadedExtents(LoadedExtents&& other) noexcept
{
    *this = std::move(other);
}

LoadedExtents& LoadedExtents::operator=(LoadedExtents&& other) noexcept
{
    m_neverSkipping = std::move(other.m_neverSkipping);
    m_listed = std::move(other.m_listed);
    m_entries = std::move(other.m_entries);
    m_ranges = std::move(other.m_ranges);
    m_byDay = std::move(other.m_byDay);
    m_bySensor = std::move(other.m_bySensor);
    m_others = std::move(other.m_others);
    return *this;
}

Result<LoadedExtents> LoadedExtents::fetch(Connection& connection, const QList<PlantId>& plants)
{
    std::vector<qint32> ids;
    ids.reserve(static_cast<std::size_t>(plants.size()));
    for (const PlantId plant : plants)
        ids.push_back(toInt(plant));
    LoadedExtents extents;
    const auto never = connection.execute(
        "SELECT plant_id FROM faultline.plant"
        " WHERE plant_id = ANY ($1::integer[]) AND NOT skip_known",
        Parameters().add(ids));
    if (!never)
        return never.error();
    for (int row = 0; row < never->rowCount(); ++row)
        extents.m_neverSkipping.insert(static_cast<PlantId>(never->integer(row, 0)));
    const auto rows = connection.execute(kExtents, Parameters().add(ids));
    if (!rows)
        return rows.error();
    for (int row = 0; row < rows->rowCount(); ++row) {
        ChunkExtent extent;
        extent.firstAt = rows->integer(row, 1);
        extent.lastAt = rows->integer(row, 2);
        extent.sensors = SensorRanges::fromText(rows->text(row, 3));
        extents.insert(static_cast<FileId>(rows->integer(row, 0)), extent);
        if (rows->boolean(row, 4)) {
            extents.m_listed.emplace(
                static_cast<FileId>(rows->integer(row, 5)),
                Bytes{rows->integer(row, 6), rows->integer(row, 7)});
        }
    }
    return extents;
}

bool LoadedExtents::hasListed(FileId file, qint64 begin, qint64 end) const
{
    const auto [first, last] = m_listed.equal_range(file);
    return std::any_of(first, last, [begin, end](const auto& listed) {
        return listed.second.begin < end && begin < listed.second.end;
    });
}

bool LoadedExtents::tryAdd(PlantId plant, FileId file, const ChunkExtent& extent)
{
    if (extent.isEmpty())
        return true;
    const std::scoped_lock lock(m_mutex);
    if (meets(file, extent))
        return false;
    if (!m_neverSkipping.contains(plant))
        insert(file, extent);
    return true;
}

void LoadedExtents::add(PlantId plant, FileId file, const ChunkExtent& extent)
{
    const std::scoped_lock lock(m_mutex);
    if (!extent.isEmpty() && !m_neverSkipping.contains(plant))
        insert(file, extent);
}

bool LoadedExtents::meets(FileId file, const ChunkExtent& extent) const
{
    const Wanted wanted{file, extent};
    if (meetsAny(m_byDay, dayOf(extent.firstAt), dayOf(extent.lastAt), wanted))
        return true;
    const auto& sensors = extent.sensors.ranges();
    const bool bySensor = std::any_of(sensors.begin(), sensors.end(), [&](const auto& range) {
        return meetsAny(m_bySensor, range.first, range.last, wanted);
    });
    return bySensor || std::any_of(m_others.begin(), m_others.end(), [&](quint32 position) {
               return isMet(position, wanted);
           });
}

bool LoadedExtents::meetsAny(
    const Cells& cells, qint64 first, qint64 last, const Wanted& wanted) const
{
    const auto isIn = [&](const std::vector<quint32>& positions) {
        return std::any_of(positions.begin(), positions.end(), [&](quint32 position) {
            return isMet(position, wanted);
        });
    };
    if (last - first >= static_cast<qint64>(cells.size())) {
        return std::any_of(cells.begin(), cells.end(), [&](const auto& cell) {
            return cell.first >= first && cell.first <= last && isIn(cell.second);
        });
    }
    for (qint64 at = first; at <= last; ++at) {
        const auto found = cells.find(at);
        if (found != cells.end() && isIn(found->second))
            return true;
    }
    return false;
}

bool LoadedExtents::isMet(quint32 position, const Wanted& wanted) const
{
    const Entry& entry = m_entries[position];
    return entry.file != wanted.file && entry.firstAt <= wanted.extent.lastAt
           && wanted.extent.firstAt <= entry.lastAt
           && wanted.extent.sensors.meets({m_ranges.data() + entry.firstRange, entry.ranges});
}

void LoadedExtents::insert(FileId file, const ChunkExtent& extent)
{
    const auto position = static_cast<quint32>(m_entries.size());
    const auto& ranges = extent.sensors.ranges();
    m_entries.push_back(
        {file, static_cast<quint32>(m_ranges.size()), static_cast<quint32>(ranges.size()),
         extent.firstAt, extent.lastAt});
    m_ranges.insert(m_ranges.end(), ranges.begin(), ranges.end());
    const qint64 firstDay = dayOf(extent.firstAt);
    const qint64 lastDay = dayOf(extent.lastAt);
    const qint64 firstKey = ranges.front().first;
    const qint64 lastKey = ranges.back().last;
    if (lastDay - firstDay < kMaxCells) {
        for (qint64 day = firstDay; day <= lastDay; ++day)
            m_byDay[day].push_back(position);
    } else if (lastKey - firstKey < kMaxCells) {
        for (qint64 key = firstKey; key <= lastKey; ++key)
            m_bySensor[key].push_back(position);
    } else {
        m_others.push_back(position);
    }
}

} // namespace faultline
