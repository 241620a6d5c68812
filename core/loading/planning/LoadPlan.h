// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/planning/SkippedLines.h"
#include "sources/folder/SourceFile.h"
#include "sources/input/ContentHash.h"
#include "sources/input/InputFile.h"

#include <QList>

#include <memory>
#include <optional>

namespace faultline {

/// A range of a file to load: the bytes [begin, end).
struct ByteGap
{
    qint64 begin = 0;
    qint64 end = 0;
    qint64 firstLine = 1; ///< Number of the line at `begin`.
};

/// The parts of a file's content, up to `end`, that aren't in `ranges`, which are in order and
/// don't overlap.
QList<ByteGap>
missingRanges(const SourceFile& file, qint64 end, const QList<JournalledRange>& ranges);

/// A readings file and what is still to load.
struct PlannedFile
{
    qsizetype fileIndex = 0;            ///< Index in the data folder's list of files.
    const SourceFile* source = nullptr; ///< The file; the folder outlives the plan.
    SourceFormat format;                ///< As it was loaded before; of a new file, the source's.
    qint64 bytes = 0;                   ///< Its size when it was planned, up to which it is loaded.
    InputFile::SystemId systemId;       ///< To notice that another file has taken its name.
    PlantId plant{};
    FileId id{};
    /// Its lines are compared with what is loaded, because other files may have them.
    bool isCompared = false;
    /// Set once they are compared.
    std::shared_ptr<const SkippedLines> skipped;
    bool isUnfinished = false; ///< A last line without line end was left.
    QList<ByteGap> gaps;
    qint64 knownBytes = 0;   ///< Loaded before.
    qint64 knownRecords = 0; ///< Loaded before.
    /// XXH3-128 of the file, if it is known from earlier loads or all of it was read by this one.
    CompactHash contentHash;
    /// A file with the same content. This one is a copy of it, and isn't loaded.
    struct Original
    {
        QString path;
        std::optional<qsizetype> fileIndex; ///< Set if that file is part of this load.
    };
    Rare<Original> copyOf;
    Rare<QString> sharesLinesWith; ///< The path of another file of its family.
    Rare<UserMessage> failure;     ///< Why it can't be loaded.
    Rare<UserMessage> damage;      ///< Why its content ends early; what precedes is loaded.
    Rare<UserMessage> finding;     ///< What the user should know.
};

} // namespace faultline
