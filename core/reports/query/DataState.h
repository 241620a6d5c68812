// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// What is behind the figures of reports: whether they are of all that was to be loaded, and
/// whether they count all that is.
struct DataState
{
    /// A load that didn't come to its end, or not yet, and whose rest wasn't loaded since.
    struct Part
    {
        enum class How { Running, Cancelled, Interrupted, Failed };

        QString folder;
        QDateTime startedAt; ///< UTC
        How how = How::Running;
    };

    std::optional<Part> newestPart;
    int otherParts = 0;
    /// Loaded, and not in the summaries yet: who may only read can't bring them there.
    qint64 uncountedReadings = 0;
    bool isStale = false; ///< The sensor map has changed since the summaries were settled.

    /// For people, a line for each thing that reports lack; none when they are of everything.
    QStringList remarks() const;
};

/// As this session sees it. Of loads that ran to their end it costs next to nothing.
Result<DataState> fetchDataState(SqlSession& session);

} // namespace faultline
