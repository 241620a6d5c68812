// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadJob.h"

#include "base/TaskThread.h"
#include "loading/LoadRun.h"

#include <QDateTime>
#include <QPromise>

#include <exception>

namespace faultline {

struct LoadJob::Shared : LoadControls
{
    QFuture<LoadReceipt> future;
};

LoadJob::LoadJob(std::shared_ptr<Shared> shared)
    : m_shared(std::move(shared))
{}

namespace {

// For a load that couldn't even begin.
LoadReceipt failedReceipt(const QString& folder, const LoadOptions& options, const UserMessage& why)
{
    LoadReceipt receipt;
    receipt.folder = folder;
    receipt.startedAt = QDateTime::currentDateTimeUtc();
    receipt.dryRun = options.dryRun;
    receipt.outcome = LoadReceipt::Outcome::Failed;
    receipt.failure = why;
    return receipt;
}

} // namespace

LoadJob LoadJob::start(
    const ConnectionSettings& settings, const QString& folder, const LoadOptions& options)
{
    auto shared = std::make_shared<Shared>();
    const auto promise = std::make_shared<QPromise<LoadReceipt>>();
    shared->future = promise->future();
    promise->start();
    promise->setProgressRange(0, LoadTracker::kDone);
    const auto started = startThread([shared, promise, settings, folder, options] {
        try {
            shared->tracker.setListener([&promise](int done) { promise->setProgressValue(done); });
            promise->addResult(LoadRun(settings, folder, options, *shared).run());
        } catch (...) {
            // No memory even for the receipt: whoever asks for it gets the exception.
            promise->setException(std::current_exception());
        }
        shared->tracker.setListener({});
        promise->finish();
    });
    if (!started) {
        promise->addResult(failedReceipt(folder, options, started.error()));
        promise->finish();
    }
    return LoadJob(shared);
}

QFuture<LoadReceipt> LoadJob::future() const
{
    return m_shared->future;
}

LoadProgress LoadJob::progress() const
{
    return m_shared->tracker.snapshot();
}

LoadProgress LoadJob::totals() const
{
    return m_shared->tracker.totals();
}

void LoadJob::cancel() const
{
    m_shared->cancel.cancel();
}

void LoadJob::interrupt() const
{
    m_shared->programEnds.cancel();
    cancel();
}

void LoadJob::resume() const
{
    m_shared->gate.open();
}

} // namespace faultline
