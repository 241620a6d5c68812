// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/plants/PlantChoice.h"
#include "loading/receipt/RejectLimit.h"
#include "sources/choices/FormatChoice.h"
#include "sources/input/TextEncoding.h"
#include "sources/times/TimeFormat.h"

#include <QList>
#include <QString>
#include <QtGlobal>

#include <chrono>
#include <optional>

namespace faultline {

/// How to load; copied when a job starts.
struct LoadOptions
{
    static constexpr qint64 kDefaultChunkRows = 100'000;
    static constexpr std::chrono::seconds kDefaultPatience{300};

    qint64 chunkRows = kDefaultChunkRows; ///< Maximum records in a chunk; at least 1.
    int workers = 0;     ///< Connections that load at once; 0: chosen automatically.
    bool dryRun = false; ///< Parse and count, store nothing.
    bool isFinal =
        false; ///< Also load a last line without line end: no program is still writing it.
    std::optional<TextEncoding> encoding; ///< Of files that aren't UTF-8.
    RejectLimit rejectLimit;
    PlantRequest plant;
    /// For files that don't show in which order their dates are. Unknown: it is asked.
    TimeFormat::DateOrder dates = TimeFormat::DateOrder::Unknown;
    /// Of times without one, whatever was chosen for files of their structure.
    std::optional<LocalTime> zone;

    /// What a person chose for this load. It is kept in the database when the load begins; names
    /// are suggestions. Without a database, only these formats are used.
    QList<NamedFormat> formats;
    /// The name of a kept format that is used for all files that it fits, whatever their structure.
    QString format;

    /// How long the load retries automatically while the database fails and nothing gets done.
    std::chrono::milliseconds patience = kDefaultPatience;
    /// What happens then, or at once if only a person can help, as with a full disk: the load
    /// pauses until it is resumed (LoadJob::resume()), or it fails.
    enum class WhenStuck { Pause, Fail };
    WhenStuck whenStuck = WhenStuck::Pause;
};

} // namespace faultline
