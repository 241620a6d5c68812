// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/LoadReceipt.h"

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// The progress of a file. `bytesDone` counts bytes committed by this load or earlier.
struct FileProgress
{
    QString relativePath;
    QString path;
    std::optional<SourceRole> role;
    qint64 bytes = 0;
    qint64 bytesDone = 0;
    qint64 records = 0; ///< Done so far, including skipped ones.
    qint64 rejected = 0;
    FileState state = FileState::Waiting;
    QString message;
};

/// A snapshot of a running load; a value.
struct LoadProgress
{
    enum class Phase { Planning, Loading, Settling, Done };

    Phase phase = Phase::Planning;
    qint64 bytesDone = 0;
    qint64 bytesTotal = 0;
    RecordCounts readings;
    double recordsPerSecond = 0;       ///< In the last few seconds; 0 while unknown.
    std::optional<qint64> secondsLeft; ///< Empty while unknown.
    QList<FileProgress> files;
    /// What currently stops the load: what happened, why, and what the program does about it.
    std::optional<UserMessage> trouble;
    bool isPaused = false; ///< It waits for LoadJob::resume().
};

} // namespace faultline
