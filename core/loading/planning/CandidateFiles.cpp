// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/CandidateFiles.h"

#include "loading/planning/LoadPlan.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace faultline {

namespace {

// Takes a second or two from a disk.
constexpr qint64 kMaxFullyComparedBytes = qint64{256} * 1024 * 1024;

qint64 bytesOf(const QList<JournalledRange>& ranges)
{
    return std::accumulate(
        ranges.begin(), ranges.end(), qint64{0}, [](qint64 sum, const JournalledRange& range) {
            return sum + range.endByte - range.firstByte;
        });
}

} // namespace

Result<CandidateFiles>
CandidateFiles::fetch(Connection& connection, PlantId plant, const KnownFileKeys& keys)
{
    auto files = findFiles(connection, plant, SourceRole::Readings, keys);
    if (!files)
        return files.error();
    QList<FileId> ids;
    for (const KnownFile& file : *files)
        ids << file.id;
    CandidateFiles candidates;
    if (ids.isEmpty())
        return candidates;
    const auto ranges = journalledRanges(connection, ids);
    if (!ranges)
        return ranges.error();
    for (KnownFile& file : *files) {
        const auto found = ranges->find(file.id);
        candidates.m_candidates.push_back(
            {std::move(file), found == ranges->end() ? QList<JournalledRange>() : found->second});
        candidates.index(candidates.m_candidates.size() - 1);
    }
    return candidates;
}

void CandidateFiles::add(KnownFile file)
{
    m_candidates.push_back({std::move(file), {}});
    index(m_candidates.size() - 1);
}

void CandidateFiles::index(std::size_t position)
{
    const KnownFile& known = m_candidates.at(position).known;
    m_byPath.insert(known.path, position);
    m_byHead.insert(known.head.hash, position);
    for (const qint64 hash : known.sketch)
        m_bySketch.insert(hash, position);
}

std::vector<const Candidate*>
CandidateFiles::withSameBeginning(const QString& path, const FileHead& head) const
{
    std::set<std::size_t> there;
    std::set<std::size_t> alike;
    const auto note = [](const auto& found, std::set<std::size_t>& positions) {
        for (auto it = found.first; it != found.second; ++it)
            positions.insert(it.value());
    };
    note(m_byPath.equal_range(path), there);
    note(m_byHead.equal_range(head.anchor.hash), alike);
    for (const HeadAnchor& beginning : head.beginnings)
        note(m_byHead.equal_range(beginning.hash), alike);
    std::vector<const Candidate*> candidates;
    candidates.reserve(there.size() + alike.size());
    for (const std::size_t position : there)
        candidates.push_back(&m_candidates.at(position));
    for (const std::size_t position : alike) {
        if (!there.contains(position))
            candidates.push_back(&m_candidates.at(position));
    }
    return candidates;
}

std::vector<const Candidate*>
CandidateFiles::sharingLines(const ReadingSketch& sketch, Sharers sharers) const
{
    std::set<std::size_t> positions;
    for (const qint64 hash : sketch) {
        const auto found = m_bySketch.equal_range(hash);
        for (auto it = found.first; it != found.second; ++it) {
            positions.insert(it.value());
            if (sharers == Sharers::OnePerLine)
                break;
        }
    }
    std::vector<const Candidate*> candidates;
    candidates.reserve(positions.size());
    for (const std::size_t position : positions)
        candidates.push_back(&m_candidates.at(position));
    return candidates;
}

Result<bool> hasContentOf(
    const InputFile& file, const FileHead& head, const Candidate& candidate,
    const CancelToken& cancel)
{
    if (!head.beginnings.contains(candidate.known.head))
        return false;
    const QList<JournalledRange>& ranges = candidate.ranges;
    const bool hasGrown = ranges.isEmpty() || ranges.last().endByte < file.size();
    const bool isWritten =
        candidate.known.modifiedMs > 0 && file.modifiedMs() != candidate.known.modifiedMs;
    const bool whole = isWritten && (!hasGrown || bytesOf(ranges) <= kMaxFullyComparedBytes);
    for (const JournalledRange& range : ranges) {
        if (range.endByte > file.size())
            return false;
        const auto hash = whole ? rangeHash(file, range.firstByte, range.endByte, cancel)
                                : tailHash(file, range.firstByte, range.endByte);
        if (!hash)
            return hash.error();
        if (*hash != (whole ? range.contentHash : range.tailHash))
            return false;
    }
    return true;
}

Result<bool> isCompleteCopy(
    const InputFile& file, const SourceFile& source, const Candidate& candidate,
    const CancelToken& cancel)
{
    if (!missingRanges(source, file.size(), candidate.ranges).isEmpty())
        return false;
    for (const JournalledRange& range : candidate.ranges) {
        // The candidate is longer; the file is only its beginning.
        if (range.endByte > file.size())
            return false;
        const auto hash = rangeHash(file, range.firstByte, range.endByte, cancel);
        if (!hash)
            return hash.error();
        if (*hash != range.contentHash)
            return false;
    }
    return true;
}

} // namespace faultline
