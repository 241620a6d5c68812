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

/// A file that the database knows, and what it has of it.
struct Candidate
{
    KnownFile known;
    QList<JournalledRange> ranges;
};

/// The known files that some files may be, or that may share lines with them. Pointers to
/// candidates are valid as long as it lives.
class CandidateFiles
{
public:
    static Result<CandidateFiles> fetch(Connection& connection, const KnownFileKeys& keys);

    /// A file that has become known since, and of which nothing is loaded yet.
    void add(KnownFile file);

    bool isEmpty() const { return m_candidates.empty(); }
    /// Those that were seen at `path`, and then those that begin as a file with this head does; the
    /// newest first.
    std::vector<const Candidate*>
    withSameBeginning(const QString& path, const FileHead& head) const;
    /// Those that share lines with a file that has this sketch. Files that share a line are one
    /// family, so that one for each line is enough, unless some of them have grown by it just now.
    enum class Sharers { All, OnePerLine };
    std::vector<const Candidate*> sharingLines(const ReadingSketch& sketch, Sharers sharers) const;

private:
    void index(std::size_t position);

    std::deque<Candidate> m_candidates;
    QMultiHash<QString, std::size_t> m_byPath;
    QMultiHash<QByteArray, std::size_t> m_byHead;
    QMultiHash<qint64, std::size_t> m_bySketch;
};

/// Whether the file begins with what was loaded of `candidate`: the same first bytes, and the same
/// last bytes of every stretch. All of it is compared where the file was written since it was last
/// seen, and has either no more bytes than it had or not so many that this would take long: a line
/// that was mended may be as long as it was.
Result<bool> hasContentOf(
    const InputFile& file, const FileHead& head, const Candidate& candidate,
    const CancelToken& cancel);

/// Whether all of the file, from `begin` on, was loaded as `candidate`, byte for byte.
Result<bool> isCompleteCopy(
    const InputFile& file, qint64 begin, const Candidate& candidate, const CancelToken& cancel);

} // namespace faultline
