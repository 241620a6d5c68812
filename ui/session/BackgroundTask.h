// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <type_traits>
#include <utility>

namespace faultline {

/// The threads for background tasks of the window. Not the global pool, which a load can fill.
QThreadPool* backgroundPool();

/// Runs `work` on another thread, then `done` with its result on the thread of `context`, unless
/// `context` no longer exists.
template<typename Work, typename Done>
void runInBackground(QObject* context, Work work, Done done)
{
    using Value = std::invoke_result_t<Work>;
    auto* watcher = new QFutureWatcher<Value>(context);
    QObject::connect(
        watcher, &QFutureWatcher<Value>::finished, context,
        [watcher, done = std::move(done)]() mutable {
            watcher->deleteLater();
            // Moved, not copied, so that nothing else keeps the result's resources alive.
            done(watcher->future().takeResult());
        });
    watcher->setFuture(QtConcurrent::run(backgroundPool(), std::move(work)));
}

} // namespace faultline
