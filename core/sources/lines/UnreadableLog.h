// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <optional>
#include <string_view>

namespace faultline {

/// A file that looks like a log, although ReadingParser can read none of its lines.
struct UnreadableLog
{
    /// Its lines name sensors or measurements, so they were meant as readings. Otherwise it is
    /// another program's log.
    bool isOfSensors = false;
    /// Says so, with its first lines, where each can't be read, and what to do. The lines are in
    /// its `details`: see firstLinesText().
    UserMessage message;
};

/// Looks at the lines of `sample`, the beginning of a file, none of which is a reading; `isWhole`
/// if it is all of the file. None if it doesn't look like a log.
std::optional<UnreadableLog> unreadableLogOf(std::string_view sample, bool isWhole);

/// "Line 1, column 2: The date and time can't be read …: “[13.40.2021 …”." for each line of such a
/// message; empty for another message.
QString firstLinesText(const UserMessage& message);

} // namespace faultline
