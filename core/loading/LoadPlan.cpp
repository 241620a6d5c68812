// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadPlan.h"

#include "loading/FileIdentity.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LoadPlan)
};

// A file that can't be read any more is a matter of that file; everything else is the database's.
bool concernsOneFile(const UserMessage& error)
{
    return error.code == u"file"_s || error.code == u"file-shrank"_s;
}

} // namespace

QList<ByteGap> missingRanges(qint64 begin, qint64 end, const QList<JournalledRange>& ranges)
{
    QList<ByteGap> gaps;
    qint64 position = begin;
    qint64 line = 1;
    for (const JournalledRange& range : ranges) {
        if (range.firstByte > position)
            gaps << ByteGap{position, std::min(range.firstByte, end), line};
        position = std::max(position, range.endByte);
        line = range.firstLine + range.lines;
    }
    if (position < end)
        gaps << ByteGap{position, end, line};
    return gaps;
}

Result<QList<PlannedFile>> ReadingsPlanner::plan(const DataFolder& folder)
{
    m_claimed.clear();
    m_new.clear();
    QList<PlannedFile> plan;
    if (const auto begun = m_connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto locked = lockFileIdentities(m_connection); !locked)
        return locked.error();
    for (qsizetype place = 0; place < folder.files.size(); ++place) {
        const SourceFile& source = folder.files.at(place);
        if (source.role != SourceRole::Readings)
            continue;
        PlannedFile file;
        file.place = place;
        file.source = source;
        if (const auto planned = planFile(file); !planned) {
            if (!concernsOneFile(planned.error())) {
                m_connection.rollback();
                return planned.error();
            }
            file.failure = planned.error();
        }
        plan << file;
    }
    if (const auto committed = m_connection.commit(); !committed)
        return committed.error();
    return plan;
}

Result<QList<ByteGap>> ReadingsPlanner::gapsNow(const PlannedFile& file)
{
    const auto ranges = journalledRanges(m_connection, file.id);
    if (!ranges)
        return ranges.error();
    return missingRanges(file.source.skipBytes, file.input->size(), *ranges);
}

Result<void> ReadingsPlanner::planFile(PlannedFile& file)
{
    auto opened = InputFile::open(file.source.path);
    if (!opened)
        return opened.error();
    const auto input = std::make_shared<const InputFile>(*std::move(opened));
    file.input = input;

    const auto lengths = headLengths(m_connection, SourceRole::Readings, input->size());
    if (!lengths)
        return lengths.error();
    QList<HeadAnchor> heads;
    for (const qint32 length : *lengths) {
        const auto head = headAnchor(*input, length);
        if (!head)
            return head.error();
        heads << *head;
    }
    const auto candidates = findFiles(m_connection, SourceRole::Readings, file.source.path, heads);
    if (!candidates)
        return candidates.error();
    qint32 generation = 1;
    for (const KnownFile& known : *candidates) {
        const auto taken = tryCandidate(file, known);
        if (!taken)
            return taken.error();
        if (*taken)
            return {};
        if (known.path == file.source.path)
            generation = std::max(generation, known.generation + 1);
    }
    if (generation > 1) {
        file.finding = UserMessage::warning(Text::tr("A file was rewritten since it was loaded"))
                           .because(Text::tr(
                               "What is in it now was loaded as new content; the readings of its "
                               "earlier content stay."))
                           .at(file.source.path)
                           .withCode(u"rewritten"_s);
    }
    return addNew(file, generation);
}

// Whether `known` is this file, and if so, what is left to load.
Result<bool> ReadingsPlanner::tryCandidate(PlannedFile& file, const KnownFile& known)
{
    const auto same = isThatContent(*file.input, known);
    if (!same)
        return same.error();
    if (!*same)
        return false;
    const bool claimed = m_claimed.contains(known.id);
    bool elsewhere = claimed;
    if (!claimed && known.path != file.source.path) {
        // Still where it was: then this is a copy of it. Else it was renamed.
        if (const auto other = InputFile::open(known.path)) {
            const auto still = isThatContent(*other, known);
            elsewhere = still.ok() && *still;
        }
    }
    if (elsewhere) {
        const auto copy = isCompleteCopy(file, known);
        if (!copy)
            return copy.error();
        if (!*copy)
            return false;
        file.copyOf = known.path;
    }
    if (const auto adopted = adopt(file, known); !adopted)
        return adopted.error();
    return true;
}

// Whether the file begins with what was loaded of `known`: the same first bytes, and the same last
// bytes of every stretch.
Result<bool> ReadingsPlanner::isThatContent(const InputFile& input, const KnownFile& known) const
{
    if (known.head.bytes > input.size())
        return false;
    const auto head = headAnchor(input, known.head.bytes);
    if (!head)
        return head.error();
    if (head->hash != known.head.hash)
        return false;
    const auto ranges = journalledRanges(m_connection, known.id);
    if (!ranges)
        return ranges.error();
    for (const JournalledRange& range : *ranges) {
        if (range.endByte > input.size())
            return false;
        const auto tail = tailHash(input, range.firstByte, range.endByte);
        if (!tail)
            return tail.error();
        if (*tail != range.tailHash)
            return false;
    }
    return true;
}

// Whether all of the file was loaded as `known`, byte for byte.
Result<bool> ReadingsPlanner::isCompleteCopy(const PlannedFile& file, const KnownFile& known)
{
    const auto ranges = journalledRanges(m_connection, known.id);
    if (!ranges)
        return ranges.error();
    if (!missingRanges(file.source.skipBytes, file.input->size(), *ranges).isEmpty())
        return false;
    for (const JournalledRange& range : *ranges) {
        const auto hash = rangeHash(*file.input, range.firstByte, range.endByte);
        if (!hash)
            return hash.error();
        if (*hash != range.contentHash)
            return false;
    }
    return true;
}

Result<void> ReadingsPlanner::adopt(PlannedFile& file, const KnownFile& known)
{
    const auto ranges = journalledRanges(m_connection, known.id);
    if (!ranges)
        return ranges.error();
    file.id = known.id;
    file.gaps = missingRanges(file.source.skipBytes, file.input->size(), *ranges);
    for (const JournalledRange& range : *ranges) {
        file.knownBytes += range.endByte - range.firstByte;
        file.knownRecords += range.records;
    }
    if (!file.copyOf.isEmpty())
        return {};
    m_claimed.insert(known.id);
    return noteSeen(m_connection, known.id, file.source.path);
}

Result<void> ReadingsPlanner::addNew(PlannedFile& file, qint32 generation)
{
    const auto head = headAnchor(*file.input);
    if (!head)
        return head.error();
    const std::pair key{file.input->size(), head->hash};
    const auto [first, last] = m_new.equal_range(key);
    for (auto it = first; it != last; ++it) {
        const PlannedFile& other = it->second;
        const auto hash = rangeHash(*file.input, 0, file.input->size());
        if (!hash)
            return hash.error();
        const auto otherHash = rangeHash(*other.input, 0, other.input->size());
        if (otherHash.ok() && *otherHash == *hash) {
            file.copyOf = other.source.path;
            file.copyOfPlace = other.place;
            file.id = other.id;
            return {};
        }
    }
    const auto id =
        addFile(m_connection, SourceRole::Readings, file.source.path, generation, *head);
    if (!id)
        return id.error();
    file.id = *id;
    file.gaps = missingRanges(file.source.skipBytes, file.input->size(), {});
    m_claimed.insert(*id);
    m_new.emplace(key, file);
    return {};
}

} // namespace faultline
