// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/LoadReceipt.h"

#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// How far a file is. `bytesDone` counts bytes that are committed or were before.
struct FileProgress
{
    QString relativePath;
    QString path;
    std::optional<SourceRole> role;
    qint64 bytes = 0;
    qint64 bytesDone = 0;
    qint64 records = 0; ///< Done with so far, skipped ones included.
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
    double recordsPerSecond = 0;       ///< Over the last seconds; 0 while unknown.
    std::optional<qint64> secondsLeft; ///< Empty while unknown.
    QList<FileProgress> files;
    /// What keeps the load from going on just now: what happened, why, and what it does about it.
    std::optional<UserMessage> trouble;
    bool isPaused = false; ///< It goes on when somebody says so: LoadJob::resume().
};

} // namespace faultline
