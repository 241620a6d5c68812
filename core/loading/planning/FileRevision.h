// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "loading/ledger/LoadJournal.h"
#include "sources/folder/SourceFile.h"
#include "sources/input/InputFile.h"

#include <QList>

#include <optional>
#include <utility>
#include <vector>

namespace faultline {

/// Finds which loaded ranges of other files are still in a file, after it was edited or replaced
/// them. Ranges are recognised by content, those of one file in their order, up to kMaxMove away
/// from the offset expected from the previous one. References must outlive it.
class UnchangedRangeFinder
{
public:
    static constexpr qint64 kMaxMove = qint64{256} * 1024;

    /// `source` says where the content of `file` begins, and how it is read.
    UnchangedRangeFinder(
        const InputFile& file, const SourceFile& source, const CancelToken& cancel);

    /// Those of `ranges` that are in it, not overlapping results of earlier calls.
    Result<QList<UnchangedRange>> find(const QList<JournalledRange>& ranges);
    /// Whether nothing was found so far.
    bool isEmpty() const { return m_taken.empty(); }

private:
    Result<std::optional<qint64>> offsetOf(const JournalledRange& range);
    Result<std::optional<qint64>> search(const JournalledRange& range, qint64 expected) const;
    Result<bool> isAt(const JournalledRange& range, qint64 offset) const;
    Result<bool> isRecordStart(qint64 offset) const;
    Result<UnchangedRange> keep(const JournalledRange& range, qint64 offset);

    const InputFile& m_file;
    const CancelToken& m_cancel;
    const SourceFile& m_source;
    std::vector<std::pair<qint64, qint64>> m_taken; ///< [begin, end) of the ranges found.

    // State of one find() call.
    qint64 m_end = 0;   ///< The end of the last range found.
    qint64 m_line = 1;  ///< The number of the line there.
    qint64 m_moved = 0; ///< How far that range has moved.
    int m_misses = 0;   ///< Ranges in a row that weren't at their expected offset.
};

} // namespace faultline
