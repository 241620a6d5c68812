// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <optional>
#include <string_view>

namespace faultline {

/// Where a log begins.
struct RecognisedLog
{
    qint64 firstReadingLine = 0; ///< From 1; a log can begin with other lines, such as a heading.
};

/// Whether `sample`, the beginning of a file, has a line that can be read as a reading.
std::optional<RecognisedLog> recogniseLog(std::string_view sample);

} // namespace faultline
