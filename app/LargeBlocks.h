// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <malloc.h>

namespace faultline {

/// Lets the system have large blocks of memory back when they are freed. Without it, glibc raises
/// the size of those that it gives back whenever one is freed: the buffers of decompressors and of
/// lists then stay between smaller blocks, which is 6 to 16 MiB at the peak of a load. Before other
/// threads are started.
inline void giveLargeBlocksBack()
{
    constexpr int kLargeBytes = 1 << 20;
    mallopt(M_MMAP_THRESHOLD, kLargeBytes);
}

} // namespace faultline
