// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/ArchivePass.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <utility>

namespace faultline {

namespace {

// A few: a member may be compared with one of another archive.
constexpr std::size_t kKept = 2;

struct KeptReaders
{
    std::mutex mutex;
    int passes = 0;
    std::list<std::unique_ptr<ArchiveReader>> readers; ///< The newest first.
};

KeptReaders& kept()
{
    static KeptReaders readers;
    return readers;
}

template<typename IsBefore>
std::unique_ptr<ArchiveReader>
take(const SharedFile& file, ContainerKind kind, const ContainerLimits& limits, IsBefore isBefore)
{
    const OpenFile::State state = file->state();
    const std::scoped_lock lock(kept().mutex);
    auto& readers = kept().readers;
    const auto found =
        std::find_if(readers.begin(), readers.end(), [&state, &isBefore](const auto& reader) {
            return reader->state() == state && isBefore(*reader);
        });
    if (found == readers.end()) {
        return std::make_unique<ArchiveReader>(file, kind, ArchiveReader::Content::Members, limits);
    }
    auto reader = std::move(*found);
    readers.erase(found);
    return reader;
}

} // namespace

ArchivePass::ArchivePass()
{
    const std::scoped_lock lock(kept().mutex);
    ++kept().passes;
}

ArchivePass::~ArchivePass()
{
    const std::scoped_lock lock(kept().mutex);
    if (--kept().passes == 0)
        kept().readers.clear();
}

std::unique_ptr<ArchiveReader> takeArchiveReader(
    const SharedFile& file, ContainerKind kind, int index, const ContainerLimits& limits)
{
    return take(file, kind, limits, [index](const ArchiveReader& reader) {
        const int at = reader.member().index;
        return at < index || (at == index && !reader.isBegun());
    });
}

std::unique_ptr<ArchiveReader> takeArchiveReader(
    const SharedFile& file, ContainerKind kind, const QString& member,
    const ContainerLimits& limits)
{
    return take(file, kind, limits, [&member](const ArchiveReader& reader) {
        return !reader.hasMet(member) || (reader.member().name == member && !reader.isBegun());
    });
}

void keepArchiveReader(std::unique_ptr<ArchiveReader> reader)
{
    // A compressed tar that was read as a file has no members.
    if (reader->content() != ArchiveReader::Content::Members)
        return;
    const std::scoped_lock lock(kept().mutex);
    if (kept().passes == 0)
        return;
    kept().readers.push_front(std::move(reader));
    if (kept().readers.size() > kKept)
        kept().readers.pop_back();
}

MemberStream::MemberStream(std::unique_ptr<ArchiveReader> reader)
    : m_reader(std::move(reader))
{}

MemberStream::~MemberStream()
{
    keepArchiveReader(std::move(m_reader));
}

} // namespace faultline
