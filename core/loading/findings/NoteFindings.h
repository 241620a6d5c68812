// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "loading/findings/NoteCounts.h"

#include <QList>

namespace faultline {

/// What readings left open: times of day, hours that came twice, exact copies, and ends
/// and durations of failures that can't be true.
QList<UserMessage> findNotes(const NoteCounts& notes);

} // namespace faultline
