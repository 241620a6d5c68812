// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/folder/SourceFile.h"
#include "sources/input/InputFile.h"

#include <optional>

namespace faultline {

/// What a file was recognised as.
struct DetectedRole
{
    SourceRole role = SourceRole::Readings;
    std::optional<SourceRole> also; ///< What it is besides: a sensor map may list equipment too.
    qint64 dataBegin = 0;           ///< SourceFile::dataBegin
    qint64 firstLine = 1;           ///< SourceFile::firstLine
    LogLayout layout;               ///< Of a log.
    std::optional<RecognisedTable> table; ///< Of readings that aren't a log.
    bool isUtf8 = true;                   ///< All of the sample.
    /// It has dates of numbers that don't begin with the year: see findDateOrder().
    bool hasNumericDates = false;
    /// What is wrong with it: no line of a log can be read.
    std::optional<UserMessage> problem;
};

/// Recognises a file's role by its first 64 KiB, of a table also by its name; the error says why it
/// has none. Its code is "encoding" if the text isn't UTF-8: it then shows a line as each encoding
/// would give it.
Result<DetectedRole> detectRole(const InputFile& file);

} // namespace faultline
