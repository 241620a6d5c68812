// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "loading/findings/MeasurementNotes.h"

#include <QList>
#include <QSet>

#include <optional>

namespace faultline {

/// What a load's readings have instead of numbers, by word. None if they have nothing else, or only
/// words in measurements that are never numbers: these are states.
QList<UserMessage> findWords(const MeasurementNotes& notes);

/// Names of measurements that are not among `known`, which are in lower case and those of the
/// plant; none: they aren't known. A name that few of a load's `readings` have is most likely
/// damage.
QList<UserMessage> findNewNames(
    const MeasurementNotes& notes, const std::optional<QSet<QString>>& known, qint64 readings);

} // namespace faultline
