// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>
#include <QtGlobal>

#include <optional>

namespace faultline {

/// How many lines may be rejected before a load stops. What was stored by then stays.
struct RejectLimit
{
    /// Before the end, a percentage of fewer records means little.
    static constexpr qint64 kMinRecordsForShare = 10'000;

    std::optional<qint64> lines;   ///< The maximum number of rejected lines.
    std::optional<double> percent; ///< The maximum percentage of the records read so far; 0 to 100.

    /// Takes "1000" or "2.5%"; fails for anything else.
    static Result<RejectLimit> fromText(const QString& text);

    /// With `isEnd` no more records will come.
    bool isExceeded(qint64 rejected, qint64 records, bool isEnd) const;
    /// The failure of a load that exceeds the limit; its code is "too-many-rejects".
    UserMessage exceeded(qint64 rejected, qint64 records) const;
    /// In the form that fromText() takes; empty if there is no limit.
    QString toText() const;
};

} // namespace faultline
