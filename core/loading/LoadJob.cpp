// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadJob.h"

#include "base/CancelToken.h"
#include "loading/LoadRun.h"
#include "loading/LoadTracker.h"
#include "loading/PauseGate.h"

#include <QPromise>
#include <QtConcurrentRun>

namespace faultline {

struct LoadJob::Shared
{
    CancelToken cancel;
    CancelToken programEnds;
    PauseGate gate;
    LoadTracker tracker;
    QFuture<LoadReceipt> future;
};

LoadJob::LoadJob(std::shared_ptr<Shared> shared)
    : m_shared(std::move(shared))
{}

LoadJob LoadJob::start(
    const ConnectionSettings& settings, const QString& folder, const LoadOptions& options)
{
    auto shared = std::make_shared<Shared>();
    const auto run = [shared, settings, folder, options](QPromise<LoadReceipt>& promise) {
        promise.setProgressRange(0, LoadTracker::kWhole);
        shared->tracker.setListener([&promise](int done) { promise.setProgressValue(done); });
        LoadReceipt receipt = LoadRun(
                                  settings, folder, options, shared->tracker, shared->gate,
                                  shared->cancel, shared->programEnds)
                                  .run();
        shared->tracker.setListener({});
        promise.addResult(std::move(receipt));
    };
    shared->future = QtConcurrent::run(run);
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

void LoadJob::cancel() const
{
    m_shared->cancel.cancel();
}

void LoadJob::interrupt() const
{
    m_shared->programEnds.cancel();
    cancel();
}

void LoadJob::goOn() const
{
    m_shared->gate.open();
}

} // namespace faultline
