// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/SqlSession.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// How complete the data behind reports is: whether everything was loaded, and whether everything
/// loaded is counted.
struct DataState
{
    /// A load that hasn't finished and whose missing part hasn't been loaded since.
    struct Part
    {
        enum class How { Running, Cancelled, Interrupted, Failed };

        QString folder;
        QDateTime startedAt; ///< UTC
        How how = How::Running;
    };

    std::optional<Part> newestPart;
    int otherParts = 0;
    /// Loaded but not in the summaries yet: a role that may only read can't update them.
    qint64 uncountedReadings = 0;
    bool isStale = false; ///< The sensor map has changed since the summaries were settled.

    /// For people, one line for each thing that reports lack; empty if they are complete.
    QStringList remarks() const;
};

/// As this session sees it. Costs almost nothing for loads that ran to their end.
Result<DataState> fetchDataState(SqlSession& session);

} // namespace faultline
