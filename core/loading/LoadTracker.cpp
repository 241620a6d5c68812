// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadTracker.h"

#include <algorithm>
#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kRateWindowMs = 4'000;
constexpr qint64 kFewestMsForRate = 300;

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
    for (const SourceFile& source : folder.files) {
        FileReceipt receipt;
        receipt.path = source.path;
        receipt.relativePath = source.relativePath;
        receipt.role = source.role;
        receipt.bytes = source.bytes;
        if (!source.role) {
            // A file that can't even be opened has failed; one of another kind is passed by.
            const bool unreadable = source.problem.kind == UserMessage::Kind::Error;
            receipt.state = unreadable ? FileState::Failed : FileState::NotRecognised;
            const auto& [what, why] = std::tie(source.problem.what, source.problem.why);
            receipt.message = why.isEmpty() ? what : unreadable ? what + u": "_s + why : why;
        }
        m_receipts << receipt;

        FileProgress progress;
        progress.path = receipt.path;
        progress.relativePath = receipt.relativePath;
        progress.role = receipt.role;
        progress.bytes = receipt.bytes;
        progress.state = receipt.state;
        progress.message = receipt.message;
        m_progress.files << progress;
    }
}

void LoadTracker::setState(qsizetype file, FileState state, const QString& message)
{
    const std::scoped_lock lock(m_mutex);
    if (state == FileState::Loading)
        noteStart(file);
    m_receipts[file].state = state;
    m_progress.files[file].state = state;
    if (!message.isEmpty()) {
        m_receipts[file].message = message;
        m_progress.files[file].message = message;
    }
}

void LoadTracker::noteLoading(qsizetype file)
{
    const std::scoped_lock lock(m_mutex);
    if (m_receipts.at(file).state != FileState::Waiting)
        return;
    noteStart(file);
    m_receipts[file].state = FileState::Loading;
    m_progress.files[file].state = FileState::Loading;
}

void LoadTracker::noteStart(qsizetype file)
{
    if (!m_receipts.at(file).startedAt.isValid())
        m_receipts[file].startedAt = QDateTime::currentDateTimeUtc();
}

void LoadTracker::setContentHash(qsizetype file, const QByteArray& hash)
{
    const std::scoped_lock lock(m_mutex);
    m_receipts[file].contentHash = hash;
}

FileState LoadTracker::state(qsizetype file) const
{
    const std::scoped_lock lock(m_mutex);
    return m_receipts.at(file).state;
}

void LoadTracker::addKnown(qsizetype file, qint64 bytes, qint64 records)
{
    const std::scoped_lock lock(m_mutex);
    m_progress.files[file].bytesDone += bytes;
    m_progress.files[file].records += records;
    m_progress.bytesDone += bytes;
    m_progress.readings.in += records;
    m_progress.readings.skipped += records;
}

void LoadTracker::addDone(qsizetype file, qint64 bytes, const RecordCounts& records)
{
    const std::scoped_lock lock(m_mutex);
    FileProgress& progress = m_progress.files[file];
    progress.bytesDone += bytes;
    progress.records += records.in;
    progress.rejected += records.rejected;
    m_receipts[file].records += records;
    m_progress.bytesDone += bytes;
    if (progress.role == SourceRole::Readings)
        m_progress.readings += records;
    m_receipts[file].endedAt = QDateTime::currentDateTimeUtc();
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
    FileProgress& progress = m_progress.files[file];
    RecordCounts& before = m_receipts[file].records;
    m_progress.bytesDone += bytes - progress.bytesDone;
    if (progress.role == SourceRole::Readings) {
        m_progress.readings.loaded += records.loaded - before.loaded;
        m_progress.readings.rejected += records.rejected - before.rejected;
        m_progress.readings.blank += records.blank - before.blank;
        m_progress.readings.in += records.in - progress.records;
        m_progress.readings.skipped = m_progress.readings.in - m_progress.readings.loaded
                                      - m_progress.readings.rejected - m_progress.readings.blank;
    }
    m_counted.in += records.in - records.skipped - (before.in - before.skipped);
    m_counted.rejected += records.rejected - before.rejected;
    before = records;
    progress.bytesDone = bytes;
    progress.records = records.in;
    progress.rejected = records.rejected;
}

RecordCounts LoadTracker::workedRecords() const
{
    const std::scoped_lock lock(m_mutex);
    return m_counted;
}

void LoadTracker::setRecords(qsizetype file, const RecordCounts& records)
{
    const std::scoped_lock lock(m_mutex);
    m_receipts[file].records = records;
    m_progress.files[file].records = records.in;
    m_progress.files[file].rejected = records.rejected;
}

RecordCounts LoadTracker::records(qsizetype file) const
{
    const std::scoped_lock lock(m_mutex);
    return m_receipts.at(file).records;
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
    LoadProgress progress = m_progress;
    if (m_samples.empty())
        return progress;
    const Sample& oldest = m_samples.front();
    const qint64 elapsedMs = m_clock.elapsed() - oldest.atMs;
    if (elapsedMs < kFewestMsForRate)
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
    return m_receipts;
}

// Keeps one sample that is older than the window, so that the window is always covered.
void LoadTracker::noteSample()
{
    const qint64 now = m_clock.elapsed();
    m_samples.push_back({now, m_workedRecords, m_workedBytes});
    while (m_samples.size() > 2 && now - m_samples[1].atMs > kRateWindowMs)
        m_samples.pop_front();
}

} // namespace faultline
