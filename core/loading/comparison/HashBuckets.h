// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryFile>
#include <QtGlobal>

#include <algorithm>
#include <array>
#include <memory>
#include <type_traits>
#include <vector>

namespace faultline {

/// Distributes records by a hash over buckets, to be handled one bucket after the other: each is a
/// small part, whatever the number of records. Full blocks go to a temporary file, so that memory
/// doesn't depend on that number. Fails when the file can't be written. One thread.
template<typename Record>
class HashBuckets
{
public:
    static_assert(std::is_trivially_copyable_v<Record>);
    static constexpr std::size_t kBuckets = 256;

    /// Records with the same hash come into the same bucket, in the order in which they are added.
    Result<void> add(quint64 hash, const Record& record)
    {
        Bucket& bucket = m_buckets[hash >> (kHashBits - kBucketBits)];
        if (bucket.last.capacity() == 0)
            bucket.last.reserve(kBlock);
        bucket.last.push_back(record);
        return bucket.last.size() < kBlock ? Result<void>() : spill(bucket);
    }

    /// Calls `use` with each record of a bucket.
    template<typename Use>
    Result<void> forEach(std::size_t number, const Use& use)
    {
        Bucket& bucket = m_buckets[number];
        std::vector<Record> block(bucket.blocks.empty() ? 0 : kBlock);
        for (const qint64 offset : bucket.blocks) {
            const auto bytes = static_cast<qint64>(kRecordBytes);
            if (!m_file->seek(offset)
                || m_file->read(reinterpret_cast<char*>(block.data()), bytes) != bytes)
                return failed();
            std::for_each(block.begin(), block.end(), use);
        }
        std::for_each(bucket.last.begin(), bucket.last.end(), use);
        return {};
    }

private:
    static constexpr unsigned kHashBits = 64;
    static constexpr unsigned kBucketBits = 8;
    static constexpr std::size_t kBlockBytes = std::size_t{16} * 1024;
    static constexpr std::size_t kBlock = kBlockBytes / sizeof(Record);
    static constexpr std::size_t kRecordBytes = kBlock * sizeof(Record); ///< Of a full block.

    struct Bucket
    {
        std::vector<Record> last;
        std::vector<qint64> blocks; ///< Where its full blocks are in the file.
    };

    Result<void> spill(Bucket& bucket)
    {
        if (!m_file) {
            m_file = std::make_unique<QTemporaryFile>(
                QDir::tempPath() + QStringLiteral("/faultline-XXXXXX"));
            // On Linux it has no name, so nothing of it stays when the program is killed.
            if (!m_file->open())
                return failed();
        }
        const auto bytes = static_cast<qint64>(kRecordBytes);
        if (!m_file->seek(m_end)
            || m_file->write(reinterpret_cast<const char*>(bucket.last.data()), bytes) != bytes)
            return failed();
        bucket.blocks.push_back(m_end);
        m_end += bytes;
        bucket.last.clear();
        return {};
    }

    UserMessage failed() const
    {
        return UserMessage::error(QCoreApplication::translate(
                                      "HashBuckets", "There is no room for a temporary file"))
            .because(m_file ? m_file->errorString() : QString())
            .at(QDir::tempPath())
            .withRemedy(QCoreApplication::translate(
                "HashBuckets", "Free some space there, or set TMPDIR to another folder. Then load "
                               "again."))
            .withCode(QStringLiteral("temporary-file"));
    }

    std::array<Bucket, kBuckets> m_buckets;
    std::unique_ptr<QTemporaryFile> m_file;
    qint64 m_end = 0;
};

} // namespace faultline
