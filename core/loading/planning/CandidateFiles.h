// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/ledger/KnownFiles.h"
#include "loading/ledger/LoadJournal.h"

#include <QHash>
#include <QMultiHash>

#include <deque>
#include <vector>

namespace faultline {

/// A file that the database knows, and its loaded ranges.
struct Candidate
{
    KnownFile known;
    QList<JournalledRange> ranges;
};

/// Known files of a plant that some given files may match or share lines with. Pointers to
/// candidates are valid while it lives.
class CandidateFiles
{
public:
    static Result<CandidateFiles>
    fetch(Connection& connection, PlantId plant, const KnownFileKeys& keys);

    /// Adds a file that became known since, without loaded ranges.
    void add(KnownFile file);

    bool isEmpty() const { return m_candidates.empty(); }
    /// Those that were seen at `path`, then those with the same beginning as a file with this head;
    /// newest first.
    std::vector<const Candidate*>
    withSameBeginning(const QString& path, const FileHead& head) const;
    /// Those that share lines with a file with this sketch. Files that share a line are one family,
    /// so one per line is enough, unless they got that line only now, by growing.
    enum class Sharers { All, OnePerLine };
    std::vector<const Candidate*> sharingLines(const ReadingSketch& sketch, Sharers sharers) const;

private:
    void index(std::size_t position);

    std::deque<Candidate> m_candidates;
    QMultiHash<QString, std::size_t> m_byPath;
    QMultiHash<QByteArray, std::size_t> m_byHead;
    QMultiHash<qint64, std::size_t> m_bySketch;
};

/// Whether the file begins with the loaded ranges of `candidate`: the same first bytes, and the
/// same last bytes of every range. Compares all bytes if the file was written since it was last
/// seen and either hasn't grown or isn't too large: a corrected line may have the same length.
Result<bool> hasContentOf(
    const InputFile& file, const FileHead& head, const Candidate& candidate,
    const CancelToken& cancel);

/// Whether all of the file from `begin` was loaded as `candidate`, byte for byte.
Result<bool> isCompleteCopy(
    const InputFile& file, const SourceFile& source, const Candidate& candidate,
    const CancelToken& cancel);

} // namespace faultline
