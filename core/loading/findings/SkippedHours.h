// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <QByteArray>
#include <QString>
#include <QtGlobal>

#include <optional>

namespace faultline {

/// Lines that were rejected because their time is in an hour that clocks skipped
/// (RejectReason::SkippedHour).
struct SkippedHours
{
    qint64 lines = 0;
    // The first one.
    QString path;
    qint64 lineNumber = 0; ///< In its file, from 1.
    QByteArray raw;        ///< Its beginning.

    /// Those of another chunk or file, behind these.
    SkippedHours& operator+=(const SkippedHours& other);
};

/// What people read about them; nothing if there are none. `isStored`: they were loaded, and can be
/// listed. Details: "count", "examples", and "rejected", the reason, if they can be listed.
std::optional<UserMessage> findSkippedHours(const SkippedHours& skipped, bool isStored);

} // namespace faultline
