// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <new>
#include <system_error>
#include <type_traits>
#include <utility>

namespace faultline {

/// That the system gives no more memory; its code is "no-memory".
UserMessage outOfMemory();
/// That the system gives no more threads; its code is "no-thread".
UserMessage outOfThreads(const std::error_code& error);

/// Does `work`, which returns a Result. What the system refuses to it, which comes as an exception,
/// is its error. To be used where a thread begins: nobody further out could catch it.
template<typename Work>
auto guarded(Work&& work) -> std::invoke_result_t<Work>
{
    try {
        return std::forward<Work>(work)();
    } catch (const std::bad_alloc&) {
        return outOfMemory();
    } catch (const std::system_error& error) {
        return outOfThreads(error.code());
    }
}

} // namespace faultline
