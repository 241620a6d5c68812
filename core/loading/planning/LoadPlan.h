// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "loading/ledger/LoadJournal.h"
#include "sources/folder/SourceFile.h"
#include "sources/input/ContentHash.h"
#include "sources/input/InputFile.h"

#include <QList>

#include <optional>

namespace faultline {

/// A stretch of a file that is to be loaded: the bytes [begin, end).
struct ByteGap
{
    qint64 begin = 0;
    qint64 end = 0;
    qint64 firstLine = 1; ///< Number of the line at `begin`.
};

/// The parts of [begin, end) that are not in `ranges`, which are in order and don't overlap.
QList<ByteGap> missingRanges(qint64 begin, qint64 end, const QList<JournalledRange>& ranges);

/// A readings file and what is still to be loaded of it.
struct PlannedFile
{
    qsizetype fileIndex = 0;            ///< In the data folder's list of files.
    const SourceFile* source = nullptr; ///< That file; the folder outlives the plan.
    qint64 bytes = 0;                   ///< Its size when it was planned: what is loaded of it.
    InputFile::SystemId systemId;       ///< To notice when another file takes its name.
    FileId id{};
    /// Other files of its family may have its lines, so that these are compared.
    bool isCompared = false;
    bool isUnfinished = false; ///< Its last line was left alone.
    QList<ByteGap> gaps;
    qint64 knownBytes = 0;   ///< Loaded before.
    qint64 knownRecords = 0; ///< Loaded before.
    /// XXH3-128 of it, when all of it was loaded before and that is known, or was read by this
    /// load.
    CompactHash contentHash;
    /// A file with the same content, of which this one is a copy: nothing of it is loaded.
    struct Original
    {
        QString path;
        std::optional<qsizetype> fileIndex; ///< When that file is one of this load.
    };
    Rare<Original> copyOf;
    Rare<QString> sharesLinesWith; ///< The path of another file of its family.
    Rare<UserMessage> failure;     ///< Why nothing of it can be loaded.
    Rare<UserMessage> finding;     ///< What a person should know.
};

} // namespace faultline
