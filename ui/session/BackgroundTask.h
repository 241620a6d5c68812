// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <type_traits>
#include <utility>

namespace faultline {

/// The threads for what the window waits for without being blocked. Not the global pool: a running
/// load may fill that.
QThreadPool* backgroundPool();

/// Runs `work` on another thread and then `done` with its value on the thread of `context`; not if
/// `context` is gone by then.
template<typename Work, typename Done>
void runInBackground(QObject* context, Work work, Done done)
{
    using Value = std::invoke_result_t<Work>;
    auto* watcher = new QFutureWatcher<Value>(context);
    QObject::connect(
        watcher, &QFutureWatcher<Value>::finished, context,
        [watcher, done = std::move(done)]() mutable {
            watcher->deleteLater();
            // Taken, not copied: nobody else shall keep what the value keeps alive.
            done(watcher->future().takeResult());
        });
    watcher->setFuture(QtConcurrent::run(backgroundPool(), std::move(work)));
}

} // namespace faultline
