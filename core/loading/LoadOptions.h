// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace faultline {

/// How to load; captured by value when a job starts.
struct LoadOptions
{
    static constexpr qint64 kDefaultChunkRows = 100'000;

    qint64 chunkRows = kDefaultChunkRows; ///< Records in a chunk at most; 1 or more.
    int workers = 0;                      ///< Connections that load at once; 0: as many as suit.
    bool dryRun = false;                  ///< Parse and count, store nothing.
    bool isFinal = false; ///< Load a last line that has no line end: nobody is writing it still.
};

} // namespace faultline
