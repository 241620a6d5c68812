// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/LoadTracker.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kRateWindowMs = 4'000;
constexpr qint64 kMinMsForRate = 300;

} // namespace

LoadTracker::LoadTracker()
{
    m_clock.start();
}

void LoadTracker::setListener(std::function<void(int)> listener)
{
    const std::scoped_lock lock(m_mutex);
    m_listener = std::move(listener);
}

void LoadTracker::setPhase(LoadProgress::Phase phase)
{
    const std::scoped_lock lock(m_mutex);
    m_progress.phase = phase;
    if (phase == LoadProgress::Phase::Loading) {
        m_samples.clear();
        noteSample();
    }
}

void LoadTracker::setFiles(const DataFolder& folder)
{
    const std::scoped_lock lock(m_mutex);
    m_progress.bytesTotal = folder.bytesToLoad();
    m_sources = folder.files;
    m_entries = std::vector<FileEntry>(static_cast<std::size_t>(m_sources.size()));
    for (qsizetype i = 0; i < m_sources.size(); ++i) {
        const SourceFile& source = m_sources.at(i);
        if (source.role)
            continue;
        // A file that can't be opened has failed; one of another kind is ignored.
        const bool unreadable = source.problem->kind == UserMessage::Kind::Error;
        entryOf(i).state = unreadable ? FileState::Failed : FileState::NotRecognised;
        const UserMessage& problem = *source.problem;
        entryOf(i).message = unreadable && !problem.why.isEmpty()
                                 ? problem.what + u": "_s + problem.why
                                 : reasonText(problem);
    }
}

void LoadTracker::setState(qsizetype file, FileState state, const QString& message)
{
    const std::scoped_lock lock(m_mutex);
    FileEntry& entry = entryOf(file);
    if (state == FileState::Loading)
        noteStart(entry);
    entry.state = state;
    if (!message.isEmpty())
        entry.message = message;
}

void LoadTracker::noteLoading(qsizetype file)
{
    const std::scoped_lock lock(m_mutex);
    FileEntry& entry = entryOf(file);
    if (entry.state != FileState::Waiting)
        return;
    noteStart(entry);
    entry.state = FileState::Loading;
}

void LoadTracker::noteStart(FileEntry& entry)
{
    if (entry.startedMs == 0)
        entry.startedMs = QDateTime::currentMSecsSinceEpoch();
}

void LoadTracker::setContentHash(qsizetype file, const CompactHash& hash)
{
    const std::scoped_lock lock(m_mutex);
    entryOf(file).contentHash = hash;
}

FileState LoadTracker::state(qsizetype file) const
{
    const std::scoped_lock lock(m_mutex);
    return entryOf(file).state;
}

void LoadTracker::setBytes(qsizetype file, qint64 bytes)
{
    const std::scoped_lock lock(m_mutex);
    m_progress.bytesTotal += bytes - m_sources.at(file).bytes;
    m_sources[file].bytes = bytes;
}

void LoadTracker::addKnown(qsizetype file, qint64 bytes, qint64 records)
{
    const std::scoped_lock lock(m_mutex);
    entryOf(file).bytesDone += bytes;
    entryOf(file).recordsDone += records;
    m_progress.bytesDone += bytes;
    m_progress.readings.in += records;
    m_progress.readings.skipped += records;
}

void LoadTracker::addDone(qsizetype file, qint64 bytes, const RecordCounts& records)
{
    const std::scoped_lock lock(m_mutex);
    FileEntry& entry = entryOf(file);
    entry.bytesDone += bytes;
    entry.recordsDone += records.in;
    entry.rejectedDone += records.rejected;
    entry.records += records;
    entry.endedMs = QDateTime::currentMSecsSinceEpoch();
    m_progress.bytesDone += bytes;
    if (m_sources.at(file).role == SourceRole::Readings)
        m_progress.readings += records;
    m_newBytes += bytes;
    m_newRecords += records.in;
    m_newCounts.in += records.in - records.skipped;
    m_newCounts.rejected += records.rejected;
    noteSample();
    if (m_listener)
        m_listener(permilleLocked());
}

void LoadTracker::setTrouble(const std::optional<UserMessage>& trouble, bool isPaused)
{
    const std::scoped_lock lock(m_mutex);
    m_progress.trouble = trouble;
    m_progress.isPaused = isPaused;
}

void LoadTracker::setDone(qsizetype file, qint64 bytes, const RecordCounts& records)
{
    const std::scoped_lock lock(m_mutex);
    FileEntry& entry = entryOf(file);
    const RecordCounts before = entry.records;
    m_progress.bytesDone += bytes - entry.bytesDone;
    if (m_sources.at(file).role == SourceRole::Readings) {
        m_progress.readings.loaded += records.loaded - before.loaded;
        m_progress.readings.rejected += records.rejected - before.rejected;
        m_progress.readings.blank += records.blank - before.blank;
        m_progress.readings.in += records.in - entry.recordsDone;
        m_progress.readings.skipped = m_progress.readings.in - m_progress.readings.loaded
                                      - m_progress.readings.rejected - m_progress.readings.blank;
    }
    m_newCounts.in += records.in - records.skipped - (before.in - before.skipped);
    m_newCounts.rejected += records.rejected - before.rejected;
    entry.records = records;
    entry.bytesDone = bytes;
    entry.recordsDone = records.in;
    entry.rejectedDone = records.rejected;
}

