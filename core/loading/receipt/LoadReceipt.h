// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "loading/plants/PlantChoice.h"
#include "loading/plants/PlantQuestion.h"
#include "loading/receipt/DateOrderQuestion.h"
#include "loading/receipt/FoundLine.h"
#include "sources/folder/SourceFile.h"
#include "sources/preview/FilePreview.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace faultline {

enum class FileState {
    Waiting,
    Loading,
    Loaded,        ///< Everything new in it was loaded.
    Unchanged,     ///< All of it was already loaded.
    Cancelled,     ///< Parts are missing; loading again completes it.
    Failed,        ///< Its message says why.
    NotRecognised, ///< Not loaded; its message says why.
};

/// "loaded", "unchanged", …: as in the database and in --json.
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
    qint64 skipped = 0; ///< Already loaded by an earlier load or another program.

    /// All of them were already loaded. False for a file without records.
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
    std::optional<SourceRole> role;               ///< None: not recognised.
    RecordsAre recordsAre = RecordsAre::Readings; ///< If it has readings.
    qint64 bytes = 0;
    RecordCounts records;
    FileState state = FileState::Waiting;
    QString
        message; ///< Why it failed or wasn't recognised, or what the user should know, or empty.
    QByteArray contentHash; ///< XXH3-128 of the whole file; empty if no load read all of it.
    QDateTime startedAt;    ///< UTC; invalid, like endedAt, if nothing of it was loaded.
    QDateTime endedAt;
};

/// The failure code of a load that ended because its program was closed.
inline constexpr QStringView kInterruptedCode = u"interrupted";

/// The result of a load: its entry in the ledger, as people see it.
struct LoadReceipt
{
    enum class Outcome { Succeeded, Cancelled, Failed };

    qint32 loadId = 0; ///< 0 for a dry run, or if it failed before it began.
    QString folder;
    QDateTime startedAt; ///< UTC
    qint64 elapsedMs = 0;
    Outcome outcome = Outcome::Succeeded;
    std::optional<UserMessage> failure;    ///< Only for Failed.
    QList<PlantChoice> plants;             ///< Of the folder and its parts.
    std::optional<PlantQuestion> question; ///< Why nothing was loaded: the failure says it too.
    std::optional<DateOrderQuestion> dateQuestion; ///< The same.
    /// Of a dry run: what the first files become, with their paths in the folder.
    QList<std::pair<QString, FilePreview>> previews;
    /// Of a dry run: what would be rejected, the most frequent reason first.
    QList<RejectedKind> rejectedKinds;
    QList<FileReceipt> files;
    /// Files that weren't loaded, many of a kind; the findings say so too. The ledger keeps only
    /// the findings.
    QList<OtherFiles> others;
    QList<UserMessage> findings; ///< What the user should look at; nothing was lost by it.
    bool dryRun = false;
    bool hasUnfinishedLines =
        false;              ///< A last line without line end was left: see LoadOptions::isFinal.
    QString programVersion; ///< The version that loaded; empty: this version.
    QDateTime undoneAt;     ///< When the load was undone; invalid if it wasn't.

    /// Only of the readings files: what people call "the log".
    RecordCounts readings() const;
    /// "36,979 readings, 12 failures": what was loaded of them. Empty if there was nothing.
    QString loadedText() const;
    /// Of sensor maps and equipment lists.
    RecordCounts lists() const;
    /// Of all files.
    RecordCounts total() const;
    bool balanced() const;
    /// The fields of the documented JSON output.
    QJsonObject toJson() const;
    /// The same without `files`, and a single file. For a folder with very many files, all of it at
    /// once would take more memory than the load.
    QJsonObject headJson() const;
    static QJsonObject fileJson(const FileReceipt& file);
    /// The file `index` of `files` and then `others`, as if each were in `files`.
    QJsonObject fileJson(qsizetype index) const;
    qsizetype fileCount() const;
};

/// "12 failures", "1 reading"
QString recordsText(RecordsAre what, qint64 count);

/// "succeeded", "cancelled", "failed": as in the database and in --json.
QString outcomeWord(LoadReceipt::Outcome outcome);

} // namespace faultline
