// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <new>
#include <system_error>
#include <type_traits>
#include <utility>

namespace faultline {

/// The system is out of memory; its code is "no-memory".
UserMessage outOfMemory();
/// The system can't start another thread; its code is "no-thread".
UserMessage outOfThreads(const std::error_code& error);

/// Runs `work`, which returns a Result, and turns an exception for missing memory or threads into
/// its error. Use it where a thread begins: no caller could catch the exception.
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
