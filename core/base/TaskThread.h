// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "base/Scarcity.h"

#include <QFuture>
#include <QPromise>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace faultline {

/// Runs `work` on its own thread; the application waits for it when it ends. Fails when the system
/// can't start a thread. (A QThreadPool would accept the work and never run it.)
Result<void> startThread(std::function<void()> work);
/// Waits until all of them have ended.
void waitForThreads();

/// Runs `work` in the same way and returns the future of its Result. Its error may also be that
/// there was no thread or not enough memory.
template<typename Work>
QFuture<std::invoke_result_t<Work>> runOnThread(Work work)
{
    using Answer = std::invoke_result_t<Work>;
    const auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    const auto started = startThread([promise, work = std::move(work)] {
        try {
            promise->addResult(guarded(work));
        } catch (...) {
            // No memory even for the message: whoever asks for the result gets the exception.
            promise->setException(std::current_exception());
        }
        promise->finish();
    });
    if (!started) {
        promise->addResult(Answer(started.error()));
        promise->finish();
    }
    return promise->future();
}

} // namespace faultline
