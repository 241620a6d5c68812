// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/folder/SourceFile.h"
#include "sources/input/InputFile.h"

#include <string_view>

namespace faultline {

/// What a file was seen to be.
struct DetectedRole
{
    SourceRole role = SourceRole::Readings;
    char delimiter = ';'; ///< Of a sensor map.
    qint64 skipBytes = 0; ///< Length of a UTF-8 byte order mark.
};

/// What every JSON document that this program exports begins with, but for white space: so it is
/// told from an equipment list, whose objects may have the same keys.
inline constexpr std::string_view kOwnExportStart = R"({"context":{"program":"Faultline",)";

/// Tells a file's role from its first 64 KiB; the error says why it is none.
Result<DetectedRole> detectRole(const InputFile& file);

} // namespace faultline
