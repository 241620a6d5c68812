// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QTemporaryFile>

#include <algorithm>
#include <map>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

namespace faultline {

/// Days that a settlement handles together: four, and many more outside of the years that logs are
/// usually from, so that wrong clocks don't cost a bucket each.
struct DayBucket
{
    qint32 firstDay = 0;

    // clang-tidy 14 takes the 0 that it is compared with for a pointer.
    auto operator<=>(const DayBucket&) const = default; // NOLINT(modernize-use-nullptr)
    /// Each bucket's days are before those of the next one.
    static DayBucket of(qint32 day)
    {
        return {day & ~((isUsual(day) ? kUsualDays : kMaxDays) - 1)};
    }
    qint32 pastDay() const { return firstDay + (isUsual(firstDay) ? kUsualDays : kMaxDays); }
    static bool isUsual(qint32 day) { return day >= kUsualFrom && day < kUsualTo; }
    // Powers of two, of which the years are multiples.
    static constexpr qint32 kUsualDays = 4;
    static constexpr qint32 kMaxDays = 4096;
    static constexpr qint32 kUsualFrom = -kMaxDays;  // 1988-10-14
    static constexpr qint32 kUsualTo = 6 * kMaxDays; // 2067-04-15
};

/// The message for temporary files that fail.
UserMessage temporaryFileFailed();

/// Things by day, in any order and number: what doesn't fit in memory goes to a temporary file.
/// Not thread-safe.
template<typename Item>
class DayBuckets
{
    static_assert(std::is_trivially_copyable_v<Item>);

public:
    /// `maxBytes` is the most that it keeps in memory.
    explicit DayBuckets(std::size_t maxBytes)
        : m_maxBytes(maxBytes)
        , m_usual((DayBucket::kUsualTo - DayBucket::kUsualFrom) / DayBucket::kUsualDays)
    {}

    /// False if the temporary file can't be written; what was added is then lost.
    bool add(qint32 day, const Item& item)
    {
        bucketOf(day).inMemory.push_back(item);
        m_bytes += sizeof(Item);
        return m_bytes < m_maxBytes || spill();
    }

    std::vector<DayBucket> buckets() const
    {
        std::vector<DayBucket> keys;
        for (const auto& [key, bucket] : m_buckets)
            keys.push_back(key);
        return keys;
    }

    /// Calls `use` with the things of a bucket, in as many parts as necessary: each has at most
    /// `maxItems`. Fails if `use` does, or if the temporary file can't be read. May be repeated.
    template<typename Use>
    Result<void> read(DayBucket key, std::size_t maxItems, const Use& use)
    {
        const auto found = m_buckets.find(key);
        if (found == m_buckets.end())
            return {};
        std::size_t count = found->second.inMemory.size();
        for (const Block& stored : found->second.inFile)
            count += stored.items;
        std::vector<Item> part;
        part.reserve(std::min(count, maxItems));
        const auto flush = [&]() -> Result<void> {
            const auto used = use(std::span<Item>(part));
            part.clear();
            return used;
        };
        const auto addAll = [&](std::span<const Item> items) -> Result<void> {
            while (!items.empty()) {
                const auto some = items.first(std::min(items.size(), maxItems - part.size()));
                part.insert(part.end(), some.begin(), some.end());
                items = items.subspan(some.size());
                if (part.size() == maxItems) {
                    if (const auto used = flush(); !used)
                        return used;
                }
            }
            return {};
        };
        std::vector<Item> block;
        for (const Block& stored : found->second.inFile) {
            block.resize(stored.items);
            if (!readBlock(stored, block))
                return temporaryFileFailed();
            if (const auto added = addAll(block); !added)
                return added;
        }
        if (const auto added = addAll(found->second.inMemory); !added)
            return added;
        return part.empty() ? Result<void>() : flush();
    }

private:
    static constexpr qint64 kItemBytes = sizeof(Item);

    struct Block
    {
        qint64 offset = 0;
        std::size_t items = 0;
    };
    struct Bucket
    {
        std::vector<Item> inMemory;
        std::vector<Block> inFile;
    };

    Bucket& bucketOf(qint32 day)
    {
        if (!DayBucket::isUsual(day))
            return m_buckets[DayBucket::of(day)];
        const auto index = (day - DayBucket::kUsualFrom) / DayBucket::kUsualDays;
        Bucket*& bucket = m_usual[static_cast<std::size_t>(index)];
        if (!bucket)
            bucket = &m_buckets[DayBucket::of(day)];
        return *bucket;
    }

    bool spill()
    {
        if (!m_file) {
            m_file = std::make_unique<QTemporaryFile>();
            if (!m_file->open())
                return false;
        }
        if (!m_file->seek(m_end))
            return false;
        for (auto& [key, bucket] : m_buckets) {
            if (bucket.inMemory.empty())
                continue;
            const auto bytes = static_cast<qint64>(bucket.inMemory.size()) * kItemBytes;
            bucket.inFile.push_back({m_end, bucket.inMemory.size()});
            if (m_file->write(reinterpret_cast<const char*>(bucket.inMemory.data()), bytes)
                != bytes)
                return false;
            m_end += bytes;
            // Frees its memory: the next things may all be of another bucket.
            std::vector<Item>().swap(bucket.inMemory);
        }
        m_bytes = 0;
        return m_file->flush();
    }

    bool readBlock(const Block& stored, std::vector<Item>& block)
    {
        const auto bytes = static_cast<qint64>(block.size()) * kItemBytes;
        return m_file->seek(stored.offset)
               && m_file->read(reinterpret_cast<char*>(block.data()), bytes) == bytes;
    }

    std::size_t m_maxBytes;
    std::size_t m_bytes = 0; ///< In memory.
    std::map<DayBucket, Bucket> m_buckets;
    std::vector<Bucket*> m_usual; ///< The buckets of usual years, found without a search.
    std::unique_ptr<QTemporaryFile> m_file;
    qint64 m_end = 0; ///< Of the file.
};

} // namespace faultline
