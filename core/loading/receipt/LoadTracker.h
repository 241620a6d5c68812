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

/// What a running load has done so far, written by its threads and read by whoever shows it.
/// Any thread may call any function. Files are named by their place in the list.
class LoadTracker
{
public:
    /// What permille() gives for all of it.
    static constexpr int kDone = 1'000;

    LoadTracker();

    /// Called with permille() when more is done, on the thread that did it. It must not call back.
    void setListener(std::function<void(int)> listener);

    void setPhase(LoadProgress::Phase phase);
    void setFiles(const DataFolder& folder);
    void setState(qsizetype file, FileState state, const QString& message = {});
    /// A waiting file is being loaded now; one that has failed meanwhile stays failed.
    void noteLoading(qsizetype file);
    FileState state(qsizetype file) const;
    /// A part of a file that needs no work: it was loaded before.
    void addKnown(qsizetype file, qint64 bytes, qint64 records);
    /// A part of a file that is done with: its chunk is committed.
    void addDone(qsizetype file, qint64 bytes, const RecordCounts& records);
    /// What keeps the load from going on; nothing when it does.
    void setTrouble(const std::optional<UserMessage>& trouble, bool isPaused);
    /// What the journal says of a file, when it is gone through once more: so much is done, of
    /// which `records.skipped` needed no work.
    void setDone(qsizetype file, qint64 bytes, const RecordCounts& records);
    /// Records of all files, without those that were loaded before, and rejected ones among them;
    /// the other counts are 0.
    RecordCounts newRecords() const;
    void setContentHash(qsizetype file, const CompactHash& hash);
    /// What an exact count at the end says of a file.
    void setRecords(qsizetype file, const RecordCounts& records);
    RecordCounts records(qsizetype file) const;

    /// How much is done, 0 to kDone.
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
    /// What is known of a file beside its SourceFile. Small, as there may be very many.
    struct FileEntry
    {
        RecordCounts records;
        qint64 bytesDone = 0;
        qint64 recordsDone = 0; ///< Of these, and of what was loaded before.
        qint64 rejectedDone = 0;
        qint64 startedMs = 0; ///< Since 1970, UTC; 0: it wasn't.
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
    std::vector<FileEntry> m_entries; ///< As many.
    std::deque<Sample> m_samples;     ///< Of the last seconds, oldest first.
    qint64 m_newBytes = 0;            ///< Without those that were loaded before.
    qint64 m_newRecords = 0;
    RecordCounts m_newCounts;
};

} // namespace faultline
