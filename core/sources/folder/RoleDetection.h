// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/folder/SourceFile.h"
#include "sources/input/InputFile.h"

#include <optional>
#include <string_view>

namespace faultline {

/// What a file was recognised as.
struct DetectedRole
{
    SourceRole role = SourceRole::Readings;
    std::optional<SourceRole> also; ///< What it is besides: a sensor map may list equipment too.
    qint64 skipBytes = 0;           ///< Length of a UTF-8 byte order mark.
};

/// The beginning of every JSON document that this program exports, ignoring white space. It tells
/// one from an equipment list, whose objects may have the same keys.
inline constexpr std::string_view kOwnExportStart = R"({"context":{"program":"Faultline",)";

/// Recognises a file's role by its first 64 KiB; the error says why it has none.
Result<DetectedRole> detectRole(const InputFile& file);

} // namespace faultline
