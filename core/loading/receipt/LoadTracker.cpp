// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/LoadTracker.h"

#include <algorithm>
#include <tuple>

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
    m_works = std::vector<FileWork>(static_cast<std::size_t>(m_sources.size()));
    for (qsizetype i = 0; i < m_sources.size(); ++i) {
        const SourceFile& source = m_sources.at(i);
        if (source.role)
            continue;
        // A file that can't even be opened has failed; one of another kind is passed by.
        const bool unreadable = source.problem->kind == UserMessage::Kind::Error;
        workOf(i).state = unreadable ? FileState::Failed : FileState::NotRecognised;
        const auto& [what, why] = std::tie(source.problem->what, source.problem->why);
        workOf(i).message = why.isEmpty() ? what : unreadable ? what + u": "_s + why : why;
    }
}

void LoadTracker::setState(qsizetype file, FileState state, const QString& message)
{
    const std::scoped_lock lock(m_mutex);
    FileWork& work = workOf(file);
    if (state == FileState::Loading)
        noteStart(work);
    work.state = state;
    if (!message.isEmpty())
        work.message = message;
}

void LoadTracker::noteLoading(qsizetype file)
{
    const std::scoped_lock lock(m_mutex);
    FileWork& work = workOf(file);
    if (work.state != FileState::Waiting)
        return;
    noteStart(work);
    work.state = FileState::Loading;
}

void LoadTracker::noteStart(FileWork& work)
{
    if (work.startedMs == 0)
        work.startedMs = QDateTime::currentMSecsSinceEpoch();
}

void LoadTracker::setContentHash(qsizetype file, const KeptHash& hash)
{
    const std::scoped_lock lock(m_mutex);
    workOf(file).contentHash = hash;
}

FileState LoadTracker::state(qsizetype file) const
{
    const std::scoped_lock lock(m_mutex);
    return workOf(file).state;
}

void LoadTracker::addKnown(qsizetype file, qint64 bytes, qint64 records)
{
    const std::scoped_lock lock(m_mutex);
    workOf(file).bytesDone += bytes;
    workOf(file).recordsDone += records;
    m_progress.bytesDone += bytes;
    m_progress.readings.in += records;
    m_progress.readings.skipped += records;
}

void LoadTracker::addDone(qsizetype file, qint64 bytes, const RecordCounts& records)
{
    const std::scoped_lock lock(m_mutex);
    FileWork& work = workOf(file);
    work.bytesDone += bytes;
    work.recordsDone += records.in;
    work.rejectedDone += records.rejected;
    work.records += records;
    work.endedMs = QDateTime::currentMSecsSinceEpoch();
    m_progress.bytesDone += bytes;
    if (m_sources.at(file).role == SourceRole::Readings)
        m_progress.readings += records;
    m_workedBytes += bytes;
    m_workedRecords += records.in;
    m_counted.in += records.in - records.skipped;
    m_counted.rejected += records.rejected;
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
    FileWork& work = workOf(file);
    const RecordCounts before = work.records;
    m_progress.bytesDone += bytes - work.bytesDone;
    if (m_sources.at(file).role == SourceRole::Readings) {
        m_progress.readings.loaded += records.loaded - before.loaded;
        m_progress.readings.rejected += records.rejected - before.rejected;
        m_progress.readings.blank += records.blank - before.blank;
        m_progress.readings.in += records.in - work.recordsDone;
        m_progress.readings.skipped = m_progress.readings.in - m_progress.readings.loaded
                                      - m_progress.readings.rejected - m_progress.readings.blank;
    }
    m_counted.in += records.in - records.skipped - (before.in - before.skipped);
    m_counted.rejected += records.rejected - before.rejected;
    work.records = records;
    work.bytesDone = bytes;
    work.recordsDone = records.in;
    work.rejectedDone = records.rejected;
}

RecordCounts LoadTracker::workedRecords() const
{
    const std::scoped_lock lock(m_mutex);
    return m_counted;
}

void LoadTracker::setRecords(qsizetype file, const RecordCounts& records)
{
    const std::scoped_lock lock(m_mutex);
    workOf(file).records = records;
    workOf(file).recordsDone = records.in;
    workOf(file).rejectedDone = records.rejected;
}

RecordCounts LoadTracker::records(qsizetype file) const
{
    const std::scoped_lock lock(m_mutex);
    return workOf(file).records;
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
        std::clamp<qint64>(m_progress.bytesDone * kWhole / m_progress.bytesTotal, 0, kWhole));
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
    progress.recordsPerSecond = static_cast<double>(m_workedRecords - oldest.records) / seconds;
    const double bytesPerSecond = static_cast<double>(m_workedBytes - oldest.bytes) / seconds;
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

LoadTracker::FileWork& LoadTracker::workOf(qsizetype file)
{
    return m_works.at(static_cast<std::size_t>(file));
}

const LoadTracker::FileWork& LoadTracker::workOf(qsizetype file) const
{
    return m_works.at(static_cast<std::size_t>(file));
}

FileProgress LoadTracker::progressOf(qsizetype file) const
{
    const SourceFile& source = m_sources.at(file);
    const FileWork& work = workOf(file);
    return {source.relativePath, source.path,       source.role, source.bytes, work.bytesDone,
            work.recordsDone,    work.rejectedDone, work.state,  *work.message};
}

FileReceipt LoadTracker::receiptOf(qsizetype file) const
{
    const SourceFile& source = m_sources.at(file);
    const FileWork& work = workOf(file);
    const auto timeOf = [](qint64 ms) {
        return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC) : QDateTime();
    };
    FileReceipt receipt;
    receipt.path = source.path;
    receipt.relativePath = source.relativePath;
    receipt.role = source.role;
    receipt.bytes = source.bytes;
    receipt.records = work.records;
    receipt.state = work.state;
    receipt.message = *work.message;
    receipt.contentHash = work.contentHash.toByteArray();
    receipt.startedAt = timeOf(work.startedMs);
    receipt.endedAt = timeOf(work.endedMs);
    return receipt;
}

// Keeps one sample that is older than the window, so that the window is always covered.
void LoadTracker::noteSample()
{
    const qint64 now = m_clock.elapsed();
    // Many small files may be done at one moment.
    if (m_samples.size() > 1 && m_samples.back().atMs == now)
        m_samples.pop_back();
    m_samples.push_back({now, m_workedRecords, m_workedBytes});
    while (m_samples.size() > 2 && now - m_samples[1].atMs > kRateWindowMs)
        m_samples.pop_front();
}

} // namespace faultline
