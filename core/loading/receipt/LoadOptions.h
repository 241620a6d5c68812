// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/RejectLimit.h"

#include <QtGlobal>

#include <chrono>

namespace faultline {

/// How to load; captured by value when a job starts.
struct LoadOptions
{
    static constexpr qint64 kDefaultChunkRows = 100'000;
    static constexpr std::chrono::seconds kDefaultPatience{300};

    qint64 chunkRows = kDefaultChunkRows; ///< Records in a chunk at most; 1 or more.
    int workers = 0;                      ///< Connections that load at once; 0: as many as suit.
    bool dryRun = false;                  ///< Parse and count, store nothing.
    bool isFinal = false; ///< Load a last line that has no line end: nobody is writing it still.
    RejectLimit rejectLimit;

    /// How long the load tries again by itself while the database fails and nothing gets done.
    std::chrono::milliseconds patience = kDefaultPatience;
    /// What then, and at once when only a person can help, as with a full disk: the load is paused
    /// until somebody says go on (LoadJob::resume()), or it fails.
    enum class WhenStuck { Pause, Fail };
    WhenStuck whenStuck = WhenStuck::Pause;
};

} // namespace faultline
