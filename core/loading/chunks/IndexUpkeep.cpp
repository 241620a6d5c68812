// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/IndexUpkeep.h"

#include "database/schema/ReadingIndexes.h"

namespace faultline {

Result<void> dropIndexesBeforeLargeLoad(Connection& connection, const QList<PlannedFile>& plan)
{
    constexpr qint64 kShare = 50;
    constexpr qint64 kFewReadings = 20'000;
    constexpr qint64 kLineBytes = 80;
    qint64 missingBytes = 0;
    for (const PlannedFile& file : plan) {
        for (const ByteGap& gap : file.gaps)
            missingBytes += gap.end - gap.begin;
    }
    const auto known = connection.execute(
        "SELECT coalesce(sum(c.loaded), 0)::bigint FROM faultline.load_chunk c"
        " JOIN faultline.source_file f USING (file_id) WHERE f.role = 'readings'");
    if (!known)
        return known.error();
    if (missingBytes / kLineBytes <= known->integer(0, 0) / kShare + kFewReadings)
        return {};
    // Indexes of another role, or in use: then the load only takes longer.
    const auto dropped = dropReadingIndexes(connection);
    return dropped || connection.isUsable() ? Result<void>() : dropped;
}

} // namespace faultline
