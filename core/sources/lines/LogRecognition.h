// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/lines/LogLayout.h"

#include <QtGlobal>

#include <optional>
#include <string_view>

namespace faultline {

/// Where a log begins.
struct RecognisedLog
{
    qint64 firstReadingLine = 0; ///< From 1; a log can begin with other lines, such as a heading.
};

/// How the lines of a log are laid out that has none in the usual layout. None if the beginning of
/// the file leaves it open: a layout must read most of its lines, more than any other one does, and
/// the words that would be severities must be some, or few of them in many lines.
std::optional<LogLayout> recogniseLayout(std::string_view sample);

/// Whether `sample`, the beginning of a file, has a line that can be read as a reading.
std::optional<RecognisedLog> recogniseLog(std::string_view sample);

} // namespace faultline
