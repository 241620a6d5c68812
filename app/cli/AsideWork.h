// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Context.h"

#include "StopSignals.h"
#include "base/CancelToken.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QString>
#include <QtConcurrentRun>

namespace faultline {

/// Runs `work` on another thread and waits for its result with an event loop, so that SIGINT and
/// SIGTERM are heard: they raise the token that `work` was given, and `stopping` is said.
template<typename Work>
auto runAside(Context& context, const QString& stopping, Work work)
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
    watcher.setFuture(QtConcurrent::run([work, cancel] { return work(cancel); }));
    loop.exec();
    return watcher.result();
}

} // namespace faultline
