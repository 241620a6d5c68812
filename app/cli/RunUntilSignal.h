// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Context.h"

#include "StopSignals.h"
#include "base/CancelToken.h"
#include "base/TaskThread.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QString>

namespace faultline {

/// Runs `work` on another thread and waits for its result in an event loop. SIGINT and SIGTERM
/// raise the token given to `work`, and print `stopping`. If the system has no thread or too little
/// memory, that is the result's error.
template<typename Work>
auto runUntilSignal(Context& context, const QString& stopping, Work work)
{
    using Answer = std::invoke_result_t<Work, const CancelToken&>;
    const CancelToken cancel;
    const StopSignals stopSignals([&] {
        cancel.cancel();
        context.note(stopping);
    });
    QEventLoop loop;
    QFutureWatcher<Answer> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(runOnThread([work, cancel] { return work(cancel); }));
    loop.exec();
    return watcher.result();
}

} // namespace faultline