RecordCounts LoadTracker::newRecords() const
{
    const std::scoped_lock lock(m_mutex);
    return m_newCounts;
}

void LoadTracker::setRecords(qsizetype file, const RecordCounts& records)
{
    const std::scoped_lock lock(m_mutex);
    entryOf(file).records = records;
    entryOf(file).recordsDone = records.in;
    entryOf(file).rejectedDone = records.rejected;
}

RecordCounts LoadTracker::records(qsizetype file) const
{
    const std::scoped_lock lock(m_mutex);
    return entryOf(file).records;
}

int LoadTracker::permille() const
{
    const std::scoped_lock lock(m_mutex);
    return permilleLocked();
}

int LoadTracker::permilleLocked() const
{
    if (m_progress.bytesTotal <= 0)
        return 0;
    return static_cast<int>(
        std::clamp<qint64>(m_progress.bytesDone * kDone / m_progress.bytesTotal, 0, kDone));
}

LoadProgress LoadTracker::snapshot() const
{
    const std::scoped_lock lock(m_mutex);
    LoadProgress progress = totalsLocked();
    progress.files.reserve(m_sources.size());
    for (qsizetype i = 0; i < m_sources.size(); ++i)
        progress.files << progressOf(i);
    return progress;
}

LoadProgress LoadTracker::totals() const
{
    const std::scoped_lock lock(m_mutex);
    return totalsLocked();
}

LoadProgress LoadTracker::totalsLocked() const
{
    LoadProgress progress = m_progress;
    if (m_samples.empty())
        return progress;
    const Sample& oldest = m_samples.front();
    const qint64 elapsedMs = m_clock.elapsed() - oldest.atMs;
    if (elapsedMs < kMinMsForRate)
        return progress;
    const auto seconds = static_cast<double>(elapsedMs) / 1000.0;
    progress.recordsPerSecond = static_cast<double>(m_newRecords - oldest.records) / seconds;
    const double bytesPerSecond = static_cast<double>(m_newBytes - oldest.bytes) / seconds;
    if (bytesPerSecond > 0) {
        const auto bytesLeft = static_cast<double>(progress.bytesTotal - progress.bytesDone);
        progress.secondsLeft = static_cast<qint64>(std::max(0.0, bytesLeft / bytesPerSecond + 0.5));
    }
    return progress;
}

QList<FileReceipt> LoadTracker::receipts() const
{
    const std::scoped_lock lock(m_mutex);
    QList<FileReceipt> receipts;
    receipts.reserve(m_sources.size());
    for (qsizetype i = 0; i < m_sources.size(); ++i)
        receipts << receiptOf(i);
    return receipts;
}

LoadTracker::FileEntry& LoadTracker::entryOf(qsizetype file)
{
    return m_entries.at(static_cast<std::size_t>(file));
}

const LoadTracker::FileEntry& LoadTracker::entryOf(qsizetype file) const
{
    return m_entries.at(static_cast<std::size_t>(file));
}

FileProgress LoadTracker::progressOf(qsizetype file) const
{
    const SourceFile& source = m_sources.at(file);
    const FileEntry& entry = entryOf(file);
    return {source.relativePath, source.path,        source.role, source.bytes,  entry.bytesDone,
            entry.recordsDone,   entry.rejectedDone, entry.state, *entry.message};
}

FileReceipt LoadTracker::receiptOf(qsizetype file) const
{
    const SourceFile& source = m_sources.at(file);
    const FileEntry& entry = entryOf(file);
    const auto timeOf = [](qint64 ms) {
        return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC) : QDateTime();
    };
    FileReceipt receipt;
    receipt.path = source.path;
    receipt.relativePath = source.relativePath;
    receipt.role = source.role;
    receipt.recordsAre = source.format.recordsAre();
    receipt.bytes = source.bytes;
    receipt.records = entry.records;
    receipt.state = entry.state;
    receipt.message = *entry.message;
    receipt.contentHash = entry.contentHash.toByteArray();
    receipt.startedAt = timeOf(entry.startedMs);
    receipt.endedAt = timeOf(entry.endedMs);
    return receipt;
}

// Keeps one sample older than the window, so that the window is always covered.
void LoadTracker::noteSample()
{
    const qint64 now = m_clock.elapsed();
    // Many small files may finish at the same moment.
    if (m_samples.size() > 1 && m_samples.back().atMs == now)
        m_samples.pop_back();
    m_samples.push_back({now, m_newRecords, m_newBytes});
    while (m_samples.size() > 2 && now - m_samples[1].atMs > kRateWindowMs)
        m_samples.pop_front();
}

} // namespace faultline
