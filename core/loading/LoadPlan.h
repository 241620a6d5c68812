// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/Connection.h"
#include "loading/LoadJournal.h"
#include "sources/InputFile.h"
#include "sources/SourceFile.h"

#include <QList>

#include <map>
#include <memory>
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
    std::shared_ptr<const InputFile> input; ///< Null when it couldn't be opened.
    FileId id{};
    QList<ByteGap> gaps;
    qint64 knownBytes = 0;   ///< Loaded before.
    qint64 knownRecords = 0; ///< Loaded before.
    /// The path of a file with the same content, when this one is a copy: nothing of it is loaded.
    QString copyOf;
    std::optional<qsizetype> copyOfPlace; ///< When that file is one of this load.
    std::optional<UserMessage> failure;   ///< Why nothing of it can be loaded.
    std::optional<UserMessage> finding;   ///< What a person should know.
};

/// The parts of [begin, end) that are not in `ranges`, which are in order and don't overlap.
QList<ByteGap> missingRanges(qint64 begin, qint64 end, const QList<JournalledRange>& ranges);

/// Finds out which readings files the database knows, by their content, and what of them is
/// missing there. Told apart: known, grown, renamed, rewritten, a copy, new.
class ReadingsPlanner
{
public:
    explicit ReadingsPlanner(Connection& connection)
        : m_connection(connection)
    {}

    /// Plans the readings files of `folder`, in a transaction that gives new files their rows: a
    /// second program waits and then finds them. Fails only when the database does.
    Result<QList<PlannedFile>> plan(const DataFolder& folder);

    /// The gaps of a file as the journal has them now.
    Result<QList<ByteGap>> gapsNow(const PlannedFile& file);

private:
    Result<void> planFile(PlannedFile& file);
    Result<bool> isThatContent(const InputFile& input, const KnownFile& known) const;
    Result<void> adopt(PlannedFile& file, const KnownFile& known);
    Result<bool> tryCandidate(PlannedFile& file, const KnownFile& known);
    Result<bool> isCompleteCopy(const PlannedFile& file, const KnownFile& known);
    Result<void> addNew(PlannedFile& file, qint32 generation);

    Connection& m_connection;
    std::set<FileId> m_claimed;
    /// Files that this plan adds, by size and head: where to look for copies.
    std::multimap<std::pair<qint64, QByteArray>, PlannedFile> m_new;
};

} // namespace faultline
