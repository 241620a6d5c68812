// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/comparison/LineMatcher.h"

#include <QHash>

#include <utility>

namespace faultline {

namespace {

// How often a reading is there: in the database, and then also in the files so far.
struct Copies
{
    qint64 stored = 0;
    qint64 all = 0;
    // For the file that is being matched: how many of others are left.
    qint32 file = -1;
    qint64 left = 0;
    qint64 leftStored = 0;
};

} // namespace

Result<void> LineMatcher::add(const LineRecord& line)
{
    m_filter.add(line.hash);
    return m_lines.add(line.hash.high, line);
}

Result<void> LineMatcher::add(const StoredRecord& reading)
{
    return m_filter.mayHave(reading.hash) ? m_stored.add(reading.hash.high, reading)
                                          : Result<void>();
}

Result<void> LineMatcher::match(
    const std::function<void(const LineRecord& line, bool needsEarlier)>& skip,
    const CancelToken& cancel)
{
    for (std::size_t bucket = 0; bucket < HashBuckets<LineRecord>::kBuckets; ++bucket) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        if (const auto matched = matchBucket(bucket, skip); !matched)
            return matched;
    }
    return {};
}

Result<void> LineMatcher::matchBucket(
    std::size_t bucket, const std::function<void(const LineRecord& line, bool needsEarlier)>& skip)
{
    QHash<WideHash, Copies> copies;
    QHash<std::pair<WideHash, qint64>, qint64> owned;
    const auto counted = m_stored.forEach(bucket, [&](const StoredRecord& record) {
        Copies& each = copies[record.hash];
        ++each.stored;
        ++each.all;
        if (record.owner >= 0)
            ++owned[{record.hash, record.owner}];
    });
    if (!counted)
        return counted;
    return m_lines.forEach(bucket, [&](const LineRecord& line) {
        Copies& each = copies[line.hash];
        if (each.file != line.file) {
            const qint64 own = owned.value({line.hash, line.file});
            each.file = line.file;
            each.left = each.all - own;
            each.leftStored = each.stored - own;
        }
        if (each.left > 0) {
            --each.left;
            --each.leftStored;
            if (line.isMissing)
                skip(line, each.leftStored < 0);
        } else if (line.isMissing) {
            ++each.all;
        }
    });
}

} // namespace faultline
