// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "sources/folder/SourceFile.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace faultline {

enum class FileState {
    Waiting,
    Loading,
    Loaded,        ///< Everything that was new in it.
    Unchanged,     ///< All of it was loaded before.
    Cancelled,     ///< Parts are missing; loading again completes it.
    Failed,        ///< Its message says why.
    NotRecognised, ///< Nothing of it was loaded; its message says why.
};

/// "loaded", "unchanged", …: what the database and --json say.
QString fileStateWord(FileState state);
/// For people.
QString fileStateText(FileState state);

/// Records of a file or a load. Invariant: in = loaded + rejected + blank + skipped.
struct RecordCounts
{
    qint64 in = 0;
    qint64 loaded = 0;
    qint64 rejected = 0;
    qint64 blank = 0;
    qint64 skipped = 0; ///< Loaded by an earlier load or another program, and so not again.

    /// All of them were loaded before; none of a file without records.
    bool isNothingNew() const { return in > 0 && skipped == in; }
    bool balanced() const { return in == loaded + rejected + blank + skipped; }
    RecordCounts& operator+=(const RecordCounts& other);
    bool operator==(const RecordCounts&) const = default;
};

/// What a load did with one file.
struct FileReceipt
{
    QString path; ///< Absolute.
    QString relativePath;
    std::optional<SourceRole> role; ///< None: not recognised.
    qint64 bytes = 0;
    RecordCounts records;
    FileState state = FileState::Waiting;
    QString message; ///< Why it failed or wasn't recognised, or what is to be known; or empty.
    QByteArray contentHash; ///< XXH3-128 of the whole file; empty when no load read all of it.
    QDateTime startedAt;    ///< UTC; invalid when nothing of it was loaded, as is endedAt.
    QDateTime endedAt;
};

/// The code of the failure of a load that was to go on: its program was closed.
inline constexpr QStringView kInterruptedCode = u"interrupted";

/// What a load did: the ledger of one load, as people see it.
struct LoadReceipt
{
    enum class Outcome { Succeeded, Cancelled, Failed };

    qint32 loadId = 0; ///< 0 for a dry run, or when it failed before it began.
    QString folder;
    QDateTime startedAt; ///< UTC
    qint64 elapsedMs = 0;
    Outcome outcome = Outcome::Succeeded;
    std::optional<UserMessage> failure; ///< Only for Failed.
    QList<FileReceipt> files;
    QList<UserMessage> findings; ///< What a person should look at; nothing was lost by it.
    bool dryRun = false;
    bool hasUnfinishedLines = false; ///< A last line without line end waits: see LoadOptions.
    QString programVersion;          ///< Of the program that loaded; empty: of this one.
    QDateTime undoneAt;              ///< When the load was taken back; invalid when it wasn't.

    /// Of the readings files only: what people call "the log".
    RecordCounts readings() const;
    /// Of sensor maps and equipment lists.
    RecordCounts lists() const;
    /// Of all files.
    RecordCounts total() const;
    bool balanced() const;
    /// The fields that the command line contract names.
    QJsonObject toJson() const;
    /// The same without `files`, and one of these: of a folder of very many files, all of it at
    /// once would take more memory than the load.
    QJsonObject headJson() const;
    static QJsonObject fileJson(const FileReceipt& file);
};

/// "succeeded", "cancelled", "failed": what the database and --json say.
QString outcomeWord(LoadReceipt::Outcome outcome);

} // namespace faultline
