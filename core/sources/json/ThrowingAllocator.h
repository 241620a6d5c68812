// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

namespace faultline {

/// Allocates for RapidJSON, which ignores failed allocations.
struct ThrowingAllocator
{
    static constexpr bool kNeedFree = true;

    void* Malloc(std::size_t bytes) { return bytes > 0 ? checked(std::malloc(bytes)) : nullptr; }
    void* Realloc(void* memory, std::size_t /*before*/, std::size_t bytes)
    {
        if (bytes > 0)
            return checked(std::realloc(memory, bytes));
        std::free(memory);
        return nullptr;
    }
    static void Free(void* memory) { std::free(memory); }

private:
    static void* checked(void* memory)
    {
        if (memory == nullptr)
            throw std::bad_alloc();
        return memory;
    }
};

} // namespace faultline
