// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Rare.h"
#include "loading/receipt/LoadProgress.h"
#include "sources/input/ContentHash.h"

#include <QElapsedTimer>

#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace faultline {

/// What a running load has done so far, written by its threads and read by whoever shows it. Any
/// thread may call any function. Files are identified by their index in the list.
class LoadTracker
{
public:
    /// What permille() returns when everything is done.
    static constexpr int kDone = 1'000;

    LoadTracker();

    /// Called with permille() on progress, on the thread that made it. It must not call back.
    void setListener(std::function<void(int)> listener);

    void setPhase(LoadProgress::Phase phase);
    void setFiles(const DataFolder& folder);
    void setState(qsizetype file, FileState state, const QString& message = {});
    /// Marks a waiting file as loading; a file that has failed stays failed.
    void noteLoading(qsizetype file);
    FileState state(qsizetype file) const;
    /// A part of a file that was already loaded.
    /// The size of a file's content, once it is known.
    void setBytes(qsizetype file, qint64 bytes);
    void addKnown(qsizetype file, qint64 bytes, qint64 records);
    /// A part of a file whose chunk is committed.
    void addDone(qsizetype file, qint64 bytes, const RecordCounts& records);
    /// What currently stops the load; nothing if it is running.
    void setTrouble(const std::optional<UserMessage>& trouble, bool isPaused);
    /// Replaces a file's figures with those of the journal, after rereading it. `records.skipped`
    /// of them were already loaded.
    void setDone(qsizetype file, qint64 bytes, const RecordCounts& records);
    /// Counts `in` and `rejected` of all files, without records that were already loaded; the other
    /// counts are 0.
    RecordCounts newRecords() const;
    void setContentHash(qsizetype file, const CompactHash& hash);
    /// Sets the exact count at the end.
    void setRecords(qsizetype file, const RecordCounts& records);
    RecordCounts records(qsizetype file) const;

    /// The progress, 0 to kDone.
    int permille() const;
    LoadProgress snapshot() const;
    /// The same without its list of files, which takes memory and time when there are many.
    LoadProgress totals() const;
    QList<FileReceipt> receipts() const;

private:
    struct Sample
    {
        qint64 atMs = 0;
        qint64 records = 0;
        qint64 bytes = 0;
    };
    /// What is known about a file besides its SourceFile. Small, because there may be very many.
    struct FileEntry
    {
        RecordCounts records;
        qint64 bytesDone = 0;
        qint64 recordsDone = 0; ///< Including those that were already loaded.
        qint64 rejectedDone = 0;
        qint64 startedMs = 0; ///< Since 1970, UTC; 0 if it hasn't started.
        qint64 endedMs = 0;
        CompactHash contentHash;
        Rare<QString> message;
        FileState state = FileState::Waiting;
    };

    void noteSample();
    static void noteStart(FileEntry& entry);
    FileEntry& entryOf(qsizetype file);
    const FileEntry& entryOf(qsizetype file) const;
    int permilleLocked() const;
    LoadProgress totalsLocked() const;
    FileProgress progressOf(qsizetype file) const;
    FileReceipt receiptOf(qsizetype file) const;

    mutable std::mutex m_mutex;
    std::function<void(int)> m_listener;
    QElapsedTimer m_clock;
    LoadProgress m_progress; ///< Without files.
    QList<SourceFile> m_sources;
    std::vector<FileEntry> m_entries; ///< One per source.
    std::deque<Sample> m_samples;     ///< Of the last few seconds, oldest first.
    qint64 m_newBytes = 0;            ///< Without those that were already loaded.
    qint64 m_newRecords = 0;
    RecordCounts m_newCounts;
};

} // namespace faultline
