// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/Connection.h"
#include "loading/LoadJournal.h"
#include "sources/InputFile.h"
#include "sources/SourceFile.h"

#include <QList>

#include <map>
#include <optional>
#include <set>
#include <utility>

namespace faultline {

/// A stretch of a file that is to be loaded: the bytes [begin, end).
struct ByteGap
{
    qint64 begin = 0;
    qint64 end = 0;
    qint64 firstLine = 1; ///< Number of the line at `begin`.
};

/// A readings file and what is still to be loaded of it.
struct PlannedFile
{
    qsizetype place = 0; ///< In the data folder's list of files.
    SourceFile source;
    qint64 bytes = 0;             ///< Its size when it was planned: what is loaded of it.
    InputFile::SystemId systemId; ///< To notice when another file takes its name.
    FileId id{};
    QList<ByteGap> gaps;
    qint64 knownBytes = 0;   ///< Loaded before.
    qint64 knownRecords = 0; ///< Loaded before.
    QByteArray contentHash; ///< XXH3-128 of it, when all of it was loaded before and that is known.
    /// The path of a file with the same content, when this one is a copy: nothing of it is loaded.
    QString copyOf;
    std::optional<qsizetype> copyOfPlace; ///< When that file is one of this load.
    /// What stood at its path before, when this is something else.
    std::optional<KnownFile> earlier;
    /// Its lines may give readings once more that earlier generations of it have.
    bool isRevised = false;
    std::optional<UserMessage> failure; ///< Why nothing of it can be loaded.
    std::optional<UserMessage> finding; ///< What a person should know.
};

/// The parts of [begin, end) that are not in `ranges`, which are in order and don't overlap.
QList<ByteGap> missingRanges(qint64 begin, qint64 end, const QList<JournalledRange>& ranges);

/// Finds out which readings files the database knows, by their content, and what of them is
/// missing there. Told apart: known, grown, renamed, rewritten, a copy, new.
class ReadingsPlanner
{
public:
    ReadingsPlanner(Connection& connection, CancelToken cancel)
        : m_connection(connection)
        , m_cancel(std::move(cancel))
    {}

    /// Plans the readings files of `folder`, in a transaction that gives new files their rows: a
    /// second program waits and then finds them. Fails when the database does, or cancelled.
    Result<QList<PlannedFile>> plan(const DataFolder& folder);

private:
    using Step = Result<void> (ReadingsPlanner::*)(PlannedFile& file);

    Result<void> planOpenOnes(Step step);
    Result<void> planFile(PlannedFile& file);
    Result<void> planChangedFile(PlannedFile& file);
    Result<void> planOpenFile(PlannedFile& file, const InputFile& input);
    Result<bool> isThatContent(const InputFile& input, const KnownFile& known) const;
    Result<bool> isThatFile(const InputFile& input, const KnownFile& known) const;
    Result<void> adopt(PlannedFile& file, const InputFile& input, const KnownFile& known);
    Result<void> takeKnown(PlannedFile& file);
    Result<bool> tryCandidate(PlannedFile& file, const InputFile& input, const KnownFile& known);
    Result<bool> isCompleteCopy(const InputFile& input, const KnownFile& known, qint64 begin);
    Result<bool> tryCopyInThisLoad(PlannedFile& file, const InputFile& input);
    Result<void> addNew(PlannedFile& file, const InputFile& input);
    Result<void> addGeneration(PlannedFile& file, const InputFile& input, const KnownFile& earlier);
    Result<FileId> addRow(
        const PlannedFile& file, const InputFile& input, qint32 generation,
        std::optional<FileId> root);

    Connection& m_connection;
    const CancelToken m_cancel;
    QList<PlannedFile> m_plan;
    std::set<FileId> m_claimed; ///< Files of the database that are planned already.
    /// Indexes in m_plan by size: where to look for copies.
    std::multimap<qint64, qsizetype> m_bySize;
};

} // namespace faultline
