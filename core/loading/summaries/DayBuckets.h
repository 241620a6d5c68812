// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QTemporaryFile>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
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
        : m_maxItems(std::max<std::size_t>(maxBytes / sizeof(Item), 1))
        , m_usual((DayBucket::kUsualTo - DayBucket::kUsualFrom) / DayBucket::kUsualDays, kNone)
    {}

    /// False if the temporary file can't be written; what was added is then lost.
    bool add(qint32 day, const Item& item)
    {
        if (m_items.capacity() == 0)
            reserve();
        m_items.push_back(item);
        m_bucketOf.push_back(bucketOf(day));
        return m_items.size() < m_maxItems || spill();
    }

    std::vector<DayBucket> buckets() const
    {
        std::vector<DayBucket> keys;
        for (const Bucket& bucket : m_buckets)
            keys.push_back(bucket.key);
        return keys;
    }

    /// Calls `use` with the things of a bucket, in small parts. Fails if `use` does, or if the
    /// temporary file can't be read. May be repeated.
    template<typename Use>
    Result<void> read(DayBucket key, const Use& use)
    {
        const quint32 number = find(key);
        if (number == kNone)
            return {};
        for (const Block& block : m_buckets[number].inFile) {
            for (std::size_t begin = 0; begin < block.items; begin += kPartItems) {
                m_part.resize(std::min(kPartItems, block.items - begin));
                if (!readPart(block.offset + static_cast<qint64>(begin) * kItemBytes))
                    return temporaryFileFailed();
                if (const auto used = use(std::span<const Item>(m_part)); !used)
                    return used;
            }
        }
        return readItems(number, use);
    }

private:
    static constexpr qint64 kItemBytes = sizeof(Item);
    static constexpr std::size_t kPartItems = std::size_t{64} * 1024 / sizeof(Item);
    static constexpr quint32 kNone = ~quint32{0};

    struct Block
    {
        qint64 offset = 0;
        std::size_t items = 0;
    };
    struct Bucket
    {
        DayBucket key;
        std::vector<Block> inFile;
    };

    // One block of memory for all buckets: growing one for each would leave as much memory unused.
    // Memory that isn't written to costs nothing.
    void reserve()
    {
        m_items.reserve(m_maxItems);
        m_bucketOf.reserve(m_maxItems);
    }

    quint32 bucketOf(qint32 day)
    {
        quint32& number = DayBucket::isUsual(day) ? usual(day) : other(DayBucket::of(day));
        if (number == kNone) {
            m_buckets.push_back({DayBucket::of(day), {}});
            number = static_cast<quint32>(m_buckets.size() - 1);
        }
        return number;
    }
    quint32 find(DayBucket key)
    {
        return DayBucket::isUsual(key.firstDay) ? usual(key.firstDay) : other(key);
    }
    quint32& usual(qint32 day)
    {
        const auto index = (day - DayBucket::kUsualFrom) / DayBucket::kUsualDays;
        return m_usual[static_cast<std::size_t>(index)];
    }
    quint32& other(DayBucket key) { return m_others.try_emplace(key, kNone).first->second; }

    // Sorts the places of the things in memory by bucket.
    void arrange()
    {
        if (m_order.size() == m_items.size())
            return;
        m_ends.assign(m_buckets.size() + 1, 0);
        for (const quint32 number : m_bucketOf)
            ++m_ends[number + 1];
        std::partial_sum(m_ends.begin(), m_ends.end(), m_ends.begin());
        m_order.resize(m_items.size());
        for (quint32 place = 0; place < m_items.size(); ++place)
            m_order[m_ends[m_bucketOf[place]]++] = place;
    }

    // The places of the things of a bucket in memory. First call arrange().
    std::span<const quint32> placesOf(std::size_t number) const
    {
        if (number >= m_ends.size())
            return {};
        const std::size_t begin = number == 0 ? 0 : m_ends[number - 1];
        return std::span(m_order).subspan(begin, m_ends[number] - begin);
    }

    // Calls `use` with the things of a bucket that are in memory.
    template<typename Use>
    Result<void> readItems(std::size_t number, const Use& use)
    {
        arrange();
        auto places = placesOf(number);
        while (!places.empty()) {
            const auto some = places.first(std::min(places.size(), kPartItems));
            places = places.subspan(some.size());
            m_part.clear();
            for (const quint32 place : some)
                m_part.push_back(m_items[place]);
            if (const auto used = use(std::span<const Item>(m_part)); !used)
                return used;
        }
        return {};
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
        arrange();
        const auto write = [this](std::span<const Item> items) -> Result<void> {
            const auto bytes = static_cast<qint64>(items.size_bytes());
            return m_file->write(reinterpret_cast<const char*>(items.data()), bytes) == bytes
                       ? Result<void>()
                       : temporaryFileFailed();
        };
        for (std::size_t number = 0; number < m_buckets.size(); ++number) {
            const std::size_t count = placesOf(number).size();
            if (count == 0)
                continue;
            m_buckets[number].inFile.push_back({m_end, count});
            if (!readItems(number, write))
                return false;
            m_end += static_cast<qint64>(count) * kItemBytes;
        }
        m_items.clear();
        m_bucketOf.clear();
        m_order.clear();
        m_ends.clear();
        return m_file->flush();
    }

    // Fills m_part from the file.
    bool readPart(qint64 offset)
    {
        const auto bytes = static_cast<qint64>(m_part.size()) * kItemBytes;
        return m_file->seek(offset)
               && m_file->read(reinterpret_cast<char*>(m_part.data()), bytes) == bytes;
    }

    std::size_t m_maxItems;
    std::vector<Bucket> m_buckets;
    std::vector<quint32> m_usual; ///< Indexes into m_buckets, of the buckets of usual years.
    std::map<DayBucket, quint32> m_others;
    std::vector<Item> m_items; ///< Those in memory, in the order in which they were added.
    std::vector<quint32> m_bucketOf;
    std::vector<quint32> m_order;    ///< Indexes into m_items, by bucket.
    std::vector<std::size_t> m_ends; ///< Where each bucket ends in m_order.
    std::vector<Item> m_part;
    std::unique_ptr<QTemporaryFile> m_file;
    qint64 m_end = 0; ///< Of the file.
};

} // namespace faultline
