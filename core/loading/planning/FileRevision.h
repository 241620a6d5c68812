// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/ledger/LoadJournal.h"
#include "sources/input/InputFile.h"

#include <QList>

#include <optional>
#include <utility>
#include <vector>

namespace faultline {

/// Finds which of the stretches that were loaded of other files still stand in a file, after it was
/// edited or took their place: told by their content, those of one file in their order, at their
/// old place or up to kMaxMove away from where the one before them has gone. References must
/// outlive it.
class UnchangedRangeFinder
{
public:
    static constexpr qint64 kMaxMove = qint64{256} * 1024;

    /// `begin` is where the file's content begins.
    UnchangedRangeFinder(const InputFile& file, qint64 begin, const CancelToken& cancel);

    /// Those of `ranges` that stand in it, where nothing of earlier calls stands.
    Result<QList<UnchangedRange>> find(const QList<JournalledRange>& ranges);
    /// Whether none was found so far.
    bool isEmpty() const { return m_taken.empty(); }

private:
    Result<std::optional<qint64>> offsetOf(const JournalledRange& range);
    Result<std::optional<qint64>> search(const JournalledRange& range, qint64 expected) const;
    Result<bool> isAt(const JournalledRange& range, qint64 offset) const;
    Result<bool> isLineStart(qint64 offset) const;
    Result<UnchangedRange> keep(const JournalledRange& range, qint64 offset);

    const InputFile& m_file;
    const CancelToken& m_cancel;
    const qint64 m_begin;
    std::vector<std::pair<qint64, qint64>> m_taken; ///< [begin, end) of what was found.

    // Of one call of find().
    qint64 m_end = 0;   ///< Of the last stretch that was found, where it is now.
    qint64 m_line = 1;  ///< Number of the line there.
    qint64 m_moved = 0; ///< How far that stretch has gone.
    int m_misses = 0;   ///< Stretches in a row that weren't found where they were expected.
};

} // namespace faultline
