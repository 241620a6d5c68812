// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>
#include <QtGlobal>

#include <optional>

namespace faultline {

/// How many lines may be rejected before a load stops. What is stored by then stays.
struct RejectLimit
{
    /// Of fewer records a share says little, before all are read.
    static constexpr qint64 kMinRecordsForShare = 10'000;

    std::optional<qint64> lines;   ///< More rejected lines than these are too many.
    std::optional<double> percent; ///< Of the records read so far; 0 to 100.

    /// "1000" or "2.5%". Fails on anything else.
    static Result<RejectLimit> fromText(const QString& text);

    /// With `isEnd` there are no more records to come.
    bool isExceeded(qint64 rejected, qint64 records, bool isEnd) const;
    /// The failure of the load that stops for it; its code is "too-many-rejects".
    UserMessage exceeded(qint64 rejected, qint64 records) const;
    /// As fromText() takes it; empty when there is no limit.
    QString toText() const;
};

} // namespace faultline
